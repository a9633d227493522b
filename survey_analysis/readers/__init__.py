"""Readers: the bytes of an export to a table of strings."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd

from survey_analysis.errors import DataError, Problem, describe_problems, quote
from survey_analysis.readers import (
    forms,
    limesurvey,
    plain,
    qualtrics,
    spss,
    surveymonkey,
)
from survey_analysis.readers.codes import FormatCodes, format_codes
from survey_analysis.readers.containers import Packed, open_rows, unpack
from survey_analysis.readers.detection import detect_format, overrule
from survey_analysis.readers.headers import Layout, LeftOut
from survey_analysis.readers.joined import SplitCells, split_joined
from survey_analysis.readers.personal import drop_personal, recognise_personal
from survey_analysis.readers.rows import (
    Rows,
    refuse_no_records,
    refuse_repeated_header,
    square_rows,
)
from survey_analysis.readers.shapes import FORMATS, Column, Detection, Format, tabulate_columns
from survey_analysis.readers.table import RawTable

__all__ = [
    "FORMATS",
    "Column",
    "Detection",
    "Format",
    "FormatCodes",
    "LeftOut",
    "RawTable",
    "SplitCells",
    "describe_columns",
    "drop_personal",
    "format_codes",
    "lay_out_rows",
    "read_table",
    "split_joined",
]

_LAY_OUT = {
    "qualtrics": qualtrics.lay_out,
    "limesurvey": limesurvey.lay_out,
    "google-forms": forms.lay_out,
    "microsoft-forms": forms.lay_out,
    "surveymonkey": surveymonkey.lay_out,
    "unipark": plain.lay_out,
    "delimited": plain.lay_out,
}


def read_table(path: str | Path, *, format: str | None = None) -> RawTable:
    """Read an export of a survey tool, a CSV, .xlsx, SPSS or Parquet file.

    Every cell is text, so that answers such as "None" and "NA" stay answers. The format is
    detected by content; CSV may have any usual separator and encoding, and be compressed.
    Columns that identify people are marked in the table's `columns`; `drop_personal` leaves
    them out.

    Parameters
    ----------
    path
        The file.
    format
        One of `FORMATS`, where detection is to be overruled.

    Raises
    ------
    DataError
        If the file is missing, empty, damaged, without records, or not in the format asked
        for; lists every bad row.
    InvalidCallError
        If there is no such format.

    Examples
    --------
    >>> from survey_analysis.study import find_study_folder
    >>> table = read_table(find_study_folder("ml-deployment-monitoring") / "responses.csv")
    >>> table.format, len(table.cells)
    ('unipark', 276)
    """
    path = Path(path)
    asked = overrule(format) if format is not None else None
    packed_content = _read(path)
    content = unpack(packed_content, file=path.name)
    if content.startswith(spss.MAGIC) or (asked is not None and asked.format == "spss"):
        found, packed = Detection("spss", "the file begins as SPSS files do"), Packed([])
        layout = spss.lay_out(content, file=path.name)
    else:
        packed = open_rows(content, file=path.name)
        packed = replace(packed, rows=square_rows(packed.rows, file=path.name))
        found = asked or detect_format(packed.rows)
        layout = lay_out_rows(packed.rows, format=found.format, file=path.name)
        refuse_repeated_header(packed.rows[0][1], layout.records, file=path.name)
    refuse_no_records([c.column for c in layout.columns], layout.records, file=path.name)
    cells = _frame(layout)
    return RawTable(
        cells=cells,
        file=path.name,
        format=found.format,
        encoding=packed.encoding,
        separator=packed.separator,
        sha256=hashlib.sha256(packed_content).hexdigest(),
        warnings=(*packed.warnings, *layout.warnings),
        reason=(asked or found).reason,
        left_out=layout.left_out,
        columns=describe_columns(layout.columns, cells),
    )


def lay_out_rows(rows: Rows, *, format: str, file: str) -> Layout:
    """Part the header rows of a format from the records, and say what is known of each column.

    Parameters
    ----------
    rows
        Rows of the file, all as long as the first, the header among them.
    format
        One of `FORMATS` but ``spss``.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If the rows are not laid out as this format does.

    Examples
    --------
    >>> layout = lay_out_rows([(1, ["id", "Q1"]), (2, ["7", "x"])], format="delimited", file="a")
    >>> layout.records
    [(2, ['7', 'x'])]
    """
    return _LAY_OUT[format](rows, file=file)


def _frame(layout: Layout) -> pd.DataFrame:
    names = [column.column for column in layout.columns]
    cells = pd.DataFrame([row for _, row in layout.records], columns=names, dtype=object)
    cells.index = pd.Index([number for number, _ in layout.records], name="row")
    return cells


def describe_columns(columns: list[Column], cells: pd.DataFrame) -> pd.DataFrame:
    """Put what is known of columns in a table, with the personal data that they hold.

    Parameters
    ----------
    columns
        The columns.
    cells
        Records, one column each; the first thousand are looked at.
    """
    marked = []
    for column, texts in zip(columns, cells.head(1000).to_numpy().T, strict=True):
        names = (column.column, column.text, column.import_id)
        held = recognise_personal(names, texts.tolist())
        marked.append(replace(column, personal=held) if held else column)
    return tabulate_columns(marked)


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise DataError(msg) from None
    except IsADirectoryError:
        msg = f"{path}: is a folder; name the file with the answers"
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise DataError(msg) from None
    if not content.strip():
        msg = f"{path.name}: the file is empty; expected a header and records"
        raise DataError(msg)
    return content


def refuse_duplicate_names(header: list[str], file: str) -> None:
    """Refuse columns that share a name, where they cannot be told apart by position.

    Raises
    ------
    DataError
        If there are any; names them all.
    """
    problems = [
        Problem(f"{quote(name)} stands {times} times in the header", rows=(1,))
        for name, times in Counter(header).items()
        if times > 1
    ]
    if problems:
        raise DataError(describe_problems(problems, heading=f"{file}: columns share a name"))
