"""Excel workbooks: the first sheet, every cell as the text a CSV would hold."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from survey_analysis.errors import DataError
from survey_analysis.readers.delimited import Rows

_LARGEST = 2_000_000_000  # bytes unpacked; a real export of that size is no workbook


def parse_workbook(content: bytes, *, file: str) -> tuple[list[str], Rows]:
    """Read the first sheet of an .xlsx workbook.

    Whole numbers come back without ``.0`` and empty cells as empty text.

    Raises
    ------
    DataError
        If it is no workbook, if it unpacks to more than 2 GB, or if it holds no record.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > _LARGEST:
            msg = f"{file}: unpacks to {unpacked:,} bytes; allowed: {_LARGEST:,}"
            raise DataError(msg)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError) as error:
        msg = f"{file}: not an Excel workbook (.xlsx): {error}"
        raise DataError(msg) from None
    rows = [[_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    numbered = [(i, row) for i, row in enumerate(rows, start=1) if any(row)]
    if len(numbered) < 2:
        msg = f"{file}: the first sheet holds no record below a header row"
        raise DataError(msg)
    header = numbered[0][1]
    while header and not header[-1]:
        header.pop()
    return header, [(i, row[: len(header)]) for i, row in numbered[1:]]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()
    return str(cell)
