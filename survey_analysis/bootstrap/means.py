"""Limits of means: exact on lattices, binned where values are too fine for that."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey_analysis.bootstrap.laws import row_blocks
from survey_analysis.bootstrap.limits import (
    DEFAULT_SETTINGS,
    BoolArray,
    FloatArray,
    IntervalSettings,
    Limits,
    StrArray,
    form_limits,
)
from survey_analysis.bootstrap.moments import Moments, compute_moments, mean_acceleration
from survey_analysis.bootstrap.samples import Samples, take_samples
from survey_analysis.bootstrap.totals import place_draws, total_law


def mean_limits(samples: Samples, *, settings: IntervalSettings = DEFAULT_SETTINGS) -> Limits:
    """Return exact bootstrap limits of means.

    The total of a resample is the sum of n independent draws from the sample; on a
    lattice (whole percentages, halves, hundredths) its distribution is the n-fold
    convolution of the sample's. An endpoint is the smallest mean whose distribution
    function reaches the limit's probability, at both ends. The acceleration is the
    sample's skewness divided by 6 sqrt(n). For the mean of paired differences, count the
    differences.

    Where the distribution of the total needs more than 2**18 points of the lattice, or
    the values have none, they are binned and `method` says so (``bca-binned``): each
    value's mass is shared among four points of a grid of 2**18 points over the window of
    the total by cubic Lagrange weights, which keep the first three moments. An endpoint
    is then off by 1/1,000 of the standard error, or one step of the values' own lattice
    if that is more.

    Parameters
    ----------
    samples
        k samples, from `count_values` or `samples_from_counts`.
    settings
        Level and kind of interval.

    Returns
    -------
    Limits
        In the unit of the values; undefined where a sample is constant or has fewer than
        two values.

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals, Journal of the American
    Statistical Association 82, 171-185.

    Examples
    --------
    >>> from survey_analysis.bootstrap.samples import count_values
    >>> limits = mean_limits(count_values([0.0, 10.0, 50.0, 50.0, 100.0]))
    >>> limits.low, limits.high, limits.method
    (array([14.]), array([80.]), array(['bca-exact'], dtype='<U48'))
    """
    return mean_limits_by_setting(samples, settings=[settings])[0]


def mean_limits_by_setting(
    samples: Samples, *, settings: Sequence[IntervalSettings]
) -> list[Limits]:
    """Return `mean_limits` for each of several settings; the distributions serve all.

    Parameters
    ----------
    samples
        k samples, from `count_values` or `samples_from_counts`.
    settings
        Levels and kinds of interval.

    Examples
    --------
    >>> from survey_analysis.bootstrap.samples import count_values
    >>> both = [IntervalSettings(interval="percentile"), IntervalSettings(interval="bca")]
    >>> samples = count_values([0.0, 10.0, 50.0, 50.0, 100.0])
    >>> [one.low.tolist() for one in mean_limits_by_setting(samples, settings=both)]
    [[12.0], [14.0]]
    """
    moments = compute_moments(samples)
    defined = (moments.answered > 1) & (moments.variance > 0)
    ends = np.full((len(settings), 2, len(samples)), np.nan)
    binned = np.zeros(len(samples), dtype=np.bool_)
    if defined.any():
        kept = take_samples(samples, defined)
        ends[..., defined], binned[defined] = _defined_ends(kept, moments.take(defined), settings)
    methods = [name_method(binned, one) for one in settings]
    return [form_limits(*pair) for pair in zip(ends, methods, strict=True)]


def _defined_ends(
    samples: Samples, moments: Moments, settings: Sequence[IntervalSettings]
) -> tuple[FloatArray, BoolArray]:
    """Return the limits, shape (settings, 2, k), and which samples were binned."""
    draws = place_draws(samples, moments)
    acceleration = mean_acceleration(moments)
    totals = np.zeros((len(settings), 2, len(samples)), dtype=np.int64)
    for rows in row_blocks(draws.length, np.arange(len(samples))):
        law, observed = total_law(draws, rows), draws.observed[rows]
        totals[..., rows] = law.endpoints(observed, acceleration[rows], settings=settings)
    return draws.grid.mean_at(totals, moments.answered), draws.grid.binned


def name_method(binned: BoolArray, settings: IntervalSettings) -> StrArray:
    """Name what was done: ``bca-exact``, ``percentile-binned`` and so on."""
    return np.where(binned, f"{settings.interval}-binned", f"{settings.interval}-exact")
