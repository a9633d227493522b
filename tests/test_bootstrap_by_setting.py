"""Several settings in one call give what a call for each gives."""

import numpy as np

from survey_analysis.bootstrap import (
    IntervalSettings,
    Limits,
    count_values,
    mean_limits,
    mean_limits_by_setting,
    proportion_limits,
    proportion_limits_by_setting,
    ratio_influence,
    ratio_replicates,
    replicate_limits,
    replicate_limits_by_setting,
    resample_weights,
)

SETTINGS = [
    IntervalSettings(interval="percentile"),
    IntervalSettings(),
    IntervalSettings(0.9),
    IntervalSettings(0.999, "percentile"),
]


def assert_same(found: list[Limits], expected: list[Limits]) -> None:
    assert len(found) == len(expected) == len(SETTINGS)
    for one, other in zip(found, expected, strict=True):
        for name in ("low", "high", "method", "n_resamples"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_proportions() -> None:
    rng = np.random.default_rng(1)
    answered = rng.integers(1, 5_000, 300)
    count = rng.integers(0, answered + 1)
    expected = [proportion_limits(count, answered, settings=one) for one in SETTINGS]
    assert_same(proportion_limits_by_setting(count, answered, settings=SETTINGS), expected)


def test_means() -> None:
    rng = np.random.default_rng(2)
    columns = np.round(rng.gamma(2.0, 20.0, (90, 12)))
    columns[rng.random(columns.shape) < 0.3] = np.nan
    columns[:, 3] = 7.0  # constant, hence undefined
    columns[:, 5] = rng.normal(size=90)  # too fine a lattice, hence binned
    samples = count_values(columns)
    expected = [mean_limits(samples, settings=one) for one in SETTINGS]
    assert_same(mean_limits_by_setting(samples, settings=SETTINGS), expected)


def test_replicates_of_more_statistics_than_are_sorted_at_a_time() -> None:
    rng = np.random.default_rng(3)
    hits, base = rng.random((60, 90)) < 0.3, np.ones((60, 90), dtype=bool)
    weights = list(resample_weights(60, 6_000, rng=rng))
    replicates, influence = ratio_replicates(hits, base, weights), ratio_influence(hits, base)
    point = hits.mean(axis=0)
    expected = [
        replicate_limits(point, replicates, influence=influence, settings=one) for one in SETTINGS
    ]
    found = replicate_limits_by_setting(point, replicates, influence=influence, settings=SETTINGS)
    assert_same(found, expected)
    alone = replicate_limits(point[88:89], replicates[88:89], influence=influence[:, 88:89])
    assert (found[1].low[88], found[1].high[88]) == (alone.low[0], alone.high[0])
