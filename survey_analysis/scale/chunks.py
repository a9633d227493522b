"""CSV and Parquet files as chunks of rows; never a whole file at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from survey_analysis.readers.delimited import parse
from survey_analysis.scale.blocks import (
    count_unquoted,
    cut_blocks,
    has_loose_quotes,
    map_ahead,
    read_ahead,
)
from survey_analysis.scale.bundles import BETWEEN, Bundles, Numbers
from survey_analysis.scale.files import DataFile, refuse_encoding, scan_texts

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
    previews
        How many records of the survey's authors were left out.
    numbers
        The cells of bundled columns, as their enumerations number them, shape (n,) each.
    """

    table: pl.DataFrame
    rows: npt.NDArray[np.int64]
    wanted: Wanted
    previews: int = 0
    numbers: dict[str, Numbers] = field(default_factory=dict)


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
    bundles
        The columns that are read as one; None if each is read by itself.
    """

    columns: list[pl.Expr]
    types: dict[str, pl.DataType] = field(default_factory=dict)
    otherwise: Wanted | None = None
    bundles: Bundles | None = None

    @property
    def last(self) -> Wanted:
        """What takes every text."""
        return self.otherwise.last if self.otherwise else self

    def with_column(self, column: pl.Expr) -> Wanted:
        """Want one more column."""
        otherwise = self.otherwise and self.otherwise.with_column(column)
        return replace(self, columns=[*self.columns, column], otherwise=otherwise)


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
    read = _csv_chunks if file.separator else _parquet_chunks
    previews = file.header.previews
    if previews is None:
        return read(file, wanted)
    return _leave_out_previews(read(file, wanted.with_column(previews.alias(_PREVIEW))))


_PREVIEW = "preview?"


def _leave_out_previews(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Leave out what the survey's authors tried; its count goes with a chunk that has records."""
    waiting: Chunk | None = None
    for chunk in chunks:
        kept = ~chunk.table[_PREVIEW]
        table = chunk.table.filter(kept)
        left = Chunk(table, chunk.rows[kept.to_numpy()], chunk.wanted, len(kept) - len(table))
        if waiting is None:
            waiting = left
        elif len(waiting.rows) and len(left.rows):
            yield waiting
            waiting = left
        else:
            filled = left if len(left.rows) else waiting
            waiting = replace(filled, previews=waiting.previews + left.previews)
    if waiting is not None:
        yield waiting


def holds_text(file: DataFile, texts: Sequence[str]) -> bool:
    """Tell whether any cell is one of some texts; looks for their bytes before their cells."""
    if file.separator and not any(
        text.encode() in block for block in cut_blocks(file) for text in texts
    ):
        return False
    found = pl.any_horizontal(pl.all().cast(pl.String).is_in(texts)).any()
    chunks = read_chunks(file, Wanted([found.alias("found")]))
    return any(chunk.table["found"].any() for chunk in chunks)


def _restore_cells(table: pl.LazyFrame, file: DataFile, wanted: Wanted) -> pl.LazyFrame:
    """Undo what an export did to texts; columns of which every text is known have none such."""
    restore = file.header.restore
    if restore is None:
        return table
    names = filter(str.strip, file.columns)
    texts = [name for name in names if not isinstance(wanted.types.get(name), pl.Enum)]
    return table.with_columns(restore(pl.col(name).cast(pl.String)) for name in texts)


def _parquet_chunks(file: DataFile, wanted: Wanted) -> Iterator[Chunk]:
    first, wanted = file.first, wanted.last
    texts = scan_texts(file.path).slice(first - 2)
    texts = texts.rename(dict(zip(texts.collect_schema(), file.columns, strict=True)))
    texts = _restore_cells(texts, file, wanted)
    for table in texts.select(wanted.columns).collect_batches(chunk_size=_ROWS):
        yield Chunk(table, np.arange(first, first + len(table)), wanted)
        first += len(table)


def _csv_chunks(file: DataFile, wanted: Wanted) -> Iterator[Chunk]:
    first = file.first
    blocks = read_ahead(cut_blocks(file))
    for block, table in map_ahead(lambda block: (block, _read_block(file, block, wanted)), blocks):
        if table is None:
            chunk, first = _parse_block(file, block, first=first, wanted=wanted.last)
        else:
            chunk = replace(table, rows=table.rows + first)
            first += len(chunk.rows)
        yield chunk


def _read_block(file: DataFile, block: bytes, wanted: Wanted) -> Chunk | None:
    """Read a block, rows numbered from 0.

    None if it may be damaged, hold empty rows, or is not for polars, which leaves out what
    follows a closing quote.
    """
    if has_loose_quotes(block, file.separator):
        return None
    try:
        chunk = _scan_block(file, block, wanted)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        chunk = None
    if chunk is None and wanted.otherwise is not None:
        return _read_block(file, block, wanted.otherwise)
    return chunk


def _scan_block(file: DataFile, block: bytes, wanted: Wanted) -> Chunk | None:
    bundles = wanted.bundles
    content = bundles.join(block) if bundles else block
    if content is None:
        return None
    names = [members[0] for members in bundles.columns] if bundles else file.names
    types = {**wanted.types, **bundles.new_types()} if bundles else wanted.types
    # An empty row; and something below a column without a name.
    is_open, is_empty = _is_empty(names[-1]), _is_empty(names[0]) & _is_empty(names[-1])
    doubtful = [is_empty, *(~_is_empty(name) for name in names if name not in file.columns)]
    rows = pl.scan_csv(
        content,
        has_header=False,
        schema={name: types.get(name, pl.String()) for name in names},
        separator=BETWEEN if bundles else file.separator,
        empty_string_is_null=False,
    )
    checks = [pl.any_horizontal(doubtful).any().alias(_DOUBTFUL), is_open.any().alias(_OPEN)]
    table = _restore_cells(rows, file, wanted).select(*wanted.columns, *checks).collect()
    if len(table) == 0 or table[_DOUBTFUL][0]:
        return None
    if bundles:  # their rows are known to be whole
        numbers = bundles.split(table)
        return None if numbers is None else Chunk(table, np.arange(len(table)), wanted, 0, numbers)
    # A last cell may be empty, or its row be cut: polars fills up rows that are.
    if table[_OPEN][0] and count_unquoted(block, file.separator) != len(table) * (len(names) - 1):
        return None
    return Chunk(table, np.arange(len(table)), wanted)


_DOUBTFUL, _OPEN = "doubtful?", "open?"


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
        table = empty.select(wanted.columns)
        return Chunk(table, np.zeros(0, np.int64), wanted), first + text.count("\n")
    before = header.getvalue() + "\n" * (first - 2)
    columns, rows, _ = parse(before + text, file=file.path.name)
    cells = zip(*(row for _, row in rows), strict=True)
    table = pl.DataFrame(
        [pl.Series(name, texts, pl.String) for name, texts in zip(columns, cells, strict=True)]
    )
    table = _restore_cells(table.lazy(), file, wanted).select(wanted.columns).collect()
    numbers = np.array([number for number, _ in rows])
    ending = text[len(text.rstrip("\r\n")) :]
    return Chunk(table, numbers, wanted), int(numbers[-1]) + ending.count("\n")
