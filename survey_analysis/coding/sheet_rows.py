"""Rows of a filled-in sheet, each held against the units and the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from survey_analysis.coding.choices import read_codes
from survey_analysis.coding.codebook import Codebook
from survey_analysis.coding.sheet_files import read_sheet
from survey_analysis.coding.workbooks import CODE_COLUMN
from survey_analysis.errors import Problem, nearest, quote

_WHITE = re.compile(r"[\s\x00-\x1f\x7f]+|_x[0-9A-F]{4}_")
"""What spreadsheets change in a text: line ends and control characters."""


@dataclass(frozen=True)
class UnitsToCode:
    """What the rows of a sheet are held against.

    Attributes
    ----------
    units
        The units; columns `survey_analysis.coding.units.UNIT_COLUMNS`.
    codebook
        The codebook.
    kind
        ``original`` if the texts of the units are those that were coded, else ``replica``.
    """

    units: pd.DataFrame
    codebook: Codebook
    kind: str = "original"

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """Rows of the units by id."""
        return {str(row.unit_id): row for row in self.units.itertuples()}

    @cached_property
    def by_hash(self) -> dict[str, str]:
        """Ids of units by the hash of the text."""
        return dict(zip(self.units["text_sha256"], self.units["unit_id"], strict=True))


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet.

    Attributes
    ----------
    file, number
        The file's name, and the row in it.
    unit_id
        The unit.
    codes
        As in `survey_analysis.coding.choices.Choice`.
    cells
        All cells by column.
    """

    file: str
    number: int
    unit_id: str
    codes: tuple[str, ...]
    cells: dict[str, str]


def read_entries(
    path: Path, known: UnitsToCode, *, columns: Iterable[str]
) -> tuple[list[SheetRow], list[Problem]]:
    """Read a sheet, and find what is wrong with its rows.

    Parameters
    ----------
    path
        The sheet, ``.xlsx`` or CSV.
    known
        The units and the codebook.
    columns
        Columns that the sheet must have, besides one for codes.

    Returns
    -------
    rows, problems
        The rows, and all problems of ids, texts and codes. Rows without problems only if
        there are none: nothing of a sheet with problems should be used.

    Raises
    ------
    DataError
        If the file is missing, empty or damaged.
    """
    cells = read_sheet(path)
    problems = list(_find_in_header(map(str, cells), columns, path.name))
    if problems:
        return [], problems
    rows = []
    for number, row in zip(cells.index, cells.to_dict("records"), strict=True):
        texts = {str(name): str(text) for name, text in row.items()}
        slots = {name: text for name, text in texts.items() if CODE_COLUMN.fullmatch(name)}
        codes, complaints = read_codes(slots, known.codebook)
        found = SheetRow(path.name, int(number), texts["unit_id"].strip(), codes, texts)
        complaints += _find_in_row(found, known)
        rows.append(found)
        problems += [Problem(text, path.name, (found.number,)) for text in complaints]
    problems += _find_twice(rows)
    return rows, sorted(problems, key=lambda problem: problem.rows)


def _find_in_header(header: Iterable[str], columns: Iterable[str], file: str) -> Iterator[Problem]:
    names = list(header)
    for name in ("unit_id", "text", "text_sha256", *columns):
        if name not in names:
            hint = nearest(name, names)
            yield Problem(f"the column {name!r} is missing{hint}; take the sheet as written", file)
    if not any(map(CODE_COLUMN.fullmatch, names)):
        yield Problem("there is no column 'code_1'; take the sheet as written", file)


def _find_in_row(row: SheetRow, known: UnitsToCode) -> Iterator[str]:
    """Say what is wrong with the unit of a row: its id, its hash, its text."""
    unit, had = known.by_id.get(row.unit_id), row.cells["text_sha256"].strip()
    if unit is None:
        yield f"there is no unit {quote(row.unit_id)}{nearest(row.unit_id, known.by_id)}"
    elif known.kind == "replica":
        return
    elif had != unit.text_sha256:
        other = known.by_hash.get(had)
        yield (
            f"the id {row.unit_id} stands beside the text of {other}; ids must not be edited"
            if other
            else f"the text of {row.unit_id} has changed since the sheet was written (its "
            "SHA-256 differs); write a new sheet and code it again"
        )
    elif _bare(row.cells["text"]) != _bare(unit.text):
        yield (
            f"the text of {row.unit_id} was changed in the sheet, by hand or by saving it in "
            "another encoding; texts stay as they are (CSV: save as UTF-8)"
        )


def _bare(text: str) -> str:
    return _WHITE.sub("", text)


def _find_twice(rows: Iterable[SheetRow]) -> Iterator[Problem]:
    numbers: dict[str, list[int]] = {}
    file = ""
    for row in rows:
        numbers.setdefault(row.unit_id, []).append(row.number)
        file = row.file
    for unit, found in numbers.items():
        if len(found) > 1:
            yield Problem(f"the unit {quote(unit)} has {len(found)} rows", file, tuple(found))
