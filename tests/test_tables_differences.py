import math

import pandas as pd
import pytest
from contrast_rows import STUDY, SUPPRESSED, effort, make_contrasts, open_row, segments

from survey_analysis.errors import InvalidCallError
from survey_analysis.tables.differences import (
    Contrast,
    format_p_value,
    read_contrasts,
    write_difference,
    write_difference_interval,
)


def read_one(**given: object) -> Contrast:
    (row,) = read_contrasts(make_contrasts(given), study=STUDY)
    return row


def test_a_negative_difference_is_turned_with_its_interval() -> None:
    row = read_one()
    assert row.name == "Separate service over Embedded in the application"
    assert (row.estimate, row.low, row.high) == (0.17, 0.04, 0.29)


def test_a_positive_difference_keeps_its_direction() -> None:
    row = read_one(**open_row())
    assert (row.first, row.second) == ("Platform as a service", "Other approach")
    assert (row.low, row.high) == (0.01, 0.11)


def test_segments_are_named_and_the_family_says_what_is_compared() -> None:
    row = read_one(**segments("0–1", "5–9"))
    assert row.name == "5–9 over 0–1"
    assert row.family == (
        "MLOps pipeline followed for deployment: Yes, by years with ML-enabled systems"
    )


def test_the_same_item_of_two_scales_is_a_family_of_the_item() -> None:
    items = {"item_id": "model-monitoring", "versus_item_id": "model-monitoring"}
    questions = {"question_id": "Q1", "versus_question_id": "Q2"}
    row = read_one(**items, **questions, option_id="", versus_option_id="", estimate=0.39)
    assert row.family == "Model monitoring"
    assert row.first == STUDY.question("Q1").label


def test_only_what_interval_and_holm_both_exclude_stands() -> None:
    assert read_one().is_standing(0.95)
    assert not read_one().is_standing(0.99)
    assert not read_one(p_holm=0.051).is_standing(0.95)
    assert not read_one(ci_high=0.01).is_standing(0.95)
    assert not read_one(ci_low=math.nan, ci_high=math.nan).is_standing(0.95)


def test_suppressed_rows_have_no_figure_even_where_nothing_stands_for_them() -> None:
    assert read_one(**SUPPRESSED).is_suppressed
    assert read_one(**dict.fromkeys(SUPPRESSED) | {"flag": "suppressed"}).is_suppressed
    assert not read_one(**SUPPRESSED).is_standing(0.95)


def test_shares_are_written_in_points_and_means_in_their_unit() -> None:
    assert write_difference(read_one()) == "17\u00a0points"
    assert write_difference(read_one(**effort())) == "9.8\u00a0points"
    years = {"question_id": "D5", "versus_question_id": "D5", "estimate": 2.0}
    row = read_one(**years, option_id="", versus_option_id="")
    assert write_difference(row) == "2.0\u00a0years"


def test_large_bases_carry_a_decimal() -> None:
    assert write_difference(read_one(n=200)) == "17.0\u00a0points"


def test_limits_below_zero_stand_apart_and_have_a_minus() -> None:
    assert write_difference_interval(read_one()) == "4–29"
    assert write_difference_interval(read_one(ci_high=0.014)) == "−1 – 29"
    assert write_difference_interval(read_one(ci_high=0.004)) == "0 – 29"
    assert write_difference_interval(read_one(ci_low=math.nan, ci_high=math.nan)) == "–"


def test_p_values_have_three_decimals_and_are_never_zero() -> None:
    numbers = [0.0126, 0.0005, 0.00049, 1.0, math.nan]
    assert [format_p_value(p) for p in numbers] == ["0.013", "0.001", "<0.001", "1.000", "–"]


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="no contrast to show"):
        read_contrasts(make_contrasts({}).iloc[:0], study=STUDY)


def test_other_tables_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="lacks the columns item_id, option_id"):
        read_contrasts(pd.DataFrame({"question_id": ["Q13"]}), study=STUDY)
