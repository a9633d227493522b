"""What every reader gives: a table of strings, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


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
        ``unipark`` or ``delimited``, as detected.
    encoding, separator
        How the text was read; empty for Excel.
    sha256
        Of the file's bytes.
    warnings
        For the person who runs the analysis.
    """

    cells: pd.DataFrame
    file: str
    format: str
    encoding: str
    separator: str
    sha256: str
    warnings: tuple[str, ...] = ()
