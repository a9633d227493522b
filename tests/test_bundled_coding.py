"""The committed codings of the bundled studies: complete, resolved, and replayable."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from coding_day import fill_csv

from survey_analysis.cli import main
from survey_analysis.coded import CodedSettings, tabulate_coding
from survey_analysis.coding.agreeing import collect_sets
from survey_analysis.coding.choices import NOTHING_ENTRY
from survey_analysis.coding.codebook import format_codebook, load_codebook
from survey_analysis.coding.project import Coding, coders, open_coding, open_conflicts
from survey_analysis.coding.replay import check_replay, replay
from survey_analysis.coding.settling import fill_categories, find_differing
from survey_analysis.coding.sheet_files import read_sheet
from survey_analysis.loading import load_responses
from survey_analysis.qualitative import load_conversations
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


TALKS = ["operationalizing-ml", "mlops-focus-groups"]


def open_talks(name: str | Path) -> Coding:
    coding = load_conversations(name).coding
    assert coding is not None
    return coding


@pytest.mark.parametrize("name", TALKS)
def test_every_turn_on_which_the_passes_differ_is_resolved_and_no_other(name: str) -> None:
    coding = open_talks(name)
    assert len(open_conflicts(coding)) == 0
    filled = fill_categories(coding.applications, coding.codebook.default_categories)
    assert set(coding.resolved["unit_id"]) == find_differing(filled)


@pytest.mark.parametrize("name", TALKS)
def test_every_decision_has_a_reason_and_chooses_among_what_was_said(name: str) -> None:
    coding = open_talks(name)
    resolved = coding.resolved
    assert set(resolved["resolved_by"]) == {"project"}
    by_unit = resolved.groupby("unit_id")["reason"]
    assert set(by_unit.nunique()) == {1}
    assert by_unit.first().is_unique
    assert resolved["reason"].str.fullmatch(r"[A-Z].{30,}\.").all()
    said = set(zip(coding.applications["unit_id"], coding.applications["code"], strict=True))
    assert {
        (unit, code)
        for unit, code in zip(resolved["unit_id"], resolved["code"], strict=True)
        if code
    } <= said


@pytest.mark.parametrize("name", TALKS)
def test_neither_pass_is_taken_over_as_a_whole(name: str) -> None:
    coding = open_talks(name)
    decided = coding.resolved.groupby("unit_id")["code"].agg(frozenset)
    for coder in coders(coding):
        own = coding.applications[coding.applications["coder"] == coder]
        codes = own.groupby("unit_id")["code"].agg(frozenset)
        same = (codes.loc[decided.index] == decided).sum()
        assert 0 < same < len(decided)


@pytest.mark.parametrize("name", TALKS)
def test_agreement_is_that_of_the_passes_as_they_were(name: str) -> None:
    coding = open_talks(name)
    before = replace(coding, resolved=coding.resolved[:0])
    assert collect_sets(coding) == collect_sets(before)
    one, other = (
        tabulate_coding(part, rng=np.random.default_rng(1), settings=CodedSettings(n_resamples=20))
        for part in (coding, before)
    )
    pd.testing.assert_frame_equal(one["agreement.csv"], other["agreement.csv"])


@pytest.mark.parametrize("name", TALKS)
def test_the_decisions_can_be_collected_again_from_a_sheet(tmp_path: Path, name: str) -> None:
    study = tmp_path / name
    shutil.copytree(find_study_folder(name), study)
    folder = study / "coding"
    files = {path: path.read_bytes() for path in folder.iterdir()}
    decided = open_talks(name).resolved.groupby("unit_id")
    (folder / "resolved.csv").unlink()
    sheet = tmp_path / "decide.csv"
    assert main(["code", "reconcile", str(study), "--out", str(sheet)]) == 0
    table = read_sheet(sheet)
    assert table["before"].str.fullmatch(r"(?s)(Interviewer|Moderator|D\d): .+").all()
    entries: dict[tuple[str, str], str] = {}
    for unit, rows in decided:
        entries[str(unit), "reason"] = rows["reason"].iloc[0]
        for slot, code in enumerate(rows["code"], start=1):
            entries[str(unit), f"code_{slot}"] = code or NOTHING_ENTRY
    fill_csv(sheet, entries)
    call = ["code", "reconcile", str(study), "--collect", str(sheet), "--by", "project"]
    assert main(call) == 0
    assert {path: path.read_bytes() for path in folder.iterdir()} == files
