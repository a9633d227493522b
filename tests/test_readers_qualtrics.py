from __future__ import annotations

import json

import pytest

from survey_analysis.errors import DataError
from survey_analysis.readers.qualtrics import find_import_ids, lay_out
from survey_analysis.readers.rows import Rows


def rows(columns: list[tuple[str, str, str]], *records: list[str]) -> Rows:
    names, wordings, ids = (list(part) for part in zip(*columns, strict=True))
    head = [names, wordings, [json.dumps({"ImportId": key}) for key in ids]]
    return list(enumerate([*head, *records], start=1))


def test_columns_of_a_question_share_its_wording_and_keep_their_option() -> None:
    columns = [
        ("Q5_10", "Tools? - Selected Choice - Git", "QID7_10"),
        ("Q5_11", "Tools? - Selected Choice - CI - hosted", "QID7_11"),
        ("Q5_11_TEXT", "Tools? - CI - hosted - Text", "QID7_11_TEXT"),
    ]
    described = lay_out(rows(columns, ["", "", ""]), file="a.csv").columns
    assert [(c.question, c.text, c.option, c.role) for c in described] == [
        ("Q5", "Tools?", "Git", "answer"),
        ("Q5", "Tools?", "CI - hosted", "answer"),
        ("Q5", "Tools?", "CI - hosted", "other"),
    ]


def test_a_wording_of_its_own_loses_only_what_the_tool_added() -> None:
    columns = [("Q1", "Big - or small? - Selected Choice", "QID1"), ("Q2", "One - two", "QID2")]
    described = lay_out(rows(columns, ["", ""]), file="a.csv").columns
    assert [(c.question, c.text, c.option) for c in described] == [
        ("Q1", "Big - or small?", ""),
        ("Q2", "One - two", ""),
    ]


@pytest.mark.parametrize("key", ["QID9_PAGE_SUBMIT", "QID9_BROWSER", "startDate", "myField"])
def test_timing_browser_and_embedded_data_are_no_answers(key: str) -> None:
    (column,) = lay_out(rows([("T", "T", key)], [""]), file="a.csv").columns
    assert column.role == "metadata"


def test_questions_of_a_loop_stay_apart() -> None:
    columns = [("1_Q1", "Role?", "1_QID1"), ("2_Q1", "Role?", "2_QID1")]
    described = lay_out(rows(columns, ["", ""]), file="a.csv").columns
    assert [column.question for column in described] == ["1_Q1", "2_Q1"]


@pytest.mark.parametrize(
    ("status", "channel", "kept"),
    [
        ("IP Address", "anonymous", True),
        ("0", "email", True),
        ("Survey Preview", "anonymous", False),
        ("1", "anonymous", False),
        ("Survey Test", "test", False),
        ("0", "preview", False),
    ],
)
def test_records_of_the_survey_s_authors_are_left_out(
    status: str, channel: str, kept: bool
) -> None:
    columns = [("Status", "Response Type", "status"), ("D", "Channel", "distributionChannel")]
    layout = lay_out(rows(columns, [status, channel]), file="a.csv")
    assert bool(layout.records) is kept
    assert bool(layout.warnings) is not kept


@pytest.mark.parametrize("third", ["", "x", "{", "[1]", '{"a": 1}', '{"ImportId": ""}'])
def test_a_third_row_without_import_ids_is_a_record(third: str) -> None:
    held = [(1, ["Q1"]), (2, ["Role?"]), (3, [third])]
    assert find_import_ids(held) == []
    with pytest.raises(DataError, match=r"a\.csv: is no Qualtrics export"):
        lay_out(held, file="a.csv")


def test_choices_that_were_exported_as_numbers_are_marked_as_coded() -> None:
    ids = ["finished", "QID1", "QID2_TEXT", "QID3_1", "QID4", "QID4_NPS_GROUP"]
    head = [["Finished", "Q1", "Q2", "Q3_1", "Q4", "Q4_NPS_GROUP"], ["w"] * 6]
    head.append([json.dumps({"ImportId": key}) for key in ids])
    rows = [*head, ["1", "3", "7", "2", "9", "3"], ["0", "1", "7", "2", "9", "3"]]
    layout = lay_out(list(enumerate(rows, start=1)), file="a.csv")
    assert [c.column for c in layout.columns if c.coded] == ["Q1"]
    words = [*head, ["True", "3", "7", "2", "9", "3"]]
    layout = lay_out(list(enumerate(words, start=1)), file="a.csv")
    assert not any(column.coded for column in layout.columns)


def test_questions_with_other_import_ids_are_known_by_their_wordings() -> None:
    columns = [
        ("Finished", "Finished", "finished"),
        ("ResponseId", "Response ID", "responseId"),
        ("cohort", "cohort", "cohort"),
        ("Q2", "What is your role? - Selected Choice", "Q2"),
        ("Q2_6_TEXT", "What is your role? - Other: - Text", "Q2_6_TEXT"),
        ("Q6_1", "How far do you agree? - It saves time", "Q6_1"),
        ("Q6_2", "How far do you agree? - I trust it", "Q6_2"),
    ]
    described = lay_out(rows(columns, [""] * 7), file="a.csv").columns
    assert [(c.question, c.text, c.option, c.role) for c in described[:3]] == [
        ("Finished", "Finished", "", "metadata"),
        ("ResponseId", "Response ID", "", "metadata"),
        ("cohort", "cohort", "", "metadata"),
    ]
    assert [(c.question, c.option, c.role) for c in described[3:]] == [
        ("Q2", "", "answer"),
        ("Q2", "Other:", "other"),
        ("Q6", "It saves time", "answer"),
        ("Q6", "I trust it", "answer"),
    ]


def test_records_left_out_are_counted_with_their_reason() -> None:
    columns = [("Status", "Response Type", "status"), ("Q1", "Your role?", "QID1")]
    records = [["Survey Preview", "x"], ["IP Address", "y"], ["Survey Test", "z"]]
    layout = lay_out(rows(columns, *records), file="a.csv")
    assert [str(left) for left in layout.left_out] == [
        "2 preview records were left out: Status = Survey Preview or Status = Survey Test"
    ]
    assert layout.warnings[0].startswith(f"a.csv: {layout.left_out[0]} (rows 4, 6)")
