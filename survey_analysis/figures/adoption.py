"""Adoption: which share of the respondents chose each option."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.intervals import (
    WILSON_NOTE,
    draw_intervals,
    has_wilson,
    highest_limit,
    show_values,
    write_rows,
)
from survey_analysis.figures.style import (
    TINT,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_labels,
    show_meaning,
    show_shares,
    styled,
    wrap,
)
from survey_analysis.tables.rounding import format_bases
from survey_analysis.tables.rows import name_row, pick_rows, require_one, write_estimate

MANY = 15
"""With more options than these, those that nobody chose are left out of the figure."""

_ROW, _LOW_ROW, _LABEL = 0.34, 0.27, 26
_LAST = {"other", "others", "dont-know"}


@styled
def plot_adoption(
    result: pd.DataFrame, *, is_ordered: bool = False, ax: Axes | None = None
) -> Axes:
    """Plot the share of respondents who chose each option, with its interval.

    Parameters
    ----------
    result
        Rows of one single- or multiple-choice question from `estimates.csv`, with labels.
    is_ordered
        Keep the options' own order (sizes, frequencies); otherwise the most frequent
        comes first, and "other" last.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If the rows are of several questions, or there is no proportion.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> ax = plot_adoption(load_results("ml-deployment-monitoring").question("Q13"))
    >>> ax.get_xlabel()
    'Deployment approach: share of respondents, n = 168'
    """
    rows, hidden = _options(result, is_ordered)
    labels = [wrap(name_row(row), _LABEL) for row in rows.itertuples()]
    texts = write_rows(rows)
    meaning = _meaning(rows, hidden)
    margins = Margins(0.2 + measure(labels), 0.2 + measure(texts), bottom=bottom_for(meaning))
    ax = new_axes(ax, height=(_ROW if len(rows) <= MANY else _LOW_ROW) * len(rows), margins=margins)
    places = [float(i) for i in range(len(rows))]
    ax.barh(places, rows["estimate"], height=0.62, color=TINT, zorder=2)
    draw_intervals(ax, rows, positions=places)
    show_values(ax, texts, positions=places)
    show_labels(ax, labels, positions=places)
    show_shares(ax, limit=round_up(highest_limit(rows)))
    show_meaning(ax, meaning)
    return ax


def _options(result: pd.DataFrame, is_ordered: bool) -> tuple[pd.DataFrame, int]:
    """Return the options in the order of the figure, and how many are left out."""
    rows = pick_rows(result, statistics=["proportion"])
    require_one(rows, "question")
    is_shown = (rows["count"] > 0) | (len(rows) <= MANY)
    hidden = int((~is_shown).sum())
    rows = rows[is_shown]
    if not is_ordered:
        rows = rows.assign(last=rows["option_id"].isin(_LAST)).sort_values(
            ["last", "estimate"], ascending=[True, False], kind="stable"
        )
    return rows.reset_index(drop=True), hidden


def _meaning(rows: pd.DataFrame, hidden: int) -> list[str]:
    lines = [f"{rows['question'].iloc[0]}: share of respondents, {format_bases(list(rows['answered']))}"]
    if hidden:
        lines.append(f"{hidden} options that nobody chose are left out")
    if has_wilson(rows):
        lines.append(WILSON_NOTE)
    return lines


def round_up(limit: float) -> float:
    """Return the next tenth above the largest limit: where an axis of shares ends.

    Examples
    --------
    >>> round_up(0.671), round_up(1.0)
    (0.7, 1.0)
    """
    return min(math.ceil(round(limit * 10, 6)) / 10, 1.0) if limit > 0 else 0.1


def describe_adoption(result: pd.DataFrame, *, is_ordered: bool = False) -> str:
    """Say in words what `plot_adoption` shows.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> describe_adoption(load_results("ml-deployment-monitoring").question("Q14"))
    ... # doctest: +NORMALIZE_WHITESPACE
    'Chart of shares with intervals. MLOps pipeline followed for deployment,
     n = 168: No 71\\xa0% (64–78), Yes 29\\xa0% (22–36).'
    """
    rows, _ = _options(result, is_ordered)
    named = [f"{name_row(row)} {text}" for row, text in zip(rows.itertuples(), write_rows(rows), strict=True)]
    shown = named if is_ordered or len(named) <= 6 else named[:5]
    hidden = rows.iloc[len(shown) :]
    more = ""
    if len(hidden):
        most = write_estimate(hidden.loc[hidden["estimate"].idxmax()])
        more = f", and {len(hidden)} more options with at most {most}"
    head = f"{rows['question'].iloc[0]}, {format_bases(list(rows['answered']))}"
    return f"Chart of shares with intervals. {head}: {', '.join(shown)}{more}."
