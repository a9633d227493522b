"""Files of a study's export: which there are, and what their headers say."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from survey_analysis.errors import DataError
from survey_analysis.readers import refuse_duplicate_names
from survey_analysis.readers.delimited import find_separator, parse

_SAMPLE = 2**16  # bytes that decide about the separator
_PARQUET = b"PAR1"
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a workbook"}


@dataclass(frozen=True)
class DataFile:
    """A file of a study's export.

    Attributes
    ----------
    path
        The file.
    columns
        Its columns; a column of a CSV without a name has none here either.
    separator
        What separates them; empty for Parquet.
    body
        Bytes of a CSV before the first record.
    first
        The first record's row in the file.
    """

    path: Path
    columns: list[str]
    separator: str = ""
    body: int = 0
    first: int = 2


def list_files(path: str | Path) -> list[Path]:
    """List the files that are counted: a file, or those of a folder, by name.

    Raises
    ------
    DataError
        If there is no such file, or no CSV or Parquet file in the folder.
    """
    path = Path(path)
    if path.is_file():
        return [path]
    found = sorted(p for p in path.glob("*") if p.suffix in (".csv", ".parquet"))
    if not found:
        msg = f"{path}: there is no such file, nor a folder of .csv or .parquet files"
        raise DataError(msg)
    return found


def open_file(path: Path) -> DataFile:
    """Read the columns of a file.

    Raises
    ------
    DataError
        If it cannot be read, is neither Parquet nor CSV in UTF-8, or if columns share a
        name.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(_SAMPLE)
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise DataError(msg) from None
    if start.startswith(_PARQUET):
        return DataFile(path, _parquet_columns(path))
    for mark, kind in _MARKS.items():
        if start.startswith(mark):
            raise refuse_encoding(path, kind)
    return _open_csv(path, start)


def refuse_encoding(path: Path, found: str) -> DataError:
    """Say that a file is in another encoding, and what to do."""
    msg = (
        f"{path.name}: is {found}; only Parquet and CSV in UTF-8 are read in chunks: "
        "save it so, or use the engine 'memory'"
    )
    return DataError(msg)


def _parquet_columns(path: Path) -> list[str]:
    schema = pl.read_parquet_schema(path)
    allowed = (pl.String, pl.Categorical, pl.Enum, pl.Null)
    wrong = [n for n, kind in schema.items() if not (kind in allowed or kind.is_integer())]
    if wrong:
        found = ", ".join(f"{name} ({schema[name]})" for name in wrong)
        msg = f"{path.name}: columns must hold text or whole numbers, found: {found}"
        raise DataError(msg)
    return list(schema)


def _open_csv(path: Path, start: bytes) -> DataFile:
    begin = 3 if start.startswith(b"\xef\xbb\xbf") else 0
    end, row, header = begin, 0, b""
    while not header.strip() and end < len(start):
        row, begin = row + 1, end
        end = find_record_end(start, begin) or len(start)
        header = start[begin:end]
    sample = start[begin:].decode("utf-8", errors="replace").replace("\r\n", "\n")
    separator = find_separator(sample)
    try:
        text = header.decode("utf-8")
    except UnicodeDecodeError:
        raise refuse_encoding(path, "not UTF-8") from None
    columns = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    refuse_duplicate_names([name for name in columns if name.strip()], path.name)
    if len(columns) < 2:
        parse(sample, file=path.name)  # says what is wrong with the header
    return DataFile(path, columns, separator, end, row + 1)


def find_record_end(content: bytes, begin: int = 0) -> int:
    r"""Find where the first record ends: after a line feed that no quotes enclose; 0 if none.

    Examples
    --------
    >>> find_record_end(b'a,"b\nc"\nd,e\n')
    8
    """
    end = content.find(b"\n", begin) + 1
    while end and content.count(b'"', begin, end) % 2:
        end = content.find(b"\n", end) + 1
    return end
