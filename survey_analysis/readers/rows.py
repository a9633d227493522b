"""Rows of cells, and whether they form a table."""

from __future__ import annotations

from survey_analysis.errors import DataError, Problem, describe_problems

Rows = list[tuple[int, list[str]]]
"""Rows of cells, each with its number in the file, the header being 1."""

_MOST_COLUMNS = 50_000


def square_rows(rows: Rows, *, file: str) -> Rows:
    """Refuse rows of unequal length, and drop columns that hold nothing at all.

    Parameters
    ----------
    rows
        All rows of the file, the header among them.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If there is no row, if rows have another number of cells than the first, or if there
        are more than 50,000 columns.

    Examples
    --------
    >>> square_rows([(1, ["id", "a", ""]), (2, ["7", "", ""])], file="a.csv")
    [(1, ['id', 'a']), (2, ['7', ''])]
    """
    if not rows:
        msg = f"{file}: there is no row; expected a header and records"
        raise DataError(msg)
    width = len(rows[0][1])
    if width > _MOST_COLUMNS:
        msg = f"{file}: the header has {width:,} columns; allowed: {_MOST_COLUMNS:,}"
        raise DataError(msg)
    _refuse_uneven(rows, width, file)
    blank = [i for i, name in enumerate(rows[0][1]) if not name.strip()]
    blank = [i for i in blank if not any(row[i].strip() for _, row in rows)]
    if not blank:
        return rows
    kept = sorted(set(range(width)) - set(blank))
    return [(number, [row[i] for i in kept]) for number, row in rows]


def _refuse_uneven(rows: Rows, width: int, file: str) -> None:
    rows_of_width: dict[int, list[int]] = {}
    for number, row in rows:
        if len(row) != width:
            rows_of_width.setdefault(len(row), []).append(number)
    problems = [
        Problem(f"{found} cells, where the header has {width}", rows=tuple(numbers))
        for found, numbers in rows_of_width.items()
    ]
    if problems:
        raise DataError(describe_problems(problems, heading=f"{file}: rows are cut or split"))


def refuse_no_records(names: list[str], records: Rows, *, file: str) -> None:
    """Refuse a file without records, or with something in a column without a name.

    Raises
    ------
    DataError
        In either case; lists every such column.
    """
    if not records:
        msg = f"{file}: there is a header of {len(names)} columns and no record below it"
        raise DataError(msg)
    problems = [
        Problem(
            "has no name in the header and holds something; give it one", column=f"number {i + 1}"
        )
        for i, name in enumerate(names)
        if not name.strip() and any(row[i].strip() for _, row in records)
    ]
    if problems:
        raise DataError(describe_problems(problems, heading=f"{file}: columns without a name"))


def refuse_repeated_header(header: list[str], records: Rows, *, file: str) -> None:
    """Refuse records that repeat the header: the file was put together from several.

    Raises
    ------
    DataError
        If there are any; names their rows.

    Examples
    --------
    >>> refuse_repeated_header(["id", "Q1"], [(2, ["7", "Yes"])], file="a.csv")
    """
    again = tuple(number for number, row in records if row == header)
    if again and len({name for name in header if name.strip()}) > 1:
        message = "the header again, not a respondent; was the file put together? Remove the row"
        raise DataError(str(Problem(message, file, again)))
