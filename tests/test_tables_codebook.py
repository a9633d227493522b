import numpy as np
import pandas as pd
import pytest
from result_rows import make_rows

from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import estimate
from survey_analysis.responses import Responses
from survey_analysis.study import Study
from survey_analysis.tables import codebook_table, display_table


@pytest.fixture
def codebook(tiny_responses: Responses) -> pd.DataFrame:
    table = codebook_table(tiny_responses.study, estimate(tiny_responses))
    return table.set_index("Question")


def test_every_question_is_listed_in_order(codebook: pd.DataFrame, tiny_study: Study) -> None:
    assert list(codebook.index) == [question.id for question in tiny_study.questions]


def test_a_question_has_kind_columns_base_and_research_question(codebook: pd.DataFrame) -> None:
    assert codebook.loc["P1", ["Kind", "Columns", "Base"]].tolist() == [
        "multiple",
        "P1_None to P1_Other_Free (5)",
        "5",
    ]
    assert codebook.loc["P3", ["Kind", "Base", "Research question"]].tolist() == [
        "scale",
        "4–5",
        "RQ2",
    ]
    assert codebook.loc["B2", "Columns"] == "B2_Years"


def test_open_questions_have_no_base(codebook: pd.DataFrame) -> None:
    assert codebook.loc["T1", "Base"] == "–"


def test_flags_say_what_is_odd_and_who_was_asked(codebook: pd.DataFrame) -> None:
    assert codebook.loc["B3", "Flags"] == "untouched default"
    assert codebook.loc["P1", "Flags"] == "ambiguous missing"
    assert codebook.loc["P5", "Flags"] == "asked if P2 = 'Yes'"
    assert codebook.loc["B1", "Flags"] == ""


def test_any_table_can_be_shown_under_headings_of_its_own() -> None:
    table = pd.DataFrame(
        {
            "page": ["start"],
            "reached": np.array([1276]),
            "share_of_started": [0.7464],
            "minutes": [12.34],
            "whole": [3.0],
            "hidden": [1],
        }
    )
    headings = {"page": "Page", "reached": "Reached", "share_of_started": "Share"}
    columns = headings | {"minutes": "Minutes", "whole": "Whole"}
    shown = display_table(table, columns=columns, base=276)
    assert shown.iloc[0].to_dict() == {
        "Page": "start",
        "Reached": "1,276",
        "Share": "74.6\u00a0%",
        "Minutes": "12.3",
        "Whole": "3",
    }


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="lacks the columns pages"):
        display_table(make_rows({}), columns={"pages": "Pages"})
