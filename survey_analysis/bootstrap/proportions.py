"""Proportions: the exact bootstrap, which is a binomial distribution, and Wilson's interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.counts import counts_within
from survey_analysis.bootstrap.laws import Law, half_width, row_blocks
from survey_analysis.bootstrap.limits import (
    DEFAULT_SETTINGS,
    FloatArray,
    IntArray,
    IntervalSettings,
    Limits,
    check_level,
    form_limits,
    normal_quantile,
)


def binomial_width(count: IntArray, answered: IntArray) -> IntArray:
    """Return how many integers to each side of `count` hold all but 2e-12 of the binomial.

    Examples
    --------
    >>> binomial_width(np.array([40]), np.array([168]))
    array([50])
    """
    share = count / np.maximum(answered, 1)
    reach = np.maximum(share, 1 - share)
    bound = half_width(answered * share * (1 - share), reach)
    return np.minimum(np.ceil(bound).astype(np.int64), answered)


def binomial_terms(count: IntArray, answered: IntArray, *, width: int) -> FloatArray:
    """Return Binomial(answered, count / answered) around its mean, the mean's term being 1.

    The mean is `count`, an integer and the mode; each further term is the previous one
    times a ratio of at most 1, so nothing overflows and no factorial is needed.

    Parameters
    ----------
    count, answered
        Shape (k,), 0 <= count <= answered, answered >= 1.
    width
        How many integers to each side of `count` are computed.

    Returns
    -------
    numpy.ndarray
        Shape (k, 2 width + 1).

    Examples
    --------
    >>> binomial_terms(np.array([1]), np.array([2]), width=1)
    array([[0.5, 1. , 0.5]])
    """
    inside, outside = (x.astype(np.float64)[:, None] for x in (count, answered - count))
    j = np.arange(width, dtype=np.float64)
    terms = np.empty((len(count), 2 * width + 1))
    terms[:, width] = 1.0
    upper, lower = terms[:, width:], terms[:, width::-1]
    for part, towards, away in ((upper, outside, inside), (lower, inside, outside)):
        np.subtract(towards, j, out=part[:, 1:])
        part[:, 1:] /= away + (j + 1)
        part[:, 1:] *= away / np.maximum(towards, 1)
        np.multiply.accumulate(part, axis=1, out=part)
    return terms


def binomial_law(count: IntArray, answered: IntArray, *, width: int) -> Law:
    """Return the distributions Binomial(answered, count / answered) around their means.

    Parameters
    ----------
    count, answered, width
        As for `binomial_terms`.

    Examples
    --------
    >>> law = binomial_law(np.array([1]), np.array([2]), width=1)
    >>> law.first, law.cumulative
    (array([0]), array([[0.25, 0.75, 1.  ]]))
    """
    terms = binomial_terms(count, answered, width=width)
    np.add.accumulate(terms, axis=1, out=terms)
    terms /= terms[:, -1:].copy()
    return Law(count - width, terms)


def proportion_limits(
    count: npt.ArrayLike, answered: npt.ArrayLike, *, settings: IntervalSettings = DEFAULT_SETTINGS
) -> Limits:
    """Return exact bootstrap limits of proportions.

    Resampling `answered` respondents converges to Binomial(answered, count / answered)
    divided by `answered`. An endpoint is the smallest proportion whose distribution
    function reaches the limit's probability, at both ends; therefore the limits of
    1 - p mirror those of p except where a distribution function equals a limit's
    probability exactly. The acceleration is (1 - 2p) / (6 sqrt(n p (1 - p))).

    Parameters
    ----------
    count, answered
        Integers of shape (k,): adopters and base.
    settings
        Level and kind of interval.

    Returns
    -------
    Limits
        Fractions; undefined where `count` is 0 or `answered`, hence also where
        `answered` is below 2.

    Raises
    ------
    InvalidCallError
        If counts are not integers between 0 and their bases.

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals, Journal of the American
    Statistical Association 82, 171-185.

    Examples
    --------
    >>> limits = proportion_limits([9, 40, 0], [168, 168, 168])
    >>> limits.low * 168, limits.high * 168
    (array([ 4., 30., nan]), array([16., 52., nan]))
    """
    return proportion_limits_by_setting(count, answered, settings=[settings])[0]


def proportion_limits_by_setting(
    count: npt.ArrayLike, answered: npt.ArrayLike, *, settings: Sequence[IntervalSettings]
) -> list[Limits]:
    """Return `proportion_limits` for each of several settings; the distributions serve all.

    Parameters
    ----------
    count, answered
        Integers of shape (k,): adopters and base.
    settings
        Levels and kinds of interval.

    Raises
    ------
    InvalidCallError
        If counts are not integers between 0 and their bases.

    Examples
    --------
    >>> both = [IntervalSettings(interval="percentile"), IntervalSettings(interval="bca")]
    >>> limits = proportion_limits_by_setting([9], [168], settings=both)
    >>> [(one.low * 168).tolist() for one in limits]
    [[4.0], [4.0]]
    """
    count, answered = counts_within(count, answered)
    ends = np.full((len(settings), 2, len(count)), np.nan)
    width = binomial_width(count, answered)
    for rows in row_blocks(2 * width + 1, np.flatnonzero((count > 0) & (count < answered))):
        x, n = count[rows], answered[rows]
        law = binomial_law(x, n, width=int(width[rows].max()))
        acceleration = (n - 2 * x) / (6 * np.sqrt(n * x * (n - x.astype(np.float64))))
        ends[..., rows] = law.endpoints(x, acceleration, settings=settings) / n
    methods = [f"{one.interval}-exact" for one in settings]
    return [form_limits(*pair) for pair in zip(ends, methods, strict=True)]


def wilson_limits(
    count: npt.ArrayLike, answered: npt.ArrayLike, *, level: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Return Wilson's score interval of proportions, in a form that does not cancel.

    Parameters
    ----------
    count, answered
        Integers of shape (k,): adopters and base.
    level
        Confidence level.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper limits, fractions of shape (k,); nan where `answered` is 0.

    Raises
    ------
    InvalidCallError
        If counts are not integers between 0 and their bases, or the level is not
        between 0 and 1.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> low, high = wilson_limits([81, 0], [263, 20])
    >>> low.round(4), high.round(4)
    (array([0.2553, 0.    ]), array([0.3662, 0.1611]))
    """
    check_level(level)
    count, answered = counts_within(count, answered)
    base = np.where(answered > 0, answered, np.nan)
    z2 = float(normal_quantile((1 + level) / 2)) ** 2
    low, high = (wilson_lower(x / base, z2 / base) for x in (count, answered - count))
    return low, 1 - high


def wilson_lower(share: FloatArray, weight: FloatArray) -> FloatArray:
    """Return Wilson's lower limit: the smaller root of (1 + w) x² - (2 p + w) x + p² = 0.

    Parameters
    ----------
    share
        Proportions p.
    weight
        w = z² / n.

    Examples
    --------
    >>> wilson_lower(np.array([0.5]), np.array([1.0]))
    array([0.14644661])
    """
    larger = share + weight / 2 + np.sqrt(weight * (share * (1 - share) + weight / 4))
    return np.asarray(share**2 / larger)
