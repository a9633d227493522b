"""The committed codings of the bundled studies: complete, resolved, and replayable."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey_analysis.analysis import load_responses
from survey_analysis.coding.codebook import format_codebook, load_codebook
from survey_analysis.coding.project import coders, open_coding, open_conflicts
from survey_analysis.coding.replay import check_replay, replay
from survey_analysis.study import find_study_folder

NAME = "ml-deployment-monitoring"


@pytest.fixture(scope="module")
def folder() -> Path:
    return find_study_folder(NAME) / "coding"


def test_replaying_the_log_from_the_first_codebook_gives_the_last_byte_for_byte(
    folder: Path,
) -> None:
    check_replay(folder)
    written = (folder / "codebook.yaml").read_text(encoding="utf-8")
    assert format_codebook(replay(folder)) == written
    assert load_codebook(folder / "codebook-v1.yaml").version == 1


def test_every_problem_report_is_coded_and_every_difference_resolved(folder: Path) -> None:
    coding = open_coding(folder, load_responses(NAME))
    coded = coding.applications.groupby("coder")["unit_id"].nunique().to_dict()
    assert coders(coding) == ["coder-a", "coder-b"]
    assert coded == {"coder-a": 252, "coder-b": 76}
    assert set(coding.units["unit_id"]) == set(
        coding.applications.query("coder == 'coder-a'")["unit_id"]
    )
    assert len(open_conflicts(coding)) == 0


def test_the_texts_that_were_coded_are_those_of_the_original(folder: Path, original: Path) -> None:
    coding = open_coding(folder, load_responses(NAME, original))
    assert coding.units.groupby("group").size().to_dict() == {
        "model-deployment": 139,
        "model-monitoring": 113,
    }


def test_nothing_committed_with_the_codings_quotes_a_problem_report(
    folder: Path, original: Path
) -> None:
    """A run of five words of a report in a memo, reason, definition or example would be a quote."""
    units = open_coding(folder, load_responses(NAME, original)).units
    said = {" ".join(run) for text in units["text"] for run in _runs(text)}
    for path in sorted(folder.glob("*")):
        written = {" ".join(run) for run in _runs(path.read_text(encoding="utf-8"))}
        assert not said & written, path.name


def _runs(text: str, size: int = 5) -> list[tuple[str, ...]]:
    words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()
    return [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
