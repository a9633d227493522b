"""What every reader gives: a table of strings, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from survey_analysis.readers.headers import LeftOut
from survey_analysis.readers.shapes import tabulate_columns


@dataclass(frozen=True)
class RawTable:
    """An export as text.

    Attributes
    ----------
    cells
        One row a record, all strings, in the file's order; the index is the row in the
        file, the header being row 1.
    file
        The file's name without folder.
    format
        One of `survey_analysis.readers.FORMATS`, as detected or as asked for.
    encoding, separator
        How the text was read; empty for Excel.
    sha256
        Of the file's bytes.
    warnings
        For the person who runs the analysis.
    reason
        By what the format was known.
    left_out
        Records that were left out at reading.
    columns
        What the file says of its columns, one row a column of `cells`, in their order; see
        `survey_analysis.readers.shapes.Column`.
    """

    cells: pd.DataFrame
    file: str
    format: str
    encoding: str
    separator: str
    sha256: str
    warnings: tuple[str, ...] = ()
    reason: str = ""
    left_out: tuple[LeftOut, ...] = ()
    columns: pd.DataFrame = field(default_factory=tabulate_columns)
