"""Rows of a result table, picked and checked before they are shown."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from survey_analysis.errors import InvalidCallError
from survey_analysis.suppression import SMALLEST_BASE
from survey_analysis.tables.rounding import (
    NO_BREAK,
    UNDEFINED,
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
    is_kept = result["statistic"].isin(list(statistics)) & (
        (result["segment_by"] != "") == segmented
    )
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


class Row(NamedTuple):
    """One row of `estimates.csv` with its labels."""

    question: str
    item: str
    option: str
    segment: str
    statistic: str
    answered: float
    estimate: float
    ci_low: float
    ci_high: float
    wilson_low: float
    wilson_high: float

    @property
    def name(self) -> str:
        """The most exact of the labels: option, item or question."""
        return self.option or self.item or self.question

    @property
    def is_wilson(self) -> bool:
        """Whether Wilson's interval stands in, as the bootstrap has none."""
        return math.isnan(self.ci_low) and not math.isnan(self.wilson_low)

    @property
    def low(self) -> float:
        """The lower limit that is shown."""
        return self.wilson_low if self.is_wilson else self.ci_low

    @property
    def high(self) -> float:
        """The upper limit that is shown."""
        return self.wilson_high if self.is_wilson else self.ci_high

    @property
    def is_small(self) -> bool:
        """Whether the estimate may not be shown: a base below ten, or suppressed already."""
        return math.isnan(self.estimate) or self.answered < SMALLEST_BASE


def read_rows(table: pd.DataFrame) -> list[Row]:
    """Read the rows of a table with labels.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> import pandas as pd
    >>> values = {"question": "Pipeline", "item": "", "option": "Yes", "segment": "",
    ...           "statistic": "proportion", "answered": 168, "estimate": 0.29, "ci_low": 0.22,
    ...           "ci_high": 0.36, "wilson_low": 0.23, "wilson_high": 0.36}
    >>> read_rows(pd.DataFrame([values]))[0].name
    'Yes'
    """
    require_columns(table, Row._fields)
    return [
        Row(*values) for values in zip(*(table[name].tolist() for name in Row._fields), strict=True)
    ]


def write_estimate(row: Row, *, unit: str = "") -> str:
    r"""Write the estimate of a row, shares in per cent.

    Examples
    --------
    >>> write_estimate(Row("Pipeline", "", "Yes", "", "proportion", 8, 0.25, 0, 0.5, 0.07, 0.59))
    '25\xa0%'
    """
    if is_share(row.statistic):
        return format_share(row.estimate, base=row.answered)
    return format_number(row.estimate, decimals=_decimals(row), unit=unit)


def write_interval(row: Row, *, unit: str = "") -> str:
    r"""Write the interval that stands for a row: bootstrap, or Wilson where that is undefined.

    Examples
    --------
    >>> write_interval(Row("Pipeline", "", "Yes", "", "proportion", 8, 0.25, 0, 0.5, 0.07, 0.59))
    '0–50\xa0%'
    """
    if is_share(row.statistic):
        return format_share_interval(row.low, row.high, base=row.answered)
    return format_number_interval(row.low, row.high, decimals=_decimals(row), unit=unit)


def write_both(row: Row, *, unit: str = "") -> str:
    r"""Write the estimate with its interval, if it has one.

    Examples
    --------
    >>> write_both(Row("Pipeline", "", "Yes", "", "proportion", 8, 0.25, 0, 0.5, 0.07, 0.59))
    '25\xa0% (0–50)'
    """
    estimate, interval = write_estimate(row, unit=unit), write_interval(row, unit=unit)
    return estimate if interval == UNDEFINED else f"{estimate} ({interval.split(NO_BREAK)[0]})"


def _decimals(row: Row) -> int:
    """Return the decimals of a number: none for a quantile that is whole, limits and all."""
    numbers = (row.estimate, row.ci_low, row.ci_high)
    is_whole = all(math.isnan(number) or float(number).is_integer() for number in numbers)
    return 0 if row.statistic not in ("mean", "mean_rank") and is_whole else 1
