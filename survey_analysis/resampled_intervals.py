"""Intervals by resampling respondents: one set of draws for every figure and every group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey_analysis.bootstrap import (
    Limits,
    Weights,
    quantile_replicates,
    ratio_influence,
    ratio_replicates,
    replicate_limits,
    resample_weights,
)
from survey_analysis.intervals import EstimateSettings, Intervals, undefined_intervals
from survey_analysis.measures import (
    MEANS,
    SHARES,
    FloatArray,
    IntArray,
    Numbers,
    QuestionMeasures,
    Shares,
)
from survey_analysis.responses import BoolArray
from survey_analysis.tallies import QUANTILES, Tally, point_estimates


def resampled_intervals(
    measures: Sequence[QuestionMeasures],
    groups: BoolArray,
    counted: Tally,
    *,
    settings: EstimateSettings,
) -> Intervals:
    """Compute intervals from resamples of the respondents of the first group.

    The respondents are drawn once for everything: every figure, in the whole and in every
    segment, comes from the same draws, and its base is recomputed in each. The draws
    depend on the number of respondents and on the random numbers only, so a further
    question or segment changes no number.

    Parameters
    ----------
    measures
        What is measured: r figures.
    groups
        Who belongs to each group, shape (s, n); the first holds all the others.
    counted
        The tally of the measures in the groups.
    settings
        Level, kind of interval, resamples and random numbers. Quantiles have percentile
        intervals only: the acceleration of BCa is 0 / 0 where values are tied.

    Returns
    -------
    Intervals
        Arrays of shape (s, r); undefined where all resamples agree.
    """
    intervals = undefined_intervals(counted.count.shape)
    everybody = groups[0]
    if not everybody.any() or settings.n_resamples is None or settings.rng is None:
        return intervals
    n = int(everybody.sum())
    weights = list(resample_weights(n, settings.n_resamples, rng=settings.rng))
    estimates = point_estimates(counted)
    summaries = _ratios(measures, counted, everybody), _quantiles(measures, counted, everybody)
    for group, members in enumerate(groups[:, everybody]):
        drawn = [block[:, members] for block in weights]
        for summary in summaries:
            columns = summary.columns
            if members.any() and len(columns):
                known = estimates[group, columns]
                _fill(intervals, group, columns, summary.limits(known, members, drawn, settings))
    return intervals


def _fill(intervals: Intervals, group: int, columns: IntArray, limits: Limits) -> None:
    """Put the limits of a group's figures in their place."""
    defined = limits.method != ""
    intervals.low[group, columns] = limits.low
    intervals.high[group, columns] = limits.high
    intervals.method[group, columns] = limits.method
    intervals.n_resamples[group, columns[defined]] = limits.n_resamples[defined]


@dataclass(frozen=True, eq=False)
class _Ratios:
    """Shares and means: ratios of sums of columns, both of shape (n, k)."""

    columns: IntArray
    above: FloatArray
    below: FloatArray

    def limits(
        self,
        estimates: FloatArray,
        members: BoolArray,
        drawn: list[Weights],
        settings: EstimateSettings,
    ) -> Limits:
        above, below = self.above[members], self.below[members]
        influence = ratio_influence(above, below)
        replicates = ratio_replicates(above, below, drawn)
        return replicate_limits(
            estimates, replicates, influence=influence, settings=settings.limits
        )


@dataclass(frozen=True, eq=False)
class _Quantiles:
    """Quantiles: which one, shape (k,), of numbers of shape (n, k)."""

    columns: IntArray
    wanted: list[float]
    values: FloatArray

    def limits(
        self,
        estimates: FloatArray,
        members: BoolArray,
        drawn: list[Weights],
        settings: EstimateSettings,
    ) -> Limits:
        replicates = quantile_replicates(self.values[members], self.wanted, drawn)
        percentile = replace(settings.limits, interval="percentile")
        return replicate_limits(estimates, replicates, settings=percentile)


def _ratios(measures: Sequence[QuestionMeasures], counted: Tally, everybody: BoolArray) -> _Ratios:
    columns = counted.columns(*SHARES, *MEANS)
    above, below = np.zeros((2, int(everybody.sum()), len(columns)))
    figures = _figures(measures)
    for i, column in enumerate(columns.tolist()):
        part, place = figures[column]
        hits = part.hits[:, place] if isinstance(part, Shares) else np.nan_to_num(part.values)
        above[:, i], below[:, i] = hits[everybody], part.base[everybody]
    return _Ratios(columns, above, below)


def _quantiles(
    measures: Sequence[QuestionMeasures], counted: Tally, everybody: BoolArray
) -> _Quantiles:
    columns = counted.columns(*QUANTILES)
    parts = [_figures(measures)[column][0] for column in columns.tolist()]
    values = [part.values[everybody] for part in parts if isinstance(part, Numbers)]
    wanted = [QUANTILES[counted.keys[column].statistic] for column in columns]
    return _Quantiles(columns, wanted, np.array(values).T)


def _figures(measures: Sequence[QuestionMeasures]) -> list[tuple[Shares | Numbers, int]]:
    """List the part of every figure, and its place among the part's figures."""
    return [
        (part, place)
        for question in measures
        for part in question.parts
        for place in range(len(part.keys))
    ]
