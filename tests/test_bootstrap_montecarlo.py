import numpy as np
import pytest
from enumeration import acceleration_of, all_resamples, limits_of

from survey_analysis.bootstrap import (
    IntervalSettings,
    count_values,
    mean_limits,
    paired_difference_limits,
    proportion_limits,
    quantile_limits,
    quantile_replicates,
    ratio_influence,
    ratio_replicates,
    replicate_limits,
    resample_weights,
)
from survey_analysis.errors import InvalidCallError

PERCENTILE = IntervalSettings(interval="percentile")


def all_weights(n: int) -> list[np.ndarray]:
    """Every resample of n respondents, as weights."""
    return [np.array([np.bincount(row, minlength=n) for row in all_resamples(n)], dtype=np.uint8)]


def leave_one_out(ratio_of: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Jackknife values of a ratio of sums, mean minus leave-one-out."""
    left = (ratio_of.sum() - ratio_of) / (base.sum() - base)
    return np.asarray(left.mean() - left)


@pytest.mark.parametrize("interval", ["bca", "percentile"])
@pytest.mark.parametrize("n", [4, 5, 6])
def test_limits_of_all_resamples_are_the_textbooks(n: int, interval: str) -> None:
    """A mean whose base varies: undefined in the resamples of non-answerers only."""
    rng = np.random.default_rng(n)
    known = np.arange(n) > 0
    values = np.where(known, rng.integers(0, 9, n), 0.0)
    drawn = values[all_resamples(n)].sum(axis=1), known[all_resamples(n)].sum(axis=1)
    defined = drawn[1] > 0
    expected_replicates = drawn[0][defined] / drawn[1][defined]
    estimate = values.sum() / known.sum()
    columns = values[:, None], known[:, None]
    influence = ratio_influence(*columns)
    replicates = ratio_replicates(*columns, all_weights(n))
    for level in (0.5, 0.9, 0.95):
        expected = limits_of(
            expected_replicates,
            estimate,
            acceleration_of(influence[:, 0]),
            level=level,
            interval=interval,
        )
        limits = replicate_limits(
            [estimate],
            replicates,
            influence=influence,
            settings=IntervalSettings(level, interval),
        )
        assert (limits.low[0], limits.high[0]) == pytest.approx(expected, abs=1e-8)
        assert limits.method.tolist() == [f"{interval}-{n**n}-respondents"]
        assert limits.n_resamples.tolist() == [defined.sum()]


def test_medians_of_all_resamples_have_the_exact_limits() -> None:
    values = np.array([[3.0], [8.0], [8.0], [20.0], [21.0], [40.0]])
    replicates = quantile_replicates(values, 0.5, all_weights(6))
    limits = replicate_limits([14.0], replicates, settings=PERCENTILE)
    exact = quantile_limits(count_values(values), 0.5)
    assert (limits.low[0], limits.high[0]) == (exact.low[0], exact.high[0])


@pytest.mark.parametrize("interval", ["bca", "percentile"])
def test_all_resamples_at_a_fixed_base_have_the_exact_limits(interval: str) -> None:
    chosen = IntervalSettings(interval=interval)  # type: ignore[arg-type]
    ticks = np.array([[1.0, 1, 0, 0, 0, 0]]).T
    gains = np.array([[1.0, 1, 1, 0, 0, -1]]).T
    exact = [
        proportion_limits([2], [6], settings=chosen),
        paired_difference_limits([3], [1], [6], settings=chosen),
    ]
    columns = np.concatenate([ticks, gains], axis=1), np.ones((6, 2))
    limits = replicate_limits(
        columns[0].mean(axis=0),
        ratio_replicates(*columns, all_weights(6)),
        influence=ratio_influence(*columns),
        settings=chosen,
    )
    np.testing.assert_allclose(limits.low, [x.low[0] for x in exact], rtol=1e-14)
    np.testing.assert_allclose(limits.high, [x.high[0] for x in exact], rtol=1e-14)


def test_many_resamples_come_close_to_the_exact_limits() -> None:
    rng = np.random.default_rng(1)
    n = 168
    shares = (np.arange(n)[:, None] < [9, 40, 84, 150]) * 1.0
    means = rng.integers(0, 21, (n, 3)) * 5.0
    columns = np.concatenate([shares, means], axis=1), np.ones((n, 7))
    limits = replicate_limits(
        columns[0].mean(axis=0),
        ratio_replicates(*columns, resample_weights(n, 40_000, rng=rng)),
        influence=ratio_influence(*columns),
    )
    exact = proportion_limits(shares.sum(axis=0).astype(int), np.full(4, n))
    assert np.abs(limits.low[:4] - exact.low).max() * n <= 1.001
    assert np.abs(limits.high[:4] - exact.high).max() * n <= 1.001
    exact = mean_limits(count_values(means))
    noise = 0.05 * means.std(axis=0) / np.sqrt(n)
    assert (np.abs(limits.low[4:] - exact.low) <= noise).all()
    assert (np.abs(limits.high[4:] - exact.high) <= noise).all()


def test_jackknife_values_do_for_influence() -> None:
    rng = np.random.default_rng(2)
    values = rng.lognormal(size=150)[:, None]
    base = np.ones((150, 1))
    replicates = ratio_replicates(values, base, resample_weights(150, 2000, rng=rng))
    estimate = values.mean(axis=0)
    one = replicate_limits(estimate, replicates, influence=ratio_influence(values, base))
    jackknife = leave_one_out(values[:, 0], base[:, 0])[:, None]
    other = replicate_limits(estimate, replicates, influence=jackknife)
    assert (one.low[0], one.high[0]) == pytest.approx((other.low[0], other.high[0]), rel=2e-3)


def test_undefined_resamples_are_left_out_and_counted() -> None:
    replicates = np.array([[3.0, np.nan, 1.0, 2.0, np.nan, 4.0]])
    limits = replicate_limits([2.0], replicates, settings=IntervalSettings(0.5, "percentile"))
    assert (limits.low[0], limits.high[0]) == (1.0, 3.0)
    assert limits.n_resamples.tolist() == [4]
    assert limits.method.tolist() == ["percentile-6-respondents"]


def test_endpoints_are_the_smallest_replicates_that_reach_the_tail() -> None:
    replicates = np.random.default_rng(3).permutation(np.arange(1.0, 10_001))[None]
    limits = replicate_limits([5000.0], replicates, settings=PERCENTILE)
    assert (limits.low[0], limits.high[0]) == (250.0, 9750.0)


def test_replicates_a_rounding_error_from_the_estimate_are_ties() -> None:
    noise = 1 + np.array([0, 1, -1, 2, -2, 0]) * 1e-16
    replicates = np.concatenate([[0.1, 0.2], 0.3 * noise, [0.4, 0.5]])[None]
    influence = [[1.0], [-1.0]]
    limits = replicate_limits(
        [0.3], replicates, influence=influence, settings=IntervalSettings(0.5)
    )
    exact = replicate_limits(
        [0.3],
        np.array([[0.1, 0.2, *[0.3] * 6, 0.4, 0.5]]),
        influence=influence,
        settings=IntervalSettings(0.5),
    )
    assert (limits.low[0], limits.high[0]) == pytest.approx((exact.low[0], exact.high[0]))


def test_what_does_not_vary_or_is_not_defined_is_undefined() -> None:
    replicates = np.array(
        [[2.0, 2.0, 2.0], [np.nan] * 3, [1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]
    )
    influence = np.array([[1.0, 1, 1, 1, 0], [-1.0, -1, -1, -1, 0]])
    limits = replicate_limits([2.0, 2.0, np.nan, 5.0, 2.0], replicates, influence=influence)
    assert np.isnan([limits.low, limits.high]).all()
    assert limits.method.tolist() == [""] * 5
    assert limits.n_resamples.tolist() == [3, 0, 3, 3, 3]
    plain = replicate_limits([2.0, 2.0, np.nan, 5.0, 2.0], replicates, settings=PERCENTILE)
    assert np.isfinite(plain.low).tolist() == [False, False, False, True, True]


def test_no_statistics_give_no_limits() -> None:
    limits = replicate_limits([], np.empty((0, 100)), settings=PERCENTILE)
    assert len(limits.low) == 0


def test_the_replicates_given_are_not_changed() -> None:
    replicates = np.array([[3.0, 1.0, 2.0]])
    replicate_limits([2.0], replicates, settings=PERCENTILE)
    assert replicates.tolist() == [[3.0, 1.0, 2.0]]


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="BCa limits need influence"):
        replicate_limits([1.0], [[1.0, 2.0]])
    with pytest.raises(InvalidCallError, match=r"influence has shape \(2, 2\)"):
        replicate_limits([1.0], [[1.0, 2.0]], influence=np.ones((2, 2)))
    with pytest.raises(
        InvalidCallError, match=r"estimate has shape \(2,\) and replicates \(1, 2\)"
    ):
        replicate_limits([1.0, 2.0], [[1.0, 2.0]])
    with pytest.raises(InvalidCallError, match="B at least 1"):
        replicate_limits([1.0], [[]], settings=PERCENTILE)
