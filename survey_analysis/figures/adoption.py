"""Adoption: which share of the respondents chose each option."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.intervals import (
    WILSON_NOTE,
    draw_intervals,
    highest_limit,
    show_values,
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
from survey_analysis.tables.ordering import sort_options
from survey_analysis.tables.rounding import format_bases
from survey_analysis.tables.rows import (
    Row,
    pick_rows,
    read_rows,
    require_one,
    write_both,
    write_estimate,
)

MANY = 15
"""With more options than these, those that nobody chose are left out of the figure."""

_ROW, _TALL_ROW, _LOW_ROW, _LABEL, _DESCRIBED = 0.34, 0.39, 0.27, 26, 5


class _Options(NamedTuple):
    """The options in the order of the figure, and how many are left out."""

    rows: list[Row]
    hidden: int


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
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> ax = plot_adoption(table[table["question_id"] == "Q13"])
    >>> ax.get_xlabel()
    'Deployment approach: share of respondents, n = 168'
    """
    options = _options(result, is_ordered)
    rows = options.rows
    labels, texts = [wrap(row.name, _LABEL) for row in rows], [write_both(row) for row in rows]
    meaning = _meaning(options)
    margins = Margins(0.2 + measure(labels), 0.2 + measure(texts), bottom=bottom_for(meaning))
    row = _TALL_ROW if any("\n" in label for label in labels) else _ROW
    ax = new_axes(ax, height=(row if len(rows) <= MANY else _LOW_ROW) * len(rows), margins=margins)
    places = [float(i) for i in range(len(rows))]
    ax.barh(places, [row.estimate for row in rows], height=0.62, color=TINT, zorder=2)
    draw_intervals(ax, rows, positions=places)
    show_values(ax, texts, positions=places)
    show_labels(ax, labels, positions=places)
    show_shares(ax, limit=round_up(highest_limit(rows)))
    show_meaning(ax, meaning)
    return ax


def _options(result: pd.DataFrame, is_ordered: bool) -> _Options:
    table = pick_rows(result, statistics=["proportion"])
    require_one(table, "question")
    is_shown = (table["count"] > 0) | (len(table) <= MANY)
    shown = table[is_shown]
    if not is_ordered:
        shown = sort_options(shown)
    return _Options(read_rows(shown), int((~is_shown).sum()))


def _head(rows: list[Row]) -> str:
    return f"{rows[0].question}, {format_bases(row.answered for row in rows)}"


def _meaning(options: _Options) -> list[str]:
    rows, hidden = options
    base = format_bases(row.answered for row in rows)
    lines = [f"{rows[0].question}: share of respondents, {base}"]
    if hidden:
        lines.append(f"{hidden} options that nobody chose are left out")
    if any(row.is_wilson for row in rows):
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
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> describe_adoption(table[table["question_id"] == "Q14"])[:73]
    'Chart of shares with intervals. MLOps pipeline followed for deployment, n'
    """
    rows = _options(result, is_ordered).rows
    cut = len(rows) if is_ordered or len(rows) <= _DESCRIBED + 1 else _DESCRIBED
    named = ", ".join(f"{row.name} {write_both(row)}" for row in rows[:cut])
    more = ""
    if rest := rows[cut:]:
        most = write_estimate(max(rest, key=lambda row: row.estimate))
        more = f", and {len(rest)} more options with at most {most}"
    return f"Chart of shares with intervals. {_head(rows)}: {named}{more}."
