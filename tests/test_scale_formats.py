"""Every export that can be read in chunks gives the estimates that it gives from memory."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from make_exports import FOLDER

from survey_analysis.cli import main
from survey_analysis.errors import DataError, NotInChunksError
from survey_analysis.loading import load_responses
from survey_analysis.scale import blocks, chunks, count_file
from survey_analysis.study import load_survey

STREAMED = {
    "qualtrics_text.csv": "qualtrics",
    "qualtrics_text_joined.csv": "qualtrics",
    "qualtrics_numeric.csv": "qualtrics",
    "qualtrics_legacy.csv": "qualtrics",
    "limesurvey_code_short.csv": "limesurvey",
    "limesurvey_full_long.csv": "limesurvey",
    "limesurvey_mixed_long.csv": "limesurvey",
    "google_forms.csv": "google-forms",
    "surveymonkey.csv": "surveymonkey",
    "unipark.csv": "unipark",
    "plain.csv": "delimited",
    "plain.parquet": "delimited",
}
REFUSED = {
    "unipark_german.csv": "not UTF-8",
    "qualtrics_text.tsv": "UTF-16",
    "google_sheet.csv.gz": "compressed",
    "microsoft_forms.xlsx": "a workbook",
    "plain.xlsx": "a workbook",
    "spss.sav": "an SPSS file",
}


def draft(folder: Path, export: Path, *more: str) -> Path:
    assert main(["new", str(folder), "--from", str(export), "--yes", *more]) == 0
    return folder


def forget_format(folder: Path) -> Path:
    """Let the format be told by the export's content."""
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^  format: .*\n", text, re.MULTILINE)
    path.write_text(re.sub(r"(?m)^  format: .*\n", "", text), encoding="utf-8")
    return folder


def estimates(folder: Path, out: Path, *more: str) -> bytes:
    assert main(["estimate", str(folder), "--out", str(out), *more]) == 0
    return (out / "estimates.csv").read_bytes()


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_BLOCK", 64)
    monkeypatch.setattr(chunks, "_ROWS", 1)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize(("name", "format"), STREAMED.items())
def test_chunks_give_the_bytes_of_memory_and_detect_the_format(
    name: str, format: str, tmp_path: Path
) -> None:
    folder = draft(tmp_path / "study", FOLDER / name)
    expected = estimates(folder, tmp_path / "memory")
    assert expected.count(b"\n") > 10
    assert estimates(folder, tmp_path / "stream", "--engine", "stream") == expected
    forget_format(folder)
    assert estimates(folder, tmp_path / "stream", "--engine", "stream") == expected
    counted = count_file(load_survey(folder), FOLDER / name)
    assert counted.file_format == load_responses(folder).source.format == format


@pytest.mark.parametrize(("name", "found"), REFUSED.items())
def test_what_is_not_read_in_chunks_is_refused_with_what_to_do(
    name: str, found: str, tmp_path: Path
) -> None:
    if name == "spss.sav":
        pytest.importorskip("pyreadstat")
    study = load_survey(draft(tmp_path / "study", FOLDER / name))
    with pytest.raises(DataError, match=rf"{name}: is {found}.*or use the engine 'memory'"):
        count_file(study, FOLDER / name)


