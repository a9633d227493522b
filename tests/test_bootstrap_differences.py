import numpy as np
import pytest
from enumeration import acceleration_of, all_resamples, limits_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from survey_analysis.bootstrap import (
    IntervalSettings,
    Limits,
    count_values,
    join_samples,
    mean_difference_limits,
    mean_limits,
    paired_difference_limits,
    proportion_limits,
    samples_from_counts,
    unpaired_difference_limits,
)
from survey_analysis.errors import InvalidCallError

PERCENTILE = IntervalSettings(interval="percentile")
LEVELS = (0.5, 0.9, 0.95)


def ends(limits: Limits) -> tuple[float, float]:
    return limits.low[0], limits.high[0]


@pytest.mark.parametrize("interval", ["bca", "percentile"])
@pytest.mark.parametrize("n", [2, 3, 5, 6])
def test_paired_limits_are_those_of_all_resamples(n: int, interval: str) -> None:
    resamples = all_resamples(n)
    for first in range(n + 1):
        for second in range(n + 1 - first):
            if n in (first, second, n - first - second):
                continue
            gains = np.repeat([1.0, -1.0, 0.0], [first, second, n - first - second])
            for level in LEVELS:
                expected = limits_of(
                    gains[resamples].mean(axis=1),
                    gains.mean(),
                    acceleration_of(gains - gains.mean()),
                    level=level,
                    interval=interval,
                )
                chosen = IntervalSettings(level, interval)
                limits = paired_difference_limits([first], [second], [n], settings=chosen)
                assert ends(limits) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("interval", ["bca", "percentile"])
@pytest.mark.parametrize(("m", "n"), [(2, 2), (2, 4), (3, 3), (4, 3)])
def test_unpaired_limits_are_those_of_all_resamples(m: int, n: int, interval: str) -> None:
    for x in range(m + 1):
        for y in range(n + 1):
            one, other = (np.arange(size) < count for size, count in ((m, x), (n, y)))
            if x in (0, m) and y in (0, n):
                continue
            replicates = np.subtract.outer(
                one[all_resamples(m)].mean(axis=1), other[all_resamples(n)].mean(axis=1)
            ).ravel()
            a = acceleration_of(one - x / m, y / n - other)
            for level in LEVELS:
                expected = limits_of(replicates, x / m - y / n, a, level=level, interval=interval)
                chosen = IntervalSettings(level, interval)
                limits = unpaired_difference_limits([x], [m], [y], [n], settings=chosen)
                assert ends(limits) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("interval", ["bca", "percentile"])
@pytest.mark.parametrize(("m", "n"), [(2, 4), (3, 3), (4, 4)])
def test_limits_of_mean_differences_are_those_of_all_resamples(
    m: int, n: int, interval: str
) -> None:
    rng = np.random.default_rng(m)
    for grid in (np.arange(101), np.array([0, 10, 50]), np.arange(9) / 2, np.arange(300) / 100):
        one, other = rng.choice(grid, m) * 1.0, rng.choice(grid, n) * 1.0
        other[0] = one[0] + grid[1]
        replicates = np.subtract.outer(
            one[all_resamples(m)].mean(axis=1), other[all_resamples(n)].mean(axis=1)
        ).ravel()
        a = acceleration_of(one - one.mean(), other.mean() - other)
        estimate = one.mean() - other.mean()
        if np.ptp(one) == np.ptp(other) == 0:
            continue
        for level in LEVELS:
            expected = limits_of(replicates, estimate, a, level=level, interval=interval)
            limits = mean_difference_limits(
                count_values(one), count_values(other), settings=IntervalSettings(level, interval)
            )
            assert ends(limits) == pytest.approx(expected, abs=1e-7)


def tail_check(draws: np.ndarray, limits: tuple[float, float]) -> None:
    """The simulated distribution functions cross 2.5 % and 97.5 % at the limits."""
    noise = 4 * np.sqrt(0.025 * 0.975 / len(draws))
    for end, tail in zip(limits, (0.025, 0.975), strict=True):
        assert np.mean(draws <= end + 1e-9) >= tail - noise
        assert np.mean(draws < end - 1e-9) <= tail + noise


