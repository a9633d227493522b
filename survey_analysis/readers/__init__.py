"""Readers: the bytes of an export to a table of strings."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pandas as pd

from survey_analysis.errors import DataError, Problem, describe_problems, quote
from survey_analysis.readers import unipark
from survey_analysis.readers.delimited import decode, parse
from survey_analysis.readers.excel import parse_workbook
from survey_analysis.readers.table import RawTable

__all__ = ["RawTable", "read_table"]

_ZIP = b"PK\x03\x04"  # how every .xlsx begins


def read_table(path: str | Path) -> RawTable:
    """Read an export: CSV in any usual separator and encoding, or the first sheet of .xlsx.

    Every cell is text, so that answers such as "None" and "NA" stay answers.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    DataError
        If the file is missing, empty, no text, or damaged, with every bad row; or if
        columns share a name.
    """
    path = Path(path)
    content = _read(path)
    encoding = separator = ""
    warnings: tuple[str, ...] = ()
    if content.startswith(_ZIP):
        header, rows = parse_workbook(content, file=path.name)
    else:
        text, encoding, warnings = decode(content, file=path.name)
        header, rows, separator = parse(text, file=path.name)
    refuse_duplicate_names(header, path.name)
    cells = pd.DataFrame([row for _, row in rows], columns=header, dtype=object)
    cells.index = pd.Index([number for number, _ in rows], name="row")
    return RawTable(
        cells=cells,
        file=path.name,
        format="unipark" if unipark.is_unipark(cells) else "delimited",
        encoding=encoding,
        separator=separator,
        sha256=hashlib.sha256(content).hexdigest(),
        warnings=warnings,
    )


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise DataError(msg) from None
    if not content.strip():
        msg = f"{path.name}: the file is empty; expected a header and records"
        raise DataError(msg)
    return content


def refuse_duplicate_names(header: list[str], file: str) -> None:
    problems = [
        Problem(f"{quote(name)} stands {times} times in the header", rows=(1,))
        for name, times in Counter(header).items()
        if times > 1
    ]
    if problems:
        raise DataError(describe_problems(problems, heading=f"{file}: columns share a name"))
