"""The record: aggregates of the original, committed, and held against every run on the replica."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from survey_analysis.errors import Problem, RecordError, describe_problems
from survey_analysis.publish import read_manifest
from survey_analysis.study import AllocationQuestion, Study

SMALLEST_BASE = 10
"""Rows of segments with a smaller base are suppressed in the record and on the site."""

SUPPRESSED = "suppressed"
ONE_QUESTION_TABLES = ("estimates.csv", "bounds.csv", "distributions.csv", "dropout.csv")
"""Tables whose every figure comes from one question; the replica gives the same."""

_KEYS = (
    "question_id", "item_id", "option_id", "population", "segment_by", "segment", "statistic",
    "page", "value",
)  # fmt: skip
_HIDDEN = (
    "eligible", "shown", "answered", "count", "estimate", "ci_low", "ci_high", "method",
    "wilson_low", "wilson_high",
)  # fmt: skip
ALLOCATION_TOLERANCE = 0.01


def suppress_small(table: pd.DataFrame) -> pd.DataFrame:
    """Blank out the rows of segments whose base is below ten.

    Where a single segment of a question's breakdown would be blank, the next smallest is
    blanked too, as the one could be had from the whole less the others.

    Parameters
    ----------
    table
        A table with the columns of `estimates.csv`.

    Returns
    -------
    DataFrame
        The same rows; the suppressed have empty figures and the flag ``suppressed``.
    """
    hidden = pd.Series(data=False, index=table.index)
    breakdown = table[table["segment_by"] != ""]
    for _, rows in breakdown.groupby(["question_id", "item_id", "segment_by"], sort=False):
        bases = rows.groupby("segment", sort=False)["answered"].min()
        small = bases[bases < SMALLEST_BASE]
        if (small > 0).sum() == 1:
            others = bases.drop(small.index)
            small = pd.concat([small, others.nsmallest(1)])
        hidden |= table.index.isin(rows.index[rows["segment"].isin(small.index)])
    suppressed = table.copy()
    blank = [column for column in _HIDDEN if column in table]
    suppressed[blank] = table[blank].astype(object).mask(hidden, other=None)
    suppressed["flag"] = table["flag"].mask(hidden, SUPPRESSED)
    return suppressed


def make_record(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Prepare the tables of a run on the original for the record: small segments suppressed."""
    return {
        name: suppress_small(table) if {"segment_by", "flag"} <= set(table) else table
        for name, table in tables.items()
    }


def compare_with_record(tables: Mapping[str, pd.DataFrame], record: Path, *, study: Study) -> int:
    """Hold every one-question figure of a run on the replica against the record.

    Parameters
    ----------
    tables
        The tables of a run with the settings of the record.
    record
        The folder of the record.
    study
        The study; means of allocations may differ by 0.01, their quantiles are not
        compared, as the replica's allocations keep base, zeros and means only.

    Returns
    -------
    int
        How many rows were compared.

    Raises
    ------
    RecordError
        If a figure differs or is missing; lists every one.
    """
    read_manifest(record)
    problems: list[Problem] = []
    compared = 0
    allocations = {q.id for q in study.questions if isinstance(q, AllocationQuestion)}
    for name in ONE_QUESTION_TABLES:
        recorded = _read(record / name)
        computed = _read_back(tables[name])
        if "segment_by" in recorded:
            recorded = recorded[recorded["segment_by"] == ""]
            computed = computed[computed["segment_by"] == ""]
        compared += len(recorded)
        problems += _differences(name, computed, recorded, allocations)
    if problems:
        heading = f"The run on the replica differs from the record in {record}"
        raise RecordError(describe_problems(problems, heading=heading))
    return compared


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _read_back(table: pd.DataFrame) -> pd.DataFrame:
    """Bring a table into the form it has when it is read from its CSV."""
    text = table.to_csv(index=False, lineterminator="\n")
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def _differences(
    name: str, computed: pd.DataFrame, recorded: pd.DataFrame, allocations: set[str]
) -> list[Problem]:
    keys = [column for column in _KEYS if column in recorded]
    left, right = computed.set_index(keys), recorded.set_index(keys)
    problems = [
        Problem(f"{_name(keys, key)} is {where}", name)
        for where, missing in (
            ("missing", right.index.difference(left.index, sort=False)),
            ("not in the record", left.index.difference(right.index, sort=False)),
        )
        for key in missing
    ]
    common = right.index.intersection(left.index, sort=False)
    for key in common:
        now, then = left.loc[key], right.loc[key]
        columns = [c for c in right.columns if now[c] != then[c]]
        if "question_id" in keys and columns and _tuple(key)[0] in allocations:
            columns = _allocation_differences(
                now, then, statistic=_tuple(key)[keys.index("statistic")]
            )
        problems += [
            Problem(f"{_name(keys, key)}: {c} is {now[c]!r}, the record has {then[c]!r}", name)
            for c in columns
        ]
    return problems


def _allocation_differences(
    now: pd.Series[str], then: pd.Series[str], *, statistic: str
) -> list[str]:
    exact = ("eligible", "shown", "answered", "count")
    columns = [c for c in exact if now[c] != then[c]]
    if statistic == "mean":
        apart = abs(float(now["estimate"]) - float(then["estimate"]))
        if not apart <= ALLOCATION_TOLERANCE or np.isnan(apart):
            columns.append("estimate")
    return columns


def _tuple(key: object) -> tuple[str, ...]:
    return key if isinstance(key, tuple) else (str(key),)


def _name(keys: list[str], key: object) -> str:
    pairs = zip(keys, _tuple(key), strict=True)
    return " ".join(value for name, value in pairs if value and name != "population")
