"""What is known of an export's columns beside their cells, and how the format was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal, get_args

import pandas as pd

Format = Literal[
    "unipark", "qualtrics", "limesurvey", "google-forms", "microsoft-forms",
    "surveymonkey", "spss", "delimited",
]  # fmt: skip
"""The formats of ``export.format`` and ``--format``; Excel and Parquet are containers of them."""

Role = Literal["answer", "other", "metadata"]
"""What a column is for."""

FORMATS: tuple[str, ...] = get_args(Format)


@dataclass(frozen=True)
class Detection:
    """Which format a file has, and by what it was known.

    Attributes
    ----------
    format
        One of `FORMATS`.
    reason
        A half-sentence, such as ``row 3 holds import ids``.
    """

    format: str
    reason: str


@dataclass(frozen=True)
class Column:
    """What a file says of one of its columns.

    Attributes
    ----------
    column
        Its name in `RawTable.cells`: the header's, with ``#2``, ``#3`` … from its second
        occurrence on.
    question
        The question it belongs to; columns of one question share it. The column's own name
        where it stands alone.
    text
        The question's wording as plain text; empty where the file has none.
    option
        The option or the grid row that this column is about; empty where there is none.
    role
        ``answer``, ``other`` (words written beside an option), or ``metadata`` (of the
        record: id, status, times, addresses).
    labels
        The texts that the file declares for this column's values, in its order.
    missing
        Cell texts that the file declares to be no answer.
    import_id
        The tool's own id of the column.
    personal
        What personal data it holds, such as ``IP address``; empty where none was recognised.
    coded
        Whether its numbers are known to stand for options.
    """

    column: str
    question: str
    text: str = ""
    option: str = ""
    role: Role = "answer"
    labels: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    import_id: str = ""
    personal: str = ""
    coded: bool = False


def tabulate_columns(columns: Sequence[Column] = ()) -> pd.DataFrame:
    """Put what is known of columns in a table, one row a column, in the file's order.

    Parameters
    ----------
    columns
        The columns.

    Returns
    -------
    DataFrame
        The attributes of `Column` as columns of these names.

    Examples
    --------
    >>> tabulate_columns([Column("Q1_1", "Q1", option="Python")])[["column", "question", "option"]]
      column question  option
    0   Q1_1       Q1  Python
    """
    names = [field.name for field in fields(Column)]
    rows = [[getattr(column, name) for name in names] for column in columns]
    return pd.DataFrame(rows, columns=names, dtype=object)
