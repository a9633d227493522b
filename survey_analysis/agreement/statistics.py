"""Coefficients as functions of sums over units, so that resampling is summing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from survey_analysis.bootstrap.limits import FloatArray
from survey_analysis.bootstrap.replicates import divide

Coefficient = Literal["percent", "cohen", "fleiss", "alpha", "ac", "pabak", "prevalence", "bias"]
Weighting = Literal["nominal", "linear", "quadratic", "ordinal", "interval"]

_FEW = 8  # more numbers than these numpy adds in pairs, to round less, if they are neighbours

TWO_CODERS = ("cohen", "prevalence", "bias")


@dataclass(frozen=True, eq=False)
class Statistic:
    """A function of sums over units.

    Attributes
    ----------
    terms
        What each unit adds to the sums, shape (units, s).
    evaluate
        The coefficient from sums, shape (s, b) to (b,); nan where undefined.
    """

    terms: FloatArray
    evaluate: Callable[[FloatArray], FloatArray]


def pair_statistic(
    marks: FloatArray, distances: FloatArray, *, coefficient: Coefficient
) -> Statistic:
    """Return percent agreement, Fleiss' kappa, Gwet's AC1 or AC2, or PABAK.

    Observed is the mean over units of the disagreement of their pairs of coders. Expected
    is, with πk the mean over all coded units of the share of category k, q the number of
    categories and w = 1 - distance:
    fleiss Σ πk πl dkl; ac 1 - Σ w Σ πk (1 - πk) / (q (q - 1)); pabak Σ d / q².
    As in the sources, a unit with one coding adds to π and to nothing else.

    Parameters
    ----------
    marks
        Who chose what, shape (coders, units, q).
    distances
        Disagreement of categories, 0 to 1, shape (q, q).
    coefficient
        ``percent``, ``fleiss``, ``ac`` or ``pabak``.

    References
    ----------
    Fleiss (1971), Measuring nominal scale agreement among many raters, Psychological
    Bulletin 76, 378-382; Gwet (2008), Computing inter-rater reliability and its variance
    in the presence of high agreement, British Journal of Mathematical and Statistical
    Psychology 61, 29-48; Gwet (2014), Handbook of inter-rater reliability, 4th edition,
    chapters 2-4; Byrt, Bishop and Carlin (1993), Bias, prevalence and kappa, Journal of
    Clinical Epidemiology 46, 423-429.
    """
    counts = marks.sum(axis=0)
    coders = counts.sum(axis=1)
    terms = np.column_stack(
        [
            unit_disagreement(counts, distances),
            coders >= 2,
            coders >= 1,
            counts / np.maximum(coders, 1)[:, None],
        ]
    )
    expect = _EXPECTED[coefficient]

    def evaluate(sums: FloatArray) -> FloatArray:
        observed = divide(sums[0], sums[1])
        return 1 - divide(observed, expect(sums[2:], distances))

    return Statistic(terms, evaluate)


def unit_disagreement(counts: FloatArray, distances: FloatArray) -> FloatArray:
    """Return the mean disagreement of each unit's pairs of coders; 0 without a pair.

    Parameters
    ----------
    counts
        Coders who chose each category, shape (units, q).
    distances
        Disagreement of categories, shape (q, q).

    Examples
    --------
    >>> unit_disagreement(np.array([[2.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])).round(4)
    array([0.6667])
    """
    coders = counts.sum(axis=1)
    return np.asarray(_form(counts.T, distances) / np.maximum(coders * (coders - 1), 1))


def _form(vectors: FloatArray, matrix: FloatArray) -> FloatArray:
    """Return v' M v of every column v, M being symmetric."""
    products = (matrix @ vectors) * vectors
    if len(products) < _FEW:
        return np.asarray(products.sum(axis=0))
    return np.asarray(np.ascontiguousarray(products.T).sum(axis=1))


def _shares(sums: FloatArray) -> FloatArray:
    """Return the shares of the categories: the first row is what the others are shares of."""
    return divide(sums[1:], np.broadcast_to(sums[0], sums[1:].shape))


def _expect_gwet(sums: FloatArray, distances: FloatArray) -> FloatArray:
    q, shares = len(distances), _shares(sums)
    weights = (1 - distances).sum()
    return np.asarray(1 - weights * (shares * (1 - shares)).sum(axis=0) / (q * (q - 1)))


_EXPECTED: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "percent": lambda sums, _: np.ones(sums.shape[1]),
    "pabak": lambda sums, distances: np.full(sums.shape[1], distances.mean()),
    "fleiss": lambda sums, distances: _form(_shares(sums), distances),
    "ac": _expect_gwet,
}


