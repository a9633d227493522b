"""The commands `contrast` and `plan`, from the typed words to what is printed."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest

from survey_analysis.cli import main


@pytest.fixture
def tiny_copy(tmp_path, tiny_folder):
    return str(shutil.copytree(tiny_folder, tmp_path / "tiny"))


def _json(capsys):
    return json.loads(capsys.readouterr().out)


def test_contrast_prints_a_table_for_people(tiny_copy, capsys):
    assert main(["contrast", tiny_copy, "--question", "P2"]) == 0
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split()[:2] == ["question_id", "option_id"]
    assert row.split()[:6] == ["P2", "yes", "P2", "no", "5", "0.2"]


def test_contrast_prints_json_for_programs(tiny_copy, capsys):
    assert main(["contrast", tiny_copy, "--question", "P1", "--by", "role", "--json"]) == 0
    rows = _json(capsys)
    assert len(rows) == 12
    assert {row["segment_by"] for row in rows} == {"role"}


def test_contrast_compares_named_segments_only(tiny_copy, capsys):
    words = ["--by", "role", "--segment", "Developer", "--segment", "Other role"]
    assert main(["contrast", tiny_copy, "--question", "P2", *words, "--json"]) == 0
    assert [row["versus_segment"] for row in _json(capsys)] == ["Other role"]


def test_contrast_writes_its_table_and_the_command(tiny_copy, tmp_path, capsys):
    out = tmp_path / "results"
    words = [
        "--question",
        "P1",
        "--by",
        "role",
        "--segment",
        "Developer",
        "--segment",
        "Other role",
    ]
    assert main(["contrast", tiny_copy, *words, "--out", str(out)]) == 0
    assert len(pd.read_csv(out / "contrasts.csv")) == 4
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["command"].endswith("--segment Developer --segment 'Other role'")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--by", "rolle"], "nearest is 'role'"),
        (["--by", "release"], "name disjoint segments"),
        (["--level", "1.5"], "level"),
        (["--question", "P0"], "is not a question of tiny"),
        (["--by", "role", "--where", "B2 > 50"], "nobody belongs to"),
    ],
)
def test_a_wrong_contrast_exits_with_2_and_says_what_to_do(tiny_copy, capsys, words, message):
    assert main(["contrast", tiny_copy, *words]) == 2
    assert message in capsys.readouterr().err


def test_plan_tells_coverage_and_width(capsys):
    assert main(["plan", "--base", "20", "170", "--proportion", "0.3", "--json"]) == 0
    rows = _json(capsys)
    assert [row["base"] for row in rows] == [20] * 4 + [170] * 4
    assert all(0.9 < row["coverage"] < 1 for row in rows)


def test_plan_tells_how_many_answers_are_needed(capsys):
    assert main(["plan", "--width", "0.1"]) == 0
    heading, row = capsys.readouterr().out.splitlines()
    assert dict(zip(heading.split(), row.split(), strict=True))["base"] == "380"


def test_plan_tells_the_power_of_a_contrast(capsys):
    words = ["plan", "--power", "100", "100", "--proportion", "0.3", "0.5", "--json"]
    assert main(words) == 0
    assert _json(capsys)[0]["power"] == pytest.approx(0.79, abs=0.005)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--power", "60", "80"], "--power needs two proportions, --proportion P Q; found 0.5"),
        (["--base", "0"], "allowed are whole numbers from 1"),
        (["--width", "2"], "allowed are fractions between 0 and 1"),
        (["--base", "20", "--level", "95"], "level is 95.0"),
    ],
)
def test_a_wrong_plan_exits_with_2_and_says_what_to_do(capsys, words, message):
    assert main(["plan", *words]) == 2
    assert message in capsys.readouterr().err


def test_a_plan_for_nothing_is_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["plan"])
    assert "--base --width --power" in capsys.readouterr().err
