"""Settings and results of intervals, and the algebra of BCa."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from survey_analysis.errors import InvalidCallError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
StrArray = npt.NDArray[np.str_]
Interval = Literal["bca", "percentile"]

FARTHEST_TAIL = 1e-10
"""A limit asked for farther out than this probability is taken at this probability."""

TIE = 1e-12
"""A distribution function that misses a probability by less than this has reached it."""

_METHOD_WIDTH = "U48"


def check_level(level: float) -> None:
    """Refuse a confidence level that is not between 0 and 1.

    Raises
    ------
    InvalidCallError
        If it is not.

    Examples
    --------
    >>> check_level(0.95)
    """
    if not 0 < level < 1:
        message = f"level is {level!r}; it must lie between 0 and 1, such as 0.95"
        raise InvalidCallError(message)


@dataclass(frozen=True)
class IntervalSettings:
    """How intervals are made.

    Attributes
    ----------
    level
        Confidence level, between 0 and 1.
    interval
        ``bca`` (bias-corrected and accelerated) or ``percentile``.

    Raises
    ------
    InvalidCallError
        If the level is not between 0 and 1, or the interval is not one of the two.

    Examples
    --------
    >>> IntervalSettings(level=0.9)
    IntervalSettings(level=0.9, interval='bca')
    """

    level: float = 0.95
    interval: Interval = "bca"

    def __post_init__(self) -> None:
        """Refuse settings out of range."""
        check_level(self.level)
        if self.interval not in get_args(Interval):
            allowed = " or ".join(repr(name) for name in get_args(Interval))
            message = f"interval is {self.interval!r}; allowed is {allowed}"
            raise InvalidCallError(message)


DEFAULT_SETTINGS = IntervalSettings()


@dataclass(frozen=True, eq=False)
class Limits:
    """Intervals of k statistics; every array has shape (k,).

    Attributes
    ----------
    low, high
        The limits, in the unit of the statistic; nan where undefined.
    method
        What was done, such as ``bca-exact``; empty where undefined.
    n_resamples
        Resamples in which the statistic was defined; 0 for an exact interval.
    """

    low: FloatArray
    high: FloatArray
    method: StrArray
    n_resamples: IntArray


def form_limits(
    ends: FloatArray, method: str | StrArray, *, n_resamples: int | IntArray = 0
) -> Limits:
    """Put endpoints of shape (2, k) into `Limits`: nan in either end makes both undefined.

    Examples
    --------
    >>> form_limits(np.array([[0.1, np.nan], [0.3, 0.5]]), method="bca-exact").method.tolist()
    ['bca-exact', '']
    """
    defined = np.isfinite(ends).all(axis=0)
    low, high = np.where(defined, ends, np.nan)
    names = np.where(defined, method, "").astype(_METHOD_WIDTH)
    return Limits(low, high, names, np.full(len(low), n_resamples, dtype=np.int64))


def join_limits(parts: Sequence[Limits]) -> Limits:
    """Put limits one after the other.

    Examples
    --------
    >>> parts = [form_limits(np.array([[x], [x + 1]]), "bca-exact") for x in (0.1, 0.4)]
    >>> join_limits(parts).low
    array([0.1, 0.4])
    """
    names = ("low", "high", "method", "n_resamples")
    return Limits(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def normal_quantile(probability: npt.ArrayLike) -> FloatArray:
    """Return standard normal quantiles; infinite at 0 and 1.

    Examples
    --------
    >>> normal_quantile([0.5, 0.975, 1.0]).round(4)
    array([0.  , 1.96,  inf])
    """
    array = np.asarray(probability, dtype=np.float64)
    inverse = NormalDist().inv_cdf
    values = [
        inverse(p) if 0 < p < 1 else math.copysign(math.inf, p - 0.5)
        for p in array.ravel().tolist()
    ]
    return np.array(values, dtype=np.float64).reshape(array.shape)


def normal_probability(value: npt.ArrayLike) -> FloatArray:
    """Return the standard normal distribution function, exact far into the lower tail.

    Examples
    --------
    >>> normal_probability([0.0, 1.96, -np.inf]).round(4)
    array([0.5  , 0.975, 0.   ])
    """
    array = np.asarray(value, dtype=np.float64) * -math.sqrt(0.5)
    return np.array([math.erfc(x) for x in array.ravel().tolist()]).reshape(array.shape) / 2


def nominal_tails(level: float) -> tuple[float, float]:
    """Return the probabilities α and 1 - α of percentile limits, α = (1 - level) / 2.

    Examples
    --------
    >>> nominal_tails(0.5)
    (0.25, 0.75)
    """
    alpha = max((1 - level) / 2, FARTHEST_TAIL)
    return alpha, 1 - alpha


def tail_probabilities(
    below: FloatArray, acceleration: FloatArray, *, settings: IntervalSettings
) -> FloatArray:
    """Say at which probabilities of the bootstrap distribution the two limits lie.

    Percentile limits lie at α and 1 - α, where α = (1 - level) / 2. BCa limits lie at

        Φ(z0 + (z0 + z) / (1 - a (z0 + z))),

    z being the normal quantile of α and of 1 - α. Where the denominator is not positive
    (|z0 + z| ≥ 1/|a|, which is at least 6 for influence-based a) the limit is the end of
    the distribution.

    Parameters
    ----------
    below
        Probability that a resample's statistic is below the estimate, ties counted half,
        shape (k,): Φ(z0). Ties counted half is what `scipy.stats.bootstrap` does too;
        counting strictly smaller ones biases z0 on lattices such as proportions.
    acceleration
        The constant a, shape (k,).
    settings
        Level and kind of interval.

    Returns
    -------
    numpy.ndarray
        Shape (2, k); nan where z0 is infinite or a is nan.

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals, Journal of the American
    Statistical Association 82, 171-185.

    Examples
    --------
    >>> tail_probabilities(np.array([0.5]), np.array([0.0]), settings=IntervalSettings()).round(3)
    array([[0.025],
           [0.975]])
    """
    nominal = np.array(nominal_tails(settings.level))[:, None]
    if settings.interval == "percentile":
        return np.repeat(nominal, len(below), axis=1)
    z0 = normal_quantile(below)
    z0[np.isinf(z0)] = np.nan
    shifted = z0 + normal_quantile(nominal)
    denominator = 1 - acceleration * shifted
    beyond = denominator <= 0
    adjusted = z0 + shifted / np.where(beyond, 1.0, denominator)
    adjusted[beyond] = np.copysign(np.inf, shifted[beyond])
    return np.clip(normal_probability(adjusted), FARTHEST_TAIL, 1 - FARTHEST_TAIL)
