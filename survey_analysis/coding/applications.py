"""Applications: which coder put which code on which unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from survey_analysis.coding.files import format_rows, read_rows
from survey_analysis.errors import (
    InvalidCallError,
    Problem,
    StudyFileError,
    describe_problems,
    quote,
)
from survey_analysis.whole_files import write_files

APPLICATION_COLUMNS = ["unit_id", "code", "category", "start", "end", "text_sha256", "memo"]
APPLICATIONS = ["coder", *APPLICATION_COLUMNS]
RESOLVED_COLUMNS = ["unit_id", "code", "category", "start", "end", "resolved_by", "reason"]
RESOLVED = "resolved.csv"

CODER_RULE = "allowed: 'coder-' and lower-case letters or digits"

_CODER = re.compile(r"coder-[a-z0-9][a-z0-9-]*")
_POSITION = re.compile(r"[0-9]{0,9}")


def coder_file(folder: str | Path, coder: str) -> Path:
    """Return the place of a coder's file.

    Parameters
    ----------
    folder
        The coding folder.
    coder
        The coder's id, which is also the file's name.

    Raises
    ------
    InvalidCallError
        If the id is not of the form ``coder-a``.

    Examples
    --------
    >>> coder_file("coding", "coder-b").as_posix()
    'coding/coder-b.csv'
    """
    if not is_coder_id(coder):
        msg = f"{quote(coder)} is not a coder's id; {CODER_RULE}"
        raise InvalidCallError(msg)
    return Path(folder) / f"{coder}.csv"


def is_coder_id(name: str) -> bool:
    """Tell whether a name can be a coder's.

    Examples
    --------
    >>> is_coder_id("coder-b"), is_coder_id("B")
    (True, False)
    """
    return _CODER.fullmatch(name) is not None


def read_applications(path: str | Path) -> pd.DataFrame:
    """Read a coder's file; what it says is checked by `load_coding`.

    Parameters
    ----------
    path
        A ``coder-<id>.csv``; the coder's id is the name without the ending.

    Returns
    -------
    DataFrame
        One row an application: `coder`, `unit_id`, `code` (empty: seen, nothing applies;
        ``NOT-CODABLE``: seen, excluded), `category` (empty: the code's default), `start`
        and `end` (code points from 0, end exclusive; missing: the whole unit; Int64),
        `text_sha256` and `memo`.

    Raises
    ------
    StudyFileError
        If the file is missing or no such file; lists every problem with its line.
    """
    path = Path(path)
    return read_typed(path, APPLICATION_COLUMNS).assign(coder=path.stem)[APPLICATIONS]


def read_resolved(path: str | Path) -> pd.DataFrame:
    """Read the resolutions: what counts where coders differed, who said so and why.

    Parameters
    ----------
    path
        A ``resolved.csv``.

    Returns
    -------
    DataFrame
        `unit_id`, `code`, `category`, `start`, `end` as in `read_applications`,
        `resolved_by` and `reason`.

    Raises
    ------
    StudyFileError
        If the file is missing or no such file; lists every problem with its line.
    """
    return read_typed(Path(path), RESOLVED_COLUMNS)[RESOLVED_COLUMNS]


def read_typed(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Read rows with their lines, and `start` and `end` as nullable whole numbers.

    Parameters
    ----------
    path
        A coder's file or the resolutions.
    columns
        The columns it must have; a column `coder` may stand beside them.

    Returns
    -------
    DataFrame
        `line`, `columns`, and `coder` if the file has it.

    Raises
    ------
    StudyFileError
        As `read_rows`, and if a span holds anything but a whole number.
    """
    rows = read_rows(path, columns, optional=["coder"])
    problems = [Problem(f"line {line}, {text}") for line, text in find_position_problems(rows)]
    if problems:
        raise StudyFileError(describe_problems(problems, heading=str(path)))
    return type_positions(rows)


def find_position_problems(rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Yield the lines whose `start` or `end`, as text, is no position.

    Parameters
    ----------
    rows
        Columns `line`, `start` and `end`.
    """
    for column in ("start", "end"):
        for line, cell in zip(rows["line"], rows[column], strict=True):
            if not _POSITION.fullmatch(cell):
                yield line, f"column {column}: must be a whole number from 0, or empty"


def type_positions(rows: pd.DataFrame) -> pd.DataFrame:
    """Make of `start` and `end`, texts without problems, nullable whole numbers."""
    typed = {name: rows[name].replace("", None).astype("Int64") for name in ("start", "end")}
    return rows.assign(**typed)


def write_applications(
    applications: pd.DataFrame, path: str | Path, *, units: pd.DataFrame
) -> None:
    """Write one coder's applications, whole or not at all.

    Parameters
    ----------
    applications
        Rows of one coder, as `read_applications` returns them.
    path
        The coder's file; see `coder_file`.
    units
        The units, whose order the rows take.

    Raises
    ------
    InvalidCallError
        If rows are of another coder than the file.
    PublishError
        If the file cannot be written; what was there stays.
    """
    others = sorted(set(applications["coder"]) - {Path(path).stem})
    if others:
        msg = (
            f"{Path(path).name} holds one coder's applications, found those of {', '.join(others)}"
        )
        raise InvalidCallError(msg)
    write_files({Path(path): format_applications(applications, units)})


def format_applications(applications: pd.DataFrame, units: pd.DataFrame) -> str:
    """Write a coder's applications as the text of their file, in the order of the units."""
    return format_rows(sort_by_unit(applications, units), APPLICATION_COLUMNS)


def write_resolved(resolved: pd.DataFrame, path: str | Path, *, units: pd.DataFrame) -> None:
    """Write the resolutions in the order of the units, whole or not at all.

    Raises
    ------
    PublishError
        If the file cannot be written; what was there stays.
    """
    write_files({Path(path): format_rows(sort_by_unit(resolved, units), RESOLVED_COLUMNS)})


def sort_by_unit(rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Sort rows by the order of their units, then by start (whole units first), end and code.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_id": ["9:Q4.a", "10:Q4.a"]})
    >>> rows = pd.DataFrame({"unit_id": ["10:Q4.a", "9:Q4.a"], "code": ["drift", "cost"]})
    >>> empty = pd.array([None, None], dtype="Int64")
    >>> sort_by_unit(rows.assign(start=empty, end=empty), units)["code"].tolist()
    ['cost', 'drift']
    """
    order = {unit: i for i, unit in enumerate(units["unit_id"].tolist())}
    ids = rows["unit_id"].tolist()
    place = [order.get(unit, len(order)) for unit in ids]
    start, end = (rows[name].fillna(-1).tolist() for name in ("start", "end"))
    keys = list(zip(place, ids, start, end, rows["code"].tolist(), strict=True))
    return rows.take(sorted(range(len(rows)), key=keys.__getitem__)).reset_index(drop=True)
