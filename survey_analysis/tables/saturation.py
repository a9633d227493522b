"""Saturation in words and as a table."""

from __future__ import annotations

import pandas as pd

from survey_analysis.tables.codes import require_labels
from survey_analysis.tables.questions import GROUP, write_count
from survey_analysis.tables.rounding import UNDEFINED, format_share

_NEEDED = [
    "base_size", "run_length", "threshold", "base_codes", "respondents", "codes",
    "all_respondents", "all_codes", "order_median", "order_low", "order_high",
    "orders_reaching", "orders",
]  # fmt: skip


def saturation_table(points: pd.DataFrame) -> pd.DataFrame:
    r"""Tabulate when few new codes appear.

    Parameters
    ----------
    points
        Rows of `saturation_points.csv` with labels (`survey_analysis.tables.label_codes`).

    Returns
    -------
    DataFrame
        Text, a row a run length: `Group` (what was coded), `Run`, `New codes at most`,
        `Reached after` so many respondents, `Codes by then`, `Over random orders` (median
        and interval), `Orders that reach it`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> point = {"question": "Release", "run_length": 2, "threshold": 0.05, "base_size": 4,
    ...          "base_codes": 9, "respondents": 20, "codes": 18, "all_respondents": 90,
    ...          "all_codes": 22, "order_median": 18.0, "order_low": 9.0, "order_high": 30.0,
    ...          "orders_reaching": 1000, "orders": 1000}
    >>> saturation_table(pd.DataFrame([point])).iloc[0, 1:6].tolist()
    ['2 respondents', '5\xa0%', '20 of 90', '18 of 22', '18 (9–30)']
    """
    require_labels(points, ["question", *_NEEDED])
    rows = points.to_dict("records")
    return pd.DataFrame(
        {
            GROUP: [row["question"] for row in rows],
            "Run": [f"{row['run_length']} respondents" for row in rows],
            "New codes at most": [format_share(row["threshold"], base=1) for row in rows],
            "Reached after": [_of(row["respondents"], row["all_respondents"]) for row in rows],
            "Codes by then": [_of(row["codes"], row["all_codes"]) for row in rows],
            "Over random orders": [
                UNDEFINED
                if pd.isna(row["order_median"])
                else f"{row['order_median']:g} ({row['order_low']:g}–{row['order_high']:g})"
                for row in rows
            ],
            "Orders that reach it": [
                f"{write_count(row['orders_reaching'])} of {write_count(row['orders'])}"
                for row in rows
            ],
        }
    )


def _of(part: float, whole: float) -> str:
    return UNDEFINED if pd.isna(part) else f"{write_count(part)} of {write_count(whole)}"


def describe_points(points: pd.DataFrame) -> list[str]:
    r"""Say for each run length when saturation is reached.

    Parameters
    ----------
    points
        Rows of one question from `saturation_points.csv`.

    Examples
    --------
    >>> point = {"run_length": 2, "threshold": 0.05, "base_size": 4, "base_codes": 9,
    ...          "respondents": 20, "codes": 18, "all_respondents": 90, "all_codes": 22,
    ...          "order_median": 18.0, "order_low": 9.0, "order_high": 30.0,
    ...          "orders_reaching": 1000, "orders": 1000}
    >>> describe_points(pd.DataFrame([point]))
    ['Runs of 2, at most 5\xa0% new codes: after 20 respondents']
    """
    require_labels(points, _NEEDED)
    lines = []
    for row in points.to_dict("records"):
        reached = (
            "not reached"
            if pd.isna(row["respondents"])
            else f"after {write_count(row['respondents'])} respondents"
        )
        most = format_share(row["threshold"], base=1)
        lines.append(f"Runs of {row['run_length']}, at most {most} new codes: {reached}")
    return lines
