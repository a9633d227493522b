from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from survey_analysis.cli import main
from survey_analysis.study import find_study_folder

STUDY = "ml-deployment-monitoring"


def run(out: Path, *more: str) -> tuple[int, bytes]:
    status = main(["estimate", STUDY, "--by", "role", "--out", str(out), *more])
    return status, (out / "estimates.csv").read_bytes()


@pytest.fixture
def partitions(tmp_path: Path) -> Path:
    folder = tmp_path / "partitions"
    folder.mkdir()
    path = find_study_folder(STUDY) / "responses.csv"
    table = pl.read_csv(path, infer_schema=False, empty_string_is_null=False)
    for part in range(3):
        table[part::3].write_parquet(folder / f"{part}.parquet")
    return folder


@pytest.mark.parametrize("engine", ["stream", "dask"])
def test_every_engine_writes_the_same_estimates(
    tmp_path: Path, partitions: Path, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = run(tmp_path / "memory")
    found = run(tmp_path / engine, "--engine", engine, "--data", str(partitions))
    assert found == expected == (0, expected[1])
    printed = capsys.readouterr().out.rstrip("\n")
    assert len(printed) > 1000


def test_the_manifest_of_a_streamed_run_is_that_of_memory(tmp_path: Path) -> None:
    run(tmp_path / "memory")
    run(tmp_path / "stream", "--engine", "stream")
    one, other = (
        json.loads((tmp_path / name / "manifest.json").read_text()) for name in ("memory", "stream")
    )
    assert other.pop("command") == one.pop("command").replace(
        "--by role", "--by role --engine stream"
    )
    assert other == one


def test_a_scheduler_needs_the_engine_dask(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["estimate", STUDY, "--engine", "stream", "--scheduler", "tcp://127.0.0.1:9"]
    assert main(call) == 2
    assert "--scheduler goes with --engine dask" in capsys.readouterr().err
