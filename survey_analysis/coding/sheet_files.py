"""Sheets as files, Excel or CSV: written once, read back from whatever a spreadsheet made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import is_zipfile

import pandas as pd

from survey_analysis.coding.codebook import Codebook
from survey_analysis.coding.formulas import neutralise, restore
from survey_analysis.coding.workbooks import make_workbook
from survey_analysis.errors import (
    DataError,
    InvalidCallError,
    Problem,
    describe_problems,
)
from survey_analysis.readers import read_table
from survey_analysis.whole_files import write_files

_LONGEST_CELL = 32_767  # characters, in Excel


def write_sheet(
    sheet: pd.DataFrame,
    path: Path,
    *,
    codebook: Codebook,
    lists: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write a sheet for a person to fill in; an existing file is never replaced.

    In a workbook the columns for codes, memo, outcome and reason can be edited and the rest
    is locked (without a password); those that say whose a row is are out of sight; codes
    have drop-downs; a second sheet holds the codebook. Cells that a spreadsheet would run
    are neutralised.

    Parameters
    ----------
    sheet
        Texts only; one row a unit.
    path
        Where to: ``.xlsx`` or ``.csv``.
    codebook
        The codes of the drop-downs, and their definitions.
    lists
        What may be chosen in further columns.

    Raises
    ------
    InvalidCallError
        If the file exists, or its name ends otherwise.
    PublishError
        If it cannot be written.
    """
    safe = sheet.map(neutralise)
    match path.suffix.lower():
        case ".csv":
            content = safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
        case ".xlsx":
            _refuse_long_texts(safe, path)
            content = make_workbook(safe, codebook, lists or {})
        case other:
            msg = f"{path}: a sheet is .xlsx or .csv, found {other or 'no ending'!r}"
            raise InvalidCallError(msg)
    _write_new(path, content)


def _refuse_long_texts(sheet: pd.DataFrame, path: Path) -> None:
    if sheet.map(len).to_numpy().max(initial=0) > _LONGEST_CELL:
        msg = f"{path}: a text is longer than Excel's {_LONGEST_CELL:,} characters; write a .csv"
        raise InvalidCallError(msg)


def _write_new(path: Path, content: bytes) -> None:
    if path.exists():
        msg = f"{path}: exists, and may hold somebody's work; choose another name with --out"
        raise InvalidCallError(msg)
    write_files({path: content})


def read_sheet(path: str | Path) -> pd.DataFrame:
    """Read a sheet back, as .xlsx or as CSV in whatever separator and encoding.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    DataFrame
        Texts as they were before they were neutralised; the index is the row in the file.

    Raises
    ------
    DataError
        If the file is missing, empty or damaged, or a cell holds a formula.
    """
    table = read_table(path)
    if is_zipfile(path) and not table.encoding:  # a workbook; a zipped CSV has an encoding
        _refuse_formulas(Path(path))
    return table.cells.map(restore)


def _refuse_formulas(path: Path) -> None:
    """Refuse formulas: what was typed is hidden behind what a spreadsheet made of it."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    book = load_workbook(path, read_only=True)
    problems = [
        Problem("a formula; put an apostrophe before the text", rows=(cell.row,))
        for row in book.worksheets[0].iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    book.close()
    if problems:
        raise DataError(describe_problems(problems, heading=path.name))
