from __future__ import annotations

from pathlib import Path

import pytest
from coding_folder import write_steps

from survey_analysis.coding.changes import Merge, Split
from survey_analysis.coding.migrations import (
    format_steps,
    load_migrations,
    load_steps,
    trace_ids,
)
from survey_analysis.errors import StudyFileError

CHANGES = [
    "{add: {id: new, label: New, category: c, definition: Is new., since: 2}}",
    "{add_category: {id: c, label: C, definition: A category.}}",
    "{rename: a, to: b}",
    "{merge: [a, b], into: d}",
    "{split: a, into: [b, d], units: {'3:T1.first': b}, otherwise: d}",
    "{drop: a, reason: Vague}",
    "{move: a, to: c}",
    "{revise: a, set: {label: Other, exclude: null}}",
    "{rename_category: c, to: e}",
    "{merge_categories: [c, e], into: f}",
    "{drop_category: c, reason: Empty}",
    "{revise_category: c, set: {definition: Another.}}",
    "{set_groupings: []}",
    "{set_title: Other problems}",
]


def test_every_kind_of_change_is_read_and_written(tmp_path: Path) -> None:
    steps = load_migrations(write_steps(tmp_path / "migrations.yaml", *CHANGES))
    assert [type(change).__name__ for change in steps[0].changes] == [
        "Add", "AddCategory", "Rename", "Merge", "Split", "Drop", "Move", "Revise",
        "RenameCategory", "MergeCategories", "DropCategory", "ReviseCategory", "SetGroupings",
        "SetTitle",
    ]  # fmt: skip
    again = tmp_path / "again.yaml"
    again.write_text(format_steps(steps), encoding="utf-8")
    assert load_migrations(again) == steps
    assert format_steps(load_migrations(again)) == format_steps(steps)


def test_null_in_a_revision_is_kept_apart_from_what_is_not_said(tmp_path: Path) -> None:
    steps = load_migrations(write_steps(tmp_path / "m.yaml", CHANGES[7]))
    change = steps[0].changes[0]
    assert change.model_dump(by_alias=True, exclude_unset=True) == {
        "revise": "a", "set": {"label": "Other", "exclude": None},
    }  # fmt: skip


def test_a_merge_may_bring_its_code(tmp_path: Path) -> None:
    code = "{id: d, label: D, category: c, definition: Both., since: 2}"
    steps = load_migrations(
        write_steps(tmp_path / "m.yaml", f"{{merge: [a], into: d, as: {code}}}")
    )
    change = steps[0].changes[0]
    assert isinstance(change, Merge)
    assert change.new is not None
    assert change.new.id == "d"


def test_units_of_a_split_are_read_by_id(tmp_path: Path) -> None:
    change = load_migrations(write_steps(tmp_path / "m.yaml", CHANGES[4]))[0].changes[0]
    assert isinstance(change, Split)
    assert change.units == {"3:T1.first": "b"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("{renam: a, to: b}", "line 6, .*a change has exactly one of: add, rename, merge"),
        ("{rename: a, drop: b, to: c}", "a change has exactly one of"),
        ("{rename: a, too: b}", "unknown key 'too'; nearest is 'to'"),
        ("{rename: a}", "line 6, .*the key 'to' is missing"),
        ("{drop: a}", "the key 'reason' is missing"),
        ("{split: a, into: [b]}", "into"),
        ("{revise: a, set: {category: c}}", "unknown key 'category'"),
        ("{revise: a, set: {label: null}}", "must not be empty"),
        ("just words", "a change has exactly one of"),
    ],
)
def test_a_change_that_does_not_fit_is_named_with_its_line(
    tmp_path: Path, change: str, message: str
) -> None:
    with pytest.raises(StudyFileError, match=message):
        load_migrations(write_steps(tmp_path / "migrations.yaml", change))


def test_versions_count_up_from_two(tmp_path: Path) -> None:
    path = write_steps(tmp_path / "migrations.yaml", CHANGES[2], version=3)
    with pytest.raises(StudyFileError, match=r"line 1, .*must be 2, found 3: steps count up"):
        load_migrations(path)
    assert load_steps(path)[0].version == 3


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "migrations.yaml"
    path.write_text("version: 2\n", encoding="utf-8")
    with pytest.raises(StudyFileError, match="must be a list of steps, each beginning with"):
        load_migrations(path)


def test_no_log_and_an_empty_log_hold_no_steps(tmp_path: Path) -> None:
    path = tmp_path / "migrations.yaml"
    assert load_migrations(path) == []
    path.write_text("[]\n", encoding="utf-8")
    assert load_migrations(path) == []
    with pytest.raises(StudyFileError, match="holds no step"):
        load_steps(path)
    with pytest.raises(StudyFileError, match="there is no such file"):
        load_steps(tmp_path / "missing.yaml")


def test_marks_of_an_unfinished_merge_are_named(tmp_path: Path) -> None:
    path = write_steps(tmp_path / "migrations.yaml", CHANGES[2])
    path.write_text("<<<<<<< HEAD\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(StudyFileError, match="line 1: marks of an unfinished merge"):
        load_migrations(path)


def test_what_became_of_ids_is_told_by_the_last_step(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    first = write_steps(path, "{rename: a, to: b}", "{merge: [c, d], into: d}").read_text()
    write_steps(path, "{split: b, into: [e, b]}", "{drop: d, reason: r}", version=3)
    path.write_text(first + path.read_text(), encoding="utf-8")
    assert trace_ids(load_migrations(path)) == {
        "a": "renamed to 'b' in version 2",
        "c": "merged into 'd' in version 2",
        "d": "dropped in version 3",
    }
