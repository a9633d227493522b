"""Parquet files: every column as text. Needs polars: ``pip install "survey-analysis[scale]"``."""

from __future__ import annotations

import io

from survey_analysis.errors import DataError
from survey_analysis.readers.cell_text import write_cell
from survey_analysis.readers.rows import Rows

MAGIC = b"PAR1"


def read_parquet_rows(content: bytes, *, file: str) -> Rows:
    """Read the header and the records of a Parquet file, every cell as text, nothing as "".

    Parameters
    ----------
    content
        The file's bytes.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If the file is damaged, if a column holds lists or other nested values, or if polars
        is not installed.
    """
    try:
        import polars as pl
    except ImportError:
        msg = f'{file}: Parquet files need polars: pip install "survey-analysis[scale]"'
        raise DataError(msg) from None
    try:
        table = pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        msg = f"{file}: damaged, cut off, or no Parquet file; write or download it again"
        raise DataError(msg) from None
    nested = [name for name, kind in table.schema.items() if kind.is_nested() or kind == pl.Binary]
    if nested:
        msg = f"{file}: columns hold nested or binary values, not answers: {', '.join(nested)}"
        raise DataError(msg)
    records = [[write_cell(cell) for cell in row] for row in table.iter_rows()]
    return list(enumerate([table.columns, *records], start=1))
