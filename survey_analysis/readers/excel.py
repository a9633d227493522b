"""Excel workbooks: the first sheet, every cell as the text a CSV would hold."""

from __future__ import annotations

import datetime
import io
import zipfile
import zlib
from typing import Any

from survey_analysis.errors import DataError
from survey_analysis.readers.delimited import Rows, split_header

_LARGEST = 2_000_000_000  # bytes unpacked; a real export of that size is no workbook
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, KeyError, ValueError, IndexError, SyntaxError)
"""What openpyxl, zipfile and the XML parser (SyntaxError) raise for a damaged workbook."""


def parse_workbook(content: bytes, *, file: str) -> tuple[list[str], Rows]:
    """Read the first sheet of an .xlsx workbook.

    Whole numbers come back without ``.0`` and empty cells as empty text.

    Raises
    ------
    DataError
        If it is no workbook or a damaged one, if it unpacks to more than 2 GB, or if its
        first sheet holds no records below a header, or rows longer than the header.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        rows = _rows(content) if unpacked <= _LARGEST else []
    except _DAMAGE as error:
        what = f"damaged, or no Excel workbook (.xlsx): {type(error).__name__}"
        msg = f"{file}: {what}. Save it again from Excel, or export it as CSV"
        raise DataError(msg) from None
    if unpacked > _LARGEST:
        msg = f"{file}: unpacks to {unpacked:,} bytes; allowed: {_LARGEST:,}"
        raise DataError(msg)
    return split_header(rows, file=file)


def _rows(content: bytes) -> Rows:
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0].iter_rows(values_only=True)
    rows = [[_text(cell) for cell in row] for row in sheet]
    book.close()
    filled = [(i, row) for i, row in enumerate(rows, start=1) if any(row)]
    width = max((_width(row) for _, row in filled), default=0)
    return [(i, (row + [""] * width)[:width]) for i, row in filled]


def _width(row: list[str]) -> int:
    """Count the cells up to the last one that holds something."""
    return max((i for i, cell in enumerate(row, start=1) if cell), default=0)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.date):  # a day is a datetime at midnight
        return cell.isoformat().removesuffix("T00:00:00")
    return str(cell)
