"""Excel workbooks: the first sheet, every cell as the text a CSV would hold."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from survey_analysis.errors import DataError
from survey_analysis.readers.cell_text import write_cell
from survey_analysis.readers.rows import Rows, refuse_no_records, square_rows

_LARGEST = 500_000_000  # bytes unpacked; a real export of that size is no workbook
_MOST_CELLS = 50_000_000
_TITLES = 20  # rows above the header that may hold a title
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, KeyError, ValueError, IndexError, SyntaxError)
"""What openpyxl, zipfile and the XML parser (SyntaxError) raise for a damaged workbook."""


def parse_workbook(content: bytes, *, file: str) -> tuple[list[str], Rows]:
    """Read the first sheet of an .xlsx workbook as a header and records.

    Raises
    ------
    DataError
        As `read_workbook`, or if the sheet holds no records below a header, or rows
        longer than the header.
    """
    rows = square_rows(read_workbook(content, file=file)[0], file=file)
    header, records = rows[0][1], rows[1:]
    refuse_no_records(header, records, file=file)
    return header, records


def read_workbook(content: bytes, *, file: str) -> tuple[Rows, tuple[str, ...]]:
    """Read the rows of the first sheet of an .xlsx workbook, the header among them.

    Whole numbers come back without ``.0``, empty cells as empty text, formulas as they are
    written. Rows above the header that hold a single cell are titles, and are left out.

    Parameters
    ----------
    content
        The file's bytes.
    file
        Its name, for messages.

    Returns
    -------
    rows, warnings
        A warning names the other sheets that hold something.

    Raises
    ------
    DataError
        If it is no workbook or a damaged one, if it unpacks to more than 500 MB, or if it has
        more than 50 million cells.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        rows, warnings = _read(content, file) if unpacked <= _LARGEST else ([], ())
    except _DAMAGE as error:
        what = f"damaged, or no Excel workbook (.xlsx): {type(error).__name__}"
        msg = f"{file}: {what}. Save it again from Excel, or export it as CSV"
        raise DataError(msg) from None
    if unpacked > _LARGEST:
        msg = f"{file}: unpacks to {unpacked:,} bytes; allowed: {_LARGEST:,}"
        raise DataError(msg)
    width = max((len(row) for _, row in rows), default=0)
    if width * len(rows) > _MOST_CELLS:
        msg = f"{file}: {len(rows):,} rows of {width:,} cells; allowed: {_MOST_CELLS:,} cells"
        raise DataError(msg)
    rows = [(number, row + [""] * (width - len(row))) for number, row in rows]
    return _below_titles(rows, width), warnings


def _read(content: bytes, file: str) -> tuple[Rows, tuple[str, ...]]:
    """Read the first sheet, and warn of others that hold something."""
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    first, *others = book.worksheets
    rows = _rows(first)
    filled = [sheet.title for sheet in others if _holds_something(sheet)]
    warnings: tuple[str, ...] = ()
    if filled:
        named = ", ".join(map(repr, filled))
        warnings = (f"{file}: read is the first sheet, {first.title!r}, and not {named}",)
    book.close()
    return rows, warnings


def _holds_something(sheet: Any) -> bool:
    sheet.reset_dimensions()
    return any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row)


def _rows(sheet: Any) -> Rows:
    """Read the rows that hold something, each up to its last cell that does."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append((number, cells))
    return rows


def _text(cell: Any) -> str:
    formula = getattr(cell, "text", None)  # of several cells at once
    return write_cell(cell if formula is None else formula)


def _below_titles(rows: Rows, width: int) -> Rows:
    """Leave out first rows with a single filled cell, above a header of at least three."""
    first = 0
    while first < min(_TITLES, len(rows)) and sum(map(bool, rows[first][1])) == 1:
        first += 1
    return rows[first:] if width > 2 and first < min(_TITLES, len(rows)) else rows
