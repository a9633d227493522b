"""Coverage, width and power, held against known values, scipy and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from survey_analysis.bootstrap import IntervalSettings, proportion_limits, wilson_limits
from survey_analysis.errors import InvalidCallError
from survey_analysis.planning import coverage_table, plan_base, plan_power


def _by_method(table):
    return table.groupby("method")["coverage"]


def test_mean_coverage_of_rare_options_at_base_170():
    proportions = np.arange(100, 301) / 10_000
    found = _by_method(coverage_table([170], proportions)).mean().round(3)
    assert found["percentile"] == 0.893
    assert found["bca"] == 0.928
    assert found["wilson"] == 0.958
    assert found["shown"] > 0.97


def test_at_base_20_a_count_of_0_costs_the_bootstrap_its_coverage():
    found = coverage_table([20], [0.02]).set_index("method")
    assert found.loc["percentile", "coverage"] == pytest.approx(0.33, abs=0.01)
    assert found.loc["bca", "coverage"] == pytest.approx(0.33, abs=0.01)
    assert found.loc["bca", "undefined"] == pytest.approx(0.98**20 + 0.02**20)
    assert found.loc["shown", "coverage"] > 0.95


def test_the_shown_interval_covers_wherever_it_is_not_flagged():
    table = coverage_table([20, 40, 100, 170], np.arange(1, 51) / 100)
    shown = table[table["method"] == "shown"]
    low = shown[shown["coverage"] < 0.90]
    assert (low["flag"] == "few").all()
    expected = np.minimum(
        shown["base"] * shown["proportion"], shown["base"] * (1 - shown["proportion"])
    )
    assert ((shown["flag"] == "few") == (expected < 5 - 1e-9)).all()
    assert shown["coverage"].min() > 0.93


@pytest.mark.parametrize("proportion", [0.04, 0.3, 0.5, 0.93])
def test_coverage_is_the_sum_over_all_counts(proportion):
    count, base = np.arange(31), np.full(31, 30)
    mass = stats.binom.pmf(count, 30, proportion)
    limits = proportion_limits(count, base, settings=IntervalSettings(0.9))
    low, high = wilson_limits(count, base, level=0.9)
    found = coverage_table([30], [proportion], level=0.9).set_index("method")
    bca = mass[(limits.low <= proportion + 1e-9) & (limits.high >= proportion - 1e-9)].sum()
    assert found.loc["bca", "coverage"] == pytest.approx(bca)
    assert found.loc["wilson", "coverage"] == pytest.approx(
        mass[(low <= proportion) & (proportion <= high)].sum()
    )
    assert found.loc["wilson", "expected_width"] == pytest.approx(mass @ (high - low))
    known = np.isfinite(limits.low)
    width = (mass * (limits.high - limits.low))[known].sum() / mass[known].sum()
    assert found.loc["bca", "expected_width"] == pytest.approx(width)


def test_coverage_agrees_with_a_simulation():
    rng = np.random.default_rng(11)
    count = rng.binomial(60, 0.15, 20_000)
    limits = proportion_limits(count, np.full(20_000, 60))
    simulated = np.mean((limits.low <= 0.15 + 1e-9) & (limits.high >= 0.15 - 1e-9))
    found = coverage_table([60], [0.15]).set_index("method").loc["bca", "coverage"]
    assert simulated == pytest.approx(found, abs=3 * np.sqrt(found * (1 - found) / 20_000))


def test_opposite_proportions_are_covered_nearly_alike():
    found = coverage_table([45], [0.2, 0.8])
    alike = found.pivot_table(index="method", columns="proportion", values="coverage")
    assert alike.loc["wilson", 0.2] == pytest.approx(alike.loc["wilson", 0.8])


@pytest.mark.parametrize("proportion", [0.05, 0.3, 0.5])
def test_one_answer_less_than_needed_is_too_few(proportion):
    base = int(plan_base([0.12], [proportion])["base"].iloc[0])
    widths = coverage_table([base - 1, base], [proportion])
    shown = widths[widths["method"] == "shown"].set_index("base")["expected_width"]
    assert shown[base] <= 0.12 < shown[base - 1]


def test_half_the_width_needs_about_four_times_the_answers():
    table = plan_base([0.2, 0.1], [0.5]).set_index("width")["base"]
    assert table[0.1] / table[0.2] == pytest.approx(4, rel=0.1)


def test_power_is_the_probability_of_the_tables_that_fisher_rejects():
    m, n, p, q = 12, 9, 0.2, 0.75
    expected = sum(
        stats.binom.pmf(x, m, p) * stats.binom.pmf(y, n, q)
        for x in range(m + 1)
        for y in range(n + 1)
        if stats.fisher_exact([[x, m - x], [y, n - y]]).pvalue <= 0.05
    )
    assert plan_power([(m, n)], [(p, q)])["power"].iloc[0] == pytest.approx(expected)


def test_power_agrees_with_scipys_simulation():
    found = plan_power([(40, 60)], [(0.3, 0.5)])["power"].iloc[0]
    rng = np.random.default_rng(3)
    tables = np.stack([rng.binomial(40, 0.3, 1500), rng.binomial(60, 0.5, 1500)], axis=1)
    rejected = [stats.fisher_exact([[x, 40 - x], [y, 60 - y]]).pvalue <= 0.05 for x, y in tables]
    assert np.mean(rejected) == pytest.approx(found, abs=3 * np.sqrt(0.25 / 1500))


def test_equal_proportions_are_found_different_no_more_often_than_alpha():
    table = plan_power([(20, 20), (60, 108)], [(0.5, 0.5), (0.1, 0.1)], level=0.9)
    assert (table["power"] <= 0.1).all()
    assert (table["alpha"] == 0.1).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: coverage_table([0], [0.5]), "bases: found 0; allowed are whole numbers from 1"),
        (lambda: coverage_table([], [0.5]), "bases: found none"),
        (lambda: coverage_table([20.5], [0.5]), "found 20.5"),
        (lambda: coverage_table([20], [0.5, 1.0]), "proportions: found 1.0; allowed are fractions"),
        (lambda: coverage_table([20], [0.5], level=95), "level is 95"),
        (lambda: plan_base([0.0], [0.5]), "widths: found 0.0"),
        (lambda: plan_base([0.001], [0.5]), "ask for a wider interval"),
        (lambda: plan_power([(10, 3000)], [(0.2, 0.3)]), "found 3000; allowed .* 1 to 2,000"),
        (lambda: plan_power([(10, 30)], [(0.2, -0.3)]), "found -0.3"),
    ],
)
def test_a_wrong_call_says_what_to_do(call, message):
    with pytest.raises(InvalidCallError, match=message):
        call()
