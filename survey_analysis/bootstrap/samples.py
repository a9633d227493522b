"""Samples of numbers, held as distinct values and how often each occurs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.counts import whole_numbers
from survey_analysis.bootstrap.limits import BoolArray, FloatArray, IntArray
from survey_analysis.errors import InvalidCallError

_ROUNDING = 1e-9  # of the largest value: what differs by less is the same


@dataclass(frozen=True, eq=False)
class Samples:
    """k samples one after the other, each as its distinct values, ascending.

    Counts of respondents add up across files and machines, and nothing here grows with
    the number of respondents, only with the number of distinct values.

    Attributes
    ----------
    values
        Distinct values of the first sample, then of the second, and so on, shape (e,).
    counts
        How often each occurs, at least once, shape (e,).
    start
        Where each sample starts in `values`, and at last its length, shape (k + 1,).

    Examples
    --------
    >>> samples = count_values([[1.0, 20.0], [3.0, np.nan], [1.0, 40.0]])
    >>> samples.values, samples.counts, samples.start
    (array([ 1.,  3., 20., 40.]), array([2, 1, 1, 1]), array([0, 2, 4]))
    >>> samples.answered
    array([3, 2])
    """

    values: FloatArray
    counts: IntArray
    start: IntArray

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.start) - 1

    @property
    def length(self) -> IntArray:
        """Number of distinct values of each sample, shape (k,)."""
        return self.start[1:] - self.start[:-1]

    @cached_property
    def sample(self) -> IntArray:
        """Which sample each distinct value belongs to, shape (e,)."""
        return np.repeat(np.arange(len(self)), self.length)

    @cached_property
    def answered(self) -> IntArray:
        """Size of each sample, shape (k,)."""
        return self.sum(self.counts).astype(np.int64)

    def sum(self, amounts: npt.NDArray[np.number]) -> FloatArray:
        """Add up amounts of distinct values, shape (e,), in each sample."""
        sums = np.bincount(self.sample, weights=amounts, minlength=len(self))
        return sums.astype(np.float64, copy=False)

    def accumulate(self) -> IntArray:
        """Count the values of the same sample at or below each, shape (e,)."""
        before = np.cumsum(self.answered) - self.answered
        return np.cumsum(self.counts) - before[self.sample]

    def at(self, rank: IntArray) -> FloatArray:
        """Return the number at a rank, from 0, of each sample, shape (k,); any if it is empty."""
        apart = int(self.answered.max(initial=0)) + 1
        keys = self.accumulate() + self.sample * apart
        place = np.searchsorted(keys, rank + np.arange(len(self)) * apart, side="right")
        return np.append(self.values, 0.0).take(place)

    def varies(self) -> BoolArray:
        """Say which samples have values that differ by more than rounding, shape (k,)."""
        first, last = self.ends(self.values)
        return last - first > _ROUNDING * np.maximum(np.abs(first), np.abs(last))

    def ends(self, amounts: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return ascending amounts, shape (e,), at each sample's first and last value.

        Both are 0 for an empty sample.
        """
        filled = self.length > 0
        first, last = np.zeros((2, len(self)))
        first[filled] = amounts[self.start[:-1][filled]]
        last[filled] = amounts[self.start[1:][filled] - 1]
        return first, last


