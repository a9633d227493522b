"""The bootstrap distribution of order statistics, one and two neighbours."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from survey_analysis.bootstrap.laws import row_blocks
from survey_analysis.bootstrap.limits import TIE, FloatArray, IntArray
from survey_analysis.bootstrap.proportions import binomial_terms, binomial_width

_FARTHEST = 28  # answers between neighbours; more have a probability below exp(-28), 7e-13


def order_probability(count: IntArray, answered: IntArray, rank: IntArray) -> FloatArray:
    """Return the probability that at least `rank` of a resample are among `count` answers.

    Parameters
    ----------
    count
        Answers at or below a value, between 0 and `answered`, of any shape.
    answered, rank
        Size of the sample and the rank, from 1 on, of the same shape.

    Examples
    --------
    >>> order_probability(np.array([0, 1, 2]), np.array([2, 2, 2]), np.array([2, 2, 2]))
    array([0.  , 0.25, 1.  ])
    """
    x, n, r = count.ravel(), answered.ravel(), rank.ravel()
    width = binomial_width(x, n)
    probability = np.empty(len(x))
    for rows in row_blocks(2 * width + 1, np.arange(len(x))):
        widest = int(width[rows].max())
        terms = binomial_terms(x[rows], n[rows], width=widest)
        is_enough = np.arange(-widest, widest + 1) >= (r - x)[rows, None]
        total = terms.sum(axis=1)
        terms *= is_enough
        probability[rows] = terms.sum(axis=1) / total
    return probability.reshape(count.shape)


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The order statistics of ranks r and r + 1 of a resample of one sample.

    Attributes
    ----------
    values
        Distinct values, ascending, shape (m,).
    at_or_below
        How many of the sample are at or below each, shape (m,).
    rank
        r, from 1 to n - 1.
    """

    values: FloatArray
    at_or_below: IntArray
    rank: int

    def straddling(self, below: IntArray, above: IntArray) -> FloatArray:
        """Return P(r-th <= values[i], next >= values[j]), shape (i, j), where i < j.

        C(n, r) F^r G^(n - r), where F is the share at or below values[i] and G the share
        at or above values[j]. Elsewhere, the result has no meaning.
        """
        n, r = int(self.at_or_below[-1]), self.rank
        counts = np.concatenate([[0], self.at_or_below])
        log_below = r * _log(counts[below + 1] / r)
        log_above = (n - r) * _log((n - counts[above]) / (n - r))
        largest = math.lgamma(n + 1) - math.lgamma(r + 1) - math.lgamma(n - r + 1)
        largest += r * math.log(r / n) + (n - r) * math.log1p(-r / n)
        return np.exp(largest + np.minimum(log_below[:, None] + log_above, 0))

    def endpoint_between(self, places: IntArray, *, fraction: float, reaching: float) -> float:
        """Find the smallest quantile whose distribution function reaches a probability.

        Parameters
        ----------
        places
            Where in `values` the r-th and the next reach it, two different places.
        fraction
            Weight of the next.
        reaching
            The probability.

        Examples
        --------
        >>> pair = Neighbours(np.array([0.0, 8.0]), np.array([1, 2]), 1)
        >>> pair.endpoint_between(np.array([0, 1]), fraction=0.5, reaching=0.5)
        4.0
        """
        first, last = (int(place) for place in places)
        counts = self.at_or_below
        lowest = int(np.searchsorted(counts, counts[first] - _FARTHEST))
        highest = min(int(np.searchsorted(counts, counts[last] + _FARTHEST)), len(counts) - 1)
        i, j = np.arange(lowest, last + 1), np.arange(first + 1, highest + 1)
        below, mass = self._mass(i, j)
        lower = self.values[i][:, None]
        quantile = np.maximum(lower + fraction * (self.values[j] - lower), self.values[first])
        order = np.argsort(quantile, axis=None, kind="stable")
        cumulative = below + np.cumsum(mass.ravel()[order])
        return float(quantile.ravel()[order[np.searchsorted(cumulative, reaching - TIE)]])

    def _mass(self, i: IntArray, j: IntArray) -> tuple[float, FloatArray]:
        """Return P(next < values[j[0]]) and P(r-th = values[i], next = values[j]), shape (i, j).

        `i` and `j` are successive places; `i` ends where or after `j` begins.
        """
        beyond = self.straddling(np.append(i[0] - 1, i), np.append(j, j[-1] + 1))
        mass = np.where(i[:, None] < j, -np.diff(np.diff(beyond, axis=0), axis=1), 0.0)
        counts = self.at_or_below[np.arange(j[0] - 1, i[-1] + 1)]
        reached = order_probability(
            counts, np.full(len(counts), self.at_or_below[-1]), np.full(len(counts), self.rank)
        )
        tied = np.arange(j[0], i[-1] + 1)
        row, column = tied - i[0], tied - j[0]
        alone = np.diff(reached)
        mass[row, column] = alone - (beyond[row + 1, column + 1] - beyond[row, column + 1])
        return float(reached[0] - beyond[j[0] - i[0], 0]), mass


def _log(value: FloatArray) -> FloatArray:
    """Return logarithms, minus infinity at 0."""
    return np.asarray(np.log(value, out=np.full(value.shape, -np.inf), where=value > 0))
