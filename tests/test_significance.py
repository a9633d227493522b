"""Exact tests and adjustment, held against scipy and counting by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from survey_analysis.errors import InvalidCallError
from survey_analysis.significance import (
    adjust_benjamini_yekutieli,
    adjust_holm,
    fisher_exact,
    mcnemar_exact,
)


def test_mcnemar_equals_the_binomial_test_of_the_discordant_counts():
    pairs = [(b, c) for b in range(12) for c in range(12) if b + c]
    expected = [stats.binomtest(b, b + c).pvalue for b, c in pairs]
    np.testing.assert_allclose(mcnemar_exact(*np.array(pairs).T), expected, rtol=1e-11)


def test_mcnemar_holds_for_large_counts():
    expected = stats.binomtest(100_700, 200_000).pvalue
    assert mcnemar_exact([99_300], [100_700])[0] == pytest.approx(expected, rel=1e-7)


def test_mcnemar_without_discordant_respondents_is_1():
    assert mcnemar_exact([0], [0])[0] == 1


def test_fisher_equals_scipy_on_every_table_of_small_groups():
    tables = [
        (x, m, y, n)
        for m, n in [(3, 5), (6, 6), (9, 4)]
        for x in range(m + 1)
        for y in range(n + 1)
    ]
    expected = [stats.fisher_exact([[x, m - x], [y, n - y]]).pvalue for x, m, y, n in tables]
    np.testing.assert_allclose(fisher_exact(*np.array(tables).T), expected, rtol=1e-9)


def test_fisher_equals_scipy_on_random_tables_of_unequal_groups():
    rng = np.random.default_rng(5)
    m, n = rng.integers(1, 400, (2, 200))
    x, y = rng.binomial(m, 0.2), rng.binomial(n, 0.3)
    rows = zip(x, m, y, n, strict=True)
    expected = [stats.fisher_exact([[a, b - a], [c, d - c]]).pvalue for a, b, c, d in rows]
    np.testing.assert_allclose(fisher_exact(x, m, y, n), expected, atol=1e-11)


def test_fisher_of_an_empty_group_is_undefined():
    assert math.isnan(fisher_exact([0], [0], [1], [3])[0])


def test_a_count_above_its_base_is_refused():
    with pytest.raises(InvalidCallError, match="second_count must not be above second_answered"):
        fisher_exact([1], [2], [4], [3])


def test_benjamini_yekutieli_equals_scipy():
    p = np.random.default_rng(2).uniform(0, 0.2, 30)
    expected = stats.false_discovery_control(p, method="by")
    np.testing.assert_allclose(adjust_benjamini_yekutieli(p), expected)


def test_holm_multiplies_by_the_number_of_hypotheses_still_open():
    found = adjust_holm([0.02, 0.001, 0.5, 0.015])
    np.testing.assert_allclose(found, [0.045, 0.004, 0.5, 0.045])


@pytest.mark.parametrize("adjust", [adjust_holm, adjust_benjamini_yekutieli])
def test_what_has_no_test_does_not_count_in_the_family(adjust):
    found = adjust([0.01, np.nan, 0.04])
    assert math.isnan(found[1])
    np.testing.assert_allclose(found[[0, 2]], adjust([0.01, 0.04]))


@pytest.mark.parametrize("adjust", [adjust_holm, adjust_benjamini_yekutieli])
def test_an_adjusted_p_value_is_never_below_its_own_nor_above_1(adjust):
    p = np.random.default_rng(3).uniform(size=50)
    found = adjust(p)
    assert np.all((found >= p) & (found <= 1))
    assert np.all(np.diff(found[np.argsort(p)]) >= 0)
