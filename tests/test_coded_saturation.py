from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from coded_samples import CODEBOOK, make_applications, make_coding, make_units

from survey_analysis.coded.accumulation import count_new, expect_codes, find_saturation, new_shares
from survey_analysis.coded.cohort import form_cohort
from survey_analysis.coded.reports import Reports, count_reports
from survey_analysis.coded.saturation import tabulate_accumulation, tabulate_saturation

MARKS = np.array(
    [[1, 1, 0], [1, 0, 0], [0, 0, 0], [1, 1, 0], [0, 0, 1], [1, 0, 0], [1, 1, 0], [0, 1, 0]],
    dtype=bool,
)


@pytest.fixture
def reports() -> list[Reports]:
    """Eight respondents with the codes of MARKS."""
    codes = ["a", "b", "d"]
    units = [f"{respondent}:1" for respondent in range(8)]
    codings = [
        (unit, code, "")
        for unit, row in zip(units, MARKS, strict=True)
        for code in ([one for one, has in zip(codes, row, strict=True) if has] or [""])
    ]
    coding = make_coding(
        make_applications("coder-a", codings), units=make_units(units), codebook=CODEBOOK
    )
    return count_reports(coding, form_cohort(None, [unit[0] for unit in units], by=None))


def test_a_code_is_new_with_its_first_respondent_only() -> None:
    assert count_new(MARKS).tolist() == [2, 0, 0, 0, 1, 0, 0, 0]


def test_codes_that_nobody_reports_are_not_new() -> None:
    assert count_new(np.zeros((3, 2), dtype=bool)).tolist() == [0, 0, 0]


def test_new_codes_of_a_run_are_measured_by_the_base() -> None:
    new = np.array([20, 8, 5, 4, 2, 1, 0, 1])
    assert new_shares(new, run_length=2)[5:] == pytest.approx([3 / 37, 1 / 37, 1 / 37])
    assert np.isnan(new_shares(new, run_length=2)[:5]).all()
    assert new_shares(new, run_length=3)[6:] == pytest.approx([3 / 37, 2 / 37])


def test_shares_of_many_orders_are_those_of_each() -> None:
    orders = np.array([[5, 3, 2, 0, 1, 0, 0], [0, 0, 0, 0, 4, 4, 3], [11, 0, 0, 0, 0, 0, 0]])
    for run in (2, 3, 9):
        found = new_shares(orders, run_length=run)
        np.testing.assert_array_equal(found, [new_shares(new, run_length=run) for new in orders])


def test_saturation_is_reached_before_the_run_that_brings_little() -> None:
    new = np.array([20, 8, 5, 4, 2, 1, 0, 1])
    assert find_saturation(new, run_length=2) == 5
    assert find_saturation(new, run_length=3) is None


def test_five_per_cent_is_little_enough() -> None:
    assert find_saturation(np.array([20, 0, 0, 0, 1, 0]), run_length=2) == 4
    assert find_saturation(np.array([19, 0, 0, 0, 1, 0]), run_length=2) is None


def test_too_few_respondents_or_an_empty_base_reach_nothing() -> None:
    assert find_saturation(np.array([5, 0, 0, 0, 0]), run_length=2) is None
    assert find_saturation(np.zeros(9, dtype=np.int64), run_length=2) is None


def test_expected_codes_are_the_mean_over_all_orders() -> None:
    few = MARKS[[0, 1, 3, 4, 6]]
    orders = [np.cumsum(count_new(few[list(order)])) for order in permutations(range(5))]
    np.testing.assert_allclose(expect_codes(few), np.mean(orders, axis=0), atol=1e-12)


def test_the_curve_follows_the_cohort_and_ends_with_all_codes(reports: list[Reports]) -> None:
    curve = tabulate_accumulation(reports, rng=np.random.default_rng(1))
    assert curve["codes"].tolist() == [2, 2, 2, 2, 3, 3, 3, 3]
    assert curve["new_codes"].tolist() == count_new(MARKS).tolist()
    assert curve.iloc[-1][["expected", "order_low", "order_high"]].tolist() == [3, 3, 3]
    assert (curve["order_low"] <= curve["expected"]).all()
    assert (curve["expected"] <= curve["order_high"]).all()


def test_points_say_when_it_is_reached_in_the_order_and_over_random_ones(
    reports: list[Reports],
) -> None:
    points = tabulate_saturation(reports, rng=np.random.default_rng(1))
    assert points["run_length"].tolist() == [2, 3]
    assert points["respondents"].tolist() == [5, 5]
    assert points["codes"].tolist() == [3, 3]
    assert points["base_codes"].tolist() == [2, 2]
    assert (points["orders_reaching"] <= points["orders"]).all()
    assert (points["order_low"] <= points["order_median"]).all()


def test_the_same_seed_gives_the_same_interval(reports: list[Reports]) -> None:
    one, other = (tabulate_accumulation(reports, rng=np.random.default_rng(3)) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
