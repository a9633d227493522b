"""What the commands print: text for people, JSON for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from survey_analysis.study import AllocationQuestion, NumericQuestion, Study
from survey_analysis.tables.rounding import UNDEFINED
from survey_analysis.tables.rows import Row, read_rows, write_estimate, write_interval


def format_json(value: object) -> str:
    """Write lists, dicts, tables and plain values as JSON; undefined is null.

    Examples
    --------
    >>> print(format_json({"estimate": float("nan"), "answered": 0}))
    {
      "estimate": null,
      "answered": 0
    }
    """
    return json.dumps(_plain(value), indent=2, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """Turn tables into lists of records, numpy's numbers into Python's, undefined into None."""
    if isinstance(value, pd.DataFrame):
        return _plain(value.astype(object).to_dict("records"))
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def format_table(rows: Sequence[Sequence[str]], *, right: str, heading: Sequence[str] = ()) -> str:
    """Lay out rows of texts in columns, without the columns that are empty.

    Parameters
    ----------
    rows
        Rows of texts, all of one length.
    right
        A letter for each column: ``r`` aligns it to the right, anything else to the left.
    heading
        The columns' names; none if empty.

    Examples
    --------
    >>> print(format_table([["Service", "60 %"], ["Other", "5 %"]], right="lr"))
    Service  60 %
    Other     5 %
    """
    filled = [i for i in range(len(right)) if any(row[i] for row in rows)]
    shown = [[row[i] for i in filled] for row in ([heading] if heading else []) + list(rows)]
    widths = [max(len(row[i]) for row in shown) for i in range(len(filled))]
    lines = [
        "  ".join(
            text.rjust(width) if right[i] == "r" else text.ljust(width)
            for text, width, i in zip(row, widths, filled, strict=True)
        ).rstrip()
        for row in shown
    ]
    return "\n".join(lines)


def format_estimates(estimates: pd.DataFrame, study: Study) -> str:
    """Write rows of `estimates.csv` with labels as a table for people, rounded.

    Parameters
    ----------
    estimates
        Rows with the labels of `survey_analysis.results.add_labels`.
    study
        The study, for the units of its numbers.
    """
    rows = [
        [
            question_id,
            row.item if row.item != row.question else "",
            row.option,
            row.segment,
            row.statistic.replace("_", " "),
            write_estimate(row, unit=unit),
            write_interval(row, unit=unit),
            str(count) if row.option else "",
            str(int(row.answered)),
            flag.replace(";", ", "),
        ]
        for row, question_id, count, flag, unit in zip(
            read_rows(estimates),
            estimates["question_id"],
            estimates["count"],
            estimates["flag"],
            _units(estimates, study),
            strict=True,
        )
    ]
    heading = [
        "Question", "Item", "Option", "Segment", "Statistic", "Estimate", "Interval", "Count",
        "Base", "Take care",
    ]  # fmt: skip
    return format_table(rows, right="lllllrrrrl", heading=heading)


def format_headlines(headlines: pd.DataFrame, study: Study) -> str:
    """Write the headlines' rows: `format_estimates` with the column `headline`.

    Parameters
    ----------
    headlines
        Labelled rows of `estimates.csv`, and the label of each headline in `headline`.
    study
        The study.
    """
    rows = [
        [
            f"  {label}",
            write_estimate(row, unit=unit),
            f"({_interval(row, unit=unit)})",
            f"of {int(row.answered)}",
        ]
        for label, row, unit in zip(
            headlines["headline"], read_rows(headlines), _units(headlines, study), strict=True
        )
    ]
    return format_table(rows, right="lrrr")


def _interval(row: Row, *, unit: str) -> str:
    interval = write_interval(row, unit=unit)
    return "no interval" if interval == UNDEFINED else interval


def _units(table: pd.DataFrame, study: Study) -> list[str]:
    units = {
        question.id: question.unit
        for question in study.questions
        if isinstance(question, NumericQuestion | AllocationQuestion)
    }
    return [units.get(question_id, "") for question_id in table["question_id"]]
