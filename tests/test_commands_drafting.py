"""The command `new`, from the typed words to a study that can be estimated."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from survey_analysis.cli import main
from survey_analysis.study import load_survey

EXPORTS = Path(__file__).parent / "data" / "exports"


class Terminal(io.StringIO):
    """Lines that somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("name", ["qualtrics_text.csv", "limesurvey_code_short.csv", "plain.xlsx"])
def test_a_new_study_validates_and_estimates_without_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = tmp_path / "mine"
    assert main(["new", str(folder), "--from", str(EXPORTS / name), "--yes"]) == 0
    assert capsys.readouterr().out.strip() == str(folder / "study.yaml")
    assert not Path(load_survey(folder).export.file or "/").is_absolute()
    assert main(["validate", str(folder)]) == 0
    assert "8 records" in capsys.readouterr().out
    assert main(["estimate", str(folder)]) == 0
    assert "proportion" in capsys.readouterr().out


def test_a_study_that_is_there_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "study.yaml").write_text("mine", encoding="utf-8")
    words = ["new", str(tmp_path), "--from", str(EXPORTS / "plain.csv"), "--yes"]
    assert main(words) == 2
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "study.yaml").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    words = ["new", str(tmp_path / "mine"), "--from", str(EXPORTS / "plain.csv"), "--yes"]
    assert main(words) == 1
    assert "study.yaml: cannot be written: Not a directory" in capsys.readouterr().err


def test_a_terminal_is_asked_and_a_wrong_answer_is_asked_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = Terminal("nonsense\n\n-\n\n-\n")
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    folder = tmp_path / "mine"
    assert main(["new", str(folder), "--from", str(EXPORTS / "qualtrics_text.csv")]) == 0
    said = capsys.readouterr().err
    assert "'nonsense' is not a column of the export" in said
    assert said.count("Column of ids") == 2
    study = load_survey(folder)
    assert list(study.populations) == ["all"]  # the rule was answered with "-"
    assert study.segments == {}
    assert "IPAddress" in study.export.drop


def test_a_wrong_format_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["new", str(tmp_path / "n"), "--from", str(EXPORTS / "plain.csv")]
    assert main([*words, "--format", "qualtrix"]) == 2
    assert "nearest is 'qualtrics'" in capsys.readouterr().err
    assert not (tmp_path / "n").exists()
