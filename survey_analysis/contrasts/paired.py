"""Contrasts within respondents: difference, interval, test and effect."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.differences import paired_difference_limits
from survey_analysis.bootstrap.limits import BoolArray, FloatArray
from survey_analysis.bootstrap.means import mean_limits
from survey_analysis.bootstrap.samples import count_values
from survey_analysis.contrasts.method import (
    Method,
    join_flags,
    ratio,
    resampled_limits,
    tabulate_limits,
)
from survey_analysis.effect_sizes import discordant_odds_ratio
from survey_analysis.estimates import FEW
from survey_analysis.permutation import sign_flip_test
from survey_analysis.significance import mcnemar_exact

_DECIMALS = 9  # differences of decimal numbers are rounded to this, so that equal ones are equal


def compare_paired(differences: FloatArray, is_share: BoolArray, *, method: Method) -> pd.DataFrame:
    """Compute contrasts from each respondent's difference.

    Parameters
    ----------
    differences
        First minus second, shape (n, k); nan where a respondent lacks either.
    is_share
        Whether both are shares, so that the difference is 1, 0 or -1, shape (k,).
    method
        How to compute.

    Returns
    -------
    DataFrame
        Columns `n`, `estimate`, `ci_low`, `ci_high`, `method`, `p_value`, `test`, `effect`,
        `effect_name`, `flag`; one row a contrast.

    Examples
    --------
    >>> from survey_analysis.bootstrap import IntervalSettings
    >>> from survey_analysis.contrasts.method import choose_method
    >>> rng = np.random.default_rng(1)
    >>> method = choose_method(IntervalSettings(), n=30, n_resamples=None, rng=rng)
    >>> differences = np.repeat([1.0, 0.0, -1.0], [14, 12, 4])[:, None]
    >>> table = compare_paired(differences, np.array([True]), method=method)
    >>> table[["n", "estimate", "p_value"]].round(3).to_numpy().tolist()
    [[30.0, 0.333, 0.031]]
    """
    shares, means = np.flatnonzero(is_share), np.flatnonzero(~is_share)
    parts = [
        compare(differences[:, places], method).set_index(places)
        for places, compare in ((shares, _compare_shares), (means, _compare_means))
        if len(places)
    ]
    return pd.concat(parts).sort_index()


def _compare_shares(differences: FloatArray, method: Method) -> pd.DataFrame:
    """Compare shares of one base: trinomial interval, McNemar's test, discordant odds ratio."""
    n = np.count_nonzero(~np.isnan(differences), axis=0)
    first, second = (np.count_nonzero(differences == side, axis=0) for side in (1, -1))
    if method.weights is None:
        limits = paired_difference_limits(first, second, n, settings=method.intervals)
    else:
        limits = resampled_limits(_means(differences), None, method=method)
    commonest = np.maximum(np.maximum(first, second), n - first - second)
    table = pd.DataFrame({"n": n, "estimate": ratio(first - second, n)})
    table = table.join(tabulate_limits(limits))
    table["p_value"] = np.where(n > 0, mcnemar_exact(first, second), np.nan)
    table["test"] = np.where(n > 0, "mcnemar-exact", "")
    table["effect"] = discordant_odds_ratio(first, second)
    table["effect_name"] = "discordant-odds-ratio"
    table["flag"] = join_flags(table, few=n - commonest < FEW, level=method.intervals.level)
    return table


def _compare_means(differences: FloatArray, method: Method) -> pd.DataFrame:
    """Compare means of the same respondents: interval and sign changes of the differences."""
    apart = np.round(differences, _DECIMALS)
    values, known = _means(apart)
    n = np.count_nonzero(known, axis=0)
    if method.weights is None:
        limits = mean_limits(count_values(apart), settings=method.intervals)
    else:
        limits = resampled_limits((values, known), None, method=method)
    table = pd.DataFrame({"n": n, "estimate": ratio(values.sum(axis=0), n)})
    table = table.join(tabulate_limits(limits))
    table["p_value"] = sign_flip_test(
        apart, rng=method.permutation_rng(), n_permutations=method.n_permutations
    )
    table["test"] = np.where(n > 0, f"permutation-{method.n_permutations}", "")
    table["effect"] = ratio(np.sign(values).sum(axis=0), n)
    table["effect_name"] = "cliffs-delta-within"
    table["flag"] = join_flags(table, few=n < 2 * FEW, level=method.intervals.level)
    return table


def _means(differences: FloatArray) -> tuple[FloatArray, BoolArray]:
    return np.nan_to_num(differences), ~np.isnan(differences)
