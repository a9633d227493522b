"""Coefficients against published worked examples and against other programs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from survey_analysis.agreement import Coefficient, Weighting, measure_agreement

NAN = float("nan")
FloatArray = npt.NDArray[np.float64]

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: four
# observers and twelve units. Gwet (2014) uses the same data.
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, NAN],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]

# Fleiss (1971), table 1: thirty patients, six diagnoses each.
DIAGNOSES = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 "
    "144444 124444 222333 144444 224445 333335 111455 111112 224444 133555 "
    "555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)


def from_table(table: list[list[int]]) -> FloatArray:
    """Write a two-coder table out as codings: rows the first coder, columns the second."""
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return np.array(pairs, dtype=np.float64).T


def estimate(
    codings: npt.ArrayLike,
    coefficient: Coefficient,
    weighting: Weighting = "nominal",
    *,
    q: int | None = None,
) -> float:
    categories = None if q is None else range(q)
    found = measure_agreement(
        codings, coefficient=coefficient, weighting=weighting, categories=categories
    ).estimate
    assert found is not None
    return found


def generate(seed: int, *, coders: int, q: int, missing: float) -> FloatArray:
    """Draw codings of 30 units that agree more than by chance, all categories in use."""
    rng = np.random.default_rng(seed)
    truth = np.concatenate([np.arange(q), rng.integers(0, q, 30 - q)])
    chance = rng.integers(0, q, (coders, 30))
    codings = np.where(rng.random((coders, 30)) < 0.6, truth, chance).astype(np.float64)
    codings[0, :q] = codings[1, :q] = truth[:q]
    codings[2:][rng.random((coders - 2, 30)) < missing] = np.nan
    codings[1, q:][rng.random(30 - q) < missing] = np.nan
    return codings


GENERATED = [
    pytest.param(generate(i, coders=coders, q=q, missing=missing), q, id=f"{coders}-{q}-{missing}")
    for i, (coders, q, missing) in enumerate(
        (coders, q, missing) for coders in (2, 3, 5) for q in (2, 4) for missing in (0.0, 0.1, 0.4)
    )
]
COMPLETE = [
    pytest.param(generate(i, coders=c, q=q, missing=0.0), q, id=f"{c}-{q}")
    for i, (c, q) in enumerate((c, q) for c in (2, 4) for q in (2, 3, 5))
]


@pytest.mark.parametrize(
    ("weighting", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_is_that_of_krippendorff_2011(weighting: Weighting, published: float) -> None:
    assert round(estimate(FOUR, "alpha", weighting), 3) == published


def test_alpha_of_two_observers_is_that_of_krippendorff_2011() -> None:
    binary = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    letters = ["aabbdcccedda", "babbbccceddd"]
    nominal = [["abcde".index(letter) for letter in row] for row in letters]
    assert round(estimate(binary, "alpha"), 3) == 0.095
    assert round(estimate(nominal, "alpha"), 3) == 0.692


def test_fleiss_kappa_is_that_of_fleiss_1971() -> None:
    codings = np.array([[int(digit) for digit in row] for row in DIAGNOSES.split()]).T
    assert round(estimate(codings, "fleiss"), 3) == 0.430


def test_coefficients_are_those_gwet_2014_gives_for_four_raters() -> None:
    # Handbook of inter-rater reliability, 4th edition, p. 120; irrCAC's raw_4raters.
    found = {c: round(estimate(FOUR, c), 5) for c in ("percent", "fleiss", "ac", "pabak")}
    assert found == {"percent": 0.81818, "fleiss": 0.76117, "ac": 0.77544, "pabak": 0.77273}


@pytest.mark.parametrize(
    ("weighting", "ac2", "fleiss", "pabak"),
    [("linear", 0.85874, 0.81794, 0.84848), ("quadratic", 0.91400, 0.86494, 0.90152)],
)
def test_weighted_coefficients_are_those_of_irrcac(
    weighting: Weighting, ac2: float, fleiss: float, pabak: float
) -> None:
    # irrCAC 0.4.4, raw_4raters, weights="linear" and "quadratic".
    found = [round(estimate(FOUR, c, weighting), 5) for c in ("ac", "fleiss", "pabak")]
    assert found == [ac2, fleiss, pabak]


def test_two_coder_coefficients_are_those_gwet_2014_gives_for_abstractors() -> None:
    # Handbook, 4th edition; printed by the vignette "overview" of R's irrCAC.
    codings = from_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    assert estimate(codings, "cohen") == pytest.approx(0.7964094, abs=1e-7)
    assert estimate(codings, "ac") == pytest.approx(0.8493305, abs=1e-7)
    assert estimate(codings, "pabak") == pytest.approx(0.835)
    assert estimate(codings, "alpha") == pytest.approx(0.7972585, abs=1e-7)
    assert estimate(codings, "percent") == pytest.approx(0.89)


@pytest.mark.parametrize(
    ("table", "kappa", "pabak", "prevalence", "bias"),
    [
        ([[40, 9], [6, 45]], 0.70, 0.70, -0.05, 0.03),
        ([[80, 10], [5, 5]], 0.32, 0.70, 0.75, 0.05),
        ([[45, 15], [25, 15]], 0.13, 0.20, 0.30, -0.10),
        ([[25, 35], [5, 35]], 0.26, 0.20, -0.10, 0.30),
    ],
)
def test_the_tables_of_the_kappa_paradox_come_out(
    table: list[list[int]], kappa: float, pabak: float, prevalence: float, bias: float
) -> None:
    # Tables and kappas: Feinstein and Cicchetti (1990). PABAK, (a - d) / n and (b - c) / n
    # by the definitions of Byrt, Bishop and Carlin (1993). Yes, their first row, is 1 here.
    codings = 1 - from_table(table)
    assert round(estimate(codings, "cohen"), 2) == kappa
    assert estimate(codings, "pabak") == pytest.approx(pabak)
    assert estimate(codings, "prevalence") == pytest.approx(prevalence)
    assert estimate(codings, "bias") == pytest.approx(bias)


@pytest.mark.parametrize("seed", range(5))
def test_kappa_follows_from_pabak_prevalence_and_bias(seed: int) -> None:
    # Byrt, Bishop and Carlin (1993): kappa = (PABAK - PI² + BI²) / (1 - PI² + BI²).
    codings = generate(seed, coders=2, q=2, missing=0.2)
    pabak, prevalence, bias = (estimate(codings, c) for c in ("pabak", "prevalence", "bias"))
    spread = bias**2 - prevalence**2
    assert estimate(codings, "cohen") == pytest.approx((pabak + spread) / (1 + spread), abs=1e-12)


@pytest.mark.parametrize("weighting", ["nominal", "ordinal", "interval"])
@pytest.mark.parametrize(("codings", "q"), GENERATED)
def test_alpha_is_that_of_krippendorff_the_package(
    codings: FloatArray, q: int, weighting: Weighting
) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    theirs = krippendorff.alpha(reliability_data=codings, level_of_measurement=weighting)
    assert estimate(codings, "alpha", weighting, q=q) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("weighting", ["nominal", "linear", "quadratic"])
@pytest.mark.parametrize(("codings", "q"), GENERATED)
def test_cohens_kappa_is_that_of_scikit_learn(
    codings: FloatArray, q: int, weighting: Weighting
) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    pair = codings[:2]
    first, second = pair[:, ~np.isnan(pair).any(axis=0)].astype(int)
    weights = None if weighting == "nominal" else weighting
    theirs = metrics.cohen_kappa_score(first, second, labels=range(q), weights=weights)
    assert estimate(pair, "cohen", weighting, q=q) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("codings", "q"), COMPLETE)
def test_fleiss_kappa_is_that_of_statsmodels(codings: FloatArray, q: int) -> None:
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    table, _ = inter_rater.aggregate_raters(codings.T.astype(int), n_cat=q)
    fleiss, randolph = (inter_rater.fleiss_kappa(table, method=m) for m in ("fleiss", "randolph"))
    assert estimate(codings, "fleiss", q=q) == pytest.approx(fleiss, abs=1e-9)
    assert estimate(codings, "pabak", q=q) == pytest.approx(randolph, abs=1e-9)


def test_agreement_does_not_depend_on_the_order_of_coders_or_units() -> None:
    codings = generate(9, coders=4, q=4, missing=0.2)
    rng = np.random.default_rng(2)
    other = rng.permutation(rng.permutation(codings, axis=0), axis=1)
    for coefficient in ("percent", "fleiss", "alpha", "ac", "pabak"):
        expected = pytest.approx(estimate(codings, coefficient), abs=1e-12)
        assert estimate(other, coefficient) == expected
