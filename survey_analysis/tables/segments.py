"""Tables of segments: a question's answers in each group of respondents."""

from __future__ import annotations

import pandas as pd

from survey_analysis.tables.questions import GROUP, interval_heading, write_count
from survey_analysis.tables.rounding import SMALL, SUPPRESSED
from survey_analysis.tables.rows import (
    Row,
    pick_rows,
    read_rows,
    require_one,
    write_both,
    write_estimate,
    write_interval,
)

_WIDEST = 3
"""As many options or items stand side by side on a page."""


def segment_table(estimates: pd.DataFrame, *, unit: str = "") -> pd.DataFrame:
    """Tabulate a question by segments: a row a segment, a column an option or item.

    Parameters
    ----------
    estimates
        Rows of one question and one breakdown from `breakdowns.csv`, with labels: shares
        of a choice, or means.
    unit
        The unit of means.

    Returns
    -------
    DataFrame
        Text: `Segment`, `Base`, and each estimate with its interval, or why there is none.
        Where the bases of a segment differ, each stands with its estimate.

    Raises
    ------
    InvalidCallError
        If the rows are of several questions or breakdowns, or there is nothing to show.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses, by="team-size"), responses.study)
    >>> segment_table(table[table["question_id"] == "Q14"])["Yes"].iloc[-1]
    'base below 10'
    """
    table = pick_rows(estimates, statistics=["proportion", "mean"], segmented=True)
    require_one(table, "question")
    require_one(table, "segment_by")
    parts = [read_rows(part) for _, part in table.groupby(["item_id", "option_id"], sort=False)]
    same = all(_bases(part) == _bases(parts[0]) for part in parts)
    columns = {
        part[0].name: [_cell(row, unit, with_base=not same) for row in part] for part in parts
    }
    bases = {"Base": _bases(parts[0])} if same else {}
    return pd.DataFrame({"Segment": [row.segment for row in parts[0]], **bases, **columns})


def tabulate_segments(estimates: pd.DataFrame, *, unit: str = "") -> pd.DataFrame:
    """Tabulate a question by segments so that it fits a page.

    Parameters
    ----------
    estimates, unit
        As for `segment_table`.

    Returns
    -------
    DataFrame
        Text: a `segment_table`; with more than three options or items a row for each and
        segment instead, `Group` (the option or item), `Segment`, `Base`, the estimate and
        its interval.

    Raises
    ------
    InvalidCallError
        If the rows are of several questions or breakdowns, or there is nothing to show.
    """
    matrix = segment_table(estimates, unit=unit)
    table = pick_rows(estimates, statistics=["proportion", "mean"], segmented=True)
    if table.groupby(["item_id", "option_id"]).ngroups <= _WIDEST:
        return matrix
    rows = [
        row
        for _, part in table.groupby(["item_id", "option_id"], sort=False)
        for row in read_rows(part)
    ]
    return pd.DataFrame(
        {
            GROUP: [row.name for row in rows],
            "Segment": [row.segment for row in rows],
            "Base": _bases(rows),
            "Mean" if unit else "Share": [
                "" if row.is_small else write_estimate(row, unit=unit) for row in rows
            ],
            interval_heading(table): [
                "" if row.is_small else write_interval(row, unit=unit) for row in rows
            ],
        }
    )


def _bases(rows: list[Row]) -> list[str]:
    return [_hidden(row) or write_count(row.answered) for row in rows]


def _hidden(row: Row) -> str:
    """Say why a row shows no estimate; empty if it does."""
    if not row.is_small:
        return ""
    return SUPPRESSED if pd.isna(row.answered) else SMALL


def _cell(row: Row, unit: str, *, with_base: bool) -> str:
    base = f", n = {write_count(row.answered)}" if with_base else ""
    return _hidden(row) or write_both(row, unit=unit) + base
