from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest

from survey_analysis.agreement import Coefficient, measure_agreement, resample_clusters
from survey_analysis.agreement.measures import measure_coefficients
from survey_analysis.errors import InvalidCallError

NAN = float("nan")
COEFFICIENTS: tuple[Coefficient, ...] = get_args(Coefficient)
# Eight units; both coded six: 1 1, 1 0, 0 0, 0 0, 0 1, 1 1.
EIGHT = [[1, 1, 0, 0, 0, 1, 1, NAN], [1, 0, 0, 0, 1, 1, NAN, NAN]]


def test_a_hand_counted_example_comes_out() -> None:
    found = {c: measure_agreement(EIGHT, coefficient=c).estimate for c in COEFFICIENTS}
    # Four of six agree. Each coder applied the code in three of the six: expected 1/2.
    # The seventh unit, coded once, adds to the shares of AC1 and Fleiss: 4/7 and 3/7.
    assert found["percent"] == pytest.approx(4 / 6)
    assert found["cohen"] == pytest.approx(1 / 3)
    assert found["fleiss"] == pytest.approx(1 - (2 / 6) / (24 / 49))
    assert found["ac"] == pytest.approx(1 - (2 / 6) / (25 / 49))
    assert found["alpha"] == pytest.approx(1 - 11 * 4 / 72)
    assert found["pabak"] == pytest.approx(1 / 3)
    assert (found["prevalence"], found["bias"]) == (0, 0)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_units_coded_by_fewer_than_two_are_excluded_and_counted(coefficient: Coefficient) -> None:
    found = measure_agreement(EIGHT, coefficient=coefficient)
    assert (found.n_units, found.n_excluded) == (6, 2)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_without_a_unit_of_two_codings_everything_is_undefined(coefficient: Coefficient) -> None:
    codings = [[1, 0, NAN], [NAN, NAN, 1]]
    found = measure_agreement(codings, coefficient=coefficient, categories=(0, 1))
    assert (found.estimate, found.n_units, found.n_excluded) == (None, 0, 3)
    assert found.note == "undefined, because no unit was coded by two coders"


@pytest.mark.parametrize("coefficient", ["cohen", "fleiss", "alpha"])
def test_kappa_and_alpha_are_undefined_where_all_codings_are_the_same(
    coefficient: Coefficient,
) -> None:
    resamples = resample_clusters([1, 2], rng=np.random.default_rng(1), n_resamples=50)
    found = measure_agreement([[0, 0], [0, 0]], coefficient=coefficient, resamples=resamples)
    assert (found.estimate, found.low, found.method) == (None, None, "")
    assert found.note == "undefined, because all codings are the same"


def test_ac1_and_pabak_are_defined_where_kappa_is_not_if_a_second_category_is_declared() -> None:
    codings = [[0, 0], [0, 0]]
    for coefficient in ("ac", "pabak"):
        declared = measure_agreement(codings, coefficient=coefficient, categories=(0, 1))
        found = measure_agreement(codings, coefficient=coefficient)
        assert (declared.estimate, declared.note) == (1, "")
        assert found.estimate is None
        assert found.note == "undefined, because there is only one category"


@pytest.mark.parametrize("coefficient", ["cohen", "prevalence", "bias"])
def test_what_compares_two_coders_is_undefined_for_three(coefficient: Coefficient) -> None:
    found = measure_agreement(np.eye(3), coefficient=coefficient)
    assert found.estimate is None
    assert found.note == "undefined, because it compares two coders and there are 3"


def test_categories_nobody_chose_change_ac1_but_neither_kappa_nor_alpha() -> None:
    for coefficient, same in (("cohen", True), ("alpha", True), ("ac", False), ("pabak", False)):
        found = measure_agreement(EIGHT, coefficient=coefficient)
        wider = measure_agreement(EIGHT, coefficient=coefficient, categories=range(5))
        assert (found.estimate == pytest.approx(wider.estimate)) is same


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"coefficient": "kohen"}, "'kohen' is not a coefficient; nearest is 'cohen'"),
        ({"coefficient": "cohen", "weighting": "ordinal"}, "is not a weighting of cohen"),
        ({"coefficient": "alpha", "weighting": "linear"}, "is not a weighting of alpha"),
        ({"coefficient": "bias", "weighting": "linear"}, "is not a weighting of bias"),
        ({"coefficient": "bias", "categories": (0, 1, 2)}, "bias index needs two categories"),
        ({"coefficient": "ac", "categories": (0, 2)}, r"codings hold \[1.0\]; allowed are"),
        ({"coefficient": "ac", "categories": (0, 1, 1)}, "each may be named once"),
    ],
)
def test_wrong_calls_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidCallError, match=message):
        measure_agreement(EIGHT, **arguments)


def test_codings_of_another_shape_are_refused() -> None:
    with pytest.raises(InvalidCallError, match=r"shape \(2,\); needed is \(coders, units\)"):
        measure_agreement([1, 0], coefficient="percent")
    with pytest.raises(InvalidCallError, match="must be finite"):
        measure_agreement([[1, np.inf]], coefficient="percent")


def test_coefficients_measured_together_are_those_measured_one_by_one() -> None:
    rng = np.random.default_rng(5)
    codings = rng.integers(0, 2, (2, 30)).astype(float)
    codings[1, :4] = np.nan
    names: list[Coefficient] = ["percent", "cohen", "alpha", "ac", "pabak", "prevalence", "bias"]
    drawn = resample_clusters(rng.integers(0, 9, 30), rng=rng, n_resamples=500)
    together = measure_coefficients(codings, coefficients=names, resamples=drawn)
    assert together == [
        measure_agreement(codings, coefficient=name, resamples=drawn) for name in names
    ]
    assert all(one.low is not None for one in together)


def test_what_is_undefined_leaves_the_other_coefficients_as_they_are() -> None:
    same = [[1, 1, 1], [1, 1, 1], [1, 1, 1]]
    names: list[Coefficient] = ["cohen", "percent", "fleiss"]
    drawn = resample_clusters(range(3), rng=np.random.default_rng(1), n_resamples=50)
    cohen, percent, fleiss = measure_coefficients(same, coefficients=names, resamples=drawn)
    assert [one.estimate for one in (cohen, percent, fleiss)] == [None, 1, None]
    assert cohen.note == "undefined, because it compares two coders and there are 3"
    assert percent.note.startswith("no interval, because resamples do not vary")
    assert fleiss.note == "undefined, because all codings are the same"
