"""Exports with one header row of names: Unipark, and any table."""

from __future__ import annotations

from survey_analysis.readers.headers import Layout, tell_apart, warn_of_shared_names
from survey_analysis.readers.rows import Rows
from survey_analysis.readers.second_header import check_first_record
from survey_analysis.readers.shapes import Column
from survey_analysis.readers.unipark import is_unipark_metadata


def lay_out(rows: Rows, *, file: str) -> Layout:
    """Part the header from the records; every column stands for itself.

    Unipark's own columns are metadata.

    Parameters
    ----------
    rows
        All rows of the file.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If the first record is a header row, too.

    Examples
    --------
    >>> [column.column for column in lay_out([(1, ["id", "a", "a"])], file="a.csv").columns]
    ['id', 'a', 'a#2']
    """
    header = rows[0][1]
    columns = [
        Column(name, name, role="metadata" if is_unipark_metadata(name) else "answer")
        for name in tell_apart(header)
    ]
    warnings = (*warn_of_shared_names(header, file), *check_first_record(rows, file=file))
    return Layout(columns, rows[1:], warnings)