def count_values(values: npt.ArrayLike) -> Samples:
    """Count the values of each column.

    Parameters
    ----------
    values
        One row per respondent and one column per sample, shape (n, k), or one sample of
        shape (n,); nan where a respondent gave no number.

    Raises
    ------
    InvalidCallError
        If a value is infinite, or there are more than two dimensions.

    Examples
    --------
    >>> count_values([2.0, 1.0, 2.0]).counts
    array([1, 2])
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim not in (1, 2):
        message = f"values have shape {array.shape}; allowed are (n,) and (n, k)"
        raise InvalidCallError(message)
    if np.isinf(array).any():
        message = "values must be finite, or nan where there is none; found an infinite one"
        raise InvalidCallError(message)
    columns = array.T if array.ndim == 2 else array[None]
    ordered = np.sort(columns, axis=1)  # nan last
    known = ~np.isnan(ordered)
    is_new = known.copy()
    is_new[:, 1:] &= ordered[:, 1:] != ordered[:, :-1]
    first = np.flatnonzero(is_new[known])
    counts = np.diff(first, append=np.count_nonzero(known))
    start = np.concatenate([[0], np.cumsum(is_new.sum(axis=1))])
    return Samples(ordered[is_new], counts, start)


def samples_from_counts(values: npt.ArrayLike, counts: npt.ArrayLike) -> Samples:
    """Form samples that share distinct values from how often each value occurs.

    Parameters
    ----------
    values
        Distinct values, ascending, shape (m,).
    counts
        How often each occurs in each sample, shape (k, m), or (m,) for one sample.

    Raises
    ------
    InvalidCallError
        If values are not finite and strictly ascending, or counts are not non-negative
        integers of that length.

    Examples
    --------
    >>> samples_from_counts([0.0, 1.0], [[3, 1], [0, 2]]).answered
    array([4, 2])
    """
    distinct = np.asarray(values, dtype=np.float64)
    if distinct.ndim != 1 or not np.isfinite(distinct).all() or np.any(np.diff(distinct) <= 0):
        message = "values must be finite and strictly ascending in one dimension"
        raise InvalidCallError(message)
    table = np.atleast_2d(np.asarray(counts))
    if table.ndim != 2 or table.shape[1] != len(distinct):
        message = (
            f"counts have shape {table.shape}; {len(distinct)} values need (k, {len(distinct)})"
        )
        raise InvalidCallError(message)
    k, m = table.shape
    flat = whole_numbers(table.ravel(), name="counts")
    return drop_absent(np.tile(distinct, k), flat, np.full(k, m))


def drop_absent(values: FloatArray, counts: IntArray, length: IntArray) -> Samples:
    """Form samples from values that may not occur.

    Parameters
    ----------
    values
        Values of the first sample, ascending, then of the second, and so on, shape (e,).
    counts
        How often each occurs, not negative, shape (e,).
    length
        How many values of each sample there are, shape (k,).

    Examples
    --------
    >>> drop_absent(np.array([1.0, 2.0, 2.0]), np.array([0, 3, 1]), np.array([2, 1])).start
    array([0, 1, 2])
    """
    occurs = counts > 0
    start = np.concatenate([[0], np.cumsum(length)])
    before = np.concatenate([[0], np.cumsum(occurs)])
    return Samples(values[occurs], counts[occurs], before[start])


def join_samples(parts: Sequence[Samples]) -> Samples:
    """Put samples one after the other, to be treated in one call.

    Examples
    --------
    >>> len(join_samples([count_values([1.0, 2.0]), count_values([[3.0, 4.0]])]))
    3
    """
    lengths = [part.length for part in parts]
    return Samples(
        np.concatenate([np.empty(0), *(part.values for part in parts)]),
        np.concatenate([np.empty(0, np.int64), *(part.counts for part in parts)]),
        np.concatenate([[0], np.cumsum(np.concatenate([np.empty(0, np.int64), *lengths]))]),
    )


def take_samples(samples: Samples, rows: npt.NDArray[np.integer] | BoolArray) -> Samples:
    """Take some of the samples, in any order and as often as wanted.

    Parameters
    ----------
    samples
        k samples.
    rows
        Their positions, or which to keep, shape (k,).

    Examples
    --------
    >>> take_samples(count_values([[1.0, 5.0], [2.0, 5.0]]), np.array([1, 0])).values
    array([5., 1., 2.])
    """
    length = samples.length[rows]
    start = np.concatenate([[0], np.cumsum(length)])
    place = np.arange(start[-1]) + np.repeat(samples.start[:-1][rows] - start[:-1], length)
    return Samples(samples.values[place], samples.counts[place], start)
