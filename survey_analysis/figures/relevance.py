"""Two scales against each other: how relevant and how difficult each item is."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator, PercentFormatter
from matplotlib.transforms import Bbox

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.intervals import highest_limit
from survey_analysis.figures.placing import place_labels, to_points
from survey_analysis.figures.style import (
    BLUE,
    RULE,
    Margins,
    new_axes,
    show_meaning,
    styled,
)
from survey_analysis.tables.rounding import format_bases
from survey_analysis.tables.rows import pick_rows, require_one, shown_limits, write_estimate

_CROSS = "#9cc3da"


@styled
def plot_relevance_difficulty(
    relevance: pd.DataFrame, *, difficulty: pd.DataFrame, ax: Axes | None = None
) -> Axes:
    """Plot the top shares of two scales against each other, one labelled point an item.

    Each point lies in a cross of its two intervals.

    Parameters
    ----------
    relevance
        Rows of the scale of the horizontal axis from `estimates.csv`, with labels.
    difficulty
        Rows of the scale of the vertical axis, with the same items.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If rows are of several questions or not of a scale, or the items differ.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> results = load_results("ml-deployment-monitoring")
    >>> ax = plot_relevance_difficulty(results.question("Q1"), difficulty=results.question("Q2"))
    >>> [text.get_text() for text in ax.texts][5:]
    ['Model deployment', 'Model monitoring']
    """
    across, up = _tops(relevance, difficulty)
    ax = new_axes(ax, height=4.2, margins=Margins(left=0.85, bottom=0.65))
    _scale(ax, across, up)
    for i, (x, y) in enumerate(zip(across.itertuples(), up.itertuples(), strict=True)):
        x_low, x_high, is_wilson = shown_limits(x)
        y_low, y_high, is_also = shown_limits(y)
        ax.hlines(y.estimate, x_low, x_high, color=_CROSS, ls="--" if is_wilson else "-", label=f"x{i}")
        ax.vlines(x.estimate, y_low, y_high, color=_CROSS, ls="--" if is_also else "-", label=f"y{i}")
    points = list(zip(across["estimate"], up["estimate"], strict=True))
    ax.plot(across["estimate"], up["estimate"], "o", color=BLUE, markersize=6.5, zorder=4)
    place_labels(ax, list(across["item"]), points=points, lines=_crosses(ax, across, up))
    show_meaning(ax, [_name(across)])
    ax.set_ylabel(_name(up))
    return ax


def _tops(relevance: pd.DataFrame, difficulty: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    across, up = (pick_rows(table, statistics=["top_share"]) for table in (relevance, difficulty))
    for rows in (across, up):
        require_one(rows, "question")
    if list(across["item_id"]) != list(up["item_id"]):
        items = [", ".join(rows["item_id"]) for rows in (across, up)]
        msg = f"the two scales have different items: {items[0]} against {items[1]}"
        raise InvalidCallError(msg)
    return across, up


def _scale(ax: Axes, across: pd.DataFrame, up: pd.DataFrame) -> None:
    for axis, rows, set_limits in ((ax.xaxis, across, ax.set_xlim), (ax.yaxis, up, ax.set_ylim)):
        low = min(shown_limits(row)[0] for row in rows.itertuples())
        set_limits(max(low - 0.05, 0), min(highest_limit(rows) + 0.04, 1.02))
        axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol="\u00a0%"))
        axis.set_major_locator(MultipleLocator(0.1))
    ax.grid(color=RULE, linewidth=0.8)
    ax.tick_params(length=0)


def _crosses(ax: Axes, across: pd.DataFrame, up: pd.DataFrame) -> list[Bbox]:
    """Return the interval lines as boxes in points, for the labels to keep clear of."""
    boxes = []
    for x, y in zip(across.itertuples(), up.itertuples(), strict=True):
        x_low, x_high, _ = shown_limits(x)
        y_low, y_high, _ = shown_limits(y)
        ends = [(x_low, y.estimate), (x_high, y.estimate), (x.estimate, y_low), (x.estimate, y_high)]
        left, right, bottom, top = (to_points(ax, end) for end in ends)
        boxes += [Bbox([left, right]).padded(1), Bbox([bottom, top]).padded(1)]
    return boxes


def _name(rows: pd.DataFrame) -> str:
    return f"{rows['question'].iloc[0]}: top two points, {format_bases(list(rows['answered']))}"


def describe_relevance_difficulty(relevance: pd.DataFrame, *, difficulty: pd.DataFrame) -> str:
    """Say in words what `plot_relevance_difficulty` shows.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> results = load_results("ml-deployment-monitoring")
    >>> text = describe_relevance_difficulty(
    ...     results.question("Q1"), difficulty=results.question("Q2"))
    >>> text.startswith("Scatter plot of the shares of the top two points.")
    True
    """
    across, up = _tops(relevance, difficulty)
    pairs = zip(across.itertuples(), up.itertuples(), strict=True)
    named = ", ".join(f"{x.item} {write_estimate(x)} and {write_estimate(y)}" for x, y in pairs)
    head = f"{_name(across)}, and {_name(up)}"
    return f"Scatter plot of the shares of the top two points. {head}: {named}."
