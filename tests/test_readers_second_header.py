from __future__ import annotations

import json

import pytest

from survey_analysis.errors import DataError
from survey_analysis.readers import lay_out_rows
from survey_analysis.readers.rows import Rows
from survey_analysis.readers.second_header import check_first_record

HEADER = ["StartDate", "ResponseId", "EndDate", "Q1", "Q2"]
WORDINGS = ["Start Date", "Response ID", "End Date", "What is your role?", "Which tool is it?"]
RECORDS = [["1 May", f"R_{n}", "2 May", "Developer", "Git"] for n in range(6)]


def numbered(*rows: list[str]) -> Rows:
    return list(enumerate(rows, start=1))


def test_a_row_that_spells_out_the_names_is_no_respondent() -> None:
    message = r"a\.csv: row 2 is a header row.* 'Start Date' below 'StartDate'.*remove this one"
    with pytest.raises(DataError, match=message):
        lay_out_rows(numbered(HEADER, WORDINGS, *RECORDS), format="delimited", file="a.csv")


def test_import_ids_below_the_header_are_no_respondents() -> None:
    ids = [json.dumps({"ImportId": name}) for name in HEADER]
    with pytest.raises(DataError, match=r"rows 2 and 3 are no respondents.*--format qualtrics"):
        lay_out_rows(numbered(HEADER, WORDINGS, ids, *RECORDS), format="delimited", file="a.csv")


def test_a_row_of_wordings_is_warned_of() -> None:
    header, wordings = (
        ["Q1", "Q2", "Q3"],
        ["What is your role?", "Which tool is it?", "Why so late?"],
    )
    records = [["Developer", "Git", str(n)] for n in range(6)]
    (warning,) = check_first_record(numbered(header, wordings, *records), file="a.csv")
    assert warning.startswith("a.csv: row 2 looks like a second header row")


@pytest.mark.parametrize(
    "first",
    [
        ["Git", "Jira", "Slack"],  # ticks by the option's own text, which come back
        ["I like it very much", "Git", "7"],
        ["", "", "What a long sentence this is"],
    ],
)
def test_respondents_are_no_header_row(first: list[str]) -> None:
    records = [["Git", "Jira", "Slack"], *([["Git", "", str(n)] for n in range(6)])]
    assert check_first_record(numbered(["Git", "Jira", "Slack"], first, *records), file="a") == ()
