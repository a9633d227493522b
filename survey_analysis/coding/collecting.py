"""Sheets back into a coder's file: everything is checked first, nothing is lost silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from survey_analysis.coding.applications import APPLICATIONS, sort_by_unit
from survey_analysis.coding.choices import Choice, list_choices, take_rows
from survey_analysis.coding.project import Coding
from survey_analysis.coding.sheet_rows import SheetRow, UnitsToCode, read_entries
from survey_analysis.errors import DataError, Problem, describe_problems, quote

Sheets = Sequence[str | Path]


@dataclass(frozen=True)
class Collected:
    """A coder's applications with those of sheets, and what the sheets changed.

    Attributes
    ----------
    applications
        All of the coder's: columns `survey_analysis.coding.applications.APPLICATIONS`.
    new, changed, unchanged
        Ids of units that were coded for the first time, otherwise than before, or as before.
    emptied
        Ids of units that were coded before and stand in a sheet without codes.
    """

    applications: pd.DataFrame
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    emptied: tuple[str, ...]


def collect_sheets(
    coding: Coding, sheets: Sheets, *, coder: str, replace: bool = False, kind: str = "original"
) -> Collected:
    """Merge filled-in sheets into a coder's applications.

    Units that stand in no sheet keep their codes. In a unit that stands in one, a code that
    stays keeps its span, category and memo; a code that was taken out goes. Collecting the
    same sheet again changes nothing.

    Parameters
    ----------
    coding
        The coding as it is.
    sheets
        Files, ``.xlsx`` or CSV; several may share the work.
    coder
        Whose sheets they are.
    replace
        Whether a row without codes removes the unit's earlier ones; otherwise they stay.
    kind
        ``original`` if the units' texts are those that were coded, which sheets must show;
        ``replica`` if other texts stand for them (`responses.source.kind`).

    Raises
    ------
    DataError
        If a sheet is damaged; is another coder's; names units that there are not, that have
        changed, or twice; holds codes that the codebook does not; or if two sheets differ on
        a unit. Every problem with file and row; nothing is collected then.
    """
    known = UnitsToCode(coding.units, coding.codebook, kind)
    rows: list[SheetRow] = []
    problems: list[Problem] = []
    for path in map(Path, sheets):
        found, wrong = read_entries(path, known, columns=["memo", "coder"])
        rows += found
        problems += [*wrong, *_find_in_rows(found, coder)]
    entered = {} if problems else _join_sheets(rows, problems)
    if problems:
        raise DataError(describe_problems(problems, heading=f"sheets of {coder}: not collected"))
    return _merge(coding, entered, coder=coder, replace=replace)


def _find_in_rows(rows: Sequence[SheetRow], coder: str) -> Iterator[Problem]:
    owners = dict.fromkeys(row.cells["coder"].strip() for row in rows)
    for owner in [name for name in owners if name != coder]:
        numbers = tuple(row.number for row in rows if row.cells["coder"].strip() == owner)
        said = f"{quote(owner)}, not {coder}, is whose sheet this is"
        yield Problem(said, rows[0].file, numbers, "coder")
    for row in rows:
        if row.cells["memo"].strip() and not row.codes:
            text = "a memo without a code; choose one, NOTHING-APPLIES or NOT-CODABLE"
            yield Problem(text, row.file, (row.number,), "memo")


def _join_sheets(rows: Iterable[SheetRow], problems: list[Problem]) -> dict[str, SheetRow]:
    """Give the row of each unit; an empty one yields to another sheet's."""
    joined: dict[str, SheetRow] = {}
    for row in rows:
        earlier = joined.get(row.unit_id)
        if earlier is None or not earlier.codes:
            joined[row.unit_id] = row
        elif row.codes and not _choice(row).is_same(_choice(earlier)):
            text = f"the unit {row.unit_id} is coded otherwise in {earlier.file}"
            problems.append(Problem(f"{text}, row {earlier.number}", row.file, (row.number,)))
    return joined


def _choice(row: SheetRow) -> Choice:
    return Choice(row.codes, row.cells["memo"].strip())


def _merge(coding: Coding, entered: dict[str, SheetRow], *, coder: str, replace: bool) -> Collected:
    own = coding.applications[coding.applications["coder"] == coder]
    had = list_choices(own)
    kinds: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": [], "emptied": []}
    gone: set[str] = set()
    tables = []
    for unit, row in entered.items():
        choice, before = _choice(row), had.get(unit)
        kind = _compare(choice, before)
        if kind:
            kinds[kind].append(unit)
        if kind in ("new", "changed") or (kind == "emptied" and replace):
            gone.add(unit)
            tables.append(_update(own[own["unit_id"] == unit], row, coder, before))
    merged = pd.concat([own[~own["unit_id"].isin(gone)], *tables])
    spans = {name: merged[name].astype("Int64") for name in ("start", "end")}
    applications = sort_by_unit(merged.assign(**spans), coding.units)[APPLICATIONS]
    return Collected(applications, **{kind: tuple(units) for kind, units in kinds.items()})


def _compare(choice: Choice, before: Choice | None) -> str:
    """Say what a row does to its unit; nothing if it is not coded, and was not."""
    if not choice.codes:
        return "emptied" if before else ""
    if before is None:
        return "new"
    return "unchanged" if choice.is_same(before) else "changed"


def _update(
    rows: pd.DataFrame, entered: SheetRow, coder: str, before: Choice | None
) -> pd.DataFrame:
    """Give the unit the codes that were entered."""
    unit = {"coder": coder, "unit_id": entered.unit_id}
    unit |= {"text_sha256": entered.cells["text_sha256"].strip()}
    updated = take_rows(rows, entered.codes).assign(**unit).fillna({"memo": ""})
    memo = _choice(entered).memo
    if memo != (before or Choice()).memo:  # a sheet has one memo a unit: the first row's
        updated["memo"] = [memo, *[""] * (len(updated) - 1)][: len(updated)]
    return updated
