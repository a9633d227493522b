from __future__ import annotations

import numpy as np
import pytest

from survey_analysis.agreement import (
    Coefficient,
    Weighting,
    measure_agreement,
    measure_set_agreement,
    resample_clusters,
)
from survey_analysis.bootstrap import (
    IntervalSettings,
    ratio_influence,
    ratio_replicates,
    replicate_limits,
)
from survey_analysis.errors import InvalidCallError

RNG = np.random.default_rng(8)
TRUTH = RNG.integers(0, 3, 40)
CODINGS = np.where(RNG.random((3, 40)) < 0.7, TRUTH, RNG.integers(0, 3, (3, 40))).astype(float)
CODINGS[RNG.random((3, 40)) < 0.15] = np.nan
CLUSTERS = np.sort(RNG.integers(0, 15, 40))
PERCENTILE = IntervalSettings(interval="percentile")


@pytest.mark.parametrize(
    ("coefficient", "weighting"),
    [
        ("percent", "nominal"),
        ("fleiss", "quadratic"),
        ("ac", "linear"),
        ("pabak", "nominal"),
        ("alpha", "nominal"),
        ("alpha", "ordinal"),
        ("alpha", "interval"),
        ("cohen", "linear"),
    ],
)
def test_limits_are_those_of_measuring_every_resample_anew(
    coefficient: Coefficient, weighting: Weighting
) -> None:
    codings = CODINGS[:2] if coefficient == "cohen" else CODINGS
    drawn = resample_clusters(
        CLUSTERS, rng=np.random.default_rng(4), n_resamples=200, settings=PERCENTILE
    )

    def measure(units: np.ndarray) -> float | None:
        return measure_agreement(
            codings[:, units], coefficient=coefficient, weighting=weighting, categories=range(3)
        ).estimate

    replicates = [
        measure(np.repeat(np.arange(40), row[drawn.cluster]))
        for block in drawn.weights
        for row in block
    ]
    expected = replicate_limits(
        [measure(np.arange(40))], [np.array(replicates, dtype=float)], settings=PERCENTILE
    )
    found = measure_agreement(
        codings, coefficient=coefficient, weighting=weighting, categories=range(3), resamples=drawn
    )
    assert (found.low, found.high) == pytest.approx((expected.low[0], expected.high[0]), abs=1e-12)
    assert found.method == "percentile-200-respondents"


def test_bca_limits_of_percent_agreement_are_those_of_a_ratio() -> None:
    first, second = CODINGS[:2]
    both = ~np.isnan(CODINGS[:2]).any(axis=0)
    drawn = resample_clusters(CLUSTERS, rng=np.random.default_rng(4), n_resamples=999)
    sums = np.zeros((2, drawn.cluster.max() + 1, 1))
    np.add.at(sums[0, :, 0], drawn.cluster, both & (first == second))
    np.add.at(sums[1, :, 0], drawn.cluster, both)
    expected = replicate_limits(
        (sums[0].sum() / sums[1].sum())[None],
        ratio_replicates(*sums, drawn.weights),
        influence=ratio_influence(*sums),
    )
    found = measure_agreement(CODINGS[:2], coefficient="percent", resamples=drawn)
    assert (found.low, found.high) == pytest.approx((expected.low[0], expected.high[0]), abs=1e-12)


def test_units_of_one_respondent_are_drawn_together() -> None:
    twins = np.repeat(CODINGS[:2, :20], 2, axis=1)
    once, twice = (
        measure_agreement(
            codings,
            coefficient="percent",
            resamples=resample_clusters(ids, rng=np.random.default_rng(6), n_resamples=500),
        )
        for codings, ids in ((CODINGS[:2, :20], range(20)), (twins, np.repeat(range(20), 2)))
    )
    assert once.low is not None
    assert (once.low, once.high) == (twice.low, twice.high)


def test_undefined_resamples_are_counted_and_left_out() -> None:
    codings = [[1, 1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]]
    drawn = resample_clusters(range(6), rng=np.random.default_rng(1), n_resamples=1000)
    undefined = sum(int((block[:, :2].sum(axis=1) == 0).sum()) for block in drawn.weights)
    found = measure_agreement(codings, coefficient="alpha", resamples=drawn)
    assert undefined > 50
    assert f"undefined in {undefined} of 1000 resamples, which were left out" in found.note
    assert found.low is not None


def test_perfect_agreement_has_no_interval_and_says_why() -> None:
    drawn = resample_clusters(range(4), rng=np.random.default_rng(1), n_resamples=100)
    found = measure_agreement([[1, 0, 1, 0]] * 2, coefficient="percent", resamples=drawn)
    assert (found.estimate, found.low, found.high, found.method) == (1, None, None, "")
    assert found.note.startswith("no interval, because resamples do not vary")


def test_one_respondent_gives_no_interval() -> None:
    drawn = resample_clusters(["r1"] * 4, rng=np.random.default_rng(1), n_resamples=100)
    found = measure_agreement([[1, 0, 1, 0], [1, 0, 1, 1]], coefficient="cohen", resamples=drawn)
    assert found.note == "no interval, because all units are of one respondent"


def test_the_same_seed_gives_the_same_interval() -> None:
    first, again, other = (
        measure_agreement(
            CODINGS,
            coefficient="alpha",
            resamples=resample_clusters(CLUSTERS, rng=np.random.default_rng(seed)),
        )
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_resamples_serve_sets_of_codes_too() -> None:
    sets = [[frozenset({str(x)}) if x == x else None for x in row] for row in CODINGS.tolist()]
    drawn = resample_clusters(CLUSTERS, rng=np.random.default_rng(4), n_resamples=300)
    nominal = measure_agreement(CODINGS, coefficient="alpha", resamples=drawn)
    found = measure_set_agreement(sets, distance="jaccard", resamples=drawn)
    assert (found.low, found.high) == pytest.approx((nominal.low, nominal.high), abs=1e-12)


def test_wrong_calls_are_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(InvalidCallError, match=r"clusters have shape \(0,\)"):
        resample_clusters([], rng=rng)
    with pytest.raises(InvalidCallError, match="n_resamples is 0"):
        resample_clusters([1], rng=rng, n_resamples=0)
    drawn = resample_clusters([1, 2], rng=rng, n_resamples=10)
    with pytest.raises(InvalidCallError, match="resamples have 2 units and codings 40"):
        measure_agreement(CODINGS, coefficient="alpha", resamples=drawn)
