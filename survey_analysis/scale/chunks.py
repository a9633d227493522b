"""CSV and Parquet files as chunks of rows; never a whole file at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from survey_analysis.errors import DataError
from survey_analysis.readers.delimited import parse
from survey_analysis.scale.files import DataFile, refuse_encoding

T = TypeVar("T")

_BLOCK = 2**24  # bytes of CSV read at a time
_LONGEST_RECORD = 2**26
_ROWS = 2**14  # of Parquet read at a time


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
    for block in read_ahead(_blocks(file)):
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
        raise refuse_encoding(file.path, "not UTF-8") from None
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
    """Cut a CSV into blocks of whole records: up to the first line feed outside of quotes."""
    with file.path.open("rb") as stream:
        stream.seek(file.body)
        while block := _read_lines(stream, _BLOCK):
            parts, more = [block], 0
            quotes = block.count(b'"')
            while quotes % 2 and (line := stream.readline(_LONGEST_RECORD)):
                parts.append(line)
                more, quotes = more + len(line), quotes + line.count(b'"')
                if more > _LONGEST_RECORD:
                    msg = f"{file.path.name}: a quote is opened and never closed"
                    raise DataError(msg)
            yield b"".join(parts) if more else block


def _read_lines(stream: IO[bytes], size: int) -> bytes:
    """Read so many bytes, and on to the end of a line; in one piece, as joining takes time."""
    start = stream.tell()
    stream.seek(start + size)
    stream.readline(_LONGEST_RECORD)
    end = stream.tell()
    stream.seek(start)
    return stream.read(end - start)


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
