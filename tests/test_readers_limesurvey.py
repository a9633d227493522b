from __future__ import annotations

import pytest

from survey_analysis.readers.limesurvey import find_heading_style, lay_out
from survey_analysis.readers.shapes import Column

CODES = ["id", "submitdate", "lastpage"]
MIXED = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page"]
FULL = ["Response ID", "Date submitted", "Last page"]


def describe(heading: str, known: list[str], record: str = "") -> tuple[Column, str]:
    rows = [(1, [*known, heading]), (2, ["", "", "", record])]
    layout = lay_out(rows, file="a.csv")
    return layout.columns[-1], layout.records[0][1][-1]


@pytest.mark.parametrize(
    ("header", "style"),
    [(CODES, "code"), (MIXED, "mixed"), (FULL, "full"), (CODES[:2], ""), (["a", "b", "c"], "")],
)
def test_the_style_of_headings_is_known_by_the_tool_s_own_columns(
    header: list[str], style: str
) -> None:
    assert find_heading_style(header) == style


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Q1[SQ001][1]", ("Q1[SQ001][1]", "Q1", "", "", "answer")),
        ("Q1[other]", ("Q1[other]", "Q1", "", "", "other")),
        ("Q1[SQ001comment]", ("Q1[SQ001comment]", "Q1", "", "", "other")),
        ("questionTime4", ("questionTime4", "questionTime4", "", "", "metadata")),
    ],
)
def test_codes_name_question_and_part(heading: str, column: tuple[str, ...]) -> None:
    found, _ = describe(heading, CODES)
    assert (found.column, found.question, found.text, found.option, found.role) == column


@pytest.mark.parametrize(
    ("heading", "text", "option"),
    [
        ("Q01[SQ001]. Your age: []", "Your age:", ""),
        ("Q2[SQ1]. <b>Tools</b> in use? [Git [hosted]]", "Tools in use? [Git [hosted]]", ""),
        ("Q2[SQ1]. Tools in use? [Git]", "Tools in use?", "Git"),
        ("Q2[SQ1][2]. Tools? [Git][Effort]", "Tools?", "Git - Effort"),
    ],
)
def test_mixed_headings_give_code_wording_and_option(heading: str, text: str, option: str) -> None:
    found, _ = describe(heading, MIXED)
    assert found.column == heading.split(".")[0]
    assert (found.text, found.option) == (text, option)


def test_full_headings_that_repeat_are_told_apart() -> None:
    rows = [(1, [*FULL, "Why?", "Why?"]), (2, ["1", "", "", "a", "b"])]
    layout = lay_out(rows, file="a.csv")
    assert [column.column for column in layout.columns[-2:]] == ["Why?", "Why?#2"]
    assert [column.question for column in layout.columns[-2:]] == ["Why?", "Why?"]
    assert "told apart" in layout.warnings[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [("'=1+1", "=1+1"), ("a\\nb", "a\nb"), ("'quoted'", "'quoted'"), ("None", "None")],
)
def test_what_the_export_did_to_texts_is_undone(written: str, read: str) -> None:
    assert describe("Q1", CODES, written)[1] == read


def test_what_limesurvey_adds_has_its_code_under_headings_of_full_text() -> None:
    header = ["Response ID", "Date submitted", "Last page", "Role?", "Total time", "Group time: A"]
    layout = lay_out([(1, header), (2, ["1", "", "3", "x", "5.1", "2.2"])], file="a.csv")
    names = [column.column for column in layout.columns]
    assert names == ["id", "submitdate", "lastpage", "Role?", "interviewtime", "Group time: A"]
    roles = [column.role for column in layout.columns]
    assert roles == ["metadata", "metadata", "metadata", "answer", "metadata", "metadata"]


def test_expression_codes_are_parted_at_underscores() -> None:
    header = ["id", "submitdate", "lastpage", "Q2_SQ001", "Q2_SQ002", "Q2_other", "Q1"]
    columns = lay_out([(1, header), (2, ["1", "", "3", "Y", "", "DVC", "x"])], file="a.csv").columns
    assert [column.question for column in columns[3:]] == ["Q2", "Q2", "Q2", "Q1"]
    assert [column.role for column in columns[3:]] == ["answer", "answer", "other", "answer"]
