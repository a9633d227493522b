"""Bootstrap distributions on integers, and finding their endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from survey_analysis.bootstrap.limits import (
    TIE,
    FloatArray,
    IntArray,
    IntervalSettings,
    tail_probabilities,
)

TAIL_EXPONENT = 28.0
"""Tails of exp(-28), 7e-13, are left out of a window."""

_CELLS = 2**20  # of a block of rows: 8 MB an array


def half_width(variance: FloatArray, reach: FloatArray) -> FloatArray:
    """Bound how far a sum of independent terms strays to one side, tails of 7e-13 apart.

    Bernstein's inequality: the sum exceeds its mean by t with probability at most
    exp(-t² / (2 (v + b t / 3))); solved for t.

    Parameters
    ----------
    variance
        Variance v of the sum.
    reach
        The most, b, by which one term exceeds its mean.

    References
    ----------
    Boucheron, Lugosi and Massart (2013), Concentration inequalities, section 2.8.

    Examples
    --------
    >>> half_width(np.array([40.0]), np.array([1.0])).round(1)
    array([57.6])
    """
    linear = TAIL_EXPONENT * reach / 3
    return np.asarray(linear + np.sqrt(linear**2 + 2 * TAIL_EXPONENT * variance))


def row_blocks(width: IntArray, rows: IntArray) -> Iterator[IntArray]:
    """Yield blocks of rows of like width, so that a rectangle of each block stays small.

    Widths of a block are within a factor of four of each other.

    Parameters
    ----------
    width
        Width of every row, shape (k,).
    rows
        The rows to go through, each once.

    Examples
    --------
    >>> [block.tolist() for block in row_blocks(np.array([9, 500, 10]), np.arange(3))]
    [[0, 2], [1]]
    """
    ordered = rows[np.argsort(width[rows], kind="stable")]
    magnitude = np.frexp(width[ordered].astype(np.float64))[1] // 2
    for alike in np.split(ordered, np.flatnonzero(np.diff(magnitude)) + 1):
        if len(alike):
            size = max(1, _CELLS // int(width[alike[-1]]))
            yield from (alike[i : i + size] for i in range(0, len(alike), size))


@dataclass(frozen=True, eq=False)
class Law:
    """The distributions of k integers.

    Attributes
    ----------
    first
        The smallest integer of each window, shape (k,).
    cumulative
        Distribution functions on w integers from `first` on, shape (k, w).
    """

    first: IntArray
    cumulative: FloatArray

    def at(self, value: IntArray) -> FloatArray:
        """Return the distribution functions at integers, shape (k,)."""
        place = np.minimum(value - self.first, self.cumulative.shape[1] - 1)
        found = self.cumulative[np.arange(len(place)), np.maximum(place, 0)]
        return np.where(place < 0, 0.0, found)

    def smallest_reaching(self, probability: FloatArray) -> IntArray:
        """Return the smallest integers whose distribution function reaches a probability."""
        short = self.cumulative < (probability - TIE)[:, None]
        return np.asarray(self.first + short.argmin(axis=1))

    def endpoints(
        self, observed: IntArray, acceleration: FloatArray, *, settings: Sequence[IntervalSettings]
    ) -> IntArray:
        """Return the integers at which the limits lie, shape (settings, 2, k).

        An endpoint is the smallest integer whose distribution function reaches the
        limit's probability, at both ends.
        """
        below = (self.at(observed - 1) + self.at(observed)) / 2
        tails = [tail_probabilities(below, acceleration, settings=one) for one in settings]
        return np.array([[self.smallest_reaching(end) for end in ends] for ends in tails])


def bracket(
    function: Callable[[IntArray], FloatArray],
    likely: tuple[IntArray, IntArray],
    *,
    reaching: FloatArray,
) -> tuple[IntArray, IntArray]:
    """Find integers where a distribution function has not reached, and has, probabilities.

    Parameters
    ----------
    function
        The distribution function, of integers of shape (2, ...).
    likely
        Where to look first, below and above, each of the shape of `reaching`; moved
        outwards, by twice as much each time, until it suffices.
    reaching
        The probabilities, between 0 and 1, shape (...).

    Examples
    --------
    >>> low, high = bracket(
    ...     lambda x: (x + 1) / 10, (np.array([4]), np.array([6])), reaching=np.array([0.25])
    ... )
    >>> low, high
    (array([-2]), array([6]))
    """
    ends, step = np.stack(likely), likely[1] - likely[0]
    outwards = np.stack([-step, step])
    while True:
        reached = function(ends) >= reaching - TIE
        short = reached != np.arange(2).reshape(-1, *[1] * step.ndim)
        if not short.any():
            return ends[0], ends[1]
        ends += short * outwards
        outwards *= 1 + short


def search_smallest(
    function: Callable[[IntArray], FloatArray],
    bounds: tuple[IntArray, IntArray],
    *,
    reaching: FloatArray,
) -> IntArray:
    """Find the smallest integers at which a distribution function reaches probabilities.

    Parameters
    ----------
    function
        The distribution function, of integers of the shape of `reaching`.
    bounds
        Integers where it has not reached them yet, and where it has.
    reaching
        The probabilities.

    Examples
    --------
    >>> bounds = np.array([-1]), np.array([9])
    >>> search_smallest(lambda x: (x + 1) / 10, bounds, reaching=np.array([0.25]))
    array([2])
    """
    low, high = bounds
    while np.any(high - low > 1):
        middle = (low + high) // 2
        reached = function(middle) >= reaching - TIE
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return high
