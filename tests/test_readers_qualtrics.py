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