def alpha_statistic(marks: FloatArray, distances: FloatArray) -> Statistic:
    """Return Krippendorff's alpha for fixed distances.

    1 - (n - 1) Σ okl dkl / Σ nk nl dkl, where o are the coincidences, in which a unit of m
    codings counts m times its mean over pairs, nk the codings of category k, and n all of
    them. Units with one coding are left out.

    Parameters
    ----------
    marks
        Who chose what, shape (coders, units, q).
    distances
        Disagreement of categories, in any unit, shape (q, q).

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
    Pennsylvania.
    """
    counts = _paired_counts(marks)
    disagreement = counts.sum(axis=1) * unit_disagreement(counts, distances)

    def evaluate(sums: FloatArray) -> FloatArray:
        codings = sums[1:]
        observed = sums[0] * (codings.sum(axis=0) - 1)
        return 1 - divide(observed, _form(codings, distances))

    return Statistic(np.column_stack([disagreement, counts]), evaluate)


def ordinal_alpha_statistic(marks: FloatArray) -> Statistic:
    """Return Krippendorff's alpha for ordered categories.

    The distance of two categories is (xk - xl)², x being the mid-rank of a category among
    all codings, so that it changes from resample to resample.

    Parameters
    ----------
    marks
        Who chose what, shape (coders, units, q), categories ascending.

    References
    ----------
    Krippendorff (2011), as for `alpha_statistic`.
    """
    counts = _paired_counts(marks)
    q = counts.shape[1]
    pairs = counts[:, :, None] * counts[:, None] - counts[:, :, None] * np.eye(q)
    coincidences = pairs / np.maximum(counts.sum(axis=1) - 1, 1)[:, None, None]

    def evaluate(sums: FloatArray) -> FloatArray:
        found = sums.T.reshape(-1, q, q)
        codings = found.sum(axis=2)
        rank = np.cumsum(codings, axis=1) - codings / 2
        distances = (rank[:, :, None] - rank[:, None]) ** 2
        expected = (codings[:, :, None] * codings[:, None] * distances).sum(axis=(1, 2))
        observed = (found * distances).sum(axis=(1, 2)) * (codings.sum(axis=1) - 1)
        return 1 - divide(observed, expected)

    return Statistic(coincidences.reshape(len(counts), q * q), evaluate)


def _paired_counts(marks: FloatArray) -> FloatArray:
    """Return how many coders chose each category; 0 in units of one coding."""
    counts = marks.sum(axis=0)
    return np.asarray(counts * (counts.sum(axis=1, keepdims=True) >= 2))


def two_coder_statistic(
    marks: FloatArray, distances: FloatArray, *, coefficient: Coefficient
) -> Statistic:
    """Return Cohen's kappa, plain or weighted, or the prevalence or bias index.

    Only units that both coded enter. With pk and rk the shares of category k with the
    first and the second coder: cohen 1 - Σ okl dkl / Σ pk rl dkl; of two categories the
    prevalence index p2 + r2 - 1 (both chose the second, less both chose the first) and
    the bias index p2 - r2 (positive: the first coder chose the second category more often).

    Parameters
    ----------
    marks
        Who chose what, shape (2, units, q).
    distances
        Disagreement of categories, shape (q, q).
    coefficient
        ``cohen``, ``prevalence`` or ``bias``.

    References
    ----------
    Cohen (1960), A coefficient of agreement for nominal scales, Educational and
    Psychological Measurement 20, 37-46; Cohen (1968), Weighted kappa, Psychological
    Bulletin 70, 213-220; Byrt, Bishop and Carlin (1993), as for `pair_statistic`.
    """
    first, second = marks * marks.sum(axis=2).all(axis=0)[:, None]
    q = len(distances)
    disagreement = ((first @ distances) * second).sum(axis=1)

    def evaluate(sums: FloatArray) -> FloatArray:
        one, other = sums[1 : q + 1], sums[q + 1 :]
        n = one.sum(axis=0)
        if coefficient == "cohen":
            return 1 - divide(sums[0] * n, ((distances @ one) * other).sum(axis=0))
        sign = 1 if coefficient == "prevalence" else -1
        return divide(one[1] + sign * other[1] - (n if sign > 0 else 0), n)

    return Statistic(np.column_stack([disagreement, first, second]), evaluate)
