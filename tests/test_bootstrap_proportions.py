import numpy as np
import pytest
from enumeration import acceleration_of, all_resamples, limits_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from survey_analysis.bootstrap import IntervalSettings, proportion_limits, wilson_limits
from survey_analysis.bootstrap.proportions import binomial_law, binomial_width
from survey_analysis.errors import InvalidCallError

PERCENTILE = IntervalSettings(interval="percentile")


def scipy_limits(count: np.ndarray, n: int, level: float, interval: str) -> np.ndarray:
    """Endpoints in respondents, from scipy's binomial distribution alone."""
    p = count / n
    z = stats.norm.ppf([[(1 - level) / 2], [(1 + level) / 2]])
    if interval == "bca":
        z0 = stats.norm.ppf(stats.binom.cdf(count - 1, n, p) + stats.binom.pmf(count, n, p) / 2)
        a = (1 - 2 * p) / (6 * np.sqrt(n * p * (1 - p)))
        z = z0 + (z0 + z) / (1 - a * (z0 + z))
    return stats.binom.ppf(stats.norm.cdf(z), n, p)


@pytest.mark.parametrize("interval", ["bca", "percentile"])
@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.99])
def test_limits_are_scipys_binomial_quantiles(level: float, interval: str) -> None:
    for n in (2, 3, 7, 20, 41, 168, 170, 188, 1000):
        count = np.arange(1, n)
        limits = proportion_limits(
            count, np.full(n - 1, n), settings=IntervalSettings(level, interval)
        )
        expected = scipy_limits(count, n, level, interval)
        found = np.stack([limits.low, limits.high]) * n
        different = np.flatnonzero((np.abs(found - expected) > 1e-6).any(axis=0))
        # scipy has no tolerance where a distribution function meets a probability exactly
        assert all(2 * count[i] == n for i in different)
        assert len(different) == 0 or level == 0.5


@pytest.mark.parametrize("n", [10_000, 1_000_000, 10_000_000])
def test_limits_are_scipys_for_millions_of_respondents(n: int) -> None:
    count = np.array([1, 2, 50, n // 1000, n // 7, n // 2, n - 1])
    limits = proportion_limits(count, np.full(7, n))
    expected = scipy_limits(count, n, 0.95, "bca")
    np.testing.assert_allclose(np.stack([limits.low, limits.high]) * n, expected, rtol=1e-12)


@pytest.mark.parametrize("interval", ["bca", "percentile"])
@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_limits_are_those_of_all_resamples(n: int, interval: str) -> None:
    resamples = all_resamples(n)
    for count in range(1, n):
        ticks = np.arange(n) < count
        a = acceleration_of(ticks - count / n)
        for level in (0.5, 0.9, 0.95):
            expected = limits_of(
                ticks[resamples].mean(axis=1), count / n, a, level=level, interval=interval
            )
            limits = proportion_limits([count], [n], settings=IntervalSettings(level, interval))
            assert (limits.low[0], limits.high[0]) == pytest.approx(expected, abs=1e-8)


def test_known_limits_of_the_survey() -> None:
    bca = proportion_limits([9, 40], [168, 168])
    assert (bca.low * 168).round(9).tolist() == [4, 30]
    assert (bca.high * 168).round(9).tolist() == [16, 52]
    percentile = proportion_limits([9], [168], settings=PERCENTILE)
    assert (percentile.low[0] * 168, percentile.high[0] * 168) == pytest.approx((4, 15))
    assert bca.method.tolist() == ["bca-exact"] * 2
    assert percentile.method.tolist() == ["percentile-exact"]


@pytest.mark.parametrize("count", [3, 40, 84, 150])
def test_limits_agree_with_resampling_by_scipy(count: int) -> None:
    ticks = (np.arange(168) < count).astype(float)
    found = stats.bootstrap(
        (ticks,), np.mean, n_resamples=20_000, method="BCa", rng=np.random.default_rng(7)
    ).confidence_interval
    limits = proportion_limits([count], [168])
    assert abs(found.low - limits.low[0]) * 168 <= 1.001
    assert abs(found.high - limits.high[0]) * 168 <= 1.001


def test_nobody_everybody_and_nobody_asked_are_undefined() -> None:
    limits = proportion_limits([0, 7, 0, 0, 1], [7, 7, 0, 1, 1])
    assert np.isnan([limits.low, limits.high]).all()
    assert limits.method.tolist() == [""] * 5


def test_no_rows_give_no_limits() -> None:
    limits = proportion_limits([], [])
    assert len(limits.low) == len(limits.method) == 0


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.data())
def test_limits_of_the_complement_are_mirrored(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 3000))
    count = data.draw(st.integers(1, n - 1))
    interval = data.draw(st.sampled_from(["bca", "percentile"]))
    chosen = IntervalSettings(data.draw(st.sampled_from([0.8, 0.9, 0.95])), interval)
    limits = proportion_limits([count, n - count], [n, n], settings=chosen)
    low, high = np.rint(limits.low * n), np.rint(limits.high * n)
    if not (2 * count == n or n < 8):  # elsewhere no distribution function meets a tail exactly
        assert low.tolist() == (n - high)[::-1].tolist()
    assert ((low >= 0) & (low <= high) & (high <= n)).all()


