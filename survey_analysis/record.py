"""The record: aggregates of the original, committed, and held against every run on the replica."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from survey_analysis.errors import Problem, RecordError, describe_problems
from survey_analysis.publish import read_manifest
from survey_analysis.study import AllocationQuestion, Study
from survey_analysis.suppression import suppress_small, suppress_small_contrasts

ONE_QUESTION_TABLES = (
    "estimates.csv", "bounds.csv", "distributions.csv", "dropout.csv", "codes.csv",
    "coded_units.csv", "agreement.csv", "relations.csv",
)  # fmt: skip
"""Tables whose figures of the whole sample come from one question; the replica gives the same."""

ALLOCATION_TOLERANCE = 0.01

_KEYS = (
    "question_id", "item_id", "option_id", "population", "segment_by", "segment", "statistic",
    "page", "value", "category", "code", "coders", "coefficient", "weights", "from_code",
    "relation", "to_code",
)  # fmt: skip
_COUNTS = ("eligible", "shown", "answered", "count")


def make_record(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Prepare the tables of a run on the original for the record: small bases suppressed.

    Parameters
    ----------
    tables
        Tables by file name.
    """
    record = {
        name: suppress_small(table) if {"segment_by", "answered"} <= set(table) else table
        for name, table in tables.items()
    }
    if "contrasts.csv" in record:
        breakdowns = record.get("breakdowns.csv", record["estimates.csv"])
        record["contrasts.csv"] = suppress_small_contrasts(record["contrasts.csv"], breakdowns)
    if "code_contrasts.csv" in record:
        record["code_contrasts.csv"] = suppress_small_contrasts(
            record["code_contrasts.csv"], record["codes.csv"]
        )
    return record


def compare_with_record(
    tables: Mapping[str, pd.DataFrame],
    record: Path,
    *,
    study: Study,
    names: Collection[str] = ONE_QUESTION_TABLES,
) -> int:
    """Hold every one-question figure of a run on the replica against the record.

    Parameters
    ----------
    tables
        The tables of a run with the settings of the record.
    record
        The folder of the record.
    study
        The study; means of allocations may differ by 0.01, and their intervals and
        quantiles are not compared, as the replica keeps an allocation's base, zeros and
        means only.
    names
        The tables that are compared.

    Returns
    -------
    int
        How many rows were compared.

    Raises
    ------
    RecordError
        If a figure differs or is missing, or a table is missing from the record; lists
        every one.
    PublishError
        If the folder holds no record.
    """
    read_manifest(record)
    problems: list[Problem] = []
    compared = 0
    allocations = {q.id for q in study.questions if isinstance(q, AllocationQuestion)}
    for name in names:
        is_recorded, is_computed = (record / name).is_file(), name in tables
        if not is_recorded and not is_computed:
            continue  # nothing was coded
        if not is_computed:
            problems.append(Problem("is in the record and was not computed", name))
            continue
        if not is_recorded:
            problems.append(Problem("is missing from the record", name))
            continue
        recorded, computed = _whole_sample(_read(record / name)), _whole_sample(_text(tables[name]))
        compared += len(recorded)
        messages = _differences(computed, recorded, allocations)
        problems += [Problem(message, name) for message in messages]
    if problems:
        heading = f"The run on the replica differs from the record in {record}"
        raise RecordError(describe_problems(problems, heading=heading))
    return compared


def _read(path: Path | io.StringIO) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _text(table: pd.DataFrame) -> pd.DataFrame:
    """Bring a table into the form it has when it is read from its CSV."""
    return _read(io.StringIO(table.to_csv(index=False, lineterminator="\n")))


def _whole_sample(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that are about no segment, indexed by what identifies them."""
    if "segment_by" in table:
        table = table[table["segment_by"] == ""]
    return table.set_index([column for column in _KEYS if column in table])


def _differences(
    computed: pd.DataFrame, recorded: pd.DataFrame, allocations: set[str]
) -> Iterator[str]:
    """Say what is missing, what is too many, and which figures differ."""
    for key in recorded.index.difference(computed.index, sort=False):
        yield f"{_name(recorded, key)} is missing"
    for key in computed.index.difference(recorded.index, sort=False):
        yield f"{_name(recorded, key)} is not in the record"
    common = recorded.index.intersection(computed.index, sort=False)
    now, then = computed.loc[common, recorded.columns], recorded.loc[common]
    for key in common[(now != then).any(axis=1)]:
        one, other = now.loc[key], then.loc[key]
        columns = [c for c in recorded.columns if one[c] != other[c]]
        if _part(recorded, key, "question_id") in allocations:
            columns = _allocation_differences(
                one, other, is_mean=_part(recorded, key, "statistic") == "mean"
            )
        for column in columns:
            name = _name(recorded, key)
            yield f"{name}: {column} is {one[column]!r}, the record has {other[column]!r}"


def _allocation_differences(
    now: pd.Series[str], then: pd.Series[str], *, is_mean: bool
) -> list[str]:
    columns = [c for c in _COUNTS if now[c] != then[c]]
    if is_mean:
        estimates = pd.to_numeric(pd.Series([now["estimate"], then["estimate"]]))
        apart = float(np.ptp(estimates.to_numpy(dtype=float)))
        columns += [] if apart <= ALLOCATION_TOLERANCE else ["estimate"]
    return columns


def _tuple(key: object) -> tuple[str, ...]:
    return key if isinstance(key, tuple) else (str(key),)


def _part(table: pd.DataFrame, key: object, name: str) -> str:
    """Return one part of a row's key, empty if the table has no such column."""
    return dict(zip(table.index.names, _tuple(key), strict=True)).get(name, "")


def _name(table: pd.DataFrame, key: object) -> str:
    pairs = zip(table.index.names, _tuple(key), strict=True)
    return " ".join(value for name, value in pairs if value and name != "population")
