"""Delimited text: find encoding and separator, parse, refuse what is damaged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from survey_analysis.errors import DataError, Problem, describe_problems

Rows = list[tuple[int, list[str]]]
"""Rows of cells, each with its number in the file, the header being 1."""

_SEPARATORS = (",", ";", "\t", "|")
_LEGACY = "cp1252"
_SAMPLE = 50  # rows that decide about the separator


def decode(content: bytes, *, file: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode bytes: by byte-order mark, else UTF-8, else the legacy code page.

    Returns
    -------
    text, encoding, warnings
        A warning names the code page when the bytes are not UTF-8.

    Raises
    ------
    DataError
        If the bytes are no text in any of these.

    Examples
    --------
    >>> decode("Größe".encode("cp1252"), file="export.csv")[1:]
    ('cp1252', ('export.csv: not UTF-8 (byte 2); read as cp1252',))
    """
    encoding = _encoding(content)
    warnings: tuple[str, ...] = ()
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _not_text(file, f"its {encoding} breaks off at byte {error.start}") from None
        text, encoding = _decode_legacy(content, file, error.start), _LEGACY
        warnings = (f"{file}: not UTF-8 (byte {error.start}); read as {_LEGACY}",)
    if "\0" in text:
        raise _not_text(file, "it holds NUL characters (is it UTF-16 without a byte-order mark?)")
    return text, encoding, warnings


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"


def _decode_legacy(content: bytes, file: str, start: int) -> str:
    try:
        return content.decode(_LEGACY)
    except UnicodeDecodeError:
        raise _not_text(file, f"byte {start} is neither UTF-8 nor {_LEGACY}") from None


def _not_text(file: str, what: str) -> DataError:
    msg = f"{file}: not a text file: {what}. Allowed: CSV in UTF-8, UTF-16 or {_LEGACY}, or .xlsx"
    return DataError(msg)


def parse(text: str, *, file: str) -> tuple[list[str], Rows, str]:
    r"""Parse delimited text with the separator that its rows show.

    Returns
    -------
    header, rows, separator
        Rows are counted as a spreadsheet counts them: a row may span several lines.
        Empty rows count and are left out.

    Raises
    ------
    DataError
        If there is no header or no record, if no separator parts the header, if a quote is
        never closed, or if rows have another number of cells than the header; lists every
        such row.

    Examples
    --------
    >>> parse("id;a\n7;x\n", file="export.csv")
    (['id', 'a'], [(2, ['7', 'x'])], ';')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = find_separator(text)
    rows = list(_rows(text, separator, file))
    if rows and len(rows[0][1]) == 1:
        msg = f"{file}: the header is a single cell; columns are separated by one of , ; tab |"
        raise DataError(msg)
    return *split_header(rows, file=file), separator


def find_separator(text: str) -> str:
    r"""Return the separator with which most of the first rows have as many cells as the header.

    The header decides between equals, and a comma when nothing does.

    Examples
    --------
    >>> find_separator('"Age, in years";Role\n"30";"Lead, tester"\n')
    ';'
    """
    return max(_SEPARATORS, key=lambda separator: _fit(text, separator))


def _fit(text: str, separator: str) -> tuple[int, int]:
    """Count the first rows that have the header's number of cells, and these cells."""
    widths: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    with suppress(csv.Error):  # `_rows` reports it; the rows before it decide
        for row in islice(filter(any, reader), _SAMPLE):
            widths.append(len(row))
    return (widths.count(widths[0]), widths[0]) if widths and widths[0] > 1 else (0, 0)


def _rows(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if any(row):
                yield number, row
    except csv.Error as error:
        raise DataError(str(Problem(_explain(error), file, (number + 1,)))) from None


def _explain(error: csv.Error) -> str:
    """Say which of the two things is wrong that a strict reader refuses in clean text."""
    if "expected after" in str(error):
        return "text follows a closing quote; a quote inside a cell is written twice"
    return "a quote is opened and never closed"


def split_header(rows: Rows, *, file: str) -> tuple[list[str], Rows]:
    """Part the header from the records, and drop columns without name and content.

    Raises
    ------
    DataError
        If there is no header or no record, or if rows have another number of cells than
        the header, or if a column without a name holds something.
    """
    if not rows:
        msg = f"{file}: there is no row; expected a header and records"
        raise DataError(msg)
    (_, header), *records = rows
    if not records:
        msg = f"{file}: there is a header of {len(header)} columns and no record below it"
        raise DataError(msg)
    _refuse_uneven(header, records, file)
    named = [i for i, name in enumerate(header) if name.strip()]
    _refuse_nameless(header, records, file)
    if len(named) < len(header):
        header = [header[i] for i in named]
        records = [(number, [row[i] for i in named]) for number, row in records]
    return header, records


def _refuse_uneven(header: list[str], records: Rows, file: str) -> None:
    rows_of_width: dict[int, list[int]] = {}
    for number, row in records:
        if len(row) != len(header):
            rows_of_width.setdefault(len(row), []).append(number)
    problems = [
        Problem(f"{width} cells, where the header has {len(header)}", rows=tuple(rows))
        for width, rows in rows_of_width.items()
    ]
    if problems:
        raise DataError(describe_problems(problems, heading=f"{file}: rows are cut or split"))


def _refuse_nameless(header: list[str], records: Rows, file: str) -> None:
    problems = [
        Problem("has no name in the header and holds something", column=f"number {i + 1}")
        for i, name in enumerate(header)
        if not name.strip() and any(row[i].strip() for _, row in records)
    ]
    if problems:
        raise DataError(describe_problems(problems, heading=f"{file}: columns without a name"))
