from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from survey_analysis.analysis import RunSettings, analyse, describe_run, estimate_with
from survey_analysis.distributions import count_values
from survey_analysis.errors import DataError, InvalidCallError, StudyFileError
from survey_analysis.estimates import estimate
from survey_analysis.findings import find_issues
from survey_analysis.loading import load_responses
from survey_analysis.publish import file_sha256
from survey_analysis.quality import count_dropout, tabulate_quality
from survey_analysis.responses import Responses, read_responses
from survey_analysis.study import Study

TABLES = {
    "estimates.csv", "breakdowns.csv", "sensitivity.csv", "bounds.csv", "distributions.csv",
    "quality.csv", "dropout.csv",
}  # fmt: skip
NAME = "ml-deployment-monitoring"


def shuffled_rows(export: Path) -> list[list[str]]:
    """Read an export, and put its columns and its records into another order."""
    with export.open(encoding="utf-8", newline="") as file:
        header, *records = list(csv.reader(file))
    order = random.Random(4)
    columns = order.sample(range(len(header)), len(header))
    rows = [[row[i] for i in columns] for row in order.sample(records, len(records))]
    return [[header[i] for i in columns], *rows]


def write_utf16(export: Path, folder: Path) -> Path:
    """Write a shuffled copy: UTF-16, separated by tabs."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\r\n").writerows(shuffled_rows(export))
    copy = folder / "copy.tsv"
    copy.write_text(text.getvalue(), encoding="utf-16", newline="")
    return copy


def write_excel(export: Path, folder: Path) -> Path:
    """Write a shuffled copy as an Excel workbook; every cell is text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in shuffled_rows(export):
        cells = [openpyxl.cell.WriteOnlyCell(sheet, text) for text in row]
        for cell in cells:
            cell.data_type = "s"  # also where a text begins as a formula does
        sheet.append(cells)
    copy = folder / "copy.xlsx"
    book.save(copy)
    return copy


SETTINGS = [RunSettings(by=("role",)), RunSettings(n_resamples=100, seed=3)]


@pytest.mark.parametrize("settings", SETTINGS, ids=["exact", "resampled"])
@pytest.mark.parametrize("write", [write_utf16, write_excel])
def test_neither_order_nor_format_of_the_export_changes_a_byte(
    tiny_study: Study, tiny_folder: Path, tmp_path: Path, write: object, settings: RunSettings
) -> None:
    copy = write(tiny_folder / "responses.csv", tmp_path)  # type: ignore[operator]
    tables = [
        analyse(read_responses(tiny_study, path), tiny_folder, settings=settings)
        for path in (tiny_folder / "responses.csv", copy)
    ]
    written = [{name: table.to_csv() for name, table in found.items()} for found in tables]
    assert written[0] == written[1]


def test_neither_order_nor_format_of_the_original_changes_a_byte(
    original: Path, flagship_study: Study, tmp_path: Path
) -> None:
    def written(path: Path) -> list[str]:
        responses = read_responses(flagship_study, path)
        tables = (
            estimate_with(responses, RunSettings(by=("role", "experience"))),
            tabulate_quality(responses, find_issues(responses)),
            count_values(responses),
            count_dropout(responses),
        )
        return [table.to_csv() for table in tables]

    expected = written(original)
    for write in (write_utf16, write_excel):
        copy = write(original, tmp_path)
        assert written(copy) == expected
        copy.unlink()


@pytest.mark.parametrize("settings", SETTINGS, ids=["exact", "resampled"])
def test_the_same_run_twice_gives_the_same_bytes(
    tiny_responses: Responses, tiny_folder: Path, settings: RunSettings
) -> None:
    one, two = (analyse(tiny_responses, tiny_folder, settings=settings) for _ in range(2))
    assert {n: t.to_csv() for n, t in one.items()} == {n: t.to_csv() for n, t in two.items()}


def test_every_table_is_there(tiny_responses: Responses, tiny_folder: Path) -> None:
    tables = analyse(tiny_responses, tiny_folder)
    assert set(tables) >= TABLES
    assert "claims.csv" not in tables  # the survey of eight claims nothing
    assert next(iter(tables)) == "estimates.csv"


def test_claims_are_checked_where_there_are_some(tiny_responses: Responses, tmp_path: Path) -> None:
    (tmp_path / "claims.yaml").write_text(
        "claims:\n  - id: a\n    sentence: S.\n    research_question: RQ1\n    checks:\n"
        "      - {question: P5, statistic: mean, below: 50, expected: holds}\n"
    )
    table = analyse(tiny_responses, tmp_path)["claims.csv"]
    assert table[["value", "ci_high", "verdict"]].to_numpy().tolist() == [[20.0, 40.0, "holds"]]


