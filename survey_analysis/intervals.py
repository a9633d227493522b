"""Exact bootstrap intervals and Wilson's for every figure of a tally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap import (
    IntervalSettings,
    Limits,
    Samples,
    join_samples,
    mean_limits,
    proportion_limits,
    quantile_limits,
    samples_from_counts,
    wilson_limits,
)
from survey_analysis.measures import SHARES, FloatArray, IntArray
from survey_analysis.tallies import QUANTILES, Tally

ObjectArray = npt.NDArray[np.object_]


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
        Resamples in which the figure was defined; None for an exact interval.
    """

    low: FloatArray
    high: FloatArray
    method: ObjectArray
    n_resamples: ObjectArray

    def fill(self, columns: IntArray, limits: Limits) -> None:
        """Put limits of some figures in all groups, groups running first, in their place."""
        for name in ("low", "high", "method"):
            values = getattr(limits, name).reshape(-1, len(columns))
            getattr(self, name)[:, columns] = values


def undefined_intervals(shape: tuple[int, ...]) -> Intervals:
    """Make intervals of which none is defined yet."""
    return Intervals(
        low=np.full(shape, np.nan),
        high=np.full(shape, np.nan),
        method=np.full(shape, "", dtype=object),
        n_resamples=np.full(shape, None, dtype=object),
    )


def exact_intervals(counted: Tally, *, settings: IntervalSettings) -> Intervals:
    """Compute the exact bootstrap interval of every figure in every group."""
    intervals = undefined_intervals(counted.count.shape)
    shares = counted.columns(*SHARES)
    count, answered = counted.count[:, shares].ravel(), counted.answered[:, shares].ravel()
    intervals.fill(shares, proportion_limits(count, answered, settings=settings))
    means, samples = _samples(counted, "mean")
    if len(means):
        intervals.fill(means, mean_limits(samples, settings=settings))
    quantiles, samples = _samples(counted, *QUANTILES)
    if len(quantiles):
        wanted = [QUANTILES[counted.keys[column].statistic] for column in quantiles]
        limits = quantile_limits(samples, np.tile(wanted, len(counted.eligible)), settings=settings)
        intervals.fill(quantiles, limits)
    return intervals


def _samples(counted: Tally, *statistics: str) -> tuple[IntArray, Samples]:
    """Join the numbers behind some figures: all of the first group, then of the next."""
