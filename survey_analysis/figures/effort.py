"""Effort: how a total is shared out over the phases of the life cycle."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.intervals import (
    draw_intervals,
    highest_limit,
    show_values,
    write_rows,
)
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
from survey_analysis.tables.rows import pick_rows, require_one

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
    >>> from survey_analysis import load_results
    >>> ax = plot_effort(load_results("ml-deployment-monitoring").question("Q3"))
    >>> ax.get_xlabel()
    'Share of effort in each life-cycle phase: mean, %, n = 176'
    """
    rows = _means(result)
    labels, texts = [wrap(item, _LABEL) for item in rows["item"]], write_rows(rows, unit=unit)
    meaning = [f"{rows['question'].iloc[0]}: mean, {unit}, {format_bases(list(rows['answered']))}"]
    margins = Margins(0.2 + measure(labels), 0.2 + measure(texts), 0.35, bottom_for(meaning))
    ax = new_axes(ax, height=_ROW * len(rows), margins=margins)
    places = [float(i) for i in range(len(rows))]
    ax.barh(places, rows["estimate"], height=0.62, color=TINT, zorder=2)
    draw_intervals(ax, rows, positions=places)
    show_values(ax, texts, positions=places)
    show_labels(ax, labels, positions=places)
    show_numbers(ax, limit=1.08 * highest_limit(rows))
    _show_even_share(ax, rows, unit)
    show_meaning(ax, meaning)
    return ax


def _means(result: pd.DataFrame) -> pd.DataFrame:
    rows = pick_rows(result, statistics=["mean"])
    require_one(rows, "question")
    return rows


def even_share(rows: pd.DataFrame) -> float:
    """Return the mean that every item would have if all had the same."""
    return float(rows["estimate"].sum() / len(rows))


def _show_even_share(ax: Axes, rows: pd.DataFrame, unit: str) -> None:
    even = even_share(rows)
    ax.axvline(even, color=INK, linestyle=(0, (1, 1.5)), linewidth=1.4, zorder=2.5)
    ax.annotate(
        f"even share {format_number(even, unit=unit)}", (even, 1), xycoords=("data", "axes fraction"),
        xytext=(0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=SMALL_TYPE,
    )  # fmt: skip


def describe_effort(result: pd.DataFrame, *, unit: str = "%") -> str:
    """Say in words what `plot_effort` shows.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> text = describe_effort(load_results("ml-deployment-monitoring").question("Q3"))
    >>> "An even share would be 14.3\\xa0%." in text
    True
    """
    rows = _means(result)
    named = ", ".join(
        f"{item} {text}" for item, text in zip(rows["item"], write_rows(rows, unit=unit), strict=True)
    )
    head = f"{rows['question'].iloc[0]}, {format_bases(list(rows['answered']))}"
    even = format_number(even_share(rows), unit=unit)
    return f"Chart of means with intervals. {head}: {named}. An even share would be {even}."
