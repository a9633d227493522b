"""Limits of medians and other quantiles: the exact law of order statistics of a resample."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.limits import (
    DEFAULT_SETTINGS,
    TIE,
    BoolArray,
    FloatArray,
    IntArray,
    IntervalSettings,
    Limits,
    form_limits,
    nominal_tails,
    normal_quantile,
)
from survey_analysis.bootstrap.order_statistics import Neighbours, order_probability
from survey_analysis.bootstrap.proportions import wilson_lower
from survey_analysis.bootstrap.samples import Samples
from survey_analysis.errors import InvalidCallError

_WHOLE = 1e-9


def quantile_limits(
    samples: Samples, quantile: npt.ArrayLike, *, settings: IntervalSettings = DEFAULT_SETTINGS
) -> Limits:
    """Return exact percentile bootstrap limits of quantiles, such as 0.5 for the median.

    The quantile is numpy's default: at position h = (n - 1) q from 0, between the order
    statistics around it linearly (Hyndman and Fan's type 7), so that the median of an
    even number is the mean of the middle two. The r-th smallest of a resample is at most
    v where at least r of n draws are, a binomial probability; the r-th and the next lie
    at or below u and at or above v > u where exactly r draws are at most u and the others
    at least v:

        C(n, r) F(u)^r (1 - F(v-))^(n - r).

    An endpoint is the smallest value whose distribution function reaches the limit's
    probability, at both ends. Always percentile: the acceleration of a quantile is 0 / 0
    where values are tied, and `method` says ``percentile-exact`` even if BCa is asked for.

    Parameters
    ----------
    samples
        k samples, from `count_values` or `samples_from_counts`.
    quantile
        q, between 0 and 1: one for all samples, or one for each, shape (k,).
    settings
        Level; the kind of interval has no effect.

    Returns
    -------
    Limits
        In the unit of the values; undefined where a sample is constant or has fewer than
        two values.

    Raises
    ------
    InvalidCallError
        If `quantile` is not between 0 and 1, or not one number or one for each sample.

    References
    ----------
    Maritz and Jarrett (1978), A note on estimating the variance of the sample median,
    Journal of the American Statistical Association 73, 194-196; Hyndman and Fan (1996),
    Sample quantiles in statistical packages, The American Statistician 50, 361-365.

    Examples
    --------
    >>> from survey_analysis.bootstrap.samples import count_values
    >>> limits = quantile_limits(count_values([0.0, 10.0, 50.0, 50.0, 90.0, 100.0]), 0.5)
    >>> limits.low, limits.high
    (array([5.]), array([95.]))
    """
    q = check_quantile(quantile, len(samples))
    defined = np.flatnonzero(samples.varies())
    ends = np.full((2, len(samples)), np.nan)
    if len(defined):
        ends[:, defined] = _defined_ends(
            samples, defined, q[defined], nominal_tails(settings.level)
        )
    return form_limits(ends, method="percentile-exact")


def _defined_ends(
    samples: Samples, rows: IntArray, quantile: FloatArray, tails: tuple[float, float]
) -> FloatArray:
    """Return the limits of some samples, shape (2, k).

    The quantile lies between the order statistics of rank r and r + 1, so its endpoint
    lies between theirs. Mostly the two are one value; where not, the joint law decides.
    """
    rank, fraction = split_position(samples.answered[rows], quantile)
    at_or_below = samples.accumulate()
    places = _order_endpoints(samples, rows, rank, tails=tails)
    ends = samples.values[places[:, 0]]
    for end, i in np.argwhere((places[:, 0] != places[:, 1]) & (fraction > 0)):
        one = slice(samples.start[rows[i]], samples.start[rows[i] + 1])
        pair = Neighbours(samples.values[one], at_or_below[one], int(rank[i]))
        ends[end, i] = pair.endpoint_between(
            places[end, :, i] - one.start, fraction=fraction[i], reaching=tails[end]
        )
    return ends


def _order_endpoints(
    samples: Samples, rows: IntArray, rank: IntArray, *, tails: tuple[float, float]
) -> IntArray:
    """Find where in `samples.values` the order statistics' endpoints are.

    Returns shape (2, 2, k): the two tails; the ranks r and r + 1; the samples.
    """
    n = samples.answered[rows]
    both = np.minimum(rank + np.array([[0], [1]]), n)
    apart = int(samples.answered.max()) + 1
    alike, which = np.unique(n * apart + both, return_inverse=True)
    enough = _least_counts(alike // apart, alike % apart, tails)[:, which.reshape(both.shape)]
    keys = samples.accumulate() + samples.sample * apart
    return np.searchsorted(keys, enough + rows * apart)


def _least_counts(n: IntArray, rank: IntArray, tails: tuple[float, float]) -> IntArray:
    """Say how many of n answers must be at or below a value for an endpoint to be there.

    The endpoint of the order statistic of some rank is the smallest value that so many
    answers reach.

    Parameters
    ----------
    n, rank
        Shape (k,).
    tails
        Probabilities that the distribution function must reach.

    Returns
    -------
    numpy.ndarray
        Shape (2, k): the two tails.
    """
    answered, ranks = np.tile(n, 2), np.tile(rank, 2)
    reaching = np.repeat(tails, len(n)) - TIE
    least = _guess_counts(n, rank, float(normal_quantile(tails[1])) ** 2).ravel()

    def reaches(count: IntArray, rows: IntArray) -> BoolArray:
        probability = order_probability(
            np.clip(count, 0, answered[rows]), answered[rows], ranks[rows]
        )
        return np.asarray(probability >= reaching[rows])

    everyone = np.arange(len(least))
    less, enough = reaches(np.concatenate([least - 1, least]), np.tile(everyone, 2)).reshape(2, -1)
    rows = everyone[less]
    while len(rows):
        least[rows] -= 1
        rows = rows[reaches(least[rows] - 1, rows)]
    rows = everyone[~enough]
    while len(rows):
        least[rows] += 1
        rows = rows[~reaches(least[rows], rows)]
    return least.reshape(2, -1)


def _guess_counts(n: IntArray, rank: IntArray, z2: float) -> IntArray:
    """Guess `_least_counts`: Wilson's limits of the share (rank - 1/2) / n, less their skewness."""
    share, weight = (rank - 0.5) / n, z2 / n
    limits = np.stack([wilson_lower(share, weight), 1 - wilson_lower(1 - share, weight)])
    return np.ceil(n * limits - (1 - 2 * limits) * (z2 - 1) / 6).astype(np.int64)


def check_quantile(quantile: npt.ArrayLike, samples: int) -> FloatArray:
    """Return one quantile for each sample.

    Raises
    ------
    InvalidCallError
        If it is not between 0 and 1, or not one number or one for each sample.

    Examples
    --------
    >>> check_quantile(0.5, 2)
    array([0.5, 0.5])
    """
    array = np.asarray(quantile, dtype=np.float64)
    if array.shape not in ((), (samples,)):
        message = f"quantile has shape {array.shape}; allowed are one number or {samples}"
        raise InvalidCallError(message)
    if not np.all((array > 0) & (array < 1)):
        message = f"quantile is {quantile!r}; it must lie between 0 and 1, such as 0.5"
        raise InvalidCallError(message)
    return np.broadcast_to(array, samples)


def split_position(answered: IntArray, quantile: npt.ArrayLike) -> tuple[IntArray, FloatArray]:
    """Return rank r, from 1 on, and the weight of the next order statistic.

    Examples
    --------
    >>> split_position(np.array([3, 4]), 0.5)
    (array([2, 2]), array([0. , 0.5]))
    """
    position = (answered - 1) * np.asarray(quantile, dtype=np.float64)
    whole = np.rint(position)
    position = np.where(np.abs(position - whole) < _WHOLE, whole, position)
    below = np.floor(position)
    return below.astype(np.int64) + 1, np.asarray(position - below, dtype=np.float64)
