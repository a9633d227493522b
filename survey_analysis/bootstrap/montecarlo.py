"""Limits from the replicates of a statistic, for what has no exact bootstrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.limits import (
    DEFAULT_SETTINGS,
    BoolArray,
    FloatArray,
    IntArray,
    IntervalSettings,
    Limits,
    form_limits,
    join_limits,
    tail_probabilities,
)
from survey_analysis.bootstrap.replicates import divide
from survey_analysis.errors import InvalidCallError

_ROUNDING = 1e-12  # of the largest replicate: replicates this near the estimate are ties
_WHOLE = 1e-9
_SORTED = 2**19  # replicates sorted at a time, so that no second copy of all is needed


def replicate_limits(
    estimate: npt.ArrayLike,
    replicates: npt.ArrayLike,
    *,
    influence: npt.ArrayLike | None = None,
    settings: IntervalSettings = DEFAULT_SETTINGS,
) -> Limits:
    """Return percentile or BCa limits from replicates.

    An endpoint is the smallest replicate whose distribution function reaches the limit's
    probability, at both ends. Replicates equal to the estimate count half in z0.

    Parameters
    ----------
    estimate
        The statistics in the sample, shape (k,).
    replicates
        The statistics in each resample, shape (k, B); nan where undefined: these are left
        out, and `n_resamples` counts the others.
    influence
        Each respondent's influence on the statistics, or jackknife values
        mean - leave-one-out, in any unit, shape (n, k); needed for BCa.
    settings
        Level and kind of interval.

    Returns
    -------
    Limits
        In the unit of the statistics, `method` such as ``bca-10000-respondents``;
        undefined where the estimate is, where all replicates are the same, and for BCa
        where all replicates lie on one side of the estimate or no respondent has any
        influence.

    Raises
    ------
    InvalidCallError
        If shapes do not fit, or BCa is asked for without influence.

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals, Journal of the American
    Statistical Association 82, 171-185; Efron and Tibshirani (1993), An introduction to
    the bootstrap, section 14.3.

    Examples
    --------
    >>> replicates = np.arange(101.0)[None]
    >>> limits = replicate_limits([50.0], replicates, influence=[[-1.0], [1.0]])
    >>> limits.low, limits.high, limits.method.tolist()
    (array([2.]), array([98.]), ['bca-101-respondents'])
    """
    limits = replicate_limits_by_setting(
        estimate, replicates, influence=influence, settings=[settings]
    )
    return limits[0]


def replicate_limits_by_setting(
    estimate: npt.ArrayLike,
    replicates: npt.ArrayLike,
    *,
    influence: npt.ArrayLike | None = None,
    settings: Sequence[IntervalSettings],
) -> list[Limits]:
    """Return `replicate_limits` for each of several settings; the replicates are sorted once.

    Parameters
    ----------
    estimate, replicates, influence
        As for `replicate_limits`.
    settings
        Levels and kinds of interval.

    Raises
    ------
    InvalidCallError
        If shapes do not fit, or BCa is asked for without influence.

    Examples
    --------
    >>> narrow_and_wide = [IntervalSettings(level, "percentile") for level in (0.5, 0.9)]
    >>> found = replicate_limits_by_setting(
    ...     [50.0], np.arange(101.0)[None], settings=narrow_and_wide
    ... )
    >>> [one.low.tolist() for one in found]
    [[25.0], [5.0]]
    """
    centre = np.asarray(estimate, dtype=np.float64)
    array = _check_replicates(replicates, centre)
    accelerations = [_acceleration(influence, len(array), one) for one in settings]
    size = max(1, min(len(array), _SORTED // array.shape[1]))
    parts, room = [], np.empty((size, array.shape[1]))
    for first in range(0, max(1, len(array)), size):
        rows = slice(first, first + size)
        ordered = _order_replicates(centre[rows], array[rows], room=room)
        found = zip(accelerations, settings, strict=True)
        parts.append([ordered.limits(acceleration[rows], one) for acceleration, one in found])
    return [join_limits(of_one) for of_one in zip(*parts, strict=True)]


@dataclass(frozen=True, eq=False)
class _Ordered:
    """Sorted replicates of k statistics.

    Attributes
    ----------
    rows
        Ascending, nan last, shape (k, B).
    used
        How many are not nan, shape (k,).
    below
        The share of those below the estimate, ties counted half, shape (k,).
    differ
        Whether there is an estimate, and replicates differ, shape (k,).
    """

    rows: FloatArray
    used: IntArray
    below: FloatArray
    differ: BoolArray

    def limits(self, acceleration: FloatArray, settings: IntervalSettings) -> Limits:
        """Return the replicates at the limits."""
        k, n_resamples = self.rows.shape
        tails = tail_probabilities(self.below, acceleration, settings=settings)
        defined = np.isfinite(tails) & self.differ
        place = np.ceil(np.where(defined, tails, 0) * self.used - _WHOLE).astype(np.int64) - 1
        found = self.rows[np.arange(k), np.clip(place, 0, np.maximum(self.used - 1, 0))]
        method = f"{settings.interval}-{n_resamples}-respondents"
        return form_limits(np.where(defined, found, np.nan), method, n_resamples=self.used)


def _order_replicates(centre: FloatArray, replicates: FloatArray, *, room: FloatArray) -> _Ordered:
    """Sort replicates, shape (k, B), and say where the estimates, shape (k,), lie in them.

    The sorted ones lie in `room`, of k rows or more, until the next call.
    """
    rows = room[: len(replicates)]
    rows[:] = replicates
    rows.sort(axis=1)
    used = np.array([row.searchsorted(np.nan) for row in rows], dtype=np.int64)
    lowest, highest = rows[:, 0], rows[np.arange(len(rows)), np.maximum(used - 1, 0)]
    rounding = _ROUNDING * np.maximum(np.abs(lowest), np.abs(highest))
    around = np.stack([centre - rounding, centre + rounding], axis=1)
    smaller = [row.searchsorted(pair).sum() for row, pair in zip(rows, around, strict=True)]
    below = np.array(smaller, dtype=np.float64) / (2 * np.maximum(used, 1))
    return _Ordered(rows, used, below, np.isfinite(centre) & (highest - lowest > rounding))


def _check_replicates(replicates: npt.ArrayLike, estimate: FloatArray) -> FloatArray:
    array = np.asarray(replicates, dtype=np.float64)
    if array.ndim != 2 or estimate.shape != array.shape[:1] or not array.shape[1]:
        message = (
            f"estimate has shape {estimate.shape} and replicates {array.shape}; "
            "needed are (k,) and (k, B), B at least 1"
        )
        raise InvalidCallError(message)
    return array


def _acceleration(
    influence: npt.ArrayLike | None, k: int, settings: IntervalSettings
) -> FloatArray:
    """Return Σ l³ / (6 (Σ l²)^(3/2)), nan where all l are 0."""
    if settings.interval == "percentile":
        return np.zeros(k)
    if influence is None:
        message = "BCa limits need influence; pass it, or ask for interval='percentile'"
        raise InvalidCallError(message)
    values = np.asarray(influence, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] != k:
        message = f"influence has shape {values.shape}; {k} statistics need (n, {k})"
        raise InvalidCallError(message)
    square = values**2
    return divide((square * values).sum(axis=0), 6 * square.sum(axis=0) ** 1.5)
