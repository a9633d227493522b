import numpy as np
import pytest
from enumeration import all_resamples, limits_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from survey_analysis.bootstrap import (
    IntervalSettings,
    count_values,
    join_samples,
    quantile_limits,
    samples_from_counts,
)
from survey_analysis.bootstrap.quantiles import split_position
from survey_analysis.errors import InvalidCallError


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_limits_are_those_of_numpy_quantiles_of_all_resamples(n: int) -> None:
    resamples, rng = all_resamples(n), np.random.default_rng(n)
    heaped = [rng.choice([0.0, 1, 2, 5, 10, 11.5, 40, 100], n) for _ in range(4)]
    for values in [*heaped, rng.random(n), rng.lognormal(size=n)]:
        if np.ptp(values) == 0:
            continue
        for q in (0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9):
            replicates = np.quantile(values[resamples], q, axis=1)
            for level in (0.2, 0.5, 0.8, 0.95):
                expected = limits_of(replicates, 0, 0, level=level, interval="percentile")
                limits = quantile_limits(count_values(values), q, settings=IntervalSettings(level))
                assert (limits.low[0], limits.high[0]) == pytest.approx(expected, abs=1e-8)


def test_the_method_is_percentile_even_where_bca_is_asked_for() -> None:
    limits = quantile_limits(count_values([1.0, 2.0, 5.0]), 0.5, settings=IntervalSettings())
    assert limits.method.tolist() == ["percentile-exact"]
    assert limits.n_resamples.tolist() == [0]


@pytest.mark.parametrize("n", [100, 169])
@pytest.mark.parametrize("q", [0.25, 0.5, 0.75])
def test_limits_hold_in_a_long_simulation(n: int, q: float) -> None:
    rng = np.random.default_rng(n)
    heaped = np.clip(np.rint(rng.normal(40, 35, n) / 10) * 10, 0, 100)
    for values in (heaped, rng.lognormal(size=n)):
        limits = quantile_limits(count_values(values), q)
        draws = np.quantile(values[rng.integers(0, n, (20_000, n))], q, axis=1)
        noise = 4 * np.sqrt(0.025 * 0.975 / len(draws))
        for end, tail in ((limits.low[0], 0.025), (limits.high[0], 0.975)):
            assert np.mean(draws <= end + 1e-9) >= tail - noise
            assert np.mean(draws < end - 1e-9) <= tail + noise


def test_counts_of_values_give_the_limits_of_respondents() -> None:
    values = np.random.default_rng(1).integers(0, 101, 168)
    counted = samples_from_counts(np.arange(101.0), np.bincount(values, minlength=101))
    for q in (0.25, 0.5, 0.75):
        one, other = quantile_limits(count_values(values), q), quantile_limits(counted, q)
        assert (one.low[0], one.high[0]) == (other.low[0], other.high[0])


def test_samples_do_not_depend_on_their_neighbours_or_on_the_order_of_rows() -> None:
    rng = np.random.default_rng(2)
    columns = [rng.integers(0, 9, 31) * 1.0, rng.normal(size=170), rng.normal(size=400)]
    columns += [np.full(4, 2.0), np.array([1.0]), np.array([]), np.array([1.0, 2.0])]
    q = np.array([0.5, 0.25, 0.9, 0.5, 0.5, 0.5, 0.5])
    together = quantile_limits(join_samples([count_values(x) for x in columns]), q)
    alone = [
        quantile_limits(count_values(rng.permutation(x)), p)
        for x, p in zip(columns, q, strict=True)
    ]
    np.testing.assert_array_equal(together.low, [limits.low[0] for limits in alone])
    np.testing.assert_array_equal(together.high, [limits.high[0] for limits in alone])
    assert together.method.tolist() == [*["percentile-exact"] * 3, "", "", "", "percentile-exact"]


@settings(derandomize=True, max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=2, max_size=40).filter(lambda x: len(set(x)) > 1),
    st.sampled_from([0.25, 0.5, 0.75, 0.3]),
    st.integers(1, 7),
)
def test_limits_scale_and_shift_with_the_values(values: list[int], q: float, factor: int) -> None:
    plain = quantile_limits(count_values(values), q)
    moved = quantile_limits(count_values(np.array(values) * factor + 3.0), q)
    np.testing.assert_allclose(moved.low, plain.low * factor + 3, rtol=1e-12)
    np.testing.assert_allclose(moved.high, plain.high * factor + 3, rtol=1e-12)
    assert min(values) <= plain.low[0] <= plain.high[0] <= max(values)


def test_a_million_answers_give_the_order_statistics_of_the_normal_law() -> None:
    n = 10**6 + 1
    limits = quantile_limits(samples_from_counts(np.arange(n, dtype=float), np.ones(n, int)), 0.5)
    half = stats.norm.ppf(0.975) * np.sqrt(n) / 2
    assert limits.low[0] == pytest.approx(n / 2 - half, abs=1.5)
    assert limits.high[0] == pytest.approx(n / 2 + half, abs=1.5)


def test_positions_that_are_whole_but_for_rounding_are_whole() -> None:
    rank, fraction = split_position(np.array([11, 31, 71]), 0.1)
    assert rank.tolist() == [2, 4, 8]
    assert fraction.tolist() == [0, 0, 0]


def test_quantiles_at_the_very_end_are_allowed() -> None:
    limits = quantile_limits(count_values([1.0, 2.0, 3.0]), 1 - 1e-15)
    assert (limits.low[0], limits.high[0]) == (1.0, 3.0)


@pytest.mark.parametrize("q", [0, 1, 50, float("nan")])
def test_a_quantile_that_is_not_between_0_and_1_is_refused(q: float) -> None:
    with pytest.raises(InvalidCallError, match=r"quantile is .*between 0 and 1"):
        quantile_limits(count_values([1.0, 2.0]), q)


def test_quantiles_for_another_number_of_samples_are_refused() -> None:
    with pytest.raises(InvalidCallError, match=r"shape \(2,\); allowed are one number or 1"):
        quantile_limits(count_values([1.0, 2.0]), [0.5, 0.5])