def test_breakdowns_hold_the_declared_questions_and_segments(
    tiny_responses: Responses, tiny_folder: Path
) -> None:
    table = analyse(tiny_responses, tiny_folder)["breakdowns.csv"]
    assert table["question_id"].unique().tolist() == ["P1", "P5"]
    assert table["segment_by"].unique().tolist() == ["role", "experience"]
    every = estimate(tiny_responses, by=["role", "experience"])
    wanted = every["question_id"].isin(["P1", "P5"]) & (every["segment_by"] != "")
    pd.testing.assert_frame_equal(table, every[wanted].reset_index(drop=True))


def test_a_narrowed_population_is_narrowed_in_every_table(
    tiny_responses: Responses, tiny_folder: Path
) -> None:
    settings = RunSettings(where="P2 = 'Yes'", population="started")
    tables = analyse(tiny_responses, tiny_folder, settings=settings)
    for name in ("estimates.csv", "breakdowns.csv", "distributions.csv"):
        assert set(tables[name]["population"]) == {"started where P2 = 'Yes'"}
    assert tables["bounds.csv"].empty
    assert set(tables["quality.csv"]["check"]) == {"junk-text", "more-deployed-than-begun"}
    assert tables["sensitivity.csv"]["population"].str.endswith("where P2 = 'Yes'").all()


def test_values_of_numbers_are_counted(tiny_responses: Responses) -> None:
    table = count_values(tiny_responses)
    assert list(table.columns) == ["question_id", "item_id", "population", "value", "count"]
    years = table[table["question_id"] == "B2"]
    assert years[["value", "count"]].to_numpy().tolist() == [[v, 1] for v in (0, 2, 3, 5, 10)]
    assert table["item_id"].unique().tolist() == ["", "begun", "deployed"]
    monitored = table[table["question_id"] == "P5"]
    assert monitored[["value", "count"]].to_numpy().tolist() == [[0, 1], [40, 1]]


def test_a_runs_settings_are_used(tiny_responses: Responses) -> None:
    settings = RunSettings(level=0.9, interval="percentile", n_resamples=30, by=("role",))
    table = estimate_with(tiny_responses, settings)
    assert set(table["confidence_level"]) == {0.9}
    assert set(table["method"]) == {"", "percentile-30-respondents"}
    assert set(table["segment_by"]) == {"", "role"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"level": 2}, "level is 2; it must lie between 0 and 1"),
        ({"n_resamples": 0}, "the number of resamples must be at least 1, found 0"),
        ({"seed": -1}, "the seed must not be negative, found -1"),
    ],
)
def test_settings_out_of_range_are_refused(settings: dict[str, int], message: str) -> None:
    with pytest.raises(InvalidCallError, match=message):
        RunSettings(**settings)  # type: ignore[arg-type]


def test_a_run_describes_what_it_was_made_of(tiny_responses: Responses, tiny_folder: Path) -> None:
    settings = RunSettings(where="B2 >= 3", by=("role",))
    found = describe_run(tiny_responses, tiny_folder, settings=settings, command="run tiny")
    assert found["study"] == "tiny"
    assert found["data"] == {
        "kind": "original", "file": "responses.csv", "format": "unipark", "encoding": "utf-8",
        "sha256": file_sha256(tiny_folder / "responses.csv"), "separator": ",", "records": 8,
        "population": "complete where B2 >= 3", "respondents": 3,
    }  # fmt: skip
    assert found["inputs"] == {"study.yaml": file_sha256(tiny_folder / "study.yaml")}
    assert found["settings"]["where"] == "B2 >= 3"
    assert found["command"] == "run tiny"
    assert set(found["versions"]) == {"python", "survey-analysis", "numpy", "pandas", "scipy"}


def test_no_path_of_this_machine_is_described(tiny_responses: Responses, tiny_folder: Path) -> None:
    found = describe_run(tiny_responses, tiny_folder, settings=RunSettings(), command="run tiny")
    assert str(tiny_folder.parent) not in json.dumps(found)


def test_the_bundled_export_is_read_when_none_is_given() -> None:
    assert load_responses(NAME).source.kind == "replica"


def test_a_folder_without_an_export_says_how_to_name_one(tiny_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_bytes((tiny_folder / "study.yaml").read_bytes())
    with pytest.raises(DataError, match="no such file; name the export with --data FILE"):
        load_responses(tmp_path)


def test_claims_that_do_not_fit_stop_the_analysis(
    tiny_responses: Responses, tmp_path: Path
) -> None:
    (tmp_path / "claims.yaml").write_text(
        "claims:\n  - id: a\n    sentence: S.\n    research_question: RQ1\n    checks:\n"
        "      - {question: P9, above: 0.5, expected: holds}\n"
    )
    with pytest.raises(StudyFileError, match="there is no figure 'P9 proportion'"):
        analyse(tiny_responses, tmp_path)


def test_the_breakdowns_of_a_study_may_be_left_out(
    tiny_responses: Responses, tiny_folder: Path
) -> None:
    bare = tiny_responses.study.model_copy(update={"breakdowns": None, "sensitivity": []})
    tables = analyse(replace(tiny_responses, study=bare), tiny_folder)
    assert {"breakdowns.csv", "sensitivity.csv"} & set(tables) == set()
