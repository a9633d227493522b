import pandas as pd
import pytest
from result_rows import UNDEFINED, make_rows, mean_row, nobody

from survey_analysis.errors import InvalidCallError
from survey_analysis.tables.rows import (
    Row,
    pick_rows,
    read_rows,
    require_columns,
    require_one,
    write_both,
    write_estimate,
    write_interval,
)

SEGMENT = {"segment_by": "role", "segment": "Developer"}


def read(**given: object) -> Row:
    return read_rows(make_rows(given))[0]


def test_rows_of_the_whole_sample_and_of_segments_are_kept_apart() -> None:
    rows = make_rows({}, SEGMENT, {"statistic": "mean"})
    assert list(pick_rows(rows, statistics=["proportion"]).index) == [0]
    picked = pick_rows(rows, statistics=["proportion"], segmented=True)
    assert list(picked["segment"]) == ["Developer"]


def test_picking_nothing_says_what_there_is() -> None:
    with pytest.raises(InvalidCallError, match="whole sample with mean or median; found: prop"):
        pick_rows(make_rows({}), statistics=["mean", "median"])
    with pytest.raises(InvalidCallError, match="found: no row at all"):
        pick_rows(make_rows({})[:0], statistics=["mean"])


def test_missing_columns_are_all_named() -> None:
    with pytest.raises(InvalidCallError, match=r"lacks the columns page, reached$"):
        require_columns(pd.DataFrame({"x": [1]}), ["page", "x", "reached"])


def test_several_values_where_one_is_shown_are_listed() -> None:
    with pytest.raises(InvalidCallError, match="one question is shown at a time, found 2: A, B"):
        require_one(pd.DataFrame({"question": ["A", "B", "A"]}), "question")


def test_a_row_is_named_by_its_most_exact_label() -> None:
    assert read(option="Yes", item="Build").name == "Yes"
    assert read(option="", item="Build").name == "Build"
    assert read(option="", item="").name == "Ways to release"


def test_the_bootstrap_interval_is_shown_where_there_is_one() -> None:
    row = read()
    assert (row.low, row.high, row.is_wilson) == (0.31, 0.5, False)


def test_wilson_stands_in_where_nobody_or_everybody_counts() -> None:
    row = read(**nobody())
    assert (row.low, row.high, row.is_wilson) == (0.0, 0.037, True)


def test_a_number_without_an_interval_is_not_wilson() -> None:
    row = read(**mean_row(4.0, UNDEFINED, UNDEFINED))
    assert not row.is_wilson
    assert write_both(row, unit="years") == "4.0\u00a0years"


@pytest.mark.parametrize(("answered", "is_small"), [(9, True), (10, False), (UNDEFINED, False)])
def test_bases_below_ten_are_small(answered: float, is_small: bool) -> None:
    assert read(answered=answered).is_small is is_small


def test_a_suppressed_row_is_small() -> None:
    assert read(answered=UNDEFINED, estimate=UNDEFINED).is_small


def test_estimate_and_interval_are_rounded_by_their_base() -> None:
    assert write_both(read()) == "40\u00a0% (31–50)"
    assert write_both(read(answered=400)) == "40.0\u00a0% (31.0–50.0)"


def test_means_have_a_decimal_and_whole_quantiles_have_none() -> None:
    assert write_estimate(read(**mean_row(30, 20, 40))) == "30.0"
    assert write_both(read(**mean_row(30, 20, 50, statistic="median"))) == "30 (20–50)"
    assert write_interval(read(**mean_row(30, 22.5, 50, statistic="median"))) == "22.5–50.0"
