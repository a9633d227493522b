from __future__ import annotations

from pathlib import Path

import pytest
from coding_folder import CODEBOOK, write_folder, write_steps

from survey_analysis.coding.codebook import format_codebook
from survey_analysis.coding.migrating import plan_migration, write_migration
from survey_analysis.coding.project import open_coding
from survey_analysis.coding.replay import check_replay, replay
from survey_analysis.errors import StudyFileError
from survey_analysis.responses import Responses

STEPS = [
    [
        "{add: {id: cost, label: 'Cost: high', category: watching, definition: '#1 ', since: 2}}",
        "{add_category: {id: money, label: Money, definition: Costs.}}",
        "{move: cost, to: money}",
    ],
    ["{split: blind, into: [cost, drift], units: {'21:T1.first': cost}, otherwise: drift}"],
    [
        "{revise: drift, set: {exclude: null, example: 'Prices rose, we did not notice: late.'}}",
        "{merge: [slow-release], into: cost}",
        "{rename: cost, to: effort}",
    ],
    ["{set_groupings: []}", "{drop: effort, reason: Vague}", "{drop_category: money, reason: No}"],
]


def test_replaying_all_steps_gives_the_codebook_byte_for_byte(
    tmp_path: Path, tiny_responses: Responses
) -> None:
    folder = write_folder(tmp_path / "coding")
    for version, changes in enumerate(STEPS, 2):
        step = write_steps(tmp_path / "step.yaml", *changes, version=version)
        write_migration(plan_migration(open_coding(folder, tiny_responses), step))
        current = (folder / "codebook.yaml").read_bytes()
        assert format_codebook(replay(folder)).encode() == current
        check_replay(folder)
    assert (folder / "codebook-v1.yaml").read_text() == CODEBOOK
    assert replay(folder).code_ids == ["drift"]


def test_a_step_that_does_not_fit_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    write_steps(folder / "migrations.yaml", "{rename: drift, to: shift}", "{move: drift, to: x}")
    with pytest.raises(
        StudyFileError, match=r"line 7, .*'drift' is not a code; nearest is 'shift'"
    ):
        replay(folder)


@pytest.mark.parametrize(
    ("old", "new", "differing"),
    [
        ("title: Problems", "title: Troubles", "title"),
        ("version: 1", "version: 2", "version"),
        ("definition: Data change.", "definition: Data differ.", "drift"),
        ("label: Operation", "label: Operating", "operation"),
        ("label: Any trouble", "label: Trouble", "trouble"),
        ("id: slow-release", "id: late-release", "late-release, slow-release"),
    ],
)
def test_what_differs_from_the_log_is_named(
    tmp_path: Path, old: str, new: str, differing: str
) -> None:
    folder = write_folder(tmp_path)
    (folder / "codebook.yaml").write_text(CODEBOOK.replace(old, new), encoding="utf-8")
    with pytest.raises(StudyFileError, match=rf"differing: {differing}\. Take the change back"):
        check_replay(folder)


def test_another_order_of_codes_is_a_difference(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    head, slow, blind = CODEBOOK.partition("  - id: slow-release")
    moved, _, rest = (slow + blind).partition("  - id: blind")
    code, _, groupings = rest.partition("\n\n")
    text = f"{head}  - id: blind{code}\n{moved}\n{groupings}"
    (folder / "codebook.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyFileError, match="differing: the order of codes"):
        check_replay(folder)


def test_another_form_of_the_same_is_no_difference(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "codebook.yaml").write_text(f"# by hand\n{CODEBOOK}", encoding="utf-8")
    check_replay(folder)
    assert replay(folder).version == 1


def test_a_first_codebook_of_another_version_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, codebook=CODEBOOK.replace("version: 1", "version: 2"))
    with pytest.raises(StudyFileError, match="line 3, version: must be 1, found 2"):
        replay(folder)
