"""Replaying the log of migrations: the first codebook and all steps give the current one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from survey_analysis.coding.advancing import change_codebook
from survey_analysis.coding.changes import Change
from survey_analysis.coding.codebook import (
    CODEBOOK,
    FIRST_CODEBOOK,
    Codebook,
    load_codebook,
)
from survey_analysis.coding.migrations import MIGRATIONS, Step, load_migrations
from survey_analysis.errors import InvalidCallError, Problem, StudyFileError, describe_problems
from survey_analysis.yaml_file import Place, located_error

State = TypeVar("State")


def replay_steps(
    codebook: Codebook, steps: Sequence[Step]
) -> tuple[Codebook, list[tuple[Place, str]]]:
    """Take a codebook through steps.

    Parameters
    ----------
    codebook
        The codebook before the steps.
    steps
        The steps; each is of the version that follows.

    Returns
    -------
    codebook
        The codebook after them, without the changes that cannot be made.
    problems
        Why changes cannot be made, each with its place in the list of steps.
    """
    return take_steps(
        codebook, steps, version=codebook.version, renumber=renumber, change=change_codebook
    )


def take_steps(
    state: State,
    steps: Sequence[Step],
    *,
    version: int,
    renumber: Callable[[State, int], State],
    change: Callable[[State, Change], State],
) -> tuple[State, list[tuple[Place, str]]]:
    """Take a codebook, alone or with what was coded by it, through steps.

    Parameters
    ----------
    state
        What is taken through them.
    steps
        The steps; each is of the version that follows.
    version
        The version before them.
    renumber
        Gives the state its next version, before the changes of a step.
    change
        Makes one change; its `InvalidCallError` is a problem.

    Returns
    -------
    state
        The state after them, without the changes that cannot be made.
    problems
        Why changes cannot be made, each with its place in the list of steps.
    """
    problems: list[tuple[Place, str]] = []
    for i, step in enumerate(steps):
        if step.version != version + 1:
            problems.append(((i, "version"), f"must be {version + 1}, found {step.version}"))
        version = step.version
        state = renumber(state, version)
        for j, one in enumerate(step.changes):
            try:
                state = change(state, one)
            except InvalidCallError as error:
                problems.append(((i, "changes", j), str(error)))
    return state, problems


def renumber(codebook: Codebook, version: int) -> Codebook:
    """Return the codebook with another version."""
    return codebook.model_copy(update={"version": version})


def replay(folder: str | Path) -> Codebook:
    """Make the current codebook from the first one and the log.

    Parameters
    ----------
    folder
        The coding folder, with ``codebook-v1.yaml`` and, if anything was changed since,
        ``migrations.yaml``.

    Raises
    ------
    StudyFileError
        If a file is wrong, or a change cannot be made; lists all with their lines.
    """
    folder = Path(folder)
    first = load_codebook(folder / FIRST_CODEBOOK)
    if first.version != 1:
        places: list[tuple[Place, str]] = [(("version",), f"must be 1, found {first.version}")]
        raise located_error(folder / FIRST_CODEBOOK, places)
    codebook, problems = replay_steps(first, load_migrations(folder / MIGRATIONS))
    if problems:
        raise located_error(folder / MIGRATIONS, problems)
    return codebook


def check_replay(folder: str | Path) -> None:
    """Check that the current codebook says what the first one and the log make of it.

    Parameters
    ----------
    folder
        The coding folder.

    Raises
    ------
    StudyFileError
        If a file is wrong, a change cannot be made, or the codebook says something else;
        names the parts that differ.
    """
    path = Path(folder) / CODEBOOK
    differing = _compare(load_codebook(path), replay(folder))
    if differing:
        text = (
            f"is not what {FIRST_CODEBOOK} and {MIGRATIONS} make of it; differing: "
            f"{', '.join(differing)}. Take the change back, and make it a step of {MIGRATIONS}"
        )
        raise StudyFileError(describe_problems([Problem(text)], heading=str(path)))


def _compare(found: Codebook, replayed: Codebook) -> list[str]:
    """Name what differs between two codebooks: plain parts, then categories, codes, groupings."""
    differing = [
        key
        for key in ("title", "version", "units")
        if getattr(found, key) != getattr(replayed, key)
    ]
    for key in ("categories", "codes", "groupings"):
        ours, theirs = getattr(found, key), getattr(replayed, key)
        one, other = {part.id: part for part in ours}, {part.id: part for part in theirs}
        ids = [i for i in dict.fromkeys([*one, *other]) if one.get(i) != other.get(i)]
        if not ids and ours != theirs:
            ids = [f"the order of {key}"]
        differing += ids
    return differing
