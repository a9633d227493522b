"""The log of migrations: how each version of the codebook came from the one before."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from survey_analysis.coding.changes import Change, Drop, Merge, Rename, Split
from survey_analysis.coding.codebook import format_yaml
from survey_analysis.coding.files import refuse_merge_markers
from survey_analysis.study.forms import StudyModel, Text
from survey_analysis.yaml_file import located_error, read_model

MIGRATIONS = "migrations.yaml"


class Step(StudyModel):
    """What led to a `version`: when, by whom, why, and the changes in their order."""

    version: int = Field(ge=2)
    date: datetime.date
    by: Text
    note: Text
    changes: list[Change] = Field(min_length=1)


class MigrationLog(StudyModel):
    """The file ``migrations.yaml``, which is a list of steps."""

    steps: list[Step]

    @model_validator(mode="before")
    @classmethod
    def _name_list(cls, content: Any) -> Any:
        """Take the bare list that the file holds; an empty file holds none."""
        if content is not None and not isinstance(content, list):
            error, message = "form", "must be a list of steps, each beginning with '- version:'"
            raise PydanticCustomError(error, message)
        return {"steps": content or []}


def load_migrations(path: str | Path) -> list[Step]:
    """Read the log of migrations.

    Parameters
    ----------
    path
        A ``migrations.yaml``; there are no steps if it does not exist.

    Raises
    ------
    StudyFileError
        If the file does not fit; lists every problem with its line. Versions count up
        from 2.
    """
    path = Path(path)
    if not path.is_file():
        return []
    refuse_merge_markers(path)
    steps = read_model(path, MigrationLog).steps
    problems = [
        ((i, "version"), f"must be {expected}, found {step.version}: steps count up from 2")
        for i, (expected, step) in enumerate(enumerate(steps, 2))
        if step.version != expected
    ]
    if problems:
        raise located_error(path, problems)
    return steps


def load_steps(path: str | Path) -> list[Step]:
    """Read new steps that are to be applied: a list as in the log, of any versions.

    Raises
    ------
    StudyFileError
        If the file is missing, does not fit, or holds no step.
    """
    refuse_merge_markers(Path(path))
    steps = read_model(Path(path), MigrationLog).steps
    if not steps:
        raise located_error(Path(path), [((), "holds no step; a step begins with '- version:'")])
    return steps


def format_steps(steps: Sequence[Step]) -> str:
    """Write steps as they stand in the log.

    Examples
    --------
    >>> step = {"version": 2, "date": "2026-11-21", "by": "coder-a", "note": "Clearer"}
    >>> changes = [{"rename": "dear", "to": "cost"}]
    >>> print(format_steps([Step(**step, changes=changes)]), end="")
    - version: 2
      date: 2026-11-21
      by: coder-a
      note: Clearer
      changes:
        - rename: dear
          to: cost
    """
    content = [step.model_dump(by_alias=True, exclude_unset=True) for step in steps]
    lines = format_yaml(content).splitlines(keepends=True)
    return "".join(line.removeprefix("  ") for line in lines)


def trace_ids(steps: Sequence[Step]) -> dict[str, str]:
    """Say of each id that a step took away what became of it.

    Examples
    --------
    >>> step = {"version": 2, "date": "2026-11-21", "by": "coder-a", "note": "Clearer"}
    >>> changes = [{"rename": "dear", "to": "cost"}]
    >>> trace_ids([Step(**step, changes=changes)])
    {'dear': "renamed to 'cost' in version 2"}
    """
    became: dict[str, str] = {}
    for step in steps:
        for change in step.changes:
            said = {code: f"{words} in version {step.version}" for code, words in _trace(change)}
            became = {**became, **said}
    return became


def _trace(change: Change) -> list[tuple[str, str]]:
    match change:
        case Rename():
            return [(change.rename, f"renamed to {change.to!r}")]
        case Merge():
            gone = [code for code in change.merge if code != change.into]
            return [(code, f"merged into {change.into!r}") for code in gone]
        case Split():
            parts = ", ".join(map(repr, change.into))
            kept = change.split in change.into
            return [] if kept else [(change.split, f"split into {parts}")]
        case Drop():
            return [(change.drop, "dropped")]
    return []
