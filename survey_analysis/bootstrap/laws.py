"""Bootstrap distributions on integers, and finding their endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from survey_analysis.bootstrap.limits import (
    TIE,
    FloatArray,
    IntArray,
    IntervalSettings,
    tail_probabilities,
)

_TAIL_EXPONENT = 28.0  # tails of exp(-28), 7e-13, are left out of a window
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
    linear = _TAIL_EXPONENT * reach / 3
    return np.asarray(linear + np.sqrt(linear**2 + 2 * _TAIL_EXPONENT * variance))


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
        Distribution functions on w integers from `first` on, shape (w, k).
    """

    first: IntArray
    cumulative: FloatArray

    def at(self, value: IntArray) -> FloatArray:
        """Return the distribution functions at integers, shape (k,)."""
        place = np.clip(value - self.first, -1, len(self.cumulative) - 1)
        found = self.cumulative[np.maximum(place, 0), np.arange(len(place))]
        return np.where(place < 0, 0.0, found)

    def smallest_reaching(self, probability: FloatArray) -> IntArray:
        """Return the smallest integers whose distribution function reaches a probability."""
        short = np.count_nonzero(self.cumulative < probability - TIE, axis=0)
        return np.asarray(self.first + short)

    def endpoints(
        self, observed: IntArray, acceleration: FloatArray, *, settings: IntervalSettings
    ) -> IntArray:
        """Return the integers at which the limits lie, shape (2, k).

        An endpoint is the smallest integer whose distribution function reaches the
        limit's probability, at both ends.
        """
        below = (self.at(observed - 1) + self.at(observed)) / 2
        low, high = tail_probabilities(below, acceleration, settings=settings)
        return np.stack([self.smallest_reaching(low), self.smallest_reaching(high)])


def bracket(
    function: Callable[[IntArray], FloatArray],
    guess: IntArray,
    step: IntArray,
    *,
    reaching: FloatArray,
) -> tuple[IntArray, IntArray]:
    """Find integers where a distribution function has not reached, and has, probabilities.

    Parameters
    ----------
    function
        The distribution function, of integers of the shape of `reaching`.
    guess, step
        Where to look first, and how far to each side; doubled until it suffices.
    reaching
        The probabilities, between 0 and 1.

    Examples
    --------
    >>> low, high = bracket(
    ...     lambda x: (x + 1) / 10, np.array([5]), np.array([1]), reaching=np.array([0.25])
    ... )
    >>> low, high
    (array([1]), array([6]))
    """
    low, high = guess - step, guess + step
    below = step.copy()
    while np.any(short := function(low) >= reaching - TIE):
        low, below = low - short * below, below * (1 + short)
    above = step.copy()
    while np.any(short := function(high) < reaching - TIE):
        high, above = high + short * above, above * (1 + short)
    return low, high


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
