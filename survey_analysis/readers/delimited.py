"""Delimited text: find encoding and separator, parse, refuse what is damaged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from survey_analysis.errors import DataError, Problem, describe_problems

Rows = list[tuple[int, list[str]]]

_SEPARATORS = (",", ";", "\t", "|")
_LEGACY = "cp1252"
_FIELD_LIMIT = 10_000_000


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
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    else:
        encoding = "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _not_text(file, f"its {encoding} breaks off at byte {error.start}") from None
        return _decode_legacy(content, file, error.start)
    if "\0" in text:
        raise _not_text(file, "it holds NUL characters")
    return text, encoding, ()


def _decode_legacy(content: bytes, file: str, start: int) -> tuple[str, str, tuple[str, ...]]:
    try:
        text = content.decode(_LEGACY)
    except UnicodeDecodeError:
        raise _not_text(file, f"byte {start} is neither UTF-8 nor {_LEGACY}") from None
    if "\0" in text:
        raise _not_text(file, "it holds NUL characters")
    return text, _LEGACY, (f"{file}: not UTF-8 (byte {start}); read as {_LEGACY}",)


def _not_text(file: str, what: str) -> DataError:
    msg = f"{file}: not a text file: {what}. Allowed: CSV in UTF-8, UTF-16 or {_LEGACY}, or .xlsx"
    return DataError(msg)


def parse(text: str, *, file: str) -> tuple[list[str], Rows, str]:
    r"""Parse delimited text with the separator that its header shows.

    Returns
    -------
    header, rows, separator
        Each row with its number in the file, counted in records, the header being 1.

    Raises
    ------
    DataError
        If there is no header or no record, if a quote is never closed, or if rows have
        another number of cells than the header; lists every such row.

    Examples
    --------
    >>> parse("id;a\n7;x\n", file="export.csv")
    (['id', 'a'], [(2, ['7', 'x'])], ';')
    """
    separator = find_separator(text)
    rows = list(_rows(text, separator, file))
    if not rows:
        msg = f"{file}: the file is empty; expected a header row and records"
        raise DataError(msg)
    header = rows[0][1]
    records = rows[1:]
    if not records:
        msg = f"{file}: there is a header of {len(header)} columns and no record below it"
        raise DataError(msg)
    _refuse_uneven(header, records, file)
    return header, records, separator


def find_separator(text: str) -> str:
    """Return the separator that parts the header row most often; a comma when none does."""
    first = next(csv.reader(io.StringIO(text), delimiter="\x1f"), [""])
    header = first[0] if first else ""
    return max(_SEPARATORS, key=lambda s: (header.count(s), s == ","))


def _rows(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for row in reader:
            number += 1
            if row:
                yield number, row
    except csv.Error as error:
        problem = Problem(f"cannot be parsed: {error}", file=file, rows=(number + 1,))
        raise DataError(str(problem)) from None


def _refuse_uneven(header: list[str], records: Rows, file: str) -> None:
    problems = [
        Problem(f"has {len(row)} cells, the header has {len(header)}", file=file, rows=(number,))
        for number, row in records
        if len(row) != len(header)
    ]
    if problems:
        heading = f"{file}: rows are truncated or split"
        raise DataError(describe_problems(problems, heading=heading))
