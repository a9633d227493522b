"""What is measured: each figure of `estimates.csv` as indicators over respondents.

Everything that is estimated from closed questions is either a share (hits over a base)
or a summary of numbers. Counting is then a sum over respondents, so it adds up across
segments, resamples and pieces of a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from survey_analysis.responses import BoolArray, CellState, Responses
from survey_analysis.study import (
    MultipleQuestion,
    PlainOption,
    Question,
    ScaleQuestion,
    SingleQuestion,
    TextQuestion,
    question_items,
    question_options,
)

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

SHARES = ("proportion", "top_share")
"""Statistics that are fractions of respondents; the others are in the question's unit."""
NUMERIC_STATISTICS = ("mean", "median", "quantile_25", "quantile_75")
SCALE_STATISTICS = ("mean", "median")
TOP_POINTS = 2


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
    return [_measure(question, responses) for question in wanted]


def _measure(question: Question, responses: Responses) -> QuestionMeasures:
    states = responses.states[question.id]
    return QuestionMeasures(
        question_id=question.id,
        parts=list(_parts(question, responses)),
        shown=responses.is_shown(question.id),
        ambiguous=(states == CellState.AMBIGUOUS).any(axis=1),
        untouched=(states == CellState.UNTOUCHED_DEFAULT).any(axis=1),
    )


def _parts(question: Question, responses: Responses) -> Iterator[Shares | Numbers]:
    values = responses.values[question.id]
    if isinstance(question, MultipleQuestion):
        sources = [option.column or "" for option in question.options]
        keys = _option_keys(question.id, "", question.options, sources)
        base = np.asarray(responses.is_answered(question.id).any(axis=1))
        yield Shares(keys, values, base)
    elif isinstance(question, SingleQuestion):
        sources = [_source(question.column, option) for option in question.options]
        keys = _option_keys(question.id, "", question.options, sources)
        yield Shares(keys, _is_option(values[:, 0], len(keys)), values[:, 0] >= 0)
    elif isinstance(question, ScaleQuestion):
        for i, item in enumerate(question.items):
            yield from _scale_item(question, item.id, item.column, values[:, i])
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


def _scale_item(
    question: ScaleQuestion, item_id: str, column: str, cells: npt.NDArray[np.int16]
) -> Iterator[Shares | Numbers]:
    """Measure an item: every point, the top share, and mean and median of the points' ranks.

    Off-scale answers are in the base of the points' shares, not in that of the others.
    """
    options, points = question_options(question), len(question.points)
    sources = [_source(column, option) for option in options]
    keys = _option_keys(question.id, item_id, options, sources)
    hits = _is_option(cells, len(options))
    yield Shares(keys, hits, cells >= 0)
    on_scale = (cells >= 0) & (cells < points)
    top = slice(points - TOP_POINTS, points)
    key = Key(question.id, item_id, "", "|".join(sources[top]), "top_share")
    yield Shares([key], np.asarray(hits[:, top].any(axis=1, keepdims=True)), on_scale)
    keys = [Key(question.id, item_id, "", column, statistic) for statistic in SCALE_STATISTICS]
    yield Numbers(keys, np.arange(1.0, points + 1), np.where(on_scale, cells, -1))


def _numbers(keys: list[Key], values: FloatArray) -> Numbers:
    known = np.isfinite(values)
    distinct, positions = np.unique(values[known], return_inverse=True)
    codes = np.full(len(values), -1)
    codes[known] = positions
    return Numbers(keys, distinct if len(distinct) else np.zeros(1), codes)
