"""Counting measures in groups of respondents: sums, so they add up across pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap import Samples, drop_absent, take_samples
from survey_analysis.measures import (
    MEANS,
    FloatArray,
    IntArray,
    Key,
    Numbers,
    QuestionMeasures,
    Shares,
)
from survey_analysis.responses import BoolArray

QUANTILES = {"median": 0.5, "quantile_25": 0.25, "quantile_75": 0.75}

_RESPONDENTS = 2**13  # summed at a time: bounds memory


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
        found = [place for name in statistics for place in self._places.get(name, [])]
        return np.array(sorted(found), dtype=np.int64)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, key in enumerate(self.keys):
            places.setdefault(key.statistic, []).append(place)
        return places

    def samples(self, columns: IntArray) -> Samples:
        """Return the numbers behind figures: of one figure in every group, then of the next."""
        groups = len(self.eligible)
        place = {c: i * groups for i, numbers in enumerate(self.numbers) for c in numbers.columns}
        first = np.array([place[column] for column in columns.tolist()], dtype=np.int64)
        return take_samples(self._all_samples, (first[:, None] + np.arange(groups)).ravel())

    @cached_property
    def _all_samples(self) -> Samples:
        groups = len(self.eligible)
        values = [numbers.distinct for numbers in self.numbers for _ in range(groups)]
        times = [numbers.times.ravel() for numbers in self.numbers]
        return drop_absent(
            np.concatenate([np.zeros(0), *values]),
            np.concatenate([np.zeros(0, dtype=np.int64), *times]),
            np.array([len(one) for one in values], dtype=np.int64),
        )

    def quantiles(self, columns: IntArray) -> FloatArray:
        """Return which quantile each of `samples` stands for."""
        wanted = [QUANTILES[self.keys[column].statistic] for column in columns]
        return np.repeat(np.array(wanted, dtype=np.float64), len(self.eligible))


def tally(measures: Sequence[QuestionMeasures], groups: BoolArray) -> Tally:
    """Count every figure in every group.

    Parameters
    ----------
    measures
        What is measured, from `survey_analysis.measures.measure_questions`.
    groups
        Who belongs to each group, shape (s, n); groups may overlap.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> from survey_analysis.measures import measure_questions
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> everybody = np.ones((1, len(responses)), dtype=bool)
    >>> tally(measure_questions(responses, ["Q14"]), everybody).count
    array([[ 49, 119]])
    """
    indicators, places = _lay_out(measures, groups.shape[1])
    counted = _sum(groups, indicators)
    seen, base, hit = places
    parts = [part for question in measures for part in question.parts]
    return Tally(
        keys=[key for part in parts for key in part.keys],
        eligible=counted[:, 0],
        shown=counted[:, seen],
        answered=counted[:, base],
        count=counted[:, hit],
        ambiguous=counted[:, seen + 1],
        untouched=counted[:, seen + 2],
        numbers=_count_numbers(parts, groups),
    )


def _lay_out(measures: Sequence[QuestionMeasures], n: int) -> tuple[list[BoolArray], IntArray]:
    """Put all indicators side by side, so that one matrix product counts everything.

    Returns the indicators, each of shape (n, k), and for each figure where to find who saw
    its question (followed by ambiguous and untouched), its base and its hits, shape (3, r).
    """
    indicators = [np.ones((n, 1), dtype=bool)]
    places: list[tuple[int, int, int]] = []
    width = 1
    for question in measures:
        seen = width
        marks = (question.shown, question.ambiguous, question.untouched)
        indicators.extend(mark[:, None] for mark in marks)
        width += len(marks)
        for part in question.parts:
            base, figures = width, len(part.keys)
            indicators.append(part.base[:, None])
            width += 1
            if isinstance(part, Shares):
                indicators.append(part.hits)
                places += [(seen, base, width + i) for i in range(figures)]
                width += figures
            else:
                places += [(seen, base, base)] * figures
    return indicators, np.array(places, dtype=np.int64).reshape(-1, 3).T


def _sum(groups: BoolArray, indicators: list[BoolArray]) -> IntArray:
    """Add up indicators, each of shape (n, k), in each group: 64 respondents at a time.

    Fastest where the respondents of an indicator lie side by side in memory.
    """
    total = np.zeros((len(groups), sum(part.shape[1] for part in indicators)), dtype=np.int64)
    for start in range(0, groups.shape[1], _RESPONDENTS):
        piece = slice(start, start + _RESPONDENTS)
        bits = _pack(np.concatenate([part[piece].T for part in indicators]))
        for row, members in enumerate(_pack(groups[:, piece])):
            total[row] += np.bitwise_count(bits & members).sum(axis=1, dtype=np.int64)
    return total


def _pack(rows: BoolArray) -> npt.NDArray[np.uint64]:
    """Pack rows of truth values, shape (k, n), into bits, 64 a number."""
    packed = np.packbits(rows, axis=1)
    bits = np.zeros((len(rows), -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    bits[:, : packed.shape[1]] = packed
    return bits.view(np.uint64)


def _count_numbers(parts: Sequence[Shares | Numbers], groups: BoolArray) -> list[NumberTally]:
    counted, column = [], 0
    for part in parts:
        if isinstance(part, Numbers):
            columns = list(range(column, column + len(part.keys)))
            counted.append(NumberTally(columns, part.distinct, _times(part, groups)))
        column += len(part.keys)
    return counted


def _times(numbers: Numbers, groups: BoolArray) -> IntArray:
    """Count how often each value occurs in each group, shape (s, d)."""
    known, size = numbers.base, len(numbers.distinct)
    rows = [np.bincount(numbers.codes[known & group], minlength=size) for group in groups]
    return np.array(rows, dtype=np.int64).reshape(len(groups), size)


def point_estimates(counted: Tally) -> FloatArray:
    """Compute the estimates of a tally, shape (s, r); NaN on an empty base.

    Quantiles interpolate between order statistics as numpy does by default.
    """
    base = np.where(counted.answered > 0, counted.answered, np.nan)
    estimates = np.asarray(counted.count / base)
    means, quantiles = counted.columns(*MEANS), counted.columns(*QUANTILES)
    for columns, values in (
        (means, _means(counted, means)),
        (quantiles, _quantiles(counted, quantiles)),
    ):
        if len(columns):
            estimates[:, columns] = values.reshape(len(columns), -1).T
    return estimates


def _means(counted: Tally, columns: IntArray) -> FloatArray:
    samples = counted.samples(columns)
    size = np.where(samples.answered > 0, samples.answered, np.nan)
    return np.asarray(samples.sum(samples.counts * samples.values) / size)


def _quantiles(counted: Tally, columns: IntArray) -> FloatArray:
    samples = counted.samples(columns)
    position = np.maximum(samples.answered - 1, 0) * counted.quantiles(columns)
    below = np.floor(position)
    low, high = (samples.at(rank.astype(np.int64)) for rank in (below, np.ceil(position)))
    return np.where(samples.answered > 0, low + (high - low) * (position - below), np.nan)
