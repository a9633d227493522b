"""No results table and no message holds a respondent's id or a word somebody wrote."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.analysis import RunSettings, analyse, describe_run
from survey_analysis.cli import main
from survey_analysis.responses import Responses, read_responses
from survey_analysis.study import Study

OFFSET = 7_300_000  # makes ids that can be no count


@pytest.fixture
def marked(tiny_folder: Path, tmp_path: Path) -> Path:
    """The survey of eight, every id and every free text marked."""
    with (tiny_folder / "responses.csv").open(encoding="utf-8", newline="") as file:
        header, *records = list(csv.reader(file))
    texts = ["B1_Role_Other", "P1_Other_Free", "P2_Yes_Free", "T1_First", "T1_Second", "Origin"]
    for record in records:
        record[header.index("ID")] = str(OFFSET + int(record[header.index("ID")]))
        for column in texts:
            cell = record[header.index(column)]
            if cell not in ("", "-", "-99", "-66"):
                record[header.index(column)] = f"SECRET {cell}"
    export = tmp_path / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *records])
    return export


def assert_nothing_private(text: str, responses: Responses) -> None:
    assert "SECRET" not in text
    for respondent in responses.ids.tolist():
        assert str(respondent) not in text


def test_the_marks_reach_the_responses(tiny_study: Study, marked: Path) -> None:
    responses = read_responses(tiny_study, marked)
    assert responses.ids.min() == OFFSET + 3
    assert "SECRET Drift" in responses.values["T1"]
    assert "SECRET Jenkins" in responses.option_texts["P2_Yes_Free"].to_numpy()


@pytest.mark.parametrize("n_resamples", [None, 20])
def test_no_table_and_no_manifest_holds_ids_or_texts(
    tiny_study: Study, tiny_folder: Path, marked: Path, n_resamples: int | None
) -> None:
    responses = read_responses(tiny_study, marked)
    settings = RunSettings(by=("role", "experience"), n_resamples=n_resamples)
    tables = analyse(responses, tiny_folder, settings=settings)
    for table in tables.values():
        assert_nothing_private(table.to_csv(), responses)
        assert isinstance(table.index, pd.RangeIndex)
        assert not table.attrs
    manifest = describe_run(responses, tiny_folder, settings=settings, command="run")
    assert_nothing_private(json.dumps(manifest), responses)


def test_no_file_and_nothing_printed_by_a_run_holds_ids_or_texts(
    tiny_study: Study,
    tiny_folder: Path,
    marked: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert main(["run", str(tiny_folder), "--data", str(marked), "--out", str(out)]) == 0
    responses = read_responses(tiny_study, marked)
    written = [path.read_text(encoding="utf-8") for path in out.iterdir()]
    for text in (*written, *capsys.readouterr()):
        assert_nothing_private(text, responses)


def test_validating_names_records_on_the_terminal_and_no_texts(
    tiny_folder: Path, marked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", str(tiny_folder), "--data", str(marked)]) == 0
    printed, said = capsys.readouterr()
    assert f"    records {OFFSET + 12}, {OFFSET + 20}\n" in printed
    assert "SECRET" not in printed + said


def test_errors_about_an_export_quote_no_texts(
    tiny_folder: Path, marked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = marked.read_text(encoding="utf-8").replace("quoted", "SECRETLY " + "ticked " * 9)
    marked.write_text(text, encoding="utf-8")
    assert main(["validate", str(tiny_folder), "--data", str(marked)]) == 1
    said = capsys.readouterr().err
    assert "found a text of " in said
    assert "SECRET" not in said
