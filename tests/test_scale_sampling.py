from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from make_exports import FOLDER

from survey_analysis.cli import main
from survey_analysis.errors import NotInChunksError
from survey_analysis.readers import read_table
from survey_analysis.scale import blocks, sampling
from survey_analysis.scale.sampling import is_large, sample_records
from survey_analysis.study import load_survey


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_BLOCK", 2**12)
    monkeypatch.setattr(sampling, "_FIRST", 20)
    monkeypatch.setattr(sampling, "_MOST_TEXTS", 30)


def write_export(path: Path, records: int, changes: dict[tuple[int, str], str]) -> Path:
    """Write an export of three questions; `changes` by record and column."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "role", "years", "problem"])
        writer.writeheader()
        for number in range(records):
            row = {
                "id": str(number),
                "role": ["Developer", "Tester"][number % 2],
                "years": str(number % 50),
                "problem": f"text {number}",
            }
            own = {column: text for (at, column), text in changes.items() if at == number}
            writer.writerow({**row, **own})
    return path


def test_the_first_records_and_rare_texts_are_sampled(tmp_path: Path) -> None:
    rare = {(900, "role"): "Astronaut", (950, "years"): "no idea", (990, "problem"): "rare"}
    path = write_export(tmp_path / "large.csv", 1_000, rare)
    table = sample_records(path)
    assert len(table.cells) < 100
    assert table.cells.index[:20].tolist() == list(range(2, 22))
    assert {902, 952} <= set(table.cells.index)
    assert 992 not in table.cells.index  # of many texts, the first are enough
    assert table.cells.loc[902, "role"] == "Astronaut"
    assert table.cells.loc[952, "years"] == "no idea"


def test_a_sample_is_described_as_the_whole_is(tmp_path: Path) -> None:
    for name in ("qualtrics_text.csv", "limesurvey_mixed_long.csv", "surveymonkey.csv"):
        sampled, whole = sample_records(FOLDER / name), read_table(FOLDER / name)
        assert sampled.cells.equals(whole.cells), name
        assert sampled.columns.equals(whole.columns), name
        assert (sampled.format, sampled.encoding) == (whole.format, whole.encoding), name


def test_a_code_far_down_tells_unipark(tmp_path: Path) -> None:
    path = write_export(tmp_path / "late.csv", 500, {(480, "role"): "-77"})
    assert sample_records(path).format == read_table(path).format == "unipark"
    assert sample_records(path, format="delimited").format == "delimited"


def test_what_is_large_is_told_by_bytes_or_by_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "LARGE", 1_000)
    path = write_export(tmp_path / "a.csv", 10, {})
    assert not is_large(path)
    assert not is_large(tmp_path / "none.csv")
    assert is_large(write_export(path, 100, {}))
    pl.DataFrame({"a": ["x"] * 1_001}).write_parquet(tmp_path / "a.parquet")
    assert is_large(tmp_path / "a.parquet")


def test_other_encodings_are_not_sampled(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,role\n1,Größe\n".encode("utf-16"))
    with pytest.raises(NotInChunksError, match="is UTF-16"):
        sample_records(tmp_path / "a.csv")


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "LARGE", 1)
    monkeypatch.setattr("survey_analysis.commands.drafting._SMALL", 1)


@pytest.mark.usefixtures("everything_is_large")
def test_a_draft_of_a_large_export_reads_every_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_export(tmp_path / "large.csv", 1_000, {(900, "role"): "Astronaut"})
    folder = tmp_path / "study"
    assert main(["new", str(folder), "--from", str(path), "--yes"]) == 0
    said = capsys.readouterr().err
    assert "drafted from" in said
    assert "1000 records, all of them read" in said
    assert f"survey-analysis estimate {folder} --engine stream" in said
    (role,) = [q for q in load_survey(folder).questions if q.id == "role"]
    assert "Astronaut" in str(role)
    results = {}
    for engine in ("memory", "stream"):
        out = tmp_path / engine
        assert main(["estimate", str(folder), "--out", str(out), "--engine", engine]) == 0
        results[engine] = (out / "estimates.csv").read_bytes()
    assert results["stream"] == results["memory"]


@pytest.mark.usefixtures("everything_is_large")
def test_a_large_export_in_another_encoding_is_drafted_as_a_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = FOLDER / "unipark_german.csv"
    assert main(["new", str(tmp_path / "study"), "--from", str(export), "--yes"]) == 0
    assert "drafted from" not in capsys.readouterr().err