def test_unpaired_limits_hold_in_a_long_simulation() -> None:
    rng = np.random.default_rng(1)
    for x, m, y, n in ((40, 72, 50, 116), (2, 72, 9, 116), (0, 30, 5, 116), (500, 1000, 3, 7)):
        limits = unpaired_difference_limits([x], [m], [y], [n], settings=PERCENTILE)
        draws = rng.binomial(m, x / m, 200_000) / m - rng.binomial(n, y / n, 200_000) / n
        tail_check(draws, ends(limits))


def test_paired_limits_hold_in_a_long_simulation() -> None:
    rng = np.random.default_rng(2)
    for first, second, n in ((40, 30, 168), (1, 9, 168), (60, 0, 168), (400, 300, 5000)):
        limits = paired_difference_limits([first], [second], [n], settings=PERCENTILE)
        draws = rng.multinomial(n, np.array([first, second, n - first - second]) / n, 200_000)
        tail_check((draws[:, 0] - draws[:, 1]) / n, ends(limits))


def test_limits_of_mean_differences_hold_in_a_long_simulation() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.integers(0, 21, 72) * 5.0, rng.lognormal(3, 1, 40)
    lattice = np.rint(other)
    for second in (lattice, other):
        limits = mean_difference_limits(
            count_values(one), count_values(second), settings=PERCENTILE
        )
        draws = [
            rng.multinomial(len(x), np.full(len(x), 1 / len(x)), 100_000) @ x / len(x)
            for x in (one, second)
        ]
        tail_check(draws[0] - draws[1], ends(limits))
    assert limits.method.tolist() == ["percentile-binned"]


def test_unpaired_limits_agree_with_resampling_by_scipy() -> None:
    one, other = (np.arange(72) < 20) * 1.0, (np.arange(116) < 50) * 1.0
    found = stats.bootstrap(
        (one, other),
        lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
        n_resamples=20_000,
        method="BCa",
        rng=np.random.default_rng(4),
    ).confidence_interval
    limits = unpaired_difference_limits([20], [72], [50], [116])
    error = 0.06 * np.sqrt(one.var() / 72 + other.var() / 116) + 1 / 116
    assert ends(limits) == pytest.approx(tuple(found), abs=error)


def test_a_difference_from_nobody_of_none_discordant_is_the_proportion() -> None:
    paired = paired_difference_limits([40], [0], [168])
    share = proportion_limits([40], [168])
    assert ends(paired) == pytest.approx(ends(share), abs=1e-14)


def test_a_difference_of_ticks_is_that_of_their_means() -> None:
    ticks = [samples_from_counts([0.0, 1.0], [[n - x, x]]) for x, n in ((20, 72), (50, 116))]
    means = mean_difference_limits(*ticks)
    shares = unpaired_difference_limits([20], [72], [50], [116])
    assert ends(means) == pytest.approx(ends(shares), abs=1e-14)


def test_paired_means_are_the_means_of_the_differences() -> None:
    """Decimals that are not exact in binary still lie on a lattice once subtracted."""
    first, second = np.array([0.3, 0.7, 0.2, 0.9, 0.5]), np.array([0.1, 0.6, 0.4, 0.2, 0.1])
    limits = mean_limits(count_values(first - second))
    tenths = mean_limits(count_values(np.rint((first - second) * 10)))
    assert limits.method.tolist() == ["bca-exact"]
    assert ends(limits) == pytest.approx((tenths.low[0] / 10, tenths.high[0] / 10))


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 60))
def test_swapping_options_mirrors_paired_limits(first: int, second: int, same: int) -> None:
    n = first + second + same
    there = paired_difference_limits([first], [second], [n])
    back = paired_difference_limits([second], [first], [n])
    step = 1 / max(n, 1) + 1e-9  # one respondent apart, where a tail is met exactly
    assert np.isnan(there.low[0]) == np.isnan(back.low[0]) == (max(first, second, same) == n)
    if there.method[0]:
        assert abs(there.low[0] + back.high[0]) <= step
        assert abs(there.high[0] + back.low[0]) <= step


