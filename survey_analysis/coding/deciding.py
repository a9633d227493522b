"""Decisions on sheets back into `resolved.csv`; coders' own files never change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from survey_analysis.coding.applications import RESOLVED_COLUMNS, sort_by_unit
from survey_analysis.coding.choices import take_rows
from survey_analysis.coding.project import Coding, coders
from survey_analysis.coding.reconciling import (
    ACCEPTED,
    ACCEPTED_MARK,
    OUTCOMES,
    describe_codings,
    list_decisions,
)
from survey_analysis.coding.sheet_rows import SheetRow, UnitsToCode, read_entries
from survey_analysis.errors import (
    DataError,
    InvalidCallError,
    Problem,
    describe_problems,
    unknown_name,
)


@dataclass(frozen=True)
class Decided:
    """Resolutions with those of a sheet.

    Attributes
    ----------
    resolved
        All resolutions: columns `survey_analysis.coding.applications.RESOLVED_COLUMNS`.
    new, changed, unchanged
        Ids of units that were decided for the first time, otherwise than before, or as before.
    still_open
        Ids of units that the sheet holds without a decision.
    """

    resolved: pd.DataFrame
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    still_open: tuple[str, ...]


def collect_decisions(
    coding: Coding,
    sheet: str | Path,
    *,
    resolved_by: str,
    replace: bool = False,
    kind: str = "original",
) -> Decided:
    """Merge the decisions of a reconciliation sheet into the resolutions.

    A decided code takes category and span from the first coder who gave it. Coders' own
    files never change, so agreement stays what it was. Collecting a sheet again changes
    nothing.

    Parameters
    ----------
    coding
        The coding as it is.
    sheet
        A file made from `survey_analysis.coding.reconciling.prepare_reconciliation`.
    resolved_by
        Who decided.
    replace
        Whether an earlier decision may give way to another.
    kind
        ``original`` or ``replica``, as in `survey_analysis.coding.project.load_coding`.

    Raises
    ------
    DataError
        If the sheet is damaged, was edited where it should not be, or is out of date (a
        coder has coded the unit otherwise since); if an accepted difference has no reason,
        or a reason no codes; or if it decides otherwise than before. Every problem with its
        row; nothing is collected then.
    InvalidCallError
        If nobody decided.
    """
    if not resolved_by.strip():
        msg = "name who decided, such as --by 'coder-a, coder-b'"
        raise InvalidCallError(msg)
    known = UnitsToCode(coding.units, coding.codebook, kind)
    columns = [*coders(coding), "outcome", "reason"]
    rows, problems = read_entries(Path(sheet), known, columns=columns)
    kinds = [_compare(row, coding.resolved) for row in rows]
    problems += _find_out_of_date(rows, coding)
    for row, kind in zip(rows, kinds, strict=True):
        complaints = _find_in_decision(row, is_other=kind == "changed" and not replace)
        problems += [Problem(text, row.file, (row.number,)) for text in complaints]
    if problems:
        heading = f"{Path(sheet).name}: no decision collected"
        raise DataError(describe_problems(problems, heading=heading))
    fresh = [row for row, kind in zip(rows, kinds, strict=True) if kind in ("new", "changed")]
    resolved = _merge(coding, fresh, resolved_by=resolved_by.strip())
    by_kind = [
        tuple(row.unit_id for row, found in zip(rows, kinds, strict=True) if found == kind)
        for kind in ("new", "changed", "unchanged", "open")
    ]
    return Decided(resolved, *by_kind)


def _compare(row: SheetRow, resolved: pd.DataFrame) -> str:
    """Say what a row does: new, changed, unchanged, or it leaves the unit open."""
    codes, _, reason = list_decisions(resolved[resolved["unit_id"] == row.unit_id]).get(
        row.unit_id, ((), "", "")
    )
    if not row.codes:
        return "open"
    if not codes:
        return "new"
    return "unchanged" if (set(codes), reason) == (set(row.codes), _reason(row)) else "changed"


def _reason(row: SheetRow) -> str:
    """Give the reason as it stands in `resolved.csv`."""
    mark = ACCEPTED_MARK if row.cells["outcome"].strip() == ACCEPTED else ""
    return mark + row.cells["reason"].strip()


def _find_in_decision(row: SheetRow, *, is_other: bool) -> Iterator[str]:
    """Say what is wrong with a decision; `is_other`: than before, which may not be replaced."""
    outcome, reason = row.cells["outcome"].strip(), row.cells["reason"].strip()
    if outcome and outcome not in OUTCOMES:
        yield f"{row.unit_id}: {unknown_name('outcome', outcome, OUTCOMES)}"
    if (outcome or reason) and not row.codes:
        yield f"{row.unit_id}: says how it is decided, but not which codes count"
    if outcome == ACCEPTED and not reason:
        yield f"{row.unit_id}: an accepted difference needs a reason"
    if is_other:
        yield f"{row.unit_id} is decided otherwise already; --replace allows it"


def _find_out_of_date(rows: Sequence[SheetRow], coding: Coding) -> Iterator[Problem]:
    """Find units that a coder has coded otherwise since the sheet was written."""
    now = describe_codings(coding, [row.unit_id for row in rows])
    for row, codings in zip(rows, now.to_dict("records"), strict=True):
        for coder, said in codings.items():
            if row.cells[str(coder)].strip() != said.strip():
                text = f"{row.unit_id}: {coder}'s codes are others now; write a new sheet"
                yield Problem(text, row.file, (row.number,))


def _merge(coding: Coding, decided: Iterable[SheetRow], *, resolved_by: str) -> pd.DataFrame:
    rows = list(decided)
    kept = coding.resolved[~coding.resolved["unit_id"].isin([row.unit_id for row in rows])]
    tables = [_resolve(coding, row).assign(resolved_by=resolved_by) for row in rows]
    merged = pd.concat([kept, *tables]) if tables else kept
    spans = {name: merged[name].astype("Int64") for name in ("start", "end")}
    return sort_by_unit(merged.assign(**spans), coding.units)[RESOLVED_COLUMNS]


def _resolve(coding: Coding, row: SheetRow) -> pd.DataFrame:
    """Give the decided codes of a unit, each as its first coder gave it."""
    applied = coding.applications[coding.applications["unit_id"] == row.unit_id]
    first = applied.groupby(["code", "category"])["coder"].transform("min")
    taken = take_rows(applied[applied["coder"] == first], row.codes)
    return taken.assign(unit_id=row.unit_id, reason=_reason(row)).reindex(columns=RESOLVED_COLUMNS)
