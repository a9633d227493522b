import numpy as np
import pytest
from enumeration import acceleration_of, all_resamples, limits_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from survey_analysis.bootstrap import (
    IntervalSettings,
    Samples,
    count_values,
    join_samples,
    mean_limits,
    proportion_limits,
    samples_from_counts,
)
from survey_analysis.bootstrap.grids import LONGEST_LAW
from survey_analysis.bootstrap.moments import compute_moments
from survey_analysis.bootstrap.totals import place_draws

PERCENTILE = IntervalSettings(interval="percentile")


def percentages(n: int, columns: int, seed: int) -> np.ndarray:
    """Whole percentages, heaped on fives, with missing answers."""
    rng = np.random.default_rng(seed)
    values = np.clip(np.rint(rng.normal(40, 35, (n, columns)) / 5) * 5, 0, 100)
    values[:3] += [[0.0], [1.0], [2.0]]
    values[rng.random(values.shape) < 0.1] = np.nan
    return np.clip(values, 0, 100)


def standard_errors(samples: Samples) -> np.ndarray:
    moments = compute_moments(samples)
    return np.sqrt(moments.variance / moments.answered)


@pytest.mark.parametrize("interval", ["bca", "percentile"])
@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_limits_are_those_of_all_resamples(n: int, interval: str) -> None:
    resamples, rng = all_resamples(n), np.random.default_rng(n)
    for grid in (np.arange(101), np.array([0, 10, 50]), np.arange(9) / 2, np.arange(400) / 100):
        values = rng.choice(grid, n).astype(float)
        if len(set(values)) == 1:
            continue
        for level in (0.5, 0.9, 0.95):
            expected = limits_of(
                values[resamples].mean(axis=1),
                values.mean(),
                acceleration_of(values - values.mean()),
                level=level,
                interval=interval,
            )
            chosen = IntervalSettings(level, interval)
            limits = mean_limits(count_values(values), settings=chosen)
            assert (limits.low[0], limits.high[0]) == pytest.approx(expected, abs=1e-7)
            assert limits.method.tolist() == [f"{interval}-exact"]


@pytest.mark.parametrize("chosen", [IntervalSettings(), IntervalSettings(0.8, "percentile")])
def test_the_mean_of_ticks_is_the_proportion(chosen: IntervalSettings) -> None:
    for n in (2, 10, 168, 5000):
        count = np.unique(np.linspace(1, n - 1, 40).astype(int))
        ticks = samples_from_counts([0.0, 1.0], np.stack([n - count, count], axis=1))
        means = mean_limits(ticks, settings=chosen)
        shares = proportion_limits(count, np.full(len(count), n), settings=chosen)
        np.testing.assert_allclose(means.low, shares.low, rtol=1e-14)
        np.testing.assert_allclose(means.high, shares.high, rtol=1e-14)


def test_limits_agree_with_resampling_by_scipy() -> None:
    values = percentages(170, 2, seed=4)
    limits = mean_limits(count_values(values))
    for i, column in enumerate(values.T):
        known = column[~np.isnan(column)]
        found = stats.bootstrap(
            (known,), np.mean, n_resamples=20_000, method="BCa", rng=np.random.default_rng(8)
        ).confidence_interval
        error = (
            0.06 * known.std() / np.sqrt(len(known))
        )  # three standard errors of a 2.5 % quantile
        assert (limits.low[i], limits.high[i]) == pytest.approx(tuple(found), abs=error)


def test_limits_are_exact_means_of_resamples() -> None:
    values = percentages(170, 5, seed=5)
    limits = mean_limits(count_values(values))
    answered = (~np.isnan(values)).sum(axis=0)
    totals = np.rint(limits.low * answered), np.rint(limits.high * answered)
    np.testing.assert_array_equal(limits.low, totals[0] / answered)  # correctly rounded
    np.testing.assert_array_equal(limits.high, totals[1] / answered)


def test_counts_of_values_give_the_limits_of_respondents() -> None:
    values = percentages(188, 1, seed=6)[:, 0]
    known = values[~np.isnan(values)].astype(int)
    counted = samples_from_counts(np.arange(101.0), np.bincount(known, minlength=101))
    one, other = mean_limits(count_values(values)), mean_limits(counted)
    assert (one.low[0], one.high[0]) == (other.low[0], other.high[0])


def test_samples_do_not_depend_on_their_neighbours_or_on_the_order_of_rows() -> None:
    rng = np.random.default_rng(7)
    columns = [*percentages(60, 3, seed=7).T, rng.integers(1, 6, 500) * 1.0, rng.normal(size=9)]
    columns += [np.full(4, 2.0), np.array([1.0]), np.array([])]
    together = mean_limits(join_samples([count_values(column) for column in columns]))
    alone = [mean_limits(count_values(rng.permutation(column))) for column in columns]
    np.testing.assert_array_equal(together.low, [limits.low[0] for limits in alone])
    np.testing.assert_array_equal(together.high, [limits.high[0] for limits in alone])
    assert together.method.tolist() == ["bca-exact"] * 4 + ["bca-binned"] + [""] * 3


