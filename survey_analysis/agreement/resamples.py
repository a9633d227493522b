"""Resamples of respondents, and the interval of a coefficient from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey_analysis.agreement.statistics import Statistic
from survey_analysis.bootstrap.limits import (
    DEFAULT_SETTINGS,
    FloatArray,
    IntArray,
    IntervalSettings,
    Limits,
)
from survey_analysis.bootstrap.montecarlo import replicate_limits
from survey_analysis.bootstrap.weights import Weights, resample_weights
from survey_analysis.errors import InvalidCallError

_STEP = 1e-5  # of a respondent's weight: for the numerical derivative


@dataclass(frozen=True, eq=False)
class Resamples:
    """Resamples of respondents, to be used for many coefficients.

    Attributes
    ----------
    cluster
        Which respondent, from 0 on, each unit belongs to, shape (units,).
    weights
        How often each respondent was drawn, in blocks of shape (b, respondents).
    settings
        Level and kind of interval.
    """

    cluster: IntArray
    weights: tuple[Weights, ...]
    settings: IntervalSettings


def resample_clusters(
    clusters: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    n_resamples: int = 10_000,
    settings: IntervalSettings = DEFAULT_SETTINGS,
) -> Resamples:
    """Draw respondents with replacement, each with all of their units.

    Parameters
    ----------
    clusters
        The respondent of each unit, shape (units,).
    rng
        Random numbers.
    n_resamples
        Number of resamples.
    settings
        Level and kind of interval.

    Raises
    ------
    InvalidCallError
        If clusters have no dimension or several, there is none, or `n_resamples` is not
        a positive integer.

    Examples
    --------
    >>> drawn = resample_clusters(["r2", "r1", "r2"], rng=np.random.default_rng(1))
    >>> drawn.cluster
    array([1, 0, 1])
    """
    array = np.asarray(clusters)
    if array.ndim != 1 or not len(array):
        message = f"clusters have shape {array.shape}; needed is one for each unit, (units,)"
        raise InvalidCallError(message)
    names, cluster = np.unique(array, return_inverse=True)
    weights = tuple(resample_weights(len(names), n_resamples, rng=rng))
    return Resamples(cluster.astype(np.int64), weights, settings)


def bootstrap_limits(statistics: Sequence[Statistic], resamples: Resamples) -> Limits:
    """Return the limits of k statistics of the same units; `Limits` of length k.

    Sums over a respondent's units suffice, so that a resample costs one product of
    weights and sums, those that statistics share computed once. For BCa each respondent's
    influence is the derivative of the statistic by the respondent's weight, which exists
    where leaving one out may not.

    References
    ----------
    Davison and Hinkley (1997), Bootstrap methods and their application, sections 2.7 and
    3.8; Field and Welsh (2007), Bootstrapping clustered data, Journal of the Royal
    Statistical Society B 69, 369-390.

    Raises
    ------
    InvalidCallError
        If the resamples are of another number of units.
    """
    units, needed = len(resamples.cluster), len(statistics[0].terms)
    if units != needed:
        message = f"resamples have {units} units and codings {needed}; they must agree"
        raise InvalidCallError(message)
    distinct, places = _distinct_terms(statistics)
    sums = sum_clusters(distinct, resamples)
    total, n = sums.sum(axis=1, keepdims=True), sums.shape[1]
    drawn = [sums @ block.T.astype(np.float64) for block in resamples.weights]
    totals = np.concatenate([total, total + _STEP * sums, total - _STEP * sums, *drawn], axis=1)
    pairs = zip(statistics, places, strict=True)
    found = np.array([statistic.evaluate(totals[place]) for statistic, place in pairs])
    estimate, above, below, replicates = np.split(found, [1, 1 + n, 1 + 2 * n], axis=1)
    influence = (above - below) / (2 * _STEP)
    return replicate_limits(
        estimate[:, 0],
        replicates,
        influence=(influence - influence.mean(axis=1, keepdims=True)).T,
        settings=resamples.settings,
    )


def _distinct_terms(statistics: Sequence[Statistic]) -> tuple[FloatArray, list[IntArray]]:
    """Return the distinct terms, shape (units, t), and which of them each statistic has."""
    known: dict[bytes, int] = {}
    places = [
        np.array([known.setdefault(term.tobytes(), len(known)) for term in one.terms.T])
        for one in statistics
    ]
    return np.array([np.frombuffer(term) for term in known]).T, places


def sum_clusters(terms: FloatArray, resamples: Resamples) -> FloatArray:
    """Add up the terms of every respondent's units, shape (t, respondents)."""
    sums = np.zeros((resamples.weights[0].shape[1], terms.shape[1]))
    np.add.at(sums, resamples.cluster, terms)
    return np.ascontiguousarray(sums.T)
