"""Delimited text: find encoding and separator, parse, refuse what is damaged."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from survey_analysis.errors import DataError, Problem
from survey_analysis.readers.rows import Rows, refuse_no_records, square_rows

_SEPARATORS = (",", ";", "\t", "|")
_LEGACY = "cp1252"
_BYTE_ORDER_MARK = "\ufeff"
_HINT = re.compile(r'"?sep=(?P<mark>[^"\n])"?\n', re.IGNORECASE)
"""The line with which Excel is told the separator."""
_SAMPLE = 50  # rows that decide about the separator
_START = 2**22  # characters in which they are looked for
_LONGEST_LINE = 2**23  # characters; ten thousand columns take a small part of it


def decode(content: bytes, *, file: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode bytes: by byte-order mark, else UTF-8, else the legacy code page.

    Where a file mixes UTF-8 with the code page, each byte that is no UTF-8 is read by the
    code page.

    Returns
    -------
    text, encoding, warnings
        A warning names the code page when the bytes are not UTF-8, or not all of them.

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
        text, encoding, warning = _decode_legacy(content, file, error.start)
        warnings = (warning,)
    if _BYTE_ORDER_MARK in text:
        text = text.replace(_BYTE_ORDER_MARK, "")
        warnings = (*warnings, f"{file}: byte-order marks inside the text are left out")
    if "\0" in text:
        raise _not_text(file, "it holds NUL characters (is it UTF-16 without a byte-order mark?)")
    return text, encoding, warnings


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"


def _decode_legacy(content: bytes, file: str, start: int) -> tuple[str, str, str]:
    """Read bytes that are not UTF-8 by the code page; say whether all are, or only some."""
    try:
        if content.decode("utf-8", "ignore").isascii():
            text = content.decode(_LEGACY)
            return text, _LEGACY, f"{file}: not UTF-8 (byte {start}); read as {_LEGACY}"
        text = content.decode("utf-8", _BY_CODE_PAGE)
    except UnicodeDecodeError as error:
        msg = f"byte {error.start} is neither UTF-8 nor {_LEGACY}"
        raise _not_text(file, msg) from None
    mixed = f"UTF-8 mixed with other bytes (the first is byte {start}); these read as {_LEGACY}"
    return text, "utf-8", f"{file}: {mixed}"


def _read_by_code_page(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    try:
        return error.object[error.start : error.end].decode(_LEGACY), error.end
    except UnicodeDecodeError:
        raise error from None


_BY_CODE_PAGE = "survey_analysis.by_code_page"
codecs.register_error(_BY_CODE_PAGE, _read_by_code_page)


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
    rows, separator = parse_rows(text, file=file)
    rows = square_rows(rows, file=file)
    header, records = rows[0][1], rows[1:]
    refuse_no_records(header, records, file=file)
    return header, records, separator


def parse_rows(text: str, *, file: str) -> tuple[Rows, str]:
    r"""Parse delimited text with the separator that its rows show, header rows and all.

    Returns
    -------
    rows, separator
        Rows as in `parse`; they may differ in length.

    Raises
    ------
    DataError
        If no separator parts the first row, if a quote is never closed, or if a line is
        longer than eight million characters.

    Examples
    --------
    >>> parse_rows("id;a\n7;x\n", file="export.csv")
    ([(1, ['id', 'a']), (2, ['7', 'x'])], ';')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_long_lines(text, file)
    hint = _HINT.match(text)
    separator = hint["mark"] if hint else find_separator(text)
    rows = list(_rows(text, separator, file))[1 if hint else 0 :]
    if rows and len(rows[0][1]) == 1:
        msg = f"{file}: the header is a single cell; columns are separated by one of , ; tab |"
        raise DataError(msg)
    return rows, separator


def _refuse_long_lines(text: str, file: str) -> None:
    """Refuse a line that no table has, before millions of cells are made of it."""
    if len(text) <= _LONGEST_LINE:
        return
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _LONGEST_LINE:
            msg = f"{file}, line {number}: {len(line):,} characters; allowed: {_LONGEST_LINE:,}"
            raise DataError(msg)


def find_separator(text: str) -> str:
    r"""Return the separator with which most of the first rows have as many cells as the header.

    The header decides between equals, and a comma when nothing does.

    Examples
    --------
    >>> find_separator('"Age, in years";Role\n"30";"Lead, tester"\n')
    ';'
    """
    start = text[:_START]
    return max(_SEPARATORS, key=lambda separator: _fit(start, separator))


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
        return (
            "text follows a closing quote; a quote inside a cell is written twice (or one in the "
            "rows above is never closed)"
        )
    cell = f"or a cell holds more than {csv.field_size_limit():,} characters"
    return f"a quote is opened and never closed, {cell}"
