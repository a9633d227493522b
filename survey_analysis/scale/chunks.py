"""CSV and Parquet files as chunks of rows; only this module and `batches` know polars."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from survey_analysis.errors import DataError
from survey_analysis.readers import refuse_duplicate_names
from survey_analysis.readers.delimited import find_separator, parse

T = TypeVar("T")

_BLOCK = 2**23  # bytes of CSV read at a time
_LONGEST_RECORD = 2**26
_ROWS = 2**14  # of Parquet read at a time
_SAMPLE = 2**16  # bytes that decide about the separator
_PARQUET = b"PAR1"
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a workbook"}


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some rows of a file.

    Attributes
    ----------
    table
        The columns that were asked for.
    rows
        The rows' numbers in the file, the header being 1, shape (n,).
    wanted
        What was read.
    """

    table: pl.DataFrame
    rows: npt.NDArray[np.int64]
    wanted: Wanted


@dataclass(frozen=True)
class Wanted:
    """What is read of every chunk.

    Attributes
    ----------
    columns
        What is computed of the columns of the file.
    types
        Types of the columns that are read as something other than text.
    otherwise
        What is read of a chunk of a CSV that does not fit these types, and of Parquet.
    """

    columns: list[pl.Expr]
    types: dict[str, pl.DataType] = field(default_factory=dict)
    otherwise: Wanted | None = None

    @property
    def last(self) -> Wanted:
        """What takes every text."""
        return self.otherwise.last if self.otherwise else self


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
            raise _only_utf8(path, kind)
    return _open_csv(path, start)


def _only_utf8(path: Path, found: str) -> DataError:
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
        raise _only_utf8(path, "not UTF-8") from None
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


def _last_record_end(content: bytes) -> int:
    """Find where the last whole record ends, 0 if none is whole."""
    end = content.rfind(b"\n") + 1
    while end and content.count(b'"', 0, end) % 2:
        end = content.rfind(b"\n", 0, end - 1) + 1
    return end


def read_chunks(file: DataFile, wanted: Wanted) -> Iterator[Chunk]:
    """Read a file in chunks whose size does not depend on the file's.

    Parameters
    ----------
    file
        The file.
    wanted
        What is read of it.

    Raises
    ------
    DataError
        If it is damaged; says in which row.
    """
    return _csv_chunks(file, wanted) if file.separator else _parquet_chunks(file, wanted)


def _parquet_chunks(file: DataFile, wanted: Wanted) -> Iterator[Chunk]:
    first, wanted = file.first, wanted.last
    texts = pl.scan_parquet(file.path).select(pl.all().cast(pl.String).fill_null(""))
    for table in texts.select(wanted.columns).collect_batches(chunk_size=_ROWS):
        yield Chunk(table, np.arange(first, first + len(table)), wanted)
        first += len(table)


def _csv_chunks(file: DataFile, wanted: Wanted) -> Iterator[Chunk]:
    first = file.first
    for block in _blocks(file):
        chunk = _read_block(file, block, first=first, wanted=wanted)
        if chunk is None:
            chunk, first = _parse_block(file, block, first=first, wanted=wanted.last)
        else:
            first += len(chunk.rows)
        yield chunk


def _read_block(file: DataFile, block: bytes, *, first: int, wanted: Wanted) -> Chunk | None:
    """Read a block; None if it may be damaged, hold empty rows, or is not for polars."""
    names = [name if name.strip() else f"column number {i}" for i, name in enumerate(file.columns)]
    nameless = [name for name in names if name not in file.columns]
    # An empty last cell, or a row that was cut; and something below a column without a name.
    doubtful = [_is_empty(names[-1]), *(~_is_empty(name) for name in nameless)]
    rows = pl.scan_csv(
        block,
        has_header=False,
        schema={name: wanted.types.get(name, pl.String()) for name in names},
        separator=file.separator,
        empty_string_is_null=False,
    )
    check = pl.any_horizontal(doubtful).any().alias(_DOUBTFUL)
    try:
        table = rows.select(*wanted.columns, check).collect()
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        if wanted.otherwise is None:
            return None
        return _read_block(file, block, first=first, wanted=wanted.otherwise)
    if len(table) == 0 or table[_DOUBTFUL][0]:
        return None
    return Chunk(table, np.arange(first, first + len(table)), wanted)


_DOUBTFUL = "doubtful?"


def _is_empty(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null("").str.strip_chars() == ""


def _parse_block(file: DataFile, block: bytes, *, first: int, wanted: Wanted) -> tuple[Chunk, int]:
    """Parse a block as a file in memory is parsed; returns the next block's first row, too.

    Empty rows before the block let its rows have their numbers in the file.

    Raises
    ------
    DataError
        If it is damaged, with every bad row.
    """
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        raise _only_utf8(file.path, "not UTF-8") from None
    header = io.StringIO()
    csv.writer(header, delimiter=file.separator, lineterminator="\n").writerow(file.columns)
    if not text.strip("\r\n"):
        empty = pl.DataFrame(schema=dict.fromkeys(file.columns, pl.String))
        return Chunk(
            empty.select(wanted.columns), np.zeros(0, np.int64), wanted
        ), first + text.count("\n")
    before = header.getvalue() + "\n" * (first - 2)
    columns, rows, _ = parse(before + text, file=file.path.name)
    cells = zip(*(row for _, row in rows), strict=True)
    table = pl.DataFrame(
        [pl.Series(name, texts, pl.String) for name, texts in zip(columns, cells, strict=True)]
    )
    numbers = np.array([number for number, _ in rows])
    ending = text.rstrip("\r\n")
    return Chunk(table.select(wanted.columns), numbers, wanted), int(numbers[-1]) + text[
        len(ending) :
    ].count("\n")


def _blocks(file: DataFile) -> Iterator[bytes]:
    """Cut a CSV into blocks of whole records."""
    with file.path.open("rb") as stream:
        stream.seek(file.body)
        rest = b""
        while read := stream.read(_BLOCK):
            content = rest + read
            end = _last_record_end(content)
            if not end and len(content) > _LONGEST_RECORD:
                msg = f"{file.path.name}: a quote is opened and never closed"
                raise DataError(msg)
            rest = content[end:]
            if end:
                yield content[:end]
        if rest.strip():
            yield rest


def read_ahead(items: Iterator[T]) -> Iterator[T]:
    """Compute the next item in a thread while one is used.

    Examples
    --------
    >>> list(read_ahead(iter([1, 2, 3])))
    [1, 2, 3]
    """
    nothing = object()
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, nothing)
        while (item := coming.result()) is not nothing:
            coming = thread.submit(next, items, nothing)
            yield item  # type: ignore[misc]  # not `nothing`
