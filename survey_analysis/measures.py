"""What is measured: each figure of `estimates.csv` as indicators over respondents.

Everything that is estimated from closed questions is either a share (hits over a base)
or a summary of numbers. Counting is then a sum over respondents, so it adds up across
segments, resamples and pieces of a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from survey_analysis.responses import BoolArray, CellState, Responses
from survey_analysis.responses.model import StateArray
from survey_analysis.responses.rankings import count_ahead
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

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

SHARES = ("proportion", "top_share", "first_share", "top_k_share")
"""Statistics that are fractions of respondents; the others are in the question's unit."""
MEANS = ("mean", "mean_rank")
NUMERIC_STATISTICS = ("mean", "median", "quantile_25", "quantile_75")
SCALE_STATISTICS = ("mean", "median")
TOP_POINTS = 2

_FIRST_BIT = np.uint8(1)
_AMBIGUOUS = _FIRST_BIT << np.uint8(CellState.AMBIGUOUS)
_UNTOUCHED = _FIRST_BIT << np.uint8(CellState.UNTOUCHED_DEFAULT)
_ANSWERED = _UNTOUCHED | _FIRST_BIT << np.uint8(CellState.ANSWERED)
_SHOWN = ~(_FIRST_BIT << np.uint8(CellState.NOT_SHOWN))
_NONE = np.zeros(1)  # stands in where nobody gave a number


class Key(NamedTuple):
    """Which figure a row is: the columns that identify a row of `estimates.csv`."""

    question_id: str
    item_id: str
    option_id: str
    source: str
    statistic: str


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares that have one base.

    Attributes
    ----------
    keys
        Which figures, k of them.
    hits
        Who counts for each, shape (n, k); nobody counts who is not in the base.
    base
        Who is in the base, shape (n,).
    """

    keys: list[Key]
    hits: BoolArray
    base: BoolArray


@dataclass(frozen=True, eq=False)
class Numbers:
    """One number per respondent, and the statistics wanted of it.

    Attributes
    ----------
    keys
        Which figures: one a statistic.
    distinct
        The values that may occur, ascending, at least one, shape (d,).
    codes
        The position of each respondent's value in `distinct`, -1 without a value,
        shape (n,).
    """

    keys: list[Key]
    distinct: FloatArray
    codes: IntArray

    @property
    def base(self) -> BoolArray:
        """Who gave a number, shape (n,)."""
        return np.asarray(self.codes >= 0)

    @property
    def values(self) -> FloatArray:
        """Each respondent's number, NaN without one, shape (n,)."""
        return np.where(self.base, self.distinct[self.codes], np.nan)


@dataclass(frozen=True, eq=False)
class QuestionMeasures:
    """All measures of one question.

    Attributes
    ----------
    question_id
        The question.
    parts
        Its figures, in file order.
    shown, ambiguous, untouched
        Who saw the question, who has ambiguous cells, who left a preset, shape (n,).
    """

    question_id: str
    parts: list[Shares | Numbers]
    shown: BoolArray
    ambiguous: BoolArray
    untouched: BoolArray


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
        yield from _ranking(question, values, answered)
    elif isinstance(question, ScaleQuestion):
        yield from _scale_items(question, np.ascontiguousarray(values.T))
    else:
        for i, item in enumerate(question_items(question)):
            keys = [
                Key(question.id, item.id, "", item.column, statistic)
                for statistic in NUMERIC_STATISTICS
            ]
            yield _numbers(keys, values[:, i])


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


def _ranking(
    question: RankingQuestion, places: FloatArray, answered: BoolArray
) -> Iterator[Shares | Numbers]:
    """Measure options: who has them first and among the top, and the mean of their places.

    Shares are of those who gave any place; the mean is of those who gave the option one.
    Options that share places count as having the best of these.
    """
    _, tied = count_ahead(places)
    options, best = question.options, places - (tied - 1) / 2
    for statistic, k in (("first_share", 1), ("top_k_share", question.top_places)):
        keys = [
            Key(question.id, "", option.id, _rank_source(question, i, k), statistic)
            for i, option in enumerate(options)
        ]
        yield Shares(keys, best <= k, answered)
    for i, option in enumerate(options):
        source = option.column or "|".join(question.ranks)
        yield _numbers([Key(question.id, "", option.id, source, "mean_rank")], places[:, i])


def _rank_source(question: RankingQuestion, number: int, k: int) -> str:
    """Say where the first `k` places of an option are counted."""
    option = question.options[number]
    if option.column:
        return "|".join(f"{option.column}={place}" for place in range(1, k + 1))
    return "|".join(f"{rank}={text}" for rank in question.ranks[:k] for text in option.labels)


def _numbers(keys: list[Key], values: FloatArray) -> Numbers:
    known = np.isfinite(values)
    ordered = np.sort(values[known])
    distinct = ordered[np.append(ordered[1:] != ordered[:-1], True)] if len(ordered) else _NONE
    return Numbers(keys, distinct, np.where(known, np.searchsorted(distinct, values), -1))
