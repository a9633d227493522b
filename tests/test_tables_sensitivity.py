import pandas as pd
import pytest
from result_rows import load_record, make_rows

from survey_analysis.errors import InvalidCallError
from survey_analysis.tables import bounds_table, readings_table, sensitivity_table

ROWS = make_rows(
    {"label": "By hand", "variation": "complete"},
    {"label": "By hand", "variation": "other-countries", "population": "other-countries"},
    {"label": "Everybody who saw it", "variation": "shown", "answered": 110, "estimate": 0.36},
)


def test_headlines_are_grouped_over_their_populations() -> None:
    table = sensitivity_table(ROWS)
    assert list(table["Group"]) == ["By hand", "By hand"]
    assert list(table["Respondents"]) == ["Complete", "Other countries"]
    assert list(table.iloc[0][2:]) == ["100", "40\u00a0%", "31–50\u00a0%"]


def test_readings_are_grouped_by_question_and_base() -> None:
    table = readings_table(ROWS)
    assert list(table["Group"]) == ["Ways to release: everybody who saw it"]
    assert list(table.iloc[0][["Option", "Base", "Share"]]) == ["By hand", "110", "36\u00a0%"]


def test_means_of_the_original_have_the_unit_of_their_question() -> None:
    table = sensitivity_table(load_record().table("sensitivity"), units={"Q15": "%"})
    row = table[table["Group"] == "Production models monitored, mean share"].iloc[0]
    assert row["Estimate"] == "38.7\u00a0%"


def test_the_base_of_the_monitored_aspects_depends_on_the_reading() -> None:
    table = readings_table(load_record().table("sensitivity"))
    assert list(dict.fromkeys(table["Base"])) == ["153", "188", "163"]


def test_bounds_are_shares_of_all_who_saw_the_question() -> None:
    table = bounds_table(load_record().table("bounds"))
    service = table[table["Option"] == "Separate service"].iloc[0]
    assert list(service[1:]) == [
        "Separate service",
        "100",
        "168",
        "60\u00a0%",
        "20",
        "53–64\u00a0%",
    ]


def test_other_tables_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="lacks the columns variation, label"):
        sensitivity_table(pd.DataFrame({"population": ["complete"]}))
