"""The record: aggregates of the original, committed, and held against every run on the replica."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

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

Row = Mapping[str, str]
"""One row of a table, as its CSV has it."""

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
        with (record / name).open(encoding="utf-8", newline="") as lines:
            recorded = _whole_sample(lines)
        text = tables[name].to_csv(index=False, lineterminator="\n")
        computed = _whole_sample(io.StringIO(text, newline=""))
        compared += len(recorded)
        messages = _differences(computed, recorded, allocations)
        problems += [Problem(message, name) for message in messages]
    if problems:
        heading = f"The run on the replica differs from the record in {record}"
        raise RecordError(describe_problems(problems, heading=heading))
    return compared


def _whole_sample(lines: Iterable[str]) -> dict[tuple[str, ...], Row]:
    """Read the rows of a CSV that are about no segment, by what identifies them."""
    rows = [row for row in csv.DictReader(lines) if not row.get("segment_by")]
    return {tuple(row[name] for name in _KEYS if name in row): row for row in rows}


def _differences(
    computed: Mapping[tuple[str, ...], Row],
    recorded: Mapping[tuple[str, ...], Row],
    allocations: set[str],
) -> Iterator[str]:
    """Say what is missing, what is too many, and which figures differ."""
    for key, then in recorded.items():
        if key not in computed:
            yield f"{_name(then)} is missing"
    for key, now in computed.items():
        if key not in recorded:
            yield f"{_name(now)} is not in the record"
    for key, then in recorded.items():
        now = computed.get(key, then)
        columns = [name for name in then if now[name] != then[name]]
        if columns and then.get("question_id") in allocations:
            columns = _allocation_differences(now, then)
        for name in columns:
            yield f"{_name(then)}: {name} is {now[name]!r}, the record has {then[name]!r}"


def _allocation_differences(now: Row, then: Row) -> list[str]:
    columns = [name for name in _COUNTS if now[name] != then[name]]
    if then.get("statistic") == "mean":
        apart = abs(float(now["estimate"] or "nan") - float(then["estimate"] or "nan"))
        columns += [] if apart <= ALLOCATION_TOLERANCE else ["estimate"]
    return columns


def _name(row: Row) -> str:
    """Name a row by what identifies it."""
    return " ".join(row[name] for name in _KEYS if row.get(name) and name != "population")
