"""Chunks of a file with texts as numbers: equal texts have equal numbers everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from survey_analysis.errors import Problem, quote
from survey_analysis.responses import REPLICA_MARK
from survey_analysis.scale.chunks import Chunk, DataFile, Wanted, read_ahead, read_chunks
from survey_analysis.scale.layout import Layout
from survey_analysis.scale.vocabulary import IntArray, TextNumbers
from survey_analysis.study import Study

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
        may collide (once in 2**63), shape (n,).
    numbers
        Texts by column, as numbers, shape (n,) each.
    table
        The same as text.
    problems
        Of ids and durations.
    is_replica
        Whether all rows bear the mark of a replica.
    """

    rows: IntArray
    id_keys: npt.NDArray[np.uint64]
    numbers: dict[str, TextNumbers]
    table: pl.DataFrame
    problems: list[Problem]
    is_replica: bool

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)

    def texts_at(self, column: str, positions: IntArray) -> npt.NDArray[np.object_]:
        """Return the texts of a column at some positions."""
        texts = self.table[column].gather(positions).cast(pl.String).fill_null("")
        return np.array(texts.to_list(), dtype=object)


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
        types: dict[str, pl.DataType] = dict.fromkeys(self.layout.texts, self.type)
        wanted = Wanted(list(self._columns(file)), types)
        for chunk in read_ahead(read_chunks(file, wanted)):
            if len(chunk.rows):
                yield self._batch(file, chunk)

    def _columns(self, file: DataFile) -> Iterator[pl.Expr]:
        layout = self.layout
        yield pl.col(layout.id).str.strip_chars()
        yield pl.col(*layout.texts).cast(self.type)
        yield self._numbers(pl.col(*layout.texts).cast(self.type))
        for column, codes in layout.open_texts.items():
            text = _without_content(column, codes).cast(self.type)
            yield text
            yield self._numbers(text)
        if layout.duration:
            yield pl.col(layout.duration).str.strip_chars()
        for column in layout.dropped:
            if column in file.columns:
                yield pl.col(column) == REPLICA_MARK

    def _numbers(self, texts: pl.Expr) -> pl.Expr:
        empty = pl.lit("").cast(self.type)
        return texts.fill_null(empty).to_physical().name.suffix(_NUMBERS)

    def _batch(self, file: DataFile, chunk: Chunk) -> Batch:
        table, layout = chunk.table, self.layout
        dropped = [name for name in layout.dropped if name in table.columns]
        ids = table[layout.id]
        return Batch(
            rows=chunk.rows,
            id_keys=number_ids(ids),
            numbers={
                name: table[name + _NUMBERS].to_numpy()
                for name in (*layout.texts, *layout.open_texts)
            },
            table=table,
            problems=[*_empty_ids(ids, chunk.rows), *self._bad_durations(table, chunk.rows)],
            is_replica=bool(dropped) and all(table[name].all() for name in dropped),
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


def _without_content(column: str, codes: frozenset[str]) -> pl.Expr:
    """Replace open texts by one that stands for all; codes and blanks stay what they are."""
    text = pl.col(column)
    blank = text.str.strip_chars() == ""
    return (
        pl.when(text.is_in(list(codes))).then(text)
        .when(blank).then(pl.lit(""))
        .otherwise(pl.lit(SOME_TEXT)).alias(column)
    )  # fmt: skip


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
