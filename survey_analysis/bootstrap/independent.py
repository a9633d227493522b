"""The bootstrap distribution of a difference between two independent samples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from survey_analysis.bootstrap.laws import Law, bracket, search_smallest
from survey_analysis.bootstrap.limits import (
    FloatArray,
    IntArray,
    IntervalSettings,
    normal_quantile,
    tail_probabilities,
)
from survey_analysis.bootstrap.moments import (
    Moments,
    difference_acceleration,
    difference_variance,
)

_FIRST_STEP = 1 / 64  # of a standard error, to each side of the first guess


@dataclass(frozen=True, eq=False)
class DifferenceLaw:
    """The distributions of k differences X / m - Y / n, held as integers n X - m Y.

    Attributes
    ----------
    x, y
        The laws of the independent totals X and Y.
    m, n
        Their sizes, shape (k,).
    """

    x: Law
    y: Law
    m: IntArray
    n: IntArray

    @property
    def denominator(self) -> FloatArray:
        """What turns n X - m Y into a difference of means, shape (k,)."""
        return self.m.astype(np.float64) * self.n

    def distribution(self) -> Callable[[IntArray], FloatArray]:
        """Return d -> P(n X - m Y <= d), d of shape (..., k): a sum over the values of Y.

        X is at most (d + m Y) / n, rounded down in floating point, which is exact as long
        as d + m Y stays below 2**53.
        """
        pairs, size = self.x.cumulative.shape
        mass = np.diff(self.y.cumulative, axis=1, prepend=0.0)
        values = self.y.first[:, None] + np.arange(mass.shape[1])
        offset = (self.m[:, None] * values - (self.n * self.x.first)[:, None]).astype(np.float64)
        reached = np.pad(self.x.cumulative, ((0, 0), (1, 0))).ravel()
        start = np.arange(1, pairs * (size + 1), size + 1)[:, None]
        scale = self.n[:, None].astype(np.float64)

        def probability(difference: IntArray) -> FloatArray:
            place = np.floor((difference[..., None] + offset) / scale)
            index = np.clip(place, -1, size - 1).astype(np.int64) + start
            return np.asarray(np.einsum("...ky,ky->...k", reached[index], mass))

        return probability

    def endpoints(
        self, observed: IntArray, first: Moments, second: Moments, *, settings: IntervalSettings
    ) -> IntArray:
        """Return n X - m Y at the limits, shape (2, k).

        An endpoint is the smallest value whose distribution function reaches the limit's
        probability. The search starts from the Cornish-Fisher approximation.

        Parameters
        ----------
        observed
            The estimate as an integer n X - m Y, shape (k,).
        first, second
            Moments of the two samples, in any unit.
        settings
            Level and kind of interval.
        """
        probability = self.distribution()
        below = probability(np.stack([observed - 1, observed])).mean(axis=0)
        acceleration = difference_acceleration(first, second)
        reaching = tail_probabilities(below, acceleration, settings=settings)
        unit = self.denominator * np.sqrt(difference_variance(first, second))
        z = normal_quantile(reaching)
        guess = observed + np.rint(unit * (z + acceleration * (z**2 - 1))).astype(np.int64)
        step = np.ceil(unit * _FIRST_STEP).astype(np.int64) * np.ones_like(guess)
        bounds = bracket(probability, (guess - step, guess + step), reaching=reaching)
        return search_smallest(probability, bounds, reaching=reaching)
