"""Effort: how a total is shared out over the phases of the life cycle."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.intervals import draw_intervals, highest_limit, show_values
from survey_analysis.figures.style import (
    INK,
    SMALL_TYPE,
    TINT,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_labels,
    show_meaning,
    show_numbers,
    styled,
    wrap,
)
from survey_analysis.tables.rounding import format_bases, format_number
from survey_analysis.tables.rows import Row, pick_rows, read_rows, require_one, write_both

_ROW, _LABEL = 0.36, 26


@styled
def plot_effort(result: pd.DataFrame, *, unit: str = "%", ax: Axes | None = None) -> Axes:
    """Plot the mean share of each item of an allocation, in the items' own order.

    A dotted line marks the share that every item would have if all had the same.

    Parameters
    ----------
    result
        Rows of one allocation question from `estimates.csv`, with labels.
    unit
        The unit of the total that is shared out.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If the rows are of several questions, or there is no mean.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> ax = plot_effort(table[table["question_id"] == "Q3"])
    >>> " ".join(ax.get_xlabel().split())
    'Share of effort in each life-cycle phase: mean, %, n = 176'
    """
    rows = _means(result)
    labels = [wrap(row.name, _LABEL) for row in rows]
    texts = [write_both(row, unit=unit) for row in rows]
    meaning = [f"{rows[0].question}: mean, {unit}, {format_bases(row.answered for row in rows)}"]
    margins = Margins(0.2 + measure(labels), 0.2 + measure(texts), 0.35, bottom_for(meaning))
    ax = new_axes(ax, height=_ROW * len(rows), margins=margins)
    places = [float(i) for i in range(len(rows))]
    ax.barh(places, [row.estimate for row in rows], height=0.62, color=TINT, zorder=2)
    draw_intervals(ax, rows, positions=places)
    show_values(ax, texts, positions=places)
    show_labels(ax, labels, positions=places)
    show_numbers(ax, limit=1.08 * highest_limit(rows))
    _show_even_share(ax, rows, unit)
    show_meaning(ax, meaning)
    return ax


def _means(result: pd.DataFrame) -> list[Row]:
    table = pick_rows(result, statistics=["mean"])
    require_one(table, "question")
    return read_rows(table)


def _even_share(rows: list[Row]) -> float:
    """Return the mean that every item would have if all had the same."""
    return sum(row.estimate for row in rows) / len(rows)


def _show_even_share(ax: Axes, rows: list[Row], unit: str) -> None:
    even = _even_share(rows)
    ax.axvline(even, color=INK, linestyle=(0, (1, 1.5)), linewidth=1.4, zorder=2.5)
    ax.annotate(
        f"even share {format_number(even, unit=unit)}", (even, 1), (0, 3), ha="center", va="bottom",
        xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=SMALL_TYPE,
    )  # fmt: skip


def describe_effort(result: pd.DataFrame, *, unit: str = "%") -> str:
    r"""Say in words what `plot_effort` shows.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> text = describe_effort(table[table["question_id"] == "Q3"])
    >>> "An even share would be 14.3\xa0%." in text
    True
    """
    rows = _means(result)
    named = ", ".join(f"{row.name} {write_both(row, unit=unit)}" for row in rows)
    head = f"{rows[0].question}, {format_bases(row.answered for row in rows)}"
    even = format_number(_even_share(rows), unit=unit)
    return f"Chart of means with intervals. {head}: {named}. An even share would be {even}."
