"""Sizes of effects, and the ranks that tests of scales use."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.limits import BoolArray, FloatArray, IntArray
from survey_analysis.bootstrap.replicates import divide


def cohens_h(first: npt.ArrayLike, second: npt.ArrayLike) -> FloatArray:
    """Return Cohen's h of two proportions: 2 arcsin √p1 - 2 arcsin √p2.

    References
    ----------
    Cohen (1988), Statistical power analysis for the behavioral sciences, chapter 6.

    Examples
    --------
    >>> cohens_h([0.5], [0.25]).round(4)
    array([0.5236])
    """
    one, other = (2 * np.arcsin(np.sqrt(np.asarray(p, dtype=np.float64))) for p in (first, second))
    return np.asarray(one - other)


def discordant_odds_ratio(only_first: IntArray, only_second: IntArray) -> FloatArray:
    """Return the odds ratio of paired proportions: b / c of the discordant counts.

    nan where c is 0.

    References
    ----------
    Agresti (2013), Categorical data analysis, section 11.1.

    Examples
    --------
    >>> discordant_odds_ratio(np.array([8, 3, 0]), np.array([2, 0, 0]))
    array([ 4., nan, nan])
    """
    return divide(only_first.astype(np.float64), only_second.astype(np.float64))


def cliffs_delta(values: FloatArray, first: BoolArray, second: BoolArray) -> float:
    """Return Cliff's delta: P(first > second) - P(first < second) of one from each group.

    Parameters
    ----------
    values
        One number per respondent, shape (n,).
    first, second
        Who belongs to each group, shape (n,).

    References
    ----------
    Cliff (1993), Dominance statistics: ordinal analyses to answer ordinal questions,
    Psychological Bulletin 114, 494-509.

    Examples
    --------
    >>> is_first = np.array([True, True, False, False])
    >>> cliffs_delta(np.array([1.0, 3.0, 1.0, 2.0]), is_first, ~is_first)
    0.25
    """
    one, other = values[first], np.sort(values[second])
    if not len(one) or not len(other):
        return float("nan")
    above = np.searchsorted(other, one, side="left").sum()
    below = len(other) * len(one) - np.searchsorted(other, one, side="right").sum()
    return float(above - below) / (len(one) * len(other))


def midranks(values: FloatArray, members: BoolArray) -> FloatArray:
    """Rank each column's members from 1 on; equal values share the middle of their ranks.

    Parameters
    ----------
    values
        Shape (n, k); finite where `members` holds.
    members
        Who is ranked, shape (n, k); the others get 0.

    Examples
    --------
    >>> values = np.array([[7.0], [9.0], [7.0], [1.0]])
    >>> midranks(values, values > 1).ravel()
    array([1.5, 3. , 1.5, 0. ])
    """
    ranks = np.zeros(values.shape)
    for column, is_member, ranked in zip(values.T, members.T, ranks.T, strict=True):
        _, place, count = np.unique(column[is_member], return_inverse=True, return_counts=True)
        ranked[is_member] = (np.cumsum(count) - (count - 1) / 2)[place]
    return ranks
