"""Exact tests of differences, and adjustment for many of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.counts import counts_within, refuse_lengths, whole_numbers
from survey_analysis.bootstrap.laws import half_width, row_blocks
from survey_analysis.bootstrap.limits import FloatArray, IntArray

_TIE = 1 + 1e-7  # probabilities this near each other are equal; R's fisher.test has the same


def mcnemar_exact(only_first: npt.ArrayLike, only_second: npt.ArrayLike) -> FloatArray:
    """Test paired proportions: McNemar's exact test, two-sided.

    Of the b + c respondents who chose just one of the two, either is as likely under the
    hypothesis of equal proportions: p = min(1, 2 P(X <= min(b, c))), X ~ Binomial(b + c, ½).

    Parameters
    ----------
    only_first, only_second
        Respondents who chose the first but not the second, and the reverse, shape (k,).

    Returns
    -------
    numpy.ndarray
        Shape (k,); 1 where nobody chose just one.

    Raises
    ------
    InvalidCallError
        If counts are not non-negative integers, or differ in number.

    References
    ----------
    McNemar (1947), Note on the sampling error of the difference between correlated
    proportions or percentages, Psychometrika 12, 153-157.

    Examples
    --------
    >>> mcnemar_exact([8, 0], [1, 0]).round(4)
    array([0.0391, 1.    ])
    """
    b = whole_numbers(only_first, name="only_first")
    c = whole_numbers(only_second, name="only_second")
    refuse_lengths(len(b), len(c), names=("only_first", "only_second"))
    fewer, differing = np.minimum(b, c), b + c
    logs = log_factorials(int(differing.max(initial=0)))
    lowest = np.maximum(0, fewer - np.ceil(half_width(differing / 4, np.ones(len(b)))))
    p = np.empty(len(b))
    for rows in row_blocks(fewer - lowest.astype(np.int64) + 1, np.arange(len(b))):
        below = fewer[rows] - np.arange(int((fewer - lowest)[rows].max()) + 1)[:, None]
        i, n = np.maximum(below, 0), differing[rows]
        mass = np.exp(logs[n] - logs[i] - logs[n - i] - n * np.log(2))
        p[rows] = np.where(below >= 0, mass, 0).sum(axis=0)
    return np.asarray(np.minimum(1.0, 2 * p))


def fisher_exact(
    first_count: npt.ArrayLike,
    first_answered: npt.ArrayLike,
    second_count: npt.ArrayLike,
    second_answered: npt.ArrayLike,
) -> FloatArray:
    """Test proportions of disjoint groups: Fisher's exact test, two-sided.

    Given all four margins the first count is hypergeometric; the p-value is the sum of the
    probabilities that are not above that of the observed count.

    Parameters
    ----------
    first_count, first_answered
        Count and base of the first group, integers of shape (k,).
    second_count, second_answered
        Likewise of the second.

    Returns
    -------
    numpy.ndarray
        Shape (k,); nan where a base is 0. Absolute error below 1e-11.

    Raises
    ------
    InvalidCallError
        If counts are not integers between 0 and their bases, or differ in number.

    References
    ----------
    Fisher (1935), The logic of inductive inference, Journal of the Royal Statistical
    Society 98, 39-82.

    Examples
    --------
    >>> fisher_exact([8], [10], [1], [6]).round(4)
    array([0.035])
    """
    x, m = counts_within(first_count, first_answered, names=("first_count", "first_answered"))
    y, n = counts_within(second_count, second_answered, names=("second_count", "second_answered"))
    refuse_lengths(len(x), len(y), names=("first_count", "second_count"))
    low, high = _likely_counts(x, m, x + y, n)
    logs = log_factorials(int((m + n).max(initial=0)))
    p = np.full(len(x), np.nan)
    for rows in row_blocks(high - low + 1, np.flatnonzero((m > 0) & (n > 0))):
        p[rows] = _fisher_rows(
            x[rows], m[rows], (x + y)[rows], n[rows], logs, (low[rows], high[rows])
        )
    return p


def _likely_counts(
    x: IntArray, m: IntArray, total: IntArray, n: IntArray
) -> tuple[IntArray, IntArray]:
    """Bound the first counts that matter: the observed, and all within tails of 7e-13."""
    share = total / np.maximum(m + n, 1)
    reach = half_width(m * share * (1 - share), np.ones(len(x)))
    low = np.maximum(np.floor(np.minimum(x, m * share - reach)), np.maximum(0, total - n))
    high = np.minimum(np.ceil(np.maximum(x, m * share + reach)), np.minimum(m, total))
    return low.astype(np.int64), high.astype(np.int64)


def _fisher_rows(
    x: IntArray,
    m: IntArray,
    total: IntArray,
    n: IntArray,
    logs: FloatArray,
    window: tuple[IntArray, IntArray],
) -> FloatArray:
    low, high = window
    values = low[:, None] + np.arange(int((high - low).max()) + 1)
    inside = values <= high[:, None]
    values = np.minimum(values, high[:, None])
    mass = np.where(inside, hypergeometric(values, m[:, None], total[:, None], n[:, None], logs), 0)
    observed = mass[np.arange(len(x)), x - low]
    found = np.where(mass <= observed[:, None] * _TIE, mass, 0).sum(axis=1)
    return np.asarray(np.minimum(1.0, found))


def log_factorials(largest: int) -> FloatArray:
    """Return log 0!, log 1!, ..., log largest!.

    Examples
    --------
    >>> np.exp(log_factorials(3)).round(6)
    array([1., 1., 2., 6.])
    """
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1.0, largest + 1)))])


def hypergeometric(
    count: IntArray, m: IntArray, total: IntArray, n: IntArray, logs: FloatArray
) -> FloatArray:
    """Return the probability that `count` of `total` adopters are among m of m + n respondents.

    Parameters
    ----------
    count, m, total, n
        Integers of shapes that broadcast; `count` must be possible.
    logs
        From `log_factorials`, up to m + n at least.

    Examples
    --------
    >>> parts = (np.array([value]) for value in (1, 2, 2, 2))
    >>> hypergeometric(*parts, log_factorials(4)).round(4)
    array([0.6667])
    """
    chosen = logs[m] - logs[count] - logs[m - count]
    others = logs[n] - logs[total - count] - logs[n - total + count]
    every = logs[m + n] - logs[total] - logs[m + n - total]
    return np.asarray(np.exp(chosen + others - every))


def adjust_holm(p_values: npt.ArrayLike) -> FloatArray:
    """Adjust p-values of one family so that any false finding is unlikely (Holm).

    Parameters
    ----------
    p_values
        Shape (k,); nan where there is no test: these stay nan and do not count.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian
    Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> adjust_holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    p, order, known = _ascending(p_values)
    adjusted = np.full(len(p), np.nan)
    factors = np.arange(known, 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(factors * p[order]), 1)
    return adjusted