def read_rows(name: str) -> list[list[str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write_rows(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.usefixtures("small_blocks")
def test_previews_are_left_out_and_counted(tmp_path: Path) -> None:
    folder = draft(tmp_path / "study", FOLDER / "qualtrics_text.csv")
    rows = read_rows("qualtrics_text.csv")
    status = rows[0].index("Status")
    preview = [text if i != status else "Survey Preview" for i, text in enumerate(rows[3])]
    path = write_rows(tmp_path / "previews.csv", [*rows[:3], preview, *rows[3:], preview])
    data = ("--data", str(path))
    expected = estimates(folder, tmp_path / "memory", *data)
    assert estimates(folder, tmp_path / "stream", "--engine", "stream", *data) == expected
    counted = count_file(load_survey(folder), path)
    assert "previews.csv: preview records left out (3 records)" in counted.warnings
    assert counted.records == len(rows) - 4


def test_a_code_far_down_tells_unipark(tmp_path: Path) -> None:
    rows = [["id", "Q1"], *([str(n), str(n % 3)] for n in range(3_000)), ["3000", "-77"]]
    path = write_rows(tmp_path / "late.csv", rows)
    folder = forget_format(draft(tmp_path / "study", path))
    expected = estimates(folder, tmp_path / "memory")
    assert load_responses(folder).source.format == "unipark"
    assert estimates(folder, tmp_path / "stream", "--engine", "stream") == expected


def test_digits_of_a_code_within_a_cell_tell_nothing(tmp_path: Path) -> None:
    rows = [["id", "Q1", "place"], *([str(n), "a", "48.1,-77.03"] for n in range(30))]
    path = write_rows(tmp_path / "places.csv", rows)
    folder = forget_format(draft(tmp_path / "study", path))
    assert count_file(load_survey(folder), path).file_format == "delimited"


def test_records_without_ids_are_counted(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "plain.csv", [["role", "tool"], *([["dev", "Git"]] * 20)])
    folder = draft(tmp_path / "study", path)
    assert load_survey(folder).export.id is None
    expected = estimates(folder, tmp_path / "memory")
    assert estimates(folder, tmp_path / "stream", "--engine", "stream") == expected


def test_columns_that_share_a_name_are_told_apart(tmp_path: Path) -> None:
    rows = [["id", "how often", "how often"], *([str(n), "a", "bc"[n % 2]] for n in range(20))]
    path = write_rows(tmp_path / "twice.csv", rows)
    folder = draft(tmp_path / "study", path)
    expected = estimates(folder, tmp_path / "memory")
    assert estimates(folder, tmp_path / "stream", "--engine", "stream") == expected


def test_personal_columns_that_the_study_does_not_name_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["id", "Q1"], *([str(n), "ab"[n % 2]] for n in range(20))]
    folder = draft(tmp_path / "study", write_rows(tmp_path / "small.csv", rows))
    more = [[*row, "email" if not i else "ann@example.org"] for i, row in enumerate(rows)]
    data = ("--data", str(write_rows(tmp_path / "more.csv", more)))
    expected = estimates(folder, tmp_path / "memory", *data)
    capsys.readouterr()
    assert estimates(folder, tmp_path / "stream", "--engine", "stream", *data) == expected
    assert "dropped at reading, as personal data: email" in capsys.readouterr().err


def test_rankings_joined_in_a_cell_are_read_from_memory_only(tmp_path: Path) -> None:
    orders = ["Speed;Cost;Ease;", "Cost;Speed;Ease;", "Ease;Cost;Speed;", "Speed;Ease;Cost;"] * 3
    header = ["ID", "Start time", "Completion time", "What matters?"]
    rows = [[str(n), "5/6/24 7:08", "5/6/24 7:09", order] for n, order in enumerate(orders)]
    path = write_rows(tmp_path / "forms.csv", [header, *rows])
    folder = draft(tmp_path / "study", path)
    with pytest.raises(NotInChunksError, match="rankings are joined in cells; use the engine"):
        count_file(load_survey(folder), path)


def test_files_of_different_formats_are_not_one_export(tmp_path: Path) -> None:
    folder = forget_format(draft(tmp_path / "study", FOLDER / "google_forms.csv"))
    parts = tmp_path / "parts"
    parts.mkdir()
    rows = read_rows("google_forms.csv")
    write_rows(parts / "a.csv", rows)
    write_rows(parts / "b.csv", [[*row[1:], row[0]] for row in rows])
    with pytest.raises(DataError, match="have one format, found delimited, google-forms"):
        count_file(load_survey(folder), parts)
