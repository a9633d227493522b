"""What is measured: each figure of `estimates.csv` as indicators over respondents.

Everything that is estimated from closed questions is either a share (hits over a base)
or a summary of numbers. Counting is then a sum over respondents, so it adds up across
segments, resamples and pieces of a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from survey_analysis.responses import BoolArray, CellState, Responses
from survey_analysis.study import (
    Question,
    ScaleQuestion,
    SingleQuestion,
    question_items,
    question_options,
)

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

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


@dataclass(frozen=True)
class Shares:
    """Shares that have one base.

    `hits` has shape (n, k): who counts for each share; `base` has shape (n,).
    """

    keys: list[Key]
    hits: BoolArray
    base: BoolArray


@dataclass(frozen=True)
class Numbers:
    """One number per respondent, and the statistics wanted of it.

    `distinct` holds the values that occur, ascending, shape (d,); `codes` the position of
    each respondent's value in it, -1 without a value, shape (n,).
    """

    keys: list[Key]
    distinct: FloatArray
    codes: IntArray


@dataclass(frozen=True)
class QuestionMeasures:
    """All measures of one question.

    `shown`, `ambiguous` and `untouched` have shape (n,): who saw the question, whose
    cells are ambiguous, who left a preset. `order` gives the rows' keys in file order.
    """

    question_id: str
    parts: list[Shares | Numbers]
    shown: BoolArray
    ambiguous: BoolArray
    untouched: BoolArray


def measure_questions(responses: Responses) -> list[QuestionMeasures]:
    """List the measures of every closed question, in the study file's order."""
    measures = []
    for question in responses.study.questions:
        parts = list(_parts(question, responses))
        if parts:
            states = responses.states[question.id]
            measures.append(
                QuestionMeasures(
                    question_id=question.id,
                    parts=parts,
                    shown=responses.is_shown(question.id),
                    ambiguous=(states == CellState.AMBIGUOUS).any(axis=1),
                    untouched=(states == CellState.UNTOUCHED_DEFAULT).any(axis=1),
                )
            )
    return measures


def _parts(question: Question, responses: Responses) -> Iterator[Shares | Numbers]:
    values, answered = responses.values[question.id], responses.is_answered(question.id)
    if question.kind == "multiple":
        keys = [
            Key(question.id, "", option.id, option.column or "", "proportion")
            for option in question.options
        ]
        yield Shares(keys, values, np.asarray(answered.any(axis=1)))
    elif isinstance(question, SingleQuestion):
        keys = [
            Key(question.id, "", option.id, _choice_source(question, i), "proportion")
            for i, option in enumerate(question.options)
        ]
        yield Shares(keys, values == np.arange(len(keys)), answered[:, 0])
    elif isinstance(question, ScaleQuestion):
        for i, item in enumerate(question.items):
            yield from _scale_item(question, item.id, item.column, values[:, i])
    elif question.kind != "text":
        for i, item in enumerate(question_items(question)):
            keys = [
                Key(question.id, item.id, "", item.column, statistic)
                for statistic in NUMERIC_STATISTICS
            ]
            yield _numbers(keys, values[:, i])


def _choice_source(question: SingleQuestion, i: int) -> str:
    option = question.options[i]
    if question.column is None:
        return option.column or ""
    return "|".join(f"{question.column}={label}" for label in option.labels)


def _scale_item(
    question: ScaleQuestion, item_id: str, column: str, cells: npt.NDArray[np.int16]
) -> Iterator[Shares | Numbers]:
    """Measure an item: every point, the top share, and mean and median of the points' ranks.

    Off-scale answers are in the base of the points' shares, not in that of the others.
    """
    options = question_options(question)
    sources = ["|".join(f"{column}={label}" for label in option.labels) for option in options]
    keys = [
        Key(question.id, item_id, option.id, source, "proportion")
        for option, source in zip(options, sources, strict=True)
    ]
    yield Shares(keys, cells[:, None] == np.arange(len(options)), cells >= 0)
    points = len(question.points)
    on_scale = (cells >= 0) & (cells < points)
    top = on_scale & (cells >= points - TOP_POINTS)
    top_source = "|".join(sources[points - TOP_POINTS : points])
    yield Shares([Key(question.id, item_id, "", top_source, "top_share")], top[:, None], on_scale)
    keys = [Key(question.id, item_id, "", column, statistic) for statistic in SCALE_STATISTICS]
    yield _numbers(keys, np.where(on_scale, cells + 1.0, np.nan))


def _numbers(keys: list[Key], values: FloatArray) -> Numbers:
    known = np.isfinite(values)
    distinct, positions = np.unique(values[known], return_inverse=True)
    codes = np.full(len(values), -1)
    codes[known] = positions
    return Numbers(keys, distinct, codes)
