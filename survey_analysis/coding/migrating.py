"""Applying steps to a coding: planned whole, shown, and written all or none."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from survey_analysis.coding.advancing import change_codebook
from survey_analysis.coding.changes import Change, Split
from survey_analysis.coding.codebook import CODEBOOK, FIRST_CODEBOOK, format_codebook
from survey_analysis.coding.form import format_coding
from survey_analysis.coding.migrations import (
    MIGRATIONS,
    MigrationLog,
    Step,
    format_steps,
    load_migrations,
    load_steps,
)
from survey_analysis.coding.project import Coding
from survey_analysis.coding.recoding import recode_relations, recode_rows
from survey_analysis.coding.replay import check_replay, renumber, take_steps
from survey_analysis.errors import InvalidCallError, StudyFileError, nearest
from survey_analysis.whole_files import write_files
from survey_analysis.yaml_file import Place, located_error

_COMMENT = re.compile(r"(^|\s)#")


@dataclass(frozen=True, eq=False)
class MigrationPlan:
    """What steps make of a coding, before anything is written.

    Attributes
    ----------
    before, after
        The coding.
    old, new
        The texts of the files that change, by path; an old text is empty where there is no
        file yet.
    """

    before: Coding
    after: Coding
    old: Mapping[Path, str]
    new: Mapping[Path, str]


def plan_migration(coding: Coding, file: str | Path) -> MigrationPlan:
    """Plan to apply new steps to everything in a coding folder.

    Parameters
    ----------
    coding
        The coding, read from its folder.
    file
        A YAML file with the steps to apply, as they would stand in ``migrations.yaml``.

    Returns
    -------
    MigrationPlan
        What would be written, and nothing is yet.

    Raises
    ------
    InvalidCallError
        If the coding was not read from a folder.
    StudyFileError
        If the steps do not fit the codebook or what was coded (lists every problem with
        its line), or the codebook is not what its log says.
    """
    if coding.folder is None:
        msg = "a coding that was made in memory has no files to migrate"
        raise InvalidCallError(msg)
    steps = load_steps(file)
    _refuse_untracked(coding, coding.folder)
    after, problems = apply_steps(coding, steps)
    if problems:
        raise located_error(Path(file), problems)
    planned = _format_files(after, coding.folder, steps)
    old = {path: _read_text(path) for path in planned}
    changed = [path for path in planned if old[path] != planned[path]]
    return MigrationPlan(
        coding,
        after,
        {path: old[path] for path in changed},
        {path: planned[path] for path in changed},
    )


def _refuse_untracked(coding: Coding, folder: Path) -> None:
    """Refuse a codebook whose log is not whole, or with comments, which would be lost."""
    path = folder / CODEBOOK
    if (folder / FIRST_CODEBOOK).is_file() or coding.codebook.version > 1:
        check_replay(folder)
    text = _read_text(path)
    if text != format_codebook(coding.codebook):
        for number, line in enumerate(text.splitlines(), 1):
            if _COMMENT.search(line):
                msg = (
                    f"{path}, line {number}: comments would be lost when the codebook is written "
                    "anew; say it in a definition, or take it out"
                )
                raise StudyFileError(msg)


def apply_steps(coding: Coding, steps: Sequence[Step]) -> tuple[Coding, list[tuple[Place, str]]]:
    """Take the codebook and everything that was coded through steps, in memory.

    Parameters
    ----------
    coding
        The coding; it stays as it is.
    steps
        The steps; each is of the version that follows.

    Returns
    -------
    coding
        The coding after them, without the changes that cannot be made.
    problems
        Why changes cannot be made, each with its place in the list of steps.
    """
    return take_steps(
        coding, steps, version=coding.codebook.version, renumber=_renumber, change=_apply
    )


def _renumber(coding: Coding, version: int) -> Coding:
    return replace(coding, codebook=renumber(coding.codebook, version))


def _apply(coding: Coding, change: Change) -> Coding:
    if isinstance(change, Split):
        _check_split(coding, change)
    return replace(
        coding,
        codebook=change_codebook(coding.codebook, change),
        applications=recode_rows(coding.applications, change),
        resolved=recode_rows(coding.resolved, change, note="reason"),
        relations=recode_relations(coding.relations, change),
    )


def _check_split(coding: Coding, split: Split) -> None:
    """Refuse a split that decides on units which do not carry the code."""
    rows = pd.concat(
        [coding.applications[["unit_id", "code"]], coding.resolved[["unit_id", "code"]]]
    )
    carrying = list(rows.loc[rows["code"] == split.split, "unit_id"])
    for unit in split.units:
        if unit not in carrying:
            hint = nearest(unit, carrying)
            msg = f"{unit!r} is not a unit that carries {split.split!r}{hint}"
            raise InvalidCallError(msg)


def _format_files(after: Coding, folder: Path, steps: Sequence[Step]) -> dict[Path, str]:
    """Write the files of a coding folder as texts: rows first, the log last."""
    texts = format_coding(after, folder)
    if not (folder / FIRST_CODEBOOK).is_file():
        texts[folder / FIRST_CODEBOOK] = _read_text(folder / CODEBOOK)
    texts[folder / MIGRATIONS] = _extend_log(folder / MIGRATIONS, steps)
    return texts


def _extend_log(path: Path, steps: Sequence[Step]) -> str:
    """Put steps at the end of the log; what stands there stays as it is."""
    earlier = load_migrations(path)
    text = _read_text(path) if earlier else ""
    if text and not text.endswith("\n"):
        text += "\n"
    text += format_steps(steps)
    try:
        written = MigrationLog.model_validate(YAML(typ="safe", pure=True).load(text)).steps
    except (YAMLError, ValidationError):
        written = []
    if written != [*earlier, *steps]:
        msg = f"{path}: new steps do not fit below; let each step begin with '- ' at the margin"
        raise StudyFileError(msg)
    return text


def _read_text(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.is_file() else ""


def write_migration(plan: MigrationPlan) -> list[Path]:
    """Write what was planned, all files or none; returns them.

    Raises
    ------
    StudyFileError
        If a file has changed since the plan was made.
    PublishError
        If a file cannot be written; all are then as they were.
    """
    changed = [str(path) for path, text in plan.old.items() if _read_text(path) != text]
    if changed:
        msg = f"{', '.join(changed)}: changed in the meantime; nothing was written, plan again"
        raise StudyFileError(msg)
    write_files(plan.new)
    return list(plan.new)


def diff_migration(plan: MigrationPlan) -> str:
    """Show what would change in each file, as ``diff -u`` does."""
    lines: list[str] = []
    for path, new in plan.new.items():
        old = plan.old[path].splitlines(keepends=True)
        after = new.splitlines(keepends=True)
        lines += difflib.unified_diff(old, after, f"a/{path.name}", f"b/{path.name}", n=1)
    return "".join(lines)


def summarise_migration(plan: MigrationPlan) -> pd.DataFrame:
    """Count what would change in each file.

    Returns
    -------
    DataFrame
        One row a file: `file`, and the number of lines `removed` and `added`.
    """
    rows = []
    for path, new in plan.new.items():
        found = list(difflib.ndiff(plan.old[path].splitlines(), new.splitlines()))
        removed, added = (sum(line.startswith(mark) for line in found) for mark in ("- ", "+ "))
        rows.append((path.name, removed, added))
    return pd.DataFrame(rows, columns=["file", "removed", "added"])
