"""The record: aggregates of the original, committed, and held against every run on the replica."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from survey_analysis.errors import Problem, RecordError, describe_problems
from survey_analysis.publish import read_manifest
from survey_analysis.study import AllocationQuestion, Study

SMALLEST_BASE = 10
"""Rows with a smaller base are suppressed in the record and on the site."""

SUPPRESSED = "suppressed"
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
_HIDDEN = (
    "eligible", "shown", "answered", "count", "respondents", "applications", "estimate", "ci_low",
    "ci_high", "method", "wilson_low", "wilson_high", "n_resamples",
)  # fmt: skip
_HIDDEN_CONTRASTS = (
    "n", "estimate", "ci_low", "ci_high", "method", "p_value", "test", "p_holm", "p_by", "effect",
)  # fmt: skip
_KEYS_OF_GROUPS = ("question_id", "item_id", "segment_by", "segment")
_COUNTS = ("eligible", "shown", "answered", "count")


def suppress_small(table: pd.DataFrame) -> pd.DataFrame:
    """Blank out the rows whose base is below ten.

    In a breakdown, the next smallest segments are blanked too until those that are blank
    have ten answers or more together: else they could be had from the whole less the others.

    Parameters
    ----------
    table
        A table with the columns of `estimates.csv`, or of `codes.csv`.

    Returns
    -------
    DataFrame
        The same rows; the suppressed have empty figures and the flag ``suppressed``.

    Examples
    --------
    >>> row = {"question_id": "Q13", "item_id": "", "segment_by": "", "segment": "", "flag": ""}
    >>> suppress_small(pd.DataFrame([{**row, "answered": 9}]))["flag"].tolist()
    ['suppressed']
    """
    hidden = table["answered"] < SMALLEST_BASE
    breakdown = table[table["segment_by"] != ""]
    whole = [name for name in ("question_id", "item_id", "segment_by") if name in table]
    for _, rows in breakdown.groupby(whole, sort=False):
        bases = rows.groupby("segment", sort=False)["answered"].min()
        hidden |= table.index.isin(rows.index[rows["segment"].isin(_hidden_segments(bases))])
    return suppress_rows(table, hidden)


def suppress_rows(table: pd.DataFrame, hidden: pd.Series[bool]) -> pd.DataFrame:
    """Empty the figures of some rows, and flag them as ``suppressed``.

    Parameters
    ----------
    table
        A table with the columns of `estimates.csv`, or of `codes.csv`.
    hidden
        The rows to suppress.

    Examples
    --------
    >>> table = pd.DataFrame({"answered": [9, 168], "flag": ["", ""]})
    >>> suppress_rows(table, table["answered"] < 10)["flag"].tolist()
    ['suppressed', '']
    """
    suppressed = table.copy()
    blank = [column for column in _HIDDEN if column in table]
    suppressed[blank] = table[blank].astype(object).mask(hidden, other=None)
    suppressed["flag"] = table["flag"].mask(hidden, SUPPRESSED)
    return suppressed


def _hidden_segments(bases: pd.Series[int]) -> list[str]:
    """List the segments to hide: the small ones, and as many more as hide these."""
    ascending = bases.sort_values(kind="stable")
    hidden_before = ascending.cumsum() - ascending
    is_small = ascending < SMALLEST_BASE
    is_cover = (hidden_before > 0) & (hidden_before < SMALLEST_BASE)
    return [str(segment) for segment in ascending.index[is_small | is_cover]]


def suppress_small_contrasts(contrasts: pd.DataFrame, breakdowns: pd.DataFrame) -> pd.DataFrame:
    """Blank out contrasts of fewer than ten, or with a segment whose estimates are suppressed.

    Parameters
    ----------
    contrasts
        The table `contrasts.csv`.
    breakdowns
        `breakdowns.csv` (or `codes.csv`) of the same segments, suppressed.

    Returns
    -------
    DataFrame
        The same rows; the suppressed have empty figures and the flag ``suppressed``.
    """
    key = [name for name in _KEYS_OF_GROUPS if name in contrasts]
    blank = breakdowns.loc[breakdowns["flag"] == SUPPRESSED, key]
    small = set(blank.itertuples(index=False, name=None))
    sides = [
        contrasts[[*key[:-1], side]].itertuples(index=False, name=None)
        for side in ("segment", "versus_segment")
    ]
    pairs = [first in small or second in small for first, second in zip(*sides, strict=True)]
    hidden = (contrasts["n"] < SMALLEST_BASE) | pd.Series(pairs, contrasts.index, dtype=bool)
    suppressed = contrasts.copy()
    figures = list(_HIDDEN_CONTRASTS)
    suppressed[figures] = contrasts[figures].astype(object).mask(hidden, other=None)
    suppressed["flag"] = contrasts["flag"].mask(hidden, SUPPRESSED)
    return suppressed


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


def compare_with_record(tables: Mapping[str, pd.DataFrame], record: Path, *, study: Study) -> int:
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
    for name in ONE_QUESTION_TABLES:
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
