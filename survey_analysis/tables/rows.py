"""Rows of a result table, picked and checked before they are shown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from survey_analysis.errors import InvalidCallError
from survey_analysis.tables.rounding import (
    format_number,
    format_number_interval,
    format_share,
    format_share_interval,
    is_share,
)

_NEEDED = ("question", "item", "option", "statistic", "segment_by", "answered", "estimate")


def pick_rows(
    result: pd.DataFrame, *, statistics: Collection[str], segmented: bool = False
) -> pd.DataFrame:
    """Pick the rows with some statistics, of the whole sample or of its segments.

    Parameters
    ----------
    result
        Rows of `estimates.csv` or `breakdowns.csv` with labels (`Results.table`).
    statistics
        The statistics to keep.
    segmented
        Keep the rows of segments instead of those of the whole sample.

    Returns
    -------
    DataFrame
        The rows in their order, with a fresh index.

    Raises
    ------
    InvalidCallError
        If columns are missing, or no row is left.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"question": "Pipeline", "item": "", "option": "Yes", "statistic": "proportion",
    ...        "segment_by": "", "answered": 168, "estimate": 49 / 168}
    >>> len(pick_rows(pd.DataFrame([row]), statistics=["proportion"]))
    1
    """
    require_columns(result, _NEEDED)
    is_kept = result["statistic"].isin(list(statistics)) & ((result["segment_by"] != "") == segmented)
    if not is_kept.any():
        found = ", ".join(sorted(set(result["statistic"]))) or "no row at all"
        whose = "of segments" if segmented else "of the whole sample"
        msg = f"there is no row {whose} with {' or '.join(statistics)}; found: {found}"
        raise InvalidCallError(msg)
    return result[is_kept].reset_index(drop=True)


def require_columns(table: pd.DataFrame, columns: Collection[str]) -> None:
    """Stop when a table lacks columns.

    Raises
    ------
    InvalidCallError
        Names the missing columns, and what adds labels.

    Examples
    --------
    >>> import pandas as pd
    >>> require_columns(pd.DataFrame({"value": [1]}), ["value"])
    """
    missing = [column for column in columns if column not in table]
    if missing:
        msg = f"the table lacks the columns {', '.join(missing)}"
        if {"question", "item", "option"} & set(missing):
            msg += "; survey_analysis.results.add_labels adds labels"
        raise InvalidCallError(msg)


def require_one(rows: pd.DataFrame, column: str) -> str:
    """Return the one value that a column holds.

    Raises
    ------
    InvalidCallError
        If it holds several; lists them.

    Examples
    --------
    >>> import pandas as pd
    >>> require_one(pd.DataFrame({"question_id": ["Q13", "Q13"]}), "question_id")
    'Q13'
    """
    values = list(dict.fromkeys(rows[column]))
    if len(values) != 1:
        msg = f"one {column} is shown at a time, found {len(values)}: {', '.join(map(str, values))}"
        raise InvalidCallError(msg)
    return str(values[0])


def name_row(row: Any) -> str:
    """Name a row by the most exact of its labels: option, item or question.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> name_row(SimpleNamespace(option="", item="Build", question="Effort"))
    'Build'
    """
    return str(row.option or row.item or row.question)


def write_estimate(row: Any, *, unit: str = "") -> str:
    """Write the estimate of a row, shares in per cent.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> write_estimate(SimpleNamespace(statistic="proportion", estimate=0.25, answered=8))
    '25\\xa0%'
    """
    if is_share(row.statistic):
        return format_share(row.estimate, base=row.answered)
    return format_number(row.estimate, decimals=_decimals(row), unit=unit)


def write_interval(row: Any, *, unit: str = "") -> str:
    """Write the interval that stands for a row: bootstrap, or Wilson where that is undefined.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> row = SimpleNamespace(statistic="proportion", estimate=0.25, answered=8, ci_low=0.0,
    ...                       ci_high=0.5, wilson_low=0.07, wilson_high=0.59)
    >>> write_interval(row)
    '0–50\\xa0%'
    """
    low, high, _ = shown_limits(row)
    if is_share(row.statistic):
        return format_share_interval(low, high, base=row.answered)
    return format_number_interval(low, high, decimals=_decimals(row), unit=unit)


def _decimals(row: Any) -> int:
    """Return the decimals of a number: none for a quantile that is whole, limits and all."""
    numbers = (row.estimate, row.ci_low, row.ci_high)
    is_whole = all(pd.isna(number) or float(number).is_integer() for number in numbers)
    return 0 if row.statistic != "mean" and is_whole else 1


def shown_limits(row: Any) -> tuple[float, float, bool]:
    """Return the limits that stand for a row, and whether they are Wilson's.

    Wilson's stand in where the bootstrap is undefined: nobody or everybody counts.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> nan = float("nan")
    >>> row = SimpleNamespace(ci_low=nan, ci_high=nan, wilson_low=0.0, wilson_high=0.02)
    >>> shown_limits(row)
    (0.0, 0.02, True)
    """
    if pd.isna(row.ci_low) and not pd.isna(row.wilson_low):
        return row.wilson_low, row.wilson_high, True
    return row.ci_low, row.ci_high, False
