"""How intervals are made: settings, and the exact intervals of every figure of a tally."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap import (
    Interval,
    IntervalSettings,
    Limits,
    mean_limits,
    proportion_limits,
    quantile_limits,
    wilson_limits,
)
from survey_analysis.errors import InvalidCallError
from survey_analysis.measures import MEANS, SHARES, FloatArray, IntArray
from survey_analysis.tallies import QUANTILES, Tally

ObjectArray = npt.NDArray[np.object_]


@dataclass(frozen=True)
class EstimateSettings:
    """How intervals are made.

    Attributes
    ----------
    level
        Confidence level, between 0 and 1.
    interval
        ``bca`` or ``percentile``.
    n_resamples
        Number of resamples; None for the exact bootstrap, which needs none.
    rng
        Random numbers; needed with `n_resamples`.

    Raises
    ------
    InvalidCallError
        If one of them is out of range, or random numbers are missing.

    Examples
    --------
    >>> EstimateSettings(n_resamples=1000, rng=np.random.default_rng(1)).n_resamples
    1000
    """

    level: float = 0.95
    interval: Interval = "bca"
    n_resamples: int | None = None
    rng: np.random.Generator | None = None

    def __post_init__(self) -> None:
        """Refuse settings out of range."""
        _ = self.limits
        if self.n_resamples is None:
            return
        if self.n_resamples < 1:
            msg = f"the number of resamples must be at least 1, found {self.n_resamples}"
            raise InvalidCallError(msg)
        if self.rng is None:
            msg = "resampling needs random numbers: rng=numpy.random.default_rng(seed)"
            raise InvalidCallError(msg)

    @property
    def limits(self) -> IntervalSettings:
        """Level and kind of interval."""
        return IntervalSettings(self.level, self.interval)


@dataclass(frozen=True, eq=False)
class Intervals:
    """Intervals of r figures in s groups; every array has shape (s, r).

    Attributes
    ----------
    low, high
        The limits, in the unit of the figure; NaN where undefined.
    method
        What was done, such as ``bca-exact``; empty where undefined.
    n_resamples
        Resamples in which the figure was defined; 0 for an exact interval, or none.
    """

    low: FloatArray
    high: FloatArray
    method: ObjectArray
    n_resamples: IntArray

    def fill(self, columns: IntArray, limits: Limits) -> None:
        """Put limits in their place: of a figure in every group, then of the next figure."""
        for name in ("low", "high", "method"):
            values = getattr(limits, name).reshape(len(columns), -1)
            getattr(self, name)[:, columns] = values.T


def undefined_intervals(shape: tuple[int, ...]) -> Intervals:
    """Make intervals of which none is defined yet."""
    return Intervals(
        low=np.full(shape, np.nan),
        high=np.full(shape, np.nan),
        method=np.full(shape, "", dtype=object),
        n_resamples=np.zeros(shape, dtype=np.int64),
    )


def exact_intervals(counted: Tally, *, settings: IntervalSettings) -> Intervals:
    """Compute the exact bootstrap interval of every figure in every group.

    Parameters
    ----------
    counted
        Counts of r figures in s groups.
    settings
        Level and kind of interval; quantiles have percentile intervals only.
    """
    intervals = undefined_intervals(counted.count.shape)
    shares = counted.columns(*SHARES)
    if len(shares):
        count, answered = counted.count[:, shares].T.ravel(), counted.answered[:, shares].T.ravel()
        intervals.fill(shares, proportion_limits(count, answered, settings=settings))
    means = counted.columns(*MEANS)
    if len(means):
        intervals.fill(means, mean_limits(counted.samples(means), settings=settings))
    quantiles = counted.columns(*QUANTILES)
    if len(quantiles):
        samples, wanted = counted.samples(quantiles), counted.quantiles(quantiles)
        intervals.fill(quantiles, quantile_limits(samples, wanted, settings=settings))
    return intervals


def wilson_intervals(counted: Tally, *, level: float) -> tuple[FloatArray, FloatArray]:
    """Compute Wilson's interval of every share in every group; NaN for other figures.

    Returns
    -------
    low, high
        Fractions, shape (s, r).
    """
    shares = counted.columns(*SHARES)
    count, answered = counted.count[:, shares].ravel(), counted.answered[:, shares].ravel()
    low, high = np.full((2, *counted.count.shape), np.nan)
    limits = wilson_limits(count, answered, level=level)
    for place, values in zip((low, high), limits, strict=True):
        place[:, shares] = values.reshape(len(place), len(shares))
    return low, high