@settings(derandomize=True, max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 20), min_size=3, max_size=40).filter(lambda x: len(set(x)) > 1),
    st.integers(1, 9),
    st.integers(-50, 50),
)
def test_limits_scale_and_shift_with_the_values(values: list[int], factor: int, shift: int) -> None:
    plain = mean_limits(count_values(values))
    moved = mean_limits(count_values(np.array(values) * factor + shift))
    np.testing.assert_allclose(moved.low, plain.low * factor + shift, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(moved.high, plain.high * factor + shift, rtol=1e-12, atol=1e-12)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=7, max_size=40).filter(lambda x: len(set(x)) > 2))
def test_limits_of_the_reversed_scale_are_mirrored(values: list[int]) -> None:
    plain, turned = (
        mean_limits(count_values(values)),
        mean_limits(count_values([-x for x in values])),
    )
    # One step of a total apart, at most, where a distribution function meets a tail exactly.
    step = 1 / len(values) + 1e-9
    assert abs(plain.low[0] + turned.high[0]) <= step
    assert abs(plain.high[0] + turned.low[0]) <= step


def test_constant_samples_and_single_answers_are_undefined() -> None:
    limits = mean_limits(count_values([[5.0, 5.0, np.nan], [5.0, np.nan, np.nan]]))
    assert np.isnan([limits.low, limits.high]).all()
    assert limits.method.tolist() == ["", "", ""]
    assert len(mean_limits(count_values(np.empty((3, 0)))).low) == 0


@pytest.mark.parametrize("n", [6, 168, 5000])
def test_binned_limits_of_a_hidden_lattice_are_the_exact_ones(n: int) -> None:
    rng = np.random.default_rng(n)
    counts = rng.multinomial(n, [0.3, 0.5, 0.2], size=4)
    exact = mean_limits(samples_from_counts([0.0, 1.0, 2.0], counts))
    hidden = samples_from_counts(np.array([0.0, 1.0, 2.0]) * np.pi, counts)
    binned = mean_limits(hidden)
    assert binned.method.tolist() == ["bca-binned"] * 4
    error = 1e-3 * standard_errors(hidden)
    assert (np.abs(binned.low - exact.low * np.pi) <= error).all()
    assert (np.abs(binned.high - exact.high * np.pi) <= error).all()


@pytest.mark.parametrize("spread", [0.5, 1.5])
def test_binned_limits_of_skewed_values_are_the_exact_ones(spread: float) -> None:
    values = np.rint(np.random.default_rng(9).lognormal(2, spread, (170, 4)) * 10) / 10
    exact, binned = mean_limits(count_values(values)), mean_limits(count_values(values * np.pi))
    assert exact.method.tolist() == ["bca-exact"] * 4
    assert binned.method.tolist() == ["bca-binned"] * 4
    error = np.maximum(1e-3 * standard_errors(count_values(values)), 0.1 / 170)
    assert (np.abs(binned.low / np.pi - exact.low) <= error).all()
    assert (np.abs(binned.high / np.pi - exact.high) <= error).all()


@pytest.mark.parametrize("n", [20, 400])
def test_binned_limits_hold_in_a_long_simulation(n: int) -> None:
    rng = np.random.default_rng(10)
    values, n_resamples = rng.lognormal(0, 1.2, n), 100_000
    limits = mean_limits(count_values(values), settings=PERCENTILE)
    draws = rng.multinomial(n, np.full(n, 1 / n), size=n_resamples) @ values / n
    below = [np.mean(draws <= limits.low[0]), np.mean(draws <= limits.high[0])]
    noise = 4 * np.sqrt(0.025 * 0.975 / n_resamples)
    assert below == pytest.approx([0.025, 0.975], abs=noise)


def test_millions_of_respondents_take_no_longer_table() -> None:
    """Binned at a million, where the normal law with skewness is right to 1e-4 of an error."""
    counts = np.random.default_rng(11).multinomial(10**6, np.arange(101, 0, -1) / 5151)
    samples = samples_from_counts(np.arange(101.0), counts)
    moments = compute_moments(samples)
    assert place_draws(samples, moments).length[0] <= LONGEST_LAW
    limits = mean_limits(samples, settings=PERCENTILE)
    assert limits.method.tolist() == ["percentile-binned"]
    error = standard_errors(samples)
    skewness = moments.third / moments.variance**1.5 / 1000
    for end, z in ((limits.low, -stats.norm.ppf(0.975)), (limits.high, stats.norm.ppf(0.975))):
        expected = moments.mean + error * (z + skewness * (z**2 - 1) / 6)
        assert end == pytest.approx(expected, abs=2e-4 * error[0])
