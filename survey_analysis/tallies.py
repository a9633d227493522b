"""Counting measures in groups and resamples of respondents: sums, so they add up across pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey_analysis.measures import (
    FloatArray,
    IntArray,
    Key,
    Numbers,
    QuestionMeasures,
    Shares,
)
from survey_analysis.responses import BoolArray

Weights = npt.NDArray[np.bool_] | npt.NDArray[np.uint8]

QUANTILES = {"median": 0.5, "quantile_25": 0.25, "quantile_75": 0.75}

_RESPONDENTS = 2**13  # summed at a time: bounds memory
_EXACT_SINGLE = 2**24  # single precision holds whole numbers up to here
_MANY_GROUPS = 100


@dataclass(frozen=True, eq=False)
class NumberTally:
    """How often numbers occur in s groups.

    Attributes
    ----------
    columns
        Positions in `Tally.keys` of the figures that summarise these numbers.
    distinct
        The values that may occur, ascending, shape (d,).
    times
        How often each occurs in each group, shape (s, d).
    """

    columns: list[int]
    distinct: FloatArray
    times: IntArray


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of r figures in s groups; integer arrays of shape (s, r) unless said.

    Attributes
    ----------
    keys
        Which figure each column is, in file order.
    eligible
        Respondents of each group, shape (s,).
    shown, answered, count
        Who saw the question, the base, and who counts (the base again for summaries of
        numbers).
    ambiguous, untouched
        Respondents with ambiguous cells, and with presets that they left.
    numbers
        The numbers behind the figures that summarise numbers.
    """

    keys: list[Key]
    eligible: IntArray
    shown: IntArray
    answered: IntArray
    count: IntArray
    ambiguous: IntArray
    untouched: IntArray
    numbers: list[NumberTally]

    def columns(self, *statistics: str) -> IntArray:
        """Return the positions of the figures with one of these statistics."""
        return np.flatnonzero([key.statistic in statistics for key in self.keys])


def tally(measures: Sequence[QuestionMeasures], weights: Weights) -> Tally:
    """Count every figure in every group.

    Parameters
    ----------
    measures
        What is measured, from `survey_analysis.measures.measure_questions`.
    weights
        How often each respondent counts in each group, shape (s, n): membership of groups
        (which may overlap), or the draws of resamples.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> from survey_analysis.measures import measure_questions
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> everybody = np.ones((1, len(responses)), dtype=bool)
    >>> tally(measure_questions(responses, ["Q14"]), everybody).count
    array([[ 49, 119]])
    """
    parts = [(question, part) for question in measures for part in question.parts]
    indicators = [np.ones((weights.shape[1], 1), dtype=bool)]
    places: list[tuple[int, int, int]] = []
    width = 1
    for question, part in parts:
        seen = np.stack([question.shown, question.ambiguous, question.untouched, part.base], axis=1)
        indicators.append(seen)
        base = width + 3
        hits = [base] * len(part.keys)
        if isinstance(part, Shares):
            indicators.append(part.hits)
            hits = list(range(base + 1, base + 1 + len(part.keys)))
        places += [(width, base, hit) for hit in hits]
        width = max(base, *hits) + 1
    counted = _sum(weights, indicators)
    seen_at, base_at, hit_at = np.array(places, dtype=np.int64).reshape(-1, 3).T
    return Tally(
        keys=[key for _, part in parts for key in part.keys],
        eligible=counted[:, 0],
        shown=counted[:, seen_at],
        answered=counted[:, base_at],
        count=counted[:, hit_at],
        ambiguous=counted[:, seen_at + 1],
        untouched=counted[:, seen_at + 2],
        numbers=_count_numbers([part for _, part in parts], weights),
    )


def _sum(weights: Weights, indicators: list[BoolArray]) -> IntArray:
    """Add up indicators, shapes (n, k), in each group; exact, as the sums are whole."""
    rows, n = weights.shape
    single = weights.sum(axis=1).max(initial=0) < _EXACT_SINGLE
    total = np.zeros((rows, sum(part.shape[1] for part in indicators)))
    for start in range(0, n, _RESPONDENTS):
        piece = slice(start, start + _RESPONDENTS)
        dtype = np.float32 if single else np.float64
        joined = np.concatenate([part[piece] for part in indicators], axis=1, dtype=dtype)
        total += weights[:, piece].astype(dtype) @ joined
    return total.astype(np.int64)


def _count_numbers(
    parts: Sequence[Shares | Numbers], weights: Weights
) -> list[NumberTally]:
    counted, column = [], 0
    for part in parts:
        if isinstance(part, Numbers):
            columns = list(range(column, column + len(part.keys)))
            counted.append(NumberTally(columns, part.distinct, _times(part, weights)))
        column += len(part.keys)
    return counted


def _times(numbers: Numbers, weights: Weights) -> IntArray:
    """Count how often each value occurs in each group, shape (s, d)."""
    known, size = numbers.base, len(numbers.distinct)
    codes = numbers.codes[known]
    if len(weights) > _MANY_GROUPS:
        return _sum(weights[:, known], [codes[:, None] == np.arange(size)])
    rows = [np.bincount(codes, weights=row, minlength=size) for row in weights[:, known]]
    return np.array(rows).reshape(-1, size).astype(np.int64)


def point_estimates(counted: Tally) -> FloatArray:
    """Compute the estimates of a tally, shape (s, r); NaN on an empty base."""
    base = np.where(counted.answered > 0, counted.answered, np.nan)
    estimates = np.asarray(counted.count / base)
    for numbers in counted.numbers:
        for column in numbers.columns:
            estimates[:, column] = _summarise(numbers, counted.keys[column].statistic)
    return estimates


def _summarise(numbers: NumberTally, statistic: str) -> FloatArray:
    """Compute the mean or a quantile of each group's numbers, shape (s,).

    Quantiles interpolate between order statistics as numpy does by default.
    """
    summed = np.cumsum(numbers.times, axis=1)
    total = numbers.times.sum(axis=1)
    base = np.where(total > 0, total, np.nan)
    if statistic == "mean":
        return np.asarray((numbers.times * numbers.distinct).sum(axis=1) / base)
    position = np.maximum(total - 1, 0) * QUANTILES[statistic]
    low, high = (
        numbers.distinct.take((summed <= rank[:, None]).sum(axis=1), mode="clip")
        for rank in (np.floor(position), np.ceil(position))
    )
    return np.asarray(np.where(total > 0, low + (high - low) * (position % 1), np.nan))