def adjust_benjamini_yekutieli(p_values: npt.ArrayLike) -> FloatArray:
    """Adjust p-values of one family so that few findings are false, however they depend.

    Pairs of options share options, so the tests depend on each other in both directions
    and the weaker correction of Benjamini and Hochberg is not warranted.

    Parameters
    ----------
    p_values
        Shape (k,); nan where there is no test: these stay nan and do not count.

    References
    ----------
    Benjamini and Yekutieli (2001), The control of the false discovery rate in multiple
    testing under dependency, The Annals of Statistics 29, 1165-1188.

    Examples
    --------
    >>> adjust_benjamini_yekutieli([0.01, 0.04, 0.03]).round(4)
    array([0.055 , 0.0733, 0.0733])
    """
    p, order, known = _ascending(p_values)
    adjusted = np.full(len(p), np.nan)
    rank = np.arange(1, known + 1)
    scaled = p[order] * known / rank * (1 / rank).sum()
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return adjusted


def _ascending(p_values: npt.ArrayLike) -> tuple[FloatArray, IntArray, int]:
    """Return the p-values, the order of those that are known, and how many they are."""
    p = np.asarray(p_values, dtype=np.float64)
    known = int(np.count_nonzero(~np.isnan(p)))
    return p, np.argsort(p, kind="stable")[:known], known
