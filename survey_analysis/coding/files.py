"""The files of a coding folder: strict rows in, and the same rows out as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from survey_analysis.errors import (
    Problem,
    StudyFileError,
    describe_problems,
    nearest,
    quote,
)

_MERGE_MARK = re.compile(r"<{7}( |$)|={7}$|>{7}( |$)|\|{7}( |$)")


def refuse_merge_markers(path: Path) -> None:
    """Refuse a file that git has left in the middle of a merge; a missing file passes.

    Raises
    ------
    StudyFileError
        If lines begin as git marks a conflict; names them.
    """
    try:
        content = path.read_bytes()
    except OSError:
        return  # whoever reads the file next says what is wrong with it
    if said := describe_merge_marks(content.decode("utf-8", errors="replace")):
        raise StudyFileError(describe_problems([Problem(said)], heading=str(path)))


def describe_merge_marks(text: str) -> str:
    r"""Say which lines git has marked in the middle of a merge; nothing if there are none.

    Examples
    --------
    >>> describe_merge_marks("unit_id\n=======\n")[:38]
    'line 2: marks of an unfinished merge; '
    """
    lines = enumerate(text.splitlines(), start=1)
    named = ", ".join(str(number) for number, line in lines if _MERGE_MARK.match(line))
    said = f"line {named}: marks of an unfinished merge; settle it with git, then try again"
    return said if named else ""


def read_rows(path: Path, columns: Sequence[str], *, optional: Sequence[str] = ()) -> pd.DataFrame:
    """Read a CSV file of a coding folder as text, with the line of each row.

    Parameters
    ----------
    path
        The file: UTF-8 (a byte-order mark is taken off), separated by commas.
    columns
        The columns it must have, in any order.
    optional
        Columns it may have besides.

    Returns
    -------
    DataFrame
        `line` (where the row begins, the header being line 1), `columns` in their order,
        and the optional columns that are there; all but `line` as text.

    Raises
    ------
    StudyFileError
        If the file is missing, is in the middle of a merge, is no such CSV file, or has
        other columns; lists every problem with its line.
    """
    refuse_merge_markers(path)
    lines = _split_rows(path)
    header = lines[0][1] if lines else []
    problems = [*_find_header_problems(header, columns, optional), *_find_ragged(lines)]
    if problems:
        raise StudyFileError(describe_problems(problems, heading=str(path)))
    table = pd.DataFrame([cells for _, cells in lines[1:]], columns=header, dtype="str")
    table.insert(0, "line", [line for line, _ in lines[1:]])
    return table[["line", *columns, *(name for name in optional if name in header)]]


def _split_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Split a file into rows, each with the line it begins at; empty lines are left out."""
    rows, line = [], 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                if cells:
                    rows.append((line, cells))
                line = reader.line_num + 1
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise StudyFileError(msg) from None
    except UnicodeDecodeError as error:
        msg = f"{path}: is not UTF-8 (byte {error.start}); save it as CSV UTF-8"
        raise StudyFileError(msg) from None
    except csv.Error as error:
        msg = f"{path}, line {line}: not valid CSV: {error}"
        raise StudyFileError(msg) from None
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise StudyFileError(msg) from None
    return rows


def _find_header_problems(
    header: Sequence[str], columns: Sequence[str], optional: Sequence[str]
) -> Iterator[Problem]:
    allowed = [*columns, *optional]
    for name in columns:
        if name not in header:
            unknown = [given for given in header if given not in allowed]
            yield Problem(f"line 1: the column {name!r} is missing{nearest(name, unknown)}")
    for i, name in enumerate(header):
        if name not in allowed:
            hint = f"{nearest(name, allowed)}; allowed: {', '.join(allowed)}"
            yield Problem(f"line 1: {quote(name)} is not a column of this file{hint}")
        elif name in header[:i]:
            yield Problem(f"line 1: the column {name!r} is there twice")


def _find_ragged(rows: Sequence[tuple[int, list[str]]]) -> Iterator[Problem]:
    for line, cells in rows[1:]:
        if len(cells) != len(rows[0][1]):
            text = f"{len(cells)} cells, the header has {len(rows[0][1])}"
            yield Problem(f"line {line}: {text}; quote a text that holds a comma")


def format_rows(table: pd.DataFrame, columns: Sequence[str]) -> str:
    r"""Write rows as CSV: LF, quotes only where needed, missing values empty.

    Parameters
    ----------
    table
        The rows, in the order in which they are written.
    columns
        The columns to write.

    Examples
    --------
    >>> table = pd.DataFrame({"unit_id": ["7:Q4.a"], "memo": ["short, bare"]})
    >>> format_rows(table, ["unit_id", "memo"])
    'unit_id,memo\n7:Q4.a,"short, bare"\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    cells = table[list(columns)].astype(object)
    writer.writerows(cells.where(cells.notna(), "").to_numpy().tolist())
    return out.getvalue()
