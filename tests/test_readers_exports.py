"""One invented survey in every layout: all readers must give the same answers."""

from __future__ import annotations

import make_exports
import pandas as pd
import pytest
from make_exports import FOLDER, POINTS, RESPONDENTS, ROLES, TOOLS

from survey_analysis.readers import RawTable, read_table, split_joined

FORMATS = {
    "qualtrics_text.csv": "qualtrics",
    "qualtrics_text.tsv": "qualtrics",
    "qualtrics_text_joined.csv": "qualtrics",
    "qualtrics_numeric.csv": "qualtrics",
    "qualtrics_legacy.csv": "qualtrics",
    "limesurvey_code_short.csv": "limesurvey",
    "limesurvey_full_long.csv": "limesurvey",
    "limesurvey_mixed_long.csv": "limesurvey",
    "google_forms.csv": "google-forms",
    "google_sheet.csv.gz": "google-forms",
    "microsoft_forms.xlsx": "microsoft-forms",
    "surveymonkey.csv": "surveymonkey",
    "unipark.csv": "unipark",
    "unipark_german.csv": "unipark",
    "spss.sav": "spss",
    "plain.csv": "delimited",
    "plain.xlsx": "delimited",
    "plain.parquet": "delimited",
}
WITH_WORDINGS = [n for n in FORMATS if not n.startswith(("unipark", "plain"))]
JOINED = {
    "google_forms.csv": ";",
    "google_sheet.csv.gz": ", ",
    "microsoft_forms.xlsx": ";",
    "qualtrics_text_joined.csv": ",",
}
USED, HOW_OFTEN, YEARS = make_exports.USED, make_exports.HOW_OFTEN, make_exports.YEARS


def read(name: str) -> RawTable:
    if name == "spss.sav":
        pytest.importorskip("pyreadstat")
    if name == "plain.parquet":
        pytest.importorskip("polars")
    return read_table(FOLDER / name)


def columns_of(table: RawTable, text: str) -> pd.DataFrame:
    columns = table.columns
    if not columns["text"].any():  # headings are codes alone
        text = {USED: "Q2", HOW_OFTEN: "Q3", YEARS: "Q4", make_exports.ROLE: "Q1"}[text]
    of = columns["question"].eq(text) | columns["text"].str.startswith(text)
    return columns[of & (columns["role"] == "answer")]


@pytest.mark.parametrize(("name", "content"), make_exports.texts().items())
def test_the_committed_file_is_what_the_generator_writes(name: str, content: bytes) -> None:
    assert (FOLDER / name).read_bytes() == content


def test_every_file_is_small_and_every_export_is_tested() -> None:
    found = {path.name for path in FOLDER.iterdir()}
    assert found == {*FORMATS, "README.md", "qualtrics.qsf", "limesurvey.lss"}
    assert all(path.stat().st_size < 40_000 for path in FOLDER.iterdir())


@pytest.mark.parametrize(("name", "format"), FORMATS.items())
def test_the_format_is_known_by_content_and_a_reason_is_given(name: str, format: str) -> None:
    table = read(name)
    assert table.format == format
    assert table.reason
    assert len(table.cells) == len(RESPONDENTS)
    assert table.cells.columns.is_unique
    assert table.columns["column"].tolist() == table.cells.columns.tolist()
    assert table.cells.map(lambda cell: isinstance(cell, str)).to_numpy().all()


@pytest.mark.parametrize("name", FORMATS)
def test_years_come_back_in_every_format(name: str) -> None:
    table = read(name)
    column = {"unipark": "v_9", "delimited": "years"}.get(table.format)
    column = column or columns_of(table, YEARS)["column"].item()
    found = [cell if cell not in ("-99", "-77", "-9") else "" for cell in table.cells[column]]
    assert found == [person.years for person in RESPONDENTS]


@pytest.mark.parametrize("name", WITH_WORDINGS)
def test_rows_of_a_grid_form_one_question_with_its_points(name: str) -> None:
    table = read(name)
    codes = {f"A{i}": point for i, point in enumerate(POINTS, 1)}
    codes |= {str(i): point for i, point in enumerate(POINTS, 1)}
    codes |= dict.fromkeys(("-99", "N/A", "not shown"), "")
    if table.format == "microsoft-forms":
        grid = table.columns.set_index("column").loc[["Deploying", "Monitoring"]].reset_index()
    else:
        grid = columns_of(table, HOW_OFTEN)
        assert set(grid["question"]) == {grid["question"].iloc[0]}
        if grid["text"].any():
            assert grid["option"].tolist() == make_exports.STAGES
    cells = table.cells[grid["column"]].map(lambda cell: codes.get(cell, cell))
    assert cells.to_numpy().tolist() == [list(person.often) for person in RESPONDENTS]


