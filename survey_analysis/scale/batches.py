"""Chunks of a file with texts as numbers: equal texts have equal numbers everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from survey_analysis.errors import Problem, quote
from survey_analysis.responses import REPLICA_MARK
from survey_analysis.scale.blocks import read_ahead
from survey_analysis.scale.bundles import Bundles, bundle_columns
from survey_analysis.scale.chunks import Chunk, Wanted, read_chunks
from survey_analysis.scale.files import DataFile
from survey_analysis.scale.layout import Layout
from survey_analysis.scale.vocabulary import IntArray, TextNumbers
from survey_analysis.study import Study
from survey_analysis.study.model import Export

SOME_TEXT = "\ufffc"
"""Stands for every open text: what it says does not count."""

_NUMBERS = " as number"
_TEXT_KEYS = np.uint64(2**63)  # keys of ids that are no numbers start here


@dataclass(frozen=True, eq=False)
class Batch:
    """Rows of a file.

    Attributes
    ----------
    rows
        Rows in the file, shape (n,).
    id_keys
        Respondents' ids as numbers: different ids have different ones, except that texts
        may collide (once in 2**63), shape (n,); none where the study names no ids.
    numbers
        Texts by column, as numbers, shape (n,) each.
    types
        The types in which columns were read; the numbers of an enumeration count its texts.
    table
        All others as text.
    problems
        Of ids and durations.
    is_replica
        Whether all rows bear the mark of a replica.
    numbering
        Numbers of texts compare only between batches with the same numbering.
    previews
        How many records of the survey's authors were left out.
    """

    rows: IntArray
    id_keys: npt.NDArray[np.uint64]
    numbers: dict[str, TextNumbers]
    types: dict[str, pl.DataType]
    table: pl.DataFrame
    problems: list[Problem]
    is_replica: bool
    numbering: int
    previews: int

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)

    def texts_at(self, column: str, positions: IntArray) -> npt.NDArray[np.object_]:
        """Return the texts of a column at some positions."""
        kind = self.types.get(column)
        if isinstance(kind, pl.Enum):
            texts = kind.categories.gather(self.numbers[column][positions])
        else:
            texts = self.table[column].gather(positions).cast(pl.String)
        return np.array(texts.to_list(), dtype=object)

    def find_durations(self, export: Export) -> npt.NDArray[np.float64]:
        """Return durations, NaN where the export says that it does not know one, shape (n,)."""
        texts = self.table[export.duration or ""]
        numbers = texts.cast(pl.Float64, strict=False).to_numpy().copy()
        numbers[texts.is_in([*export.unknown_durations, ""]).to_numpy()] = np.nan
        return numbers


@dataclass(frozen=True)
class BatchReader:
    """Reads files of one study in batches.

    Attributes
    ----------
    study
        The study file.
    layout
        Which columns are read.
    type
        The type that gives equal texts equal numbers.
    """

    study: Study
    layout: Layout
    type: pl.Categorical = field(default_factory=lambda: pl.Categorical(pl.Categories.random()))

    def read(self, file: DataFile) -> Iterator[Batch]:
        """Read a file of the study; the next batch is read while one is used.

        Raises
        ------
        DataError
            If it is damaged.
        """
        layout = self.layout
        texts = (*layout.labels, *layout.texts)
        takes_all = self._wanted(file, dict.fromkeys(texts, self.type), None)
        labels = {name: _enum(known) for name, known in layout.labels.items()}
        wanted = self._wanted(file, {**dict.fromkeys(texts, self.type), **labels}, takes_all)
        header = file.header
        if file.separator and header.restore is None and header.previews is None:
            bundles = bundle_columns(
                file.names, labels, choices=layout.choices, separator=file.separator
            )
            if 2 * len(bundles.columns) <= len(file.names):  # finding separators takes time, too
                wanted = self._wanted(file, wanted.types, wanted, bundles)
        chunks = read_chunks(file, wanted)
        return read_ahead(self._batch(file, chunk) for chunk in chunks if len(chunk.rows))

    def _wanted(
        self,
        file: DataFile,
        types: dict[str, pl.DataType],
        otherwise: Wanted | None,
        bundles: Bundles | None = None,
    ) -> Wanted:
        """Say what is read: texts in certain types, and as numbers."""
        layout = self.layout
        columns = [pl.col(layout.id).str.strip_chars()] if layout.id else []
        bundled = bundles.joined if bundles else []
        columns += [pl.col(names[0]) for names in bundled]
        for name in sorted(set(types).difference(*bundled)):
            kind = types[name]
            if isinstance(kind, pl.Enum):  # its first text is the empty one
                columns.append(pl.col(name).to_physical().fill_null(0).name.suffix(_NUMBERS))
                continue
            text = pl.col(name).cast(kind).fill_null(pl.lit("").cast(kind))
            columns += [text, text.to_physical().name.suffix(_NUMBERS)]
        for name, codes in layout.open_texts.items():
            text = _without_content(name, codes)
            columns += [text, text.to_physical().name.suffix(_NUMBERS)]
        if layout.duration:
            columns.append(pl.col(layout.duration).str.strip_chars())
        dropped = [name for name in layout.dropped if name in file.columns]
        columns += [pl.col(name) == REPLICA_MARK for name in dropped]
        return Wanted(columns, types, otherwise, bundles)

    def _batch(self, file: DataFile, chunk: Chunk) -> Batch:
        table, layout = chunk.table, self.layout
        dropped = [name for name in layout.dropped if name in file.columns]
        ids = table[layout.id] if layout.id else pl.Series(dtype=pl.String)
        read = (*layout.labels, *layout.texts, *layout.open_texts)
        return Batch(
            rows=chunk.rows,
            id_keys=number_ids(ids),
            numbers={
                **{
                    name: table[name + _NUMBERS].to_numpy()
                    for name in read
                    if name not in chunk.numbers
                },
                **chunk.numbers,
            },
            types=chunk.wanted.types,
            table=table,
            problems=[*_empty_ids(ids, chunk.rows), *self._bad_durations(table, chunk.rows)],
            is_replica=bool(dropped) and all(table[name].all() for name in dropped),
            numbering=0 if chunk.wanted.otherwise else 1,
            previews=chunk.previews,
        )

    def _bad_durations(self, table: pl.DataFrame, rows: IntArray) -> Iterator[Problem]:
        name = self.layout.duration
        if not name:
            return
        unknown = [*self.study.export.unknown_durations, ""]
        numbers = table[name].cast(pl.Float64, strict=False)
        doubtful = np.flatnonzero((numbers.is_null() & ~table[name].is_in(unknown)).to_numpy())
        texts: pd.Series[Any] = pd.Series(table[name].gather(doubtful).to_list(), dtype=object)
        bad = pd.to_numeric(texts, errors="coerce").isna()
        for text, where in texts[bad].groupby(texts[bad], sort=False).groups.items():
            found = tuple(int(row) for row in rows[doubtful[np.asarray(where)]])
            message = f"found {quote(str(text))}, which is not a number"
            yield Problem(message, rows=found, column=name)


def _enum(texts: Iterable[str]) -> pl.Enum:
    return pl.Enum(sorted({"", *texts}))


def _without_content(column: str, codes: frozenset[str]) -> pl.Expr:
    """Replace open texts by one that stands for all; codes and blanks stay what they are."""
    kind = _enum([*codes, SOME_TEXT])
    text = pl.col(column)
    blank = text.str.strip_chars() == ""
    other = pl.when(blank).then(pl.lit("").cast(kind)).otherwise(pl.lit(SOME_TEXT).cast(kind))
    return text.cast(kind, strict=False).fill_null(other)


def _empty_ids(ids: pl.Series, rows: IntArray) -> Iterator[Problem]:
    empty = (ids == "").to_numpy()
    if empty.any():
        found = tuple(int(row) for row in rows[empty])
        message = "the id is empty; every record needs one"
        yield Problem(message, rows=found, column=ids.name)


def number_ids(ids: pl.Series) -> npt.NDArray[np.uint64]:
    """Turn ids into numbers: whole numbers are themselves, other texts are hashed.

    The same on every machine.

    Examples
    --------
    >>> number_ids(pl.Series(["7", "007", "12"])).tolist()
    [7, 7, 12]
    """
    are_numbers = ids.str.contains("^[0-9]{1,18}$")
    numbers = pl.select(pl.when(are_numbers).then(ids)).to_series().cast(pl.UInt64)
    keys = numbers.fill_null(0).to_numpy().copy()
    others = np.flatnonzero(~are_numbers.to_numpy())
    if len(others):
        texts = np.array(ids.gather(others).to_list(), dtype=object)
        keys[others] = pd.util.hash_array(texts, categorize=False) | _TEXT_KEYS
    return keys