@settings(derandomize=True, max_examples=30, deadline=None)
@given(st.data())
def test_swapping_groups_mirrors_unpaired_limits(data: st.DataObject) -> None:
    m, n = data.draw(st.integers(8, 60)), data.draw(st.integers(8, 60))
    x, y = data.draw(st.integers(1, m - 1)), data.draw(st.integers(1, n - 1))
    there = unpaired_difference_limits([x], [m], [y], [n])
    back = unpaired_difference_limits([y], [n], [x], [m])
    step = 1 / min(m, n) + 1e-9
    assert abs(there.low[0] + back.high[0]) <= step
    assert abs(there.high[0] + back.low[0]) <= step
    assert -1 <= there.low[0] <= there.high[0] <= 1


def test_pairs_do_not_depend_on_their_neighbours() -> None:
    rng = np.random.default_rng(5)
    m, n = rng.integers(2, 2000, 40), rng.integers(2, 2000, 40)
    x, y = rng.integers(0, m + 1), rng.integers(0, n + 1)
    together = unpaired_difference_limits(x, m, y, n)
    for i in range(40):
        alone = unpaired_difference_limits(x[[i]], m[[i]], y[[i]], n[[i]])
        np.testing.assert_array_equal(ends(alone), (together.low[i], together.high[i]))
    columns = [rng.integers(0, 5, size) * 1.0 for size in (9, 30, 200)]
    others = [rng.lognormal(0, 1, 9), rng.integers(0, 9, 20) / 4, np.full(3, 2.0)]
    joined = mean_difference_limits(
        *(join_samples([count_values(x) for x in part]) for part in (columns, others))
    )
    for i, pair in enumerate(zip(columns, others, strict=True)):
        alone = mean_difference_limits(*map(count_values, pair))
        np.testing.assert_array_equal(ends(alone), (joined.low[i], joined.high[i]))


def test_groups_of_a_million_are_within_a_respondent_of_the_normal_law() -> None:
    limits = unpaired_difference_limits([300_000], [10**6], [500_000], [2 * 10**6])
    error = np.sqrt(0.3 * 0.7 / 10**6 + 0.25 * 0.75 / (2 * 10**6))
    z = stats.norm.ppf(0.975)
    assert ends(limits) == pytest.approx((0.05 - z * error, 0.05 + z * error), abs=1e-3 * error)


def test_what_does_not_vary_is_undefined() -> None:
    unpaired = unpaired_difference_limits([0, 5, 1, 0], [5, 5, 1, 0], [7, 0, 3, 3], [7, 7, 7, 7])
    paired = paired_difference_limits([5, 0, 0, 1], [0, 5, 0, 0], [5, 5, 5, 1])
    means = mean_difference_limits(
        count_values([[1.0, 1.0, 1.0], [1.0, np.nan, np.nan]]),
        count_values([[3.0, 4.0, np.nan], [3.0, 5.0, np.nan]]),
    )
    for limits in (unpaired, paired, means):
        assert np.isnan([limits.low, limits.high]).all()
        assert set(limits.method.tolist()) == {""}


def test_a_group_of_one_opinion_leaves_the_difference_defined() -> None:
    limits = unpaired_difference_limits([0], [20], [30], [60], settings=PERCENTILE)
    share = proportion_limits([30], [60], settings=PERCENTILE)
    assert ends(limits) == pytest.approx((-share.high[0], -share.low[0]), abs=1 / 60 + 1e-9)


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(InvalidCallError, match=r"only_first \+ only_second must not be above"):
        paired_difference_limits([3], [3], [5])
    with pytest.raises(InvalidCallError, match="only_second has 2 rows and answered 1"):
        paired_difference_limits([3], [1, 1], [5])
    with pytest.raises(InvalidCallError, match="second_count must not be above second_answered"):
        unpaired_difference_limits([1], [2], [3], [2])
    with pytest.raises(InvalidCallError, match="first has 1 rows and second 2"):
        unpaired_difference_limits([1], [2], [1, 1], [2, 2])
    with pytest.raises(InvalidCallError, match="first has 1 rows and second 2"):
        mean_difference_limits(count_values([1.0]), count_values(np.ones((2, 2))))
