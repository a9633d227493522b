import pandas as pd
import pytest
from result_rows import UNDEFINED, load_record, make_rows, mean_row, nobody

from survey_analysis.errors import InvalidCallError
from survey_analysis.tables import adoption_table, numeric_table, scale_table, segment_table
from survey_analysis.tables.segments import tabulate_segments

AUTOMATIC = {"option_id": "automatic", "option": "Automatic"}


def test_an_option_has_count_base_share_and_both_intervals() -> None:
    assert adoption_table(make_rows({})).iloc[0].to_dict() == {
        "Option": "By hand",
        "Count": "40",
        "Base": "100",
        "Share": "40\u00a0%",
        "95\u00a0% interval": "31–50\u00a0%",
        "Wilson interval": "31–50\u00a0%",
    }


def test_an_undefined_bootstrap_interval_is_a_dash_beside_wilsons() -> None:
    row = adoption_table(make_rows(nobody())).iloc[0]
    assert list(row[-2:]) == ["–", "0–4\u00a0%"]


def test_several_questions_are_grouped() -> None:
    table = adoption_table(make_rows({}, {"question": "Pipeline", "option": "Yes"}))
    assert list(table["Group"]) == ["Ways to release", "Pipeline"]


def test_answers_to_items_of_a_grid_are_no_adoption() -> None:
    with pytest.raises(InvalidCallError, match="found: no row at all"):
        adoption_table(make_rows({"item_id": "build", "item": "Build"}))


def test_another_level_stands_in_the_heading() -> None:
    table = adoption_table(make_rows({"confidence_level": 0.9}))
    assert "90\u00a0% interval" in table


def test_the_grid_of_the_original_shows_all_answers_and_both_bases() -> None:
    table = scale_table(load_record().question("Q2")).set_index("Item")
    deployment = table.loc["Model deployment"]
    assert list(deployment[["Base", "Base on the scale", "Top two"]]) == ["175", "170", "52\u00a0%"]
    assert deployment["I don't know"] == "3\u00a0%"
    assert list(table.columns[1:7]) == [
        "Very easy",
        "Easy",
        "Neutral",
        "Complex",
        "Very complex",
        "I don't know",
    ]


def test_a_number_has_mean_median_and_middle_half() -> None:
    number = {"question_id": "P5", "question": "Monitored", "item": "Monitored"}
    rows = make_rows(
        number | mean_row(38.74, 33.5, 44.2),
        number | mean_row(30, 20, 50, statistic="median"),
        number | mean_row(10, 5, 10, statistic="quantile_25"),
        number | mean_row(62.5, 50, 80, statistic="quantile_75"),
    )
    assert list(numeric_table(rows, units={"P5": "%"}).iloc[0]) == [
        "Monitored",
        "100",
        "38.7\u00a0%",
        "33.5–44.2\u00a0%",
        "30\u00a0%",
        "20–50\u00a0%",
        "10–62.5",
    ]


def test_numbers_of_a_block_are_named_by_question_and_item() -> None:
    table = numeric_table(load_record().table("estimates"))
    names = list(table["Number"])
    assert names[0] == "Years in software development"
    assert "Share of effort in each life-cycle phase: Model monitoring" in names
    assert not [name for name in names if name.startswith("Relevance")]


def test_scales_are_no_numbers() -> None:
    with pytest.raises(InvalidCallError, match="the quartiles are missing"):
        numeric_table(make_rows(mean_row(3.2, 3, 4), mean_row(3, 3, 4, statistic="median")))


def segment(name: str, **given: object) -> dict[str, object]:
    return {"segment_by": "role", "segment": name, **given}


def test_segments_stand_in_rows_and_options_in_columns() -> None:
    rows = make_rows(
        segment("Developer"),
        segment("Tester", answered=9),
        segment("Developer", **AUTOMATIC),
        segment("Tester", answered=9, **AUTOMATIC),
    )
    expected = pd.DataFrame(
        {
            "Segment": ["Developer", "Tester"],
            "Base": ["100", "base below 10"],
            "By hand": ["40\u00a0% (31–50)", "base below 10"],
            "Automatic": ["40\u00a0% (31–50)", "base below 10"],
        }
    )
    pd.testing.assert_frame_equal(segment_table(rows), expected)


def test_a_suppressed_row_says_that_it_is_not_published() -> None:
    rows = make_rows(segment("Tester", answered=UNDEFINED, estimate=UNDEFINED))
    assert list(segment_table(rows).iloc[0]) == ["Tester", "not published", "not published"]


def test_items_with_different_bases_carry_them_in_their_cells() -> None:
    begun = mean_row(4, 2, 6, item_id="a", item="Begun", answered=50)
    ended = mean_row(3, 1, 5, item_id="b", item="Ended", answered=40)
    table = segment_table(make_rows(segment("Developer", **begun), segment("Developer", **ended)))
    assert list(table.columns) == ["Segment", "Begun", "Ended"]
    assert table["Ended"].tolist() == ["3.0 (1.0–5.0), n = 40"]


def test_the_record_shows_no_figure_of_a_small_segment() -> None:
    rows = load_record().question("Q13", "breakdowns")
    table = segment_table(rows[rows["segment_by"] == "role"]).set_index("Segment")
    assert set(table.loc["Test manager or tester"]) == {"not published"}
    assert table.loc["Data scientist", "Base"] == "57"


def test_many_options_by_segment_have_a_row_each() -> None:
    names = ["By hand", "Automatic", "Nightly", "Weekly"]
    rows = make_rows(
        *(segment("Developer", option_id=name.lower(), option=name) for name in names),
        *(segment("Tester", option_id=name.lower(), option=name, answered=9) for name in names),
    )
    table = tabulate_segments(rows)
    assert list(table.columns) == ["Group", "Segment", "Base", "Share", "95\u00a0% interval"]
    assert table["Group"].tolist() == [name for name in names for _ in range(2)]
    assert table.iloc[0].tolist() == ["By hand", "Developer", "100", "40\u00a0%", "31–50\u00a0%"]
    assert table.iloc[1].tolist() == ["By hand", "Tester", "base below 10", "", ""]
    three = rows[rows["option"] != "Weekly"]
    pd.testing.assert_frame_equal(tabulate_segments(three), segment_table(three))


def test_a_grid_without_answers_off_the_scale_has_one_base() -> None:
    rows = load_record().question("Q2")
    assert "Base on the scale" in scale_table(rows)
    is_top = rows["statistic"] == "top_share"
    bases = rows[rows["statistic"] == "proportion"].groupby("item_id")["answered"].first()
    same = rows.assign(answered=rows["answered"].mask(is_top, rows["item_id"].map(bases)))
    assert "Base on the scale" not in scale_table(same)
