from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from make_exports import FOLDER as EXPORTS

from survey_analysis.cli import main
from survey_analysis.findings import NOT_COUNTABLE
from survey_analysis.loading import load_responses

FLAGSHIP = "ml-deployment-monitoring"
COUNTED = [
    "bounds.csv", "breakdowns.csv", "distributions.csv", "dropout.csv", "estimates.csv",
    "sensitivity.csv",
]  # fmt: skip
CLAIMS = """
claims:
  - id: release
    sentence: Most release by hand.
    research_question: RQ1
    checks:
      - {question: P1, option: manual, statistic: proportion, above: 0.9, expected: fails}
  - id: problems
    sentence: Many have trouble.
    research_question: RQ1
    checks:
      - {question: T1, code: tests, statistic: proportion, above: 0.1, expected: holds}
"""


def run(study: str, out: Path, *more: str) -> Path:
    assert main(["run", study, "--out", str(out), *more]) == 0
    return out


def read_quality(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "quality.csv", keep_default_na=False)


@pytest.mark.parametrize("more", [[], ["--by", "role", "--where", "B2 >= 3"]])
def test_tables_of_counts_are_those_of_memory(
    tiny_folder: Path, tmp_path: Path, more: list[str]
) -> None:
    memory = run(str(tiny_folder), tmp_path / "memory", *more)
    stream = run(str(tiny_folder), tmp_path / "stream", "--engine", "stream", *more)
    for name in COUNTED:
        assert (stream / name).read_bytes() == (memory / name).read_bytes(), name


def test_several_processes_count_what_one_does(tiny_folder: Path, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    table = pl.read_csv(
        tiny_folder / "responses.csv", infer_schema=False, empty_string_is_null=False
    )
    for part in range(3):
        table[part::3].write_parquet(parts / f"{part}.parquet")
    memory = run(str(tiny_folder), tmp_path / "memory")
    dask = run(str(tiny_folder), tmp_path / "dask", "--engine", "dask", "--data", str(parts))
    for name in COUNTED:
        assert (dask / name).read_bytes() == (memory / name).read_bytes(), name


def test_quality_counts_what_each_record_shows_by_itself(tiny_folder: Path, tmp_path: Path) -> None:
    memory = read_quality(run(str(tiny_folder), tmp_path / "memory"))
    stream = read_quality(run(str(tiny_folder), tmp_path / "stream", "--engine", "stream"))
    countable = memory[~memory["check"].isin(NOT_COUNTABLE)].reset_index(drop=True)
    columns = ["check", "question_id", "severity", "respondents", "share"]
    assert set(countable["check"]) >= {"untouched-only", "unknown-duration", "sentinel"}
    pd.testing.assert_frame_equal(stream[columns], countable[columns])
    assert (stream["effect"] == "").all()
    assert stream["note"].str.endswith("is not computed from counts").all()


def test_what_is_not_written_is_said_with_its_reason(
    tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(str(tiny_folder), tmp_path / "stream", "--engine", "stream")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    said = capsys.readouterr().err
    assert {"contrasts.csv", "ranks.csv", "quality.csv: effect"} <= set(manifest["not_written"])
    for name, reason in manifest["not_written"].items():
        assert f"not written by the engine 'stream': {name}: {reason}" in said
        assert not (out / name).exists()
    assert manifest["command"].endswith("--engine stream")


def test_claims_about_estimates_are_checked_and_those_about_codes_are_named(
    tiny_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "claimed"
    shutil.copytree(tiny_folder, folder)
    (folder / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    out = run(str(folder), tmp_path / "stream", "--engine", "stream")
    assert pd.read_csv(out / "claims.csv")["claim"].tolist() == ["release"]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["not_written"]["claims.csv: problems"] == "these are about codes of texts"
    wrong = CLAIMS.replace("expected: fails", "expected: holds")
    (folder / "claims.yaml").write_text(wrong, encoding="utf-8")
    assert main(["run", str(folder), "--out", str(out), "--engine", "stream"]) == 3


def test_a_streamed_run_on_the_replica_is_held_against_the_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(FLAGSHIP, tmp_path / "stream", "--engine", "stream")
    said = capsys.readouterr().err
    assert "this is the synthetic replica" in said
    assert "one-question figures equal the record" in said


def test_a_streamed_run_on_the_original_has_the_tables_of_memory(
    original: Path, tmp_path: Path
) -> None:
    data = ("--data", str(original))
    memory = run(FLAGSHIP, tmp_path / "memory", *data)
    stream = run(FLAGSHIP, tmp_path / "stream", "--engine", "stream", *data)
    for name in COUNTED:
        assert (stream / name).read_bytes() == (memory / name).read_bytes(), name


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["--resamples", "100", "--engine", "stream"], "resampling needs the respondents"),
        (["--engine", "stream", "--scheduler", "tcp://127.0.0.1:9"], "--scheduler goes with"),
    ],
)
def test_what_counts_cannot_give_is_refused_before_anything_is_written(
    tiny_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    call: list[str],
    said: str,
) -> None:
    assert main(["run", str(tiny_folder), "--out", str(tmp_path / "out"), *call]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_documents_have_no_engine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "operationalizing-ml", "--engine", "stream"]) == 2
    assert "--engine: for surveys; operationalizing-ml has documents" in capsys.readouterr().err


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    """A study whose file says that its export, LimeSurvey's, is a plain table."""
    folder = tmp_path / "study"
    export = EXPORTS / "limesurvey_code_short.csv"
    assert main(["new", str(folder), "--from", str(export), "--yes"]) == 0
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("format: limesurvey") == 1
    path.write_text(text.replace("format: limesurvey", "format: delimited"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("engine", ["memory", "stream"])
def test_the_command_line_overrules_the_study_files_format(
    drafted: Path, tmp_path: Path, engine: str
) -> None:
    call = ["run", str(drafted), "--engine", engine, "--out"]
    assert main([*call, str(tmp_path / "file")]) == 1  # a plain table has no ticks such as Y
    assert main([*call, str(tmp_path / "line"), "--format", "limesurvey"]) == 0
    manifest = json.loads((tmp_path / "line" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["data"]["format"] == "limesurvey"
    assert "--format limesurvey" in manifest["command"]


@pytest.mark.parametrize(
    "call",
    [
        ["run"], ["report"], ["estimate"], ["contrast"], ["validate"], ["code", "progress"],
        ["code", "sheet"],
    ],
)  # fmt: skip
def test_every_command_that_reads_an_export_refuses_an_unknown_format(
    tiny_folder: Path, call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--coder", "coder-a"] if "sheet" in call else []
    assert main([*call, str(tiny_folder), "--format", "limesurvye", *more]) == 2
    assert "nearest is 'limesurvey'" in capsys.readouterr().err


def test_the_format_of_the_data_and_that_of_an_export_are_two_things(
    tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["export", str(tiny_folder), "--out", str(tmp_path / "out"), "--format", "csv"]
    assert main([*call, "--data-format", "qualtrics"]) == 1
    assert "is no Qualtrics export" in capsys.readouterr().err
    assert main([*call, "--data-format", "unipark"]) == 0


def test_a_format_may_be_given_in_python(tiny_folder: Path) -> None:
    responses = load_responses(tiny_folder, format="delimited")
    assert responses.source.format == responses.study.export.format == "delimited"
