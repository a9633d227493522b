"""Measuring each kind of question."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from survey_analysis.measures.rankings import measure_ranking
from survey_analysis.measures.shapes import Key, Numbers, QuestionMeasures, Shares, collect_numbers
from survey_analysis.responses import BoolArray, CellState, Responses
from survey_analysis.responses.model import StateArray
from survey_analysis.study import (
    MultipleQuestion,
    PlainOption,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    TextQuestion,
    question_items,
    question_options,
)

NUMERIC_STATISTICS = ("mean", "median", "quantile_25", "quantile_75")
SCALE_STATISTICS = ("mean", "median")
TOP_POINTS = 2

_FIRST_BIT = np.uint8(1)
_AMBIGUOUS = _FIRST_BIT << np.uint8(CellState.AMBIGUOUS)
_UNTOUCHED = _FIRST_BIT << np.uint8(CellState.UNTOUCHED_DEFAULT)
_ANSWERED = _UNTOUCHED | _FIRST_BIT << np.uint8(CellState.ANSWERED)
_SHOWN = ~(_FIRST_BIT << np.uint8(CellState.NOT_SHOWN))


def measure_questions(
    responses: Responses, questions: Collection[str] | None = None
) -> list[QuestionMeasures]:
    """List the measures of closed questions, in the study file's order.

    Parameters
    ----------
    responses
        The responses.
    questions
        Ids of the questions wanted; every closed question if None.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> (measured,) = measure_questions(load_responses("ml-deployment-monitoring"), ["Q13"])
    >>> [key.option_id for part in measured.parts for key in part.keys]
    ['embedded', 'service', 'paas', 'other']
    """
    wanted = [
        question
        for question in responses.study.questions
        if not isinstance(question, TextQuestion)
        and (questions is None or question.id in questions)
    ]
    if not wanted:
        return []
    held = _held_states([responses.states[question.id] for question in wanted])
    return [
        _measure(question, responses.values[question.id], bits)
        for question, bits in zip(wanted, held, strict=True)
    ]


def _measure(
    question: Question, values: npt.NDArray[Any], held: npt.NDArray[np.uint8]
) -> QuestionMeasures:
    answered = (held & _ANSWERED) != 0
    return QuestionMeasures(
        question_id=question.id,
        parts=list(_parts(question, values, answered)),
        shown=(held & _SHOWN) != 0,
        ambiguous=(held & _AMBIGUOUS) != 0,
        untouched=(held & _UNTOUCHED) != 0,
    )


def _held_states(states: list[StateArray]) -> list[npt.NDArray[np.uint8]]:
    """Return the bits of all states that each question's cells are in, shape (n,) each.

    All questions at once: a few columns cost as much as many.
    """
    bits = _FIRST_BIT << np.concatenate([one.T for one in states]).view(np.uint8)
    ends = np.cumsum([one.shape[1] for one in states])
    return [np.bitwise_or.reduce(part, axis=0) for part in np.split(bits, ends[:-1])]


def _parts(
    question: Question, values: npt.NDArray[Any], answered: BoolArray
) -> Iterator[Shares | Numbers]:
    if isinstance(question, MultipleQuestion):
        sources = [option.column or "" for option in question.options]
        keys = _option_keys(question.id, "", question.options, sources)
        yield Shares(keys, values, answered)
    elif isinstance(question, SingleQuestion):
        sources = [_source(question.column, option) for option in question.options]
        keys = _option_keys(question.id, "", question.options, sources)
        yield Shares(keys, _is_option(values[:, 0], len(keys)), values[:, 0] >= 0)
    elif isinstance(question, RankingQuestion):
        yield from measure_ranking(question, values, answered)
    elif isinstance(question, ScaleQuestion):
        yield from _scale_items(question, np.ascontiguousarray(values.T))
    else:
        for i, item in enumerate(question_items(question)):
            keys = [
                Key(question.id, item.id, "", item.column, statistic)
                for statistic in NUMERIC_STATISTICS
            ]
            yield collect_numbers(keys, values[:, i])


def _option_keys(
    question_id: str, item_id: str, options: list[PlainOption], sources: list[str]
) -> list[Key]:
    return [
        Key(question_id, item_id, option.id, source, "proportion")
        for option, source in zip(options, sources, strict=True)
    ]


def _is_option(cells: npt.NDArray[np.int16], options: int) -> BoolArray:
    """Tell who chose each option, shape (n, options); options side by side are slow to count."""
    return np.asarray((np.arange(options)[:, None] == cells).T)


def _source(column: str | None, option: PlainOption) -> str:
    """Say where an option is counted: its own column, or its labels in one."""
    if column is None:
        return option.column or ""
    return "|".join(f"{column}={label}" for label in option.labels)


def _scale_items(
    question: ScaleQuestion, cells: npt.NDArray[np.int16]
) -> Iterator[Shares | Numbers]:
    """Measure items, cells of shape (items, n): every point, the top share, mean and median.

    Off-scale answers are in the base of the points' shares, not in that of the others.
    """
    options, points = question_options(question), len(question.points)
    top = slice(points - TOP_POINTS, points)
    answered, distinct = cells >= 0, np.arange(1.0, points + 1)
    on_scale = answered & (cells < points)
    hits = np.arange(len(options))[:, None] == cells[:, None]
    is_top = np.logical_or.reduce(hits[:, top], axis=1)
    codes = np.where(on_scale, cells, -1)
    for i, item in enumerate(question.items):
        sources = [_source(item.column, option) for option in options]
        keys = _option_keys(question.id, item.id, options, sources)
        yield Shares(keys, hits[i].T, answered[i])
        key = Key(question.id, item.id, "", "|".join(sources[top]), "top_share")
        yield Shares([key], is_top[i][:, None], on_scale[i])
        keys = [Key(question.id, item.id, "", item.column, name) for name in SCALE_STATISTICS]
        yield Numbers(keys, distinct, codes[i])