TICKS = {"1", "Y", "Yes", "quoted", "genannt", *TOOLS}


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in JOINED])
def test_a_column_per_option_holds_the_ticks(name: str) -> None:
    table = read(name)
    names = {
        "unipark": [f"v_{i}" for i in range(2, 6)],
        "delimited": [f"tools_{i}" for i in range(1, 5)],
    }
    if table.format in names:
        columns = names[table.format]
    else:
        tools = columns_of(table, USED)
        if tools["text"].any():
            assert tools["option"].tolist()[:4] == TOOLS
        columns = tools["column"].tolist()[:4]
    ticked = table.cells[columns].isin(TICKS).to_numpy().tolist()
    assert ticked == [[tool in person.tools for tool in TOOLS] for person in RESPONDENTS]


@pytest.mark.parametrize(("name", "separator"), JOINED.items())
def test_joined_ticks_part_by_the_declared_options(name: str, separator: str) -> None:
    table = read(name)
    cells = table.cells[columns_of(table, USED)["column"].item()].tolist()
    split = split_joined(cells, TOOLS, separator)
    assert split.ticked.tolist() == [
        [tool in person.tools for tool in TOOLS] for person in RESPONDENTS
    ]
    said = [person.other_tool for person in RESPONDENTS]
    if table.format == "qualtrics":  # the words stand in a column of their own
        said = ["Other" if words else "" for words in said]
    assert split.rest.tolist() == said


@pytest.mark.parametrize(
    "name", ["qualtrics_text.csv", "surveymonkey.csv", "limesurvey_mixed_long.csv"]
)
def test_words_written_beside_an_option_have_a_role_of_their_own(name: str) -> None:
    table = read(name)
    others = table.columns[table.columns["role"] == "other"]
    assert others["text"].tolist() == [make_exports.ROLE, USED]
    assert others["option"].str.startswith("Other").all()
    assert table.cells[others["column"].iloc[1]].tolist() == [p.other_tool for p in RESPONDENTS]


@pytest.mark.parametrize(
    "name", ["google_forms.csv", "limesurvey_code_short.csv", "surveymonkey.csv"]
)
def test_texts_come_back_as_they_were_typed(name: str) -> None:
    table = read(name)
    assert table.cells.iloc[:, -1].tolist() == [person.problem for person in RESPONDENTS]


def test_previews_of_the_survey_are_left_out_with_a_warning() -> None:
    table = read("qualtrics_text.csv")
    assert table.cells.index[0] == 5
    (warning,) = table.warnings
    assert warning.startswith(
        "qualtrics_text.csv: 1 preview record was left out: DistributionChannel = preview (rows 4)"
    )


def test_spss_labels_are_answers_and_declared_missing_values_are_named() -> None:
    table = read("spss.sav")
    columns = table.columns.set_index("column")
    assert table.cells["q1"].tolist() == [person.role or "no answer" for person in RESPONDENTS]
    assert columns.loc["q1", "labels"] == tuple(ROLES)
    assert columns.loc["q1", "missing"] == ("no answer",)
    assert columns.loc["q3_1", "labels"] == (*POINTS, "not shown")
    assert columns.loc["q3_1", "missing"] == ()


def test_duplicate_headings_of_a_form_are_told_apart_by_position() -> None:
    table = read("microsoft_forms.xlsx")
    assert table.cells["Deploying"].tolist() == [person.often[0] for person in RESPONDENTS]
    assert table.cells["Deploying#2"].tolist() == [person.often[1] for person in RESPONDENTS]
    assert "told apart as name, name#2" in table.warnings[0]


PERSONAL = {
    "qualtrics_text.csv": {
        "IPAddress": "IP address", "RecipientLastName": "name", "RecipientFirstName": "name",
        "RecipientEmail": "e-mail address", "ExternalReference": "external reference",
        "LocationLatitude": "location", "LocationLongitude": "location",
    },
    "qualtrics_legacy.csv": {
        "V3": "name", "V4": "external reference", "V5": "e-mail address", "V6": "IP address",
        "LocationLatitude": "location", "LocationLongitude": "location",
        "LocationAccuracy": "location",
    },
    "limesurvey_code_short.csv": {"token": "session id", "ipaddr": "IP address"},
    "google_forms.csv": {"Email Address": "e-mail address"},
    "microsoft_forms.xlsx": {"Email": "e-mail address", "Name": "name"},
    "surveymonkey.csv": {
        "IP Address": "IP address", "Email Address": "e-mail address",
        "First Name": "name", "Last Name": "name",
    },
    "unipark.csv": {"browser": "browser or origin"},
    "plain.csv": {},
}  # fmt: skip


@pytest.mark.parametrize(("name", "kinds"), PERSONAL.items())
def test_personal_data_is_recognised(name: str, kinds: dict[str, str]) -> None:
    columns = read(name).columns
    marked = columns[columns["personal"] != ""]
    assert dict(zip(marked["column"], marked["personal"], strict=True)) == kinds
