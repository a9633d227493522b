"""Limits of differences: paired, and between disjoint groups."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.counts import counts_within, refuse_lengths, refuse_rows
from survey_analysis.bootstrap.independent import DifferenceLaw
from survey_analysis.bootstrap.laws import Law, row_blocks
from survey_analysis.bootstrap.limits import (
    DEFAULT_SETTINGS,
    BoolArray,
    FloatArray,
    IntArray,
    IntervalSettings,
    Limits,
    form_limits,
)
from survey_analysis.bootstrap.means import mean_limits, name_method
from survey_analysis.bootstrap.moments import (
    binomial_moments,
    compute_moments,
    is_difference_defined,
)
from survey_analysis.bootstrap.proportions import binomial_law, binomial_width
from survey_analysis.bootstrap.samples import (
    Samples,
    join_samples,
    samples_from_counts,
    take_samples,
)
from survey_analysis.bootstrap.totals import place_draws, total_law


def paired_difference_limits(
    only_first: npt.ArrayLike,
    only_second: npt.ArrayLike,
    answered: npt.ArrayLike,
    *,
    settings: IntervalSettings = DEFAULT_SETTINGS,
) -> Limits:
    """Return exact bootstrap limits of differences of two proportions on one base.

    Every respondent contributes 1, -1 or 0, so a resample's counts are trinomial; never
    two independent binomials. Limits as for `mean_limits`, of which this is a case.

    Parameters
    ----------
    only_first, only_second
        Respondents who chose the first but not the second, and the reverse, shape (k,).
    answered
        Respondents who answered (both), shape (k,).
    settings
        Level and kind of interval.

    Returns
    -------
    Limits
        Fractions between -1 and 1; undefined where all respondents contribute the same.

    Raises
    ------
    InvalidCallError
        If counts are not integers, or the two together are above their base.

    Examples
    --------
    >>> limits = paired_difference_limits([60], [20], [168])
    >>> (limits.low * 168).round(6), (limits.high * 168).round(6)
    (array([23.]), array([56.]))
    """
    names = ("only_first", "answered"), ("only_second", "answered")
    first, base = counts_within(only_first, answered, names=names[0])
    second, _ = counts_within(only_second, answered, names=names[1])
    same = base - first - second
    refuse_rows(same < 0, "only_first + only_second must not be above answered")
    counts = np.stack([second, same, first], axis=1)
    return mean_limits(samples_from_counts([-1.0, 0.0, 1.0], counts), settings=settings)


def unpaired_difference_limits(
    first_count: npt.ArrayLike,
    first_answered: npt.ArrayLike,
    second_count: npt.ArrayLike,
    second_answered: npt.ArrayLike,
    *,
    settings: IntervalSettings = DEFAULT_SETTINGS,
) -> Limits:
    """Return exact bootstrap limits of differences of proportions of disjoint groups.

    Each group is resampled by itself, so the difference is that of two independent
    binomial proportions; its distribution function is summed over one of them. An
    endpoint is the smallest difference whose distribution function reaches the limit's
    probability, at both ends. The acceleration is that for several samples:

        (Σ_s μ3_s / n_s²) / (6 (Σ_s σ²_s / n_s)^(3/2)),

    μ3 being p (1 - p) (1 - 2p), with the opposite sign for the second group.

    Parameters
    ----------
    first_count, first_answered, second_count, second_answered
        Counts and bases of the two groups, integers of shape (k,) each.
    settings
        Level and kind of interval.

    Returns
    -------
    Limits
        Fractions between -1 and 1, first minus second; undefined where a base is below 2
        or both groups are of one opinion (counts 0 or all).

    Raises
    ------
    InvalidCallError
        If counts are not integers between 0 and their bases, or differ in length.

    References
    ----------
    Davison and Hinkley (1997), Bootstrap methods and their application, section 5.3;
    `scipy.stats.bootstrap` uses the same for several samples.

    Examples
    --------
    >>> limits = unpaired_difference_limits([30], [72], [20], [96])
    >>> limits.low.round(4), limits.high.round(4)
    (array([0.0694]), array([0.3472]))
    """
    x, m = counts_within(first_count, first_answered, names=("first_count", "first_answered"))
    y, n = counts_within(second_count, second_answered, names=("second_count", "second_answered"))
    refuse_lengths(len(x), len(y))
    moments = binomial_moments(x, m), binomial_moments(y, n)
    width = binomial_width(x, m) + binomial_width(y, n)
    ends = np.full((2, len(x)), np.nan)
    for rows in row_blocks(4 * width, np.flatnonzero(is_difference_defined(*moments))):
        law = DifferenceLaw(
            _binomial_rows(x[rows], m[rows]), _binomial_rows(y[rows], n[rows]), m[rows], n[rows]
        )
        shape = [moment.take(rows) for moment in moments]
        observed = n[rows] * x[rows] - m[rows] * y[rows]
        found = law.endpoints(observed, *shape, settings=settings)
        ends[:, rows] = found / law.denominator
    return form_limits(ends, method=f"{settings.interval}-exact")


def _binomial_rows(count: IntArray, answered: IntArray) -> Law:
    return binomial_law(count, answered, width=int(binomial_width(count, answered).max()))


def mean_difference_limits(
    first: Samples, second: Samples, *, settings: IntervalSettings = DEFAULT_SETTINGS
) -> Limits:
    """Return exact bootstrap limits of differences of means of disjoint groups.

    Each group is resampled by itself. Both totals are placed on grids of one step, as in
    `mean_limits`, and binned together where either has to be; otherwise as for
    `unpaired_difference_limits`, with the central moments of the samples.

    Parameters
    ----------
    first, second
        k samples each.
    settings
        Level and kind of interval.

    Returns
    -------
    Limits
        First minus second, in the unit of the values; undefined where a sample has fewer
        than two values or both are constant.

    Raises
    ------
    InvalidCallError
        If the numbers of samples differ.

    Examples
    --------
    >>> from survey_analysis.bootstrap.samples import count_values
    >>> first, second = count_values([50.0, 60.0, 100.0, 100.0]), count_values([0.0, 20.0, 50.0])
    >>> limits = mean_difference_limits(first, second)
    >>> limits.low.round(4), limits.high.round(4)
    (array([20.]), array([83.3333]))
    """
    refuse_lengths(len(first), len(second))
    defined = is_difference_defined(compute_moments(first), compute_moments(second))
    ends = np.full((2, len(first)), np.nan)
    binned = np.zeros(len(first), dtype=np.bool_)
    if defined.any():
        ends[:, defined], binned[defined] = _mean_difference_ends(
            take_samples(first, defined), take_samples(second, defined), settings
        )
    return form_limits(ends, method=name_method(binned, settings))


def _mean_difference_ends(
    first: Samples, second: Samples, settings: IntervalSettings
) -> tuple[FloatArray, BoolArray]:
    """Return the limits, shape (2, k), and which pairs were binned."""
    k = len(first)
    both = join_samples([first, second])
    moments = compute_moments(both)
    draws = place_draws(both, moments, group=np.tile(np.arange(k), 2))
    grid, size, observed = draws.grid, moments.answered, draws.observed
    ends = np.empty((2, k))
    for x in row_blocks(draws.length[:k] + draws.length[k:], np.arange(k)):
        y = x + k
        law = DifferenceLaw(total_law(draws, x), total_law(draws, y), size[x], size[y])
        found = law.endpoints(
            size[y] * observed[x] - size[x] * observed[y],
            moments.take(x),
            moments.take(y),
            settings=settings,
        )
        apart = (grid.origin[x] - grid.origin[y]) * law.denominator
        ends[:, x] = (apart + grid.step[x] * found) / (grid.scale[x] * law.denominator)
    return ends, grid.binned[:k]
