"""Who codes what: the double-coding sample, drawn once and kept in `assignment.csv`."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from survey_analysis.coding.applications import CODER_RULE, is_coder_id
from survey_analysis.coding.files import format_rows, read_rows
from survey_analysis.errors import (
    InvalidCallError,
    Problem,
    StudyFileError,
    describe_problems,
    nearest,
    quote,
)
from survey_analysis.whole_files import write_files

ASSIGNMENT_COLUMNS = ["unit_id", "coder", "purpose"]
ASSIGNMENT_FILE = "assignment.csv"
PURPOSES = ("all", "double")
Stratum = Literal["group", "none"]


@dataclass(frozen=True)
class Assigned:
    """What an assignment came to.

    Attributes
    ----------
    assignment
        All coders' units: `ASSIGNMENT_COLUMNS`.
    units
        Ids of the units of this coder.
    is_new
        Whether they were not assigned before.
    """

    assignment: pd.DataFrame
    units: tuple[str, ...]
    is_new: bool


def draw_units(
    units: pd.DataFrame, *, share: float, seed: int, by: Stratum = "group"
) -> tuple[str, ...]:
    """Draw a sample of units, in each stratum at least the share asked for.

    A respondent's units of a stratum are drawn together, because they were written, and are
    read, one after the other: where one refers to another, every coder has both. Within a
    stratum respondents are taken in the order of the SHA-256 of seed, stratum and respondent
    until the share is reached, so that it is exceeded by less than one respondent's units.
    Strata are independent: more respondents make the intervals of agreement, which resample
    respondents, narrower. The order depends neither on the version of a library nor on
    the other units.

    Parameters
    ----------
    units
        Columns `survey_analysis.coding.units.UNIT_COLUMNS`.
    share
        Share of the units of each stratum, above 0 and up to 1.
    seed
        The same seed draws the same units.
    by
        ``group``: each group is a stratum; ``none``: all units are one.

    Returns
    -------
    tuple of str
        Ids in the units' order.

    Raises
    ------
    InvalidCallError
        If the share or the seed is out of range.

    Examples
    --------
    >>> ids = ["3:T1.first", "3:T1.second", "5:T1.first", "8:T1.first"]
    >>> respondents = ["3", "3", "5", "8"]
    >>> units = pd.DataFrame({"unit_id": ids, "respondent": respondents, "group": "T1"})
    >>> draw_units(units, share=0.5, seed=1)
    ('3:T1.first', '3:T1.second')
    """
    if not 0 < share <= 1:
        msg = f"the share must be above 0 and up to 1, found {share:g}"
        raise InvalidCallError(msg)
    if seed < 0:
        msg = f"the seed must not be negative, found {seed}"
        raise InvalidCallError(msg)
    strata = units["group"] if by == "group" else pd.Series("", index=units.index)
    drawn: set[str] = set()
    for stratum, part in units.groupby(strata, sort=False):
        drawn |= _draw_respondents(part, share, f"{seed}:{stratum}")
    return tuple(unit for unit in units["unit_id"] if unit in drawn)


def _draw_respondents(units: pd.DataFrame, share: float, salt: str) -> set[str]:
    wanted = math.ceil(round(share * len(units), 9))  # 0.07 × 100 is 7.000000000000001
    drawn: set[str] = set()
    groups = {str(name): part for name, part in units.groupby("respondent")["unit_id"]}
    for respondent in sorted(groups, key=lambda name: _rank(f"{salt}:{name}")):
        if len(drawn) >= wanted:
            break
        drawn |= set(groups[respondent])
    return drawn


def _rank(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def assign(
    assignment: pd.DataFrame,
    units: pd.DataFrame,
    *,
    coder: str,
    drawn: tuple[str, ...],
) -> Assigned:
    """Assign drawn units to a coder, once.

    Parameters
    ----------
    assignment
        What is assigned already, from `read_assignment`.
    units
        All units.
    coder
        The coder's id.
    drawn
        Ids from `draw_units`. All units: the purpose is ``all``, otherwise ``double``.

    Raises
    ------
    InvalidCallError
        If other units were assigned to the coder before; nothing is drawn anew silently.
    """
    had = set(assignment.loc[assignment["coder"] == coder, "unit_id"])
    if had == set(drawn):
        return Assigned(assignment, drawn, is_new=False)
    if had:
        msg = (
            f"{coder} has {len(had)} units assigned, and this call draws {len(drawn)}, "
            f"{len(had & set(drawn))} of them the same. The sample is drawn once; to draw "
            f"another on purpose, first remove the rows of {coder} from {ASSIGNMENT_FILE}"
        )
        raise InvalidCallError(msg)
    purpose = "all" if len(drawn) == len(units) else "double"
    added = pd.DataFrame({"unit_id": drawn, "coder": coder, "purpose": purpose})
    return Assigned(_sort(pd.concat([assignment, added]), units), drawn, is_new=True)


def _sort(assignment: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    place = pd.Series(range(len(units)), index=units["unit_id"])
    ordered = assignment.assign(place=assignment["unit_id"].map(place))
    ordered = ordered.sort_values(["coder", "place"], ignore_index=True)
    return ordered[ASSIGNMENT_COLUMNS]


def assigned_units(assignment: pd.DataFrame, coder: str) -> tuple[str, ...]:
    """List the units that are assigned to a coder.

    Raises
    ------
    InvalidCallError
        If there are none.
    """
    found = tuple(assignment.loc[assignment["coder"] == coder, "unit_id"])
    if not found:
        known = sorted(set(assignment["coder"]))
        who = f"assigned to: {', '.join(known)}" if known else "nothing is assigned yet"
        msg = f"no unit is assigned to {coder}; {who}. 'survey-analysis code assign' does it"
        raise InvalidCallError(msg)
    return found


def read_assignment(folder: Path, units: pd.DataFrame) -> pd.DataFrame:
    """Read who codes what: `ASSIGNMENT_COLUMNS`; no rows if the file does not exist.

    Parameters
    ----------
    folder
        The folder ``coding`` of a study.
    units
        The units, which the file's ids must be of.

    Raises
    ------
    StudyFileError
        If the file does not have the form, or names units, coders or purposes that there
        are not, or a unit twice; lists every problem with its line.
    """
    path = folder / ASSIGNMENT_FILE
    if not path.is_file():
        return pd.DataFrame(columns=ASSIGNMENT_COLUMNS, dtype="str")
    table = read_rows(path, ASSIGNMENT_COLUMNS)
    problems = [
        Problem(f"line {line}: {said}")
        for line, row in zip(table["line"], table.to_dict("records"), strict=True)
        for said in _explain(row, units)
    ]
    twice = table.duplicated(["unit_id", "coder"])
    for line, unit in table.loc[twice, ["line", "unit_id"]].itertuples(index=False):
        problems.append(Problem(f"line {line}: the unit {unit} is assigned to its coder twice"))
    if problems:
        raise StudyFileError(describe_problems(problems, heading=str(path)))
    return table[ASSIGNMENT_COLUMNS]


def _explain(row: dict[Hashable, str], units: pd.DataFrame) -> Iterator[str]:
    """Say what is wrong with one row."""
    unit, coder, purpose = (row[name] for name in ASSIGNMENT_COLUMNS)
    if unit not in set(units["unit_id"]):
        yield f"{quote(unit)} is not a unit{nearest(unit, units['unit_id'])}"
    if not is_coder_id(coder):
        yield f"{quote(coder)} is not a coder's id; {CODER_RULE}"
    if purpose not in PURPOSES:
        yield f"{quote(purpose)} is not a purpose; allowed: {', '.join(PURPOSES)}"


def write_assignment(assignment: pd.DataFrame, folder: Path) -> Path:
    """Write who codes what, whole or not at all; returns the file."""
    path = folder / ASSIGNMENT_FILE
    write_files({path: format_rows(assignment, ASSIGNMENT_COLUMNS)})
    return path
