"""Files of a study's export: which there are, and what their headers say."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from survey_analysis.errors import DataError, NotInChunksError
from survey_analysis.readers.cell_text import write_cell
from survey_analysis.readers.delimited import find_separator, parse
from survey_analysis.readers.rows import Rows
from survey_analysis.scale.headers import SAMPLE_ROWS, Header, read_header

_SAMPLE = 2**22  # bytes that hold the header rows, and decide about the separator
_PARQUET = b"PAR1"
_MARK = codecs.BOM_UTF8
_OTHERS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK": "a workbook or an archive",
    b"\x1f\x8b": "compressed",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"$FL": "an SPSS file",
}


@dataclass(frozen=True, eq=False)
class DataFile:
    """A file of a study's export.

    Attributes
    ----------
    path
        The file.
    header
        What its first rows say.
    separator
        What separates its columns; empty for Parquet.
    body
        Bytes of a CSV before the first record.
    first
        The first record's row in the file.
    encoding
        How a CSV is encoded.
    """

    path: Path
    header: Header
    separator: str = ""
    body: int = 0
    first: int = 2
    encoding: str = ""

    @property
    def columns(self) -> list[str]:
        """Its columns; a column of a CSV without a name has none here either."""
        return self.header.columns

    @property
    def names(self) -> list[str]:
        """Its columns, those without a name numbered."""
        return [
            name if name.strip() else f"column number {i}" for i, name in enumerate(self.columns)
        ]


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


def is_parquet(path: Path) -> bool:
    """Tell whether a file begins as Parquet files do."""
    with path.open("rb") as stream:
        return stream.read(len(_PARQUET)) == _PARQUET


def open_file(path: Path, *, format: str | None = None) -> DataFile:
    """Read the first rows of a file.

    Parameters
    ----------
    path
        The file.
    format
        One of `survey_analysis.readers.FORMATS`, where detection is to be overruled.

    Raises
    ------
    NotInChunksError
        If it is neither Parquet nor CSV in UTF-8.
    DataError
        If it cannot be read, or is not in the format.
    InvalidCallError
        If the format is not known, or not read in chunks.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(_SAMPLE)
            is_whole = not stream.read(1)
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise DataError(msg) from None
    if start.startswith(_PARQUET):
        rows = _parquet_rows(path)
        header = read_header(rows, file=path.name, format=format)
        return DataFile(path, header, first=header.rows + 1)
    for mark, kind in _OTHERS.items():
        if start.startswith(mark):
            raise refuse_encoding(path, kind)
    return _open_csv(path, start, is_whole=is_whole, format=format)


def refuse_encoding(path: Path, found: str) -> NotInChunksError:
    """Say that a file is in another encoding, and what to do."""
    msg = (
        f"{path.name}: is {found}; only Parquet and CSV in UTF-8 are read in chunks: "
        "save it so, or use the engine 'memory'"
    )
    return NotInChunksError(msg)


def scan_texts(path: Path) -> pl.LazyFrame:
    """Scan a Parquet file, every cell as the text that `survey_analysis.readers` makes of it."""
    table = pl.scan_parquet(path)
    return table.select(_as_text(*column) for column in table.collect_schema().items())


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind in (pl.String, pl.Categorical, pl.Enum, pl.Null) or kind.is_integer():
        return column.cast(pl.String).fill_null("")
    return column.map_elements(write_cell, return_dtype=pl.String).fill_null("")


def _parquet_rows(path: Path) -> Rows:
    try:
        schema = pl.read_parquet_schema(path)
    except pl.exceptions.PolarsError as error:
        msg = f"{path.name}: damaged, or no Parquet file: {type(error).__name__}"
        raise DataError(msg) from None
    nested = [name for name, kind in schema.items() if kind.is_nested() or kind == pl.Binary]
    if nested:
        msg = f"{path.name}: columns hold nested or binary values, not answers: {', '.join(nested)}"
        raise DataError(msg)
    records = scan_texts(path).head(SAMPLE_ROWS).collect().rows()
    return list(enumerate([list(schema), *map(list, records)], start=1))


def _open_csv(path: Path, start: bytes, *, is_whole: bool, format: str | None) -> DataFile:
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(start, final=is_whole)
    except UnicodeDecodeError:
        raise refuse_encoding(path, "not UTF-8") from None
    text = text.replace("\r\n", "\n")
    if "\r" in text and "\n" not in text:
        raise refuse_encoding(path, "text whose lines end with CR alone")
    separator = find_separator(text)
    rows = _sample_rows(text, separator, is_whole=is_whole)
    if not rows or len(rows[0][1]) < 2:
        parse(text, file=path.name)  # says what is wrong with the header
        msg = f"{path.name}: the header is longer than {_SAMPLE:,} bytes"
        raise DataError(msg)
    header = read_header(rows, file=path.name, format=format, separator=separator)
    end = len(_MARK) if start.startswith(_MARK) else 0
    encoding = "utf-8-sig" if end else "utf-8"
    for _ in range(header.rows):
        end = find_record_end(start, end) or len(start)
    return DataFile(path, header, separator, end, header.rows + 1, encoding)


def _sample_rows(text: str, separator: str, *, is_whole: bool) -> Rows:
    """Parse the first rows; the last one is left out where it may be cut."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: Rows = []
    with suppress(csv.Error):  # reading the chunks says what is wrong
        filled = ((number, row) for number, row in enumerate(reader, start=1) if any(row))
        rows.extend(islice(filled, SAMPLE_ROWS))
    return rows if is_whole or len(rows) == SAMPLE_ROWS else rows[:-1]


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
