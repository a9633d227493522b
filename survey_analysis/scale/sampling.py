"""Some records of a large export, among which every column holds what it holds in the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from survey_analysis.readers import RawTable
from survey_analysis.readers.unipark import CELL_MARKS
from survey_analysis.scale.chunks import Wanted, holds_text, read_chunks
from survey_analysis.scale.files import DataFile, is_parquet, open_file
from survey_analysis.scale.vocabulary import IntArray

LARGE = 2**25
"""Bytes of a CSV, or cells of a Parquet file, from which on records are sampled."""

_FIRST = 2_000
_MOST_TEXTS = 400
_NUMBER = r"^\s*-?\d+([.,]\d+)?\s*$"
_MOSTLY = 0.9  # of the texts are numbers


def is_large(path: Path) -> bool:
    """Tell whether a file is too large to be read as a whole without need.

    Parameters
    ----------
    path
        The file; one that does not exist is not large.
    """
    if not path.is_file():
        return False
    if not is_parquet(path):
        return path.stat().st_size > LARGE
    table = pl.scan_parquet(path)
    return int(table.select(pl.len()).collect().item()) * len(table.collect_schema()) > LARGE


def sample_records(path: Path, *, format: str | None = None) -> RawTable:
    """Read some records of an export: the first, and all that hold a text new to their column.

    Of a column with more than 400 texts the 400 first are enough; if these are mostly
    numbers, whatever else it holds is looked for on. So a draft made of these records knows
    every option, and what stands among numbers.

    Parameters
    ----------
    path
        CSV in UTF-8, or Parquet.
    format
        One of `survey_analysis.readers.FORMATS`, where detection is to be overruled.

    Returns
    -------
    RawTable
        As `survey_analysis.readers.read_table` gives it of a smaller file; without SHA-256.

    Raises
    ------
    DataError
        If the file is damaged, or in another encoding.
    """
    file = open_file(path, format=format)
    about = file.header.about
    if about.format == "delimited" and format is None and holds_text(file, CELL_MARKS):
        reason = f"cells hold {' or '.join(map(repr, CELL_MARKS))}"
        about = replace(about, format="unipark", reason=reason)
    names = list(about.cells.columns)
    parts, rows = zip(*_sample_chunks(file, names), strict=True)
    cells = pl.concat(parts)
    return replace(
        about,
        cells=pd.DataFrame(
            {name: np.array(cells[name].to_list(), dtype=object) for name in names},
            index=pd.Index(np.concatenate(rows), name="row"),
            dtype=object,
        ),
        encoding=file.encoding,
    )


def _sample_chunks(file: DataFile, names: list[str]) -> Iterator[tuple[pl.DataFrame, IntArray]]:
    known = {name: _KnownTexts() for name in names}
    taken = 0
    for chunk in read_chunks(file, Wanted([pl.col(name) for name in names])):
        new = [known[name].find_new(chunk.table[name]) for name in names]
        first = np.arange(min(max(_FIRST - taken, 0), len(chunk.rows)))
        positions = np.unique(np.concatenate([first, *new]))
        taken += len(positions)
        yield chunk.table[positions], chunk.rows[positions]


@dataclass
class _KnownTexts:
    """The texts of a column that were met, as long as they are few; or what is no number."""

    texts: set[str] = field(default_factory=set)
    without_numbers: bool = False
    is_done: bool = False

    def find_new(self, cells: pl.Series) -> IntArray:
        """Return where texts stand that were not met before, each once."""
        if self.is_done:
            return np.zeros(0, dtype=np.int64)
        if self.without_numbers:
            cells = pl.select(pl.when(~cells.str.contains(_NUMBER)).then(cells)).to_series()
        first = cells.arg_unique().sort().to_numpy().astype(np.int64)
        pairs = zip(cells.gather(first).to_list(), first.tolist(), strict=True)
        new = {text: place for text, place in pairs if text is not None and text not in self.texts}
        room = _MOST_TEXTS - len(self.texts)
        kept = dict(list(new.items())[:room])
        self.texts.update(kept)
        places = np.array(list(kept.values()), dtype=np.int64)
        return places if len(new) <= room else np.append(places, self._go_on(cells))

    def _go_on(self, cells: pl.Series) -> IntArray:
        """Look for what is no number from now on, if all texts so far are numbers."""
        filled = pl.Series(list(filter(str.strip, self.texts)), dtype=pl.String)
        numbers = int(filled.str.contains(_NUMBER).sum())
        self.is_done = self.without_numbers or numbers < _MOSTLY * len(filled)
        self.without_numbers = True
        self.texts = set()
        return self.find_new(cells)