def test_a_distribution_function_that_meets_the_tail_makes_limits_one_sided() -> None:
    limits = proportion_limits([1], [2], settings=IntervalSettings(0.5, "percentile"))
    assert (limits.low[0], limits.high[0]) == (0.0, 0.5)  # 1/4 and 3/4, both reached exactly


def test_rows_do_not_depend_on_their_neighbours() -> None:
    rng = np.random.default_rng(5)
    answered = rng.integers(2, 100_000, 200)
    count = rng.integers(0, answered + 1)
    together = proportion_limits(count, answered)
    alone = [proportion_limits([x], [n]) for x, n in zip(count, answered, strict=True)]
    np.testing.assert_array_equal(together.low, [limits.low[0] for limits in alone])
    np.testing.assert_array_equal(together.high, [limits.high[0] for limits in alone])


def test_limits_at_extreme_levels_stay_within_0_and_1() -> None:
    limits = proportion_limits([1, 50, 99], [100] * 3, settings=IntervalSettings(1 - 1e-12))
    assert ((limits.low >= 0) & (limits.low < limits.high) & (limits.high <= 1)).all()


def test_the_binomial_law_is_scipys() -> None:
    for n, count in ((1, 0), (1, 1), (2, 1), (50, 0), (50, 50), (168, 9), (10**6, 400_000)):
        width = int(binomial_width(np.array([count]), np.array([n]))[0])
        law = binomial_law(np.array([count]), np.array([n]), width=width)
        places = law.first[0] + np.arange(2 * width + 1)
        expected = stats.binom.cdf(places, n, count / n)
        np.testing.assert_allclose(law.cumulative[0], expected, rtol=0, atol=3e-12)


# Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
@pytest.mark.parametrize(
    ("count", "answered", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_limits_are_the_published_ones(
    count: int, answered: int, low: float, high: float
) -> None:
    found = wilson_limits([count], [answered])
    assert (found[0][0], found[1][0]) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_wilson_limits_are_scipys(level: float) -> None:
    for n in (1, 5, 168):
        low, high = wilson_limits(np.arange(n + 1), np.full(n + 1, n), level=level)
        for count in range(n + 1):
            expected = stats.binomtest(count, n).proportion_ci(level, method="wilson")
            assert (low[count], high[count]) == pytest.approx(tuple(expected), abs=1e-14)


def test_wilson_limits_touch_0_and_1_exactly_and_need_one_answer() -> None:
    low, high = wilson_limits([0, 5, 0], [5, 5, 0])
    assert low[0] == 0
    assert high[1] == 1
    assert np.isnan([low[2], high[2]]).all()


def test_wilson_refuses_a_wrong_level_and_wrong_counts() -> None:
    with pytest.raises(InvalidCallError, match="level is 95; it must lie between 0 and 1"):
        wilson_limits([1], [2], level=95)
    with pytest.raises(InvalidCallError, match="count must not be above answered"):
        wilson_limits([3], [2])


def test_proportions_refuse_counts_above_their_base() -> None:
    with pytest.raises(InvalidCallError, match="count must not be above answered"):
        proportion_limits([3], [2])


def test_coverage_of_rare_options_is_as_enumerated() -> None:
    """At base 170 and p from .01 to .03, counts of 0 counted as misses of the bootstrap."""
    n, shares = 170, np.linspace(0.01, 0.03, 201)
    count, base = np.arange(n + 1), np.full(n + 1, n)
    bca, plain = proportion_limits(count, base), proportion_limits(count, base, settings=PERCENTILE)
    intervals = [(plain.low, plain.high), (bca.low, bca.high), wilson_limits(count, base)]
    weight = stats.binom.pmf(count, n, shares[:, None])
    coverage = [
        (weight * ((low <= shares[:, None]) & (shares[:, None] <= high))).sum(axis=1).mean()
        for low, high in intervals
    ]
    assert coverage == pytest.approx([0.893, 0.928, 0.958], abs=0.0005)
