"""What the first rows of a file say of its format and its columns: the same as in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import polars as pl

from survey_analysis.errors import InvalidCallError, NotInChunksError
from survey_analysis.readers import RawTable, describe_columns, lay_out_rows
from survey_analysis.readers.detection import detect_format, overrule
from survey_analysis.readers.qualtrics import (
    PREVIEW_CHANNEL,
    PREVIEW_STATUS,
    find_import_ids,
    find_preview_columns,
)
from survey_analysis.readers.rows import Rows, square_rows
from survey_analysis.readers.shapes import Column

SAMPLE_ROWS = 1_000
"""Rows that are looked at before all others are counted."""

_MOST_HEADER_ROWS = 3


def _restore_limesurvey(cells: pl.Expr) -> pl.Expr:
    formulas = cells.str.starts_with("'=")
    cells = pl.when(formulas).then(cells.str.slice(1)).otherwise(cells)
    return cells.str.replace_all(r"\n", "\n", literal=True)


def _restore_surveymonkey(cells: pl.Expr) -> pl.Expr:
    return cells.str.replace_all("\u00a0", " ", literal=True)


_RESTORE: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "limesurvey": _restore_limesurvey,
    "surveymonkey": _restore_surveymonkey,
}


@dataclass(frozen=True, eq=False)
class Header:
    """What is known of a file before its records are read.

    Attributes
    ----------
    columns
        Name of each column in the file's order; empty where a CSV has none.
    about
        The export without its records: format, reason, warnings, and what is known of columns.
    rows
        How many rows of the file are header rows, empty rows between them included.
    restore
        Undoes what the format's export did to texts; None if it did nothing.
    previews
        Tells the records that the survey's authors made; None if the format does not.
    """

    columns: list[str]
    about: RawTable
    rows: int
    restore: Callable[[pl.Expr], pl.Expr] | None = None
    previews: pl.Expr | None = None


def read_header(rows: Rows, *, file: str, format: str | None, separator: str = "") -> Header:
    """Lay out the first rows of a file as `survey_analysis.readers.read_table` lays out all.

    Parameters
    ----------
    rows
        The first rows, header rows among them; those that are cut are left out.
    file
        The file's name, for messages.
    format
        The format if detection is overruled. What is detected from the first rows may be
        ``delimited`` where a later row holds a code of Unipark's.
    separator
        What separates the columns.

    Raises
    ------
    NotInChunksError
        If the format parts cells into columns.
    DataError
        If header rows are cut, or not laid out as the format has them.
    InvalidCallError
        If the format is not known, or not read in chunks.
    """
    square_rows(rows[:_MOST_HEADER_ROWS], file=file)
    kept, square = _leave_out_blank(rows)
    found = detect_format(square) if format is None else overrule(format)
    if found.format == "spss":
        msg = "SPSS files are not read in chunks: leave out --engine"
        raise InvalidCallError(msg)
    layout = lay_out_rows(square, format=found.format, file=file)
    names = [column.column for column in layout.columns]
    if len(names) != len(kept):
        msg = f"{file}: its rankings are joined in cells; use the engine 'memory'"
        raise NotInChunksError(msg)
    records = [row for _, row in layout.records]
    cells = pd.DataFrame(records, columns=names, dtype=object)
    about = RawTable(
        cells=cells.iloc[:0],
        file=file,
        format=found.format,
        encoding="",
        separator=separator,
        sha256="",
        reason=found.reason,
        warnings=layout.warnings if found.format != "qualtrics" else (),
        columns=describe_columns(layout.columns, cells),
    )
    of_place = dict(zip(kept, names, strict=True))
    return Header(
        columns=[of_place.get(place, "") for place in range(len(rows[0][1]))],
        about=about,
        rows=square[_count_header_rows(square, found.format) - 1][0],
        restore=_RESTORE.get(found.format),
        previews=_tell_previews(layout.columns) if found.format == "qualtrics" else None,
    )


def _leave_out_blank(rows: Rows) -> tuple[list[int], Rows]:
    """Return the places of columns that hold anything, and of whole rows these columns."""
    width = len(rows[0][1])
    whole = [(number, row) for number, row in rows if len(row) == width]
    kept = [i for i in range(width) if any(row[i].strip() for _, row in whole)]
    return kept, [(number, [row[i] for i in kept]) for number, row in whole]


def _count_header_rows(rows: Rows, format: str) -> int:
    if format == "qualtrics":
        return 3 if find_import_ids(rows) else 2
    return 2 if format == "surveymonkey" else 1


def _tell_previews(columns: Sequence[Column]) -> pl.Expr | None:
    status, channel = find_preview_columns(list(columns))
    signs = []
    if status is not None:
        signs.append(_text(columns[status]).str.contains(f"(?i)^(?:{PREVIEW_STATUS.pattern})$"))
    if channel is not None:
        signs.append(_text(columns[channel]) == PREVIEW_CHANNEL)
    return pl.any_horizontal(signs) if signs else None


def _text(column: Column) -> pl.Expr:
    return pl.col(column.column).cast(pl.String).fill_null("").str.strip_chars()
