"""What a file is packed in: compressed text, a workbook, Parquet, or plain text."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from survey_analysis.errors import DataError
from survey_analysis.readers import parquet
from survey_analysis.readers.delimited import decode, parse_rows
from survey_analysis.readers.excel import read_workbook
from survey_analysis.readers.rows import Rows

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHER_FILES = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document",
    b"SQLite format": "a database",
}
_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<table|<\?xml)", re.IGNORECASE)
_RECORDS = re.compile(rb"\s*(\[\s*\{|\{\s*\")")
_ARCHIVED = {
    "word/": "a Word document",
    "ppt/": "a presentation",
    "content.xml": "an OpenDocument file",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
}
_LARGEST = 1_000_000_000  # bytes unpacked
_TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Packed:
    """The rows of a file, the header among them, and how its text was read."""

    rows: Rows
    encoding: str = ""
    separator: str = ""
    warnings: tuple[str, ...] = ()


def unpack(content: bytes, *, file: str) -> bytes:
    """Unpack gzip, and a zip archive that holds one text file; leave the rest as it is.

    Parameters
    ----------
    content
        The file's bytes.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If the file is damaged, unpacks to more than 1 GB, or is an archive of several files.

    Examples
    --------
    >>> unpack(gzip.compress(b"id,a"), file="a.csv.gz")
    b'id,a'
    """
    if content.startswith(_OLD_OFFICE):
        msg = f"{file}: an old (.xls) or password-protected workbook; save it as .xlsx or as CSV"
        raise DataError(msg)
    if content.startswith(_GZIP):
        return _read_at_most(lambda: gzip.open(io.BytesIO(content)), file)
    if content.startswith(_ZIP):
        return _unpack_archive(content, file)
    return content


def _unpack_archive(content: bytes, file: str) -> bytes:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError):
        return content  # the workbook reader says what is wrong
    with archive:
        names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
        texts = [name for name in names if name.lower().endswith(_TEXTS)]
        _refuse_other_archives(names, file)
        if not texts or any(name.startswith("xl/") for name in names):
            return content
        if len(texts) > 1:
            msg = f"{file}: an archive of {len(texts)} text files; unpack it and name one"
            raise DataError(msg)
        return _read_at_most(lambda: archive.open(texts[0]), file)


def _refuse_other_archives(names: list[str], file: str) -> None:
    for start, what in _ARCHIVED.items():
        if any(name.startswith(start) for name in names):
            raise _refuse_kind(file, what)


def _refuse_kind(file: str, what: str) -> DataError:
    msg = f"{file}: is {what}, not an export; save the answers as .xlsx or CSV"
    return DataError(msg)


def _refuse_other_files(content: bytes, file: str) -> None:
    """Say what a file is that looks like no table at all, whatever it is called."""
    for start, what in _OTHER_FILES.items():
        if content.startswith(start):
            raise _refuse_kind(file, what)
    start = content[:1000].removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(start):
        raise _refuse_kind(file, "a web page or XML (did the download ask for a login?)")
    if _RECORDS.match(start):
        raise _refuse_kind(file, "JSON")


def _read_at_most(open_stream: Callable[[], IO[bytes] | gzip.GzipFile], file: str) -> bytes:
    try:
        with open_stream() as stream:
            text = stream.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError) as error:
        what = "cut off" if isinstance(error, EOFError) else "damaged, or encrypted"
        msg = f"{file}: the archive is {what}; download or pack it again"
        raise DataError(msg) from None
    if len(text) > _LARGEST:
        msg = f"{file}: unpacks to more than {_LARGEST:,} bytes"
        raise DataError(msg)
    return text


def open_rows(content: bytes, *, file: str) -> Packed:
    r"""Read the rows of a workbook, of Parquet, or of delimited text.

    Parameters
    ----------
    content
        The unpacked bytes.
    file
        The file's name, for messages.

    Raises
    ------
    DataError
        If they are damaged, or nothing of these.

    Examples
    --------
    >>> open_rows(b"id;a\n7;x\n", file="a.csv")
    Packed(rows=[(1, ['id', 'a']), (2, ['7', 'x'])], encoding='utf-8', separator=';', warnings=())
    """
    if content.startswith(_ZIP):
        rows, warnings = read_workbook(content, file=file)
        return Packed(rows, warnings=warnings)
    if content.startswith(parquet.MAGIC):
        return Packed(parquet.read_parquet_rows(content, file=file))
    _refuse_other_files(content, file)
    text, encoding, warnings = decode(content, file=file)
    rows, separator = parse_rows(text, file=file)
    return Packed(rows, encoding, separator, warnings)
