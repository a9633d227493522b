"""Two scales against each other: how relevant and how difficult each item is."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator, PercentFormatter

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.intervals import highest_limit
from survey_analysis.figures.placing import Box, place_labels, to_points
from survey_analysis.figures.style import (
    BLUE,
    RULE,
    Margins,
    new_axes,
    show_meaning,
    styled,
)
from survey_analysis.tables.rounding import format_bases
from survey_analysis.tables.rows import Row, pick_rows, read_rows, require_one, write_estimate

_CROSS, _LINE = "#9cc3da", {False: "solid", True: "dashed"}


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
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> relevance, difficulty = (table[table["question_id"] == name] for name in ("Q1", "Q2"))
    >>> ax = plot_relevance_difficulty(relevance, difficulty=difficulty)
    >>> [text.get_text() for text in ax.texts][5:]
    ['Model deployment', 'Model monitoring']
    """
    across, up = _tops(relevance, difficulty)
    ax = new_axes(ax, height=4.2, margins=Margins(left=0.85, bottom=0.65))
    _scale(ax, across, up)
    for x, y in zip(across, up, strict=True):
        ax.hlines(y.estimate, x.low, x.high, color=_CROSS, linestyle=_LINE[x.is_wilson])
        ax.vlines(x.estimate, y.low, y.high, color=_CROSS, linestyle=_LINE[y.is_wilson])
    points = [(x.estimate, y.estimate) for x, y in zip(across, up, strict=True)]
    ax.plot(*zip(*points, strict=True), "o", color=BLUE, markersize=6.5, zorder=4)
    lines = _crosses(ax, across, up)
    place_labels(ax, [row.name for row in across], points=points, lines=lines)
    show_meaning(ax, [_name(across)])
    ax.set_ylabel(_name(up))
    return ax


def _tops(relevance: pd.DataFrame, difficulty: pd.DataFrame) -> tuple[list[Row], list[Row]]:
    across, up = (pick_rows(table, statistics=["top_share"]) for table in (relevance, difficulty))
    for rows in (across, up):
        require_one(rows, "question")
    if list(across["item_id"]) != list(up["item_id"]):
        items = [", ".join(rows["item_id"]) for rows in (across, up)]
        msg = f"the two scales have different items: {items[0]} against {items[1]}"
        raise InvalidCallError(msg)
    return read_rows(across), read_rows(up)


def _scale(ax: Axes, across: list[Row], up: list[Row]) -> None:
    for axis, rows, set_limits in ((ax.xaxis, across, ax.set_xlim), (ax.yaxis, up, ax.set_ylim)):
        low = min(row.estimate if math.isnan(row.low) else row.low for row in rows)
        set_limits(max(low - 0.05, 0), min(highest_limit(rows) + 0.04, 1.02))
        axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol="\u00a0%"))
        axis.set_major_locator(MultipleLocator(0.1))
    ax.grid(color=RULE, linewidth=0.8)
    ax.tick_params(length=0)


def _crosses(ax: Axes, across: list[Row], up: list[Row]) -> list[Box]:
    """Return the interval lines as boxes in points, for the labels to keep clear of."""
    boxes = []
    for x, y in zip(across, up, strict=True):
        left, right = (to_points(ax, (end, y.estimate)) for end in (x.low, x.high))
        bottom, top = (to_points(ax, (x.estimate, end)) for end in (y.low, y.high))
        boxes.append(Box(left[0], left[1] - 1, right[0], right[1] + 1))
        boxes.append(Box(bottom[0] - 1, bottom[1], top[0] + 1, top[1]))
    return boxes


def _name(rows: list[Row]) -> str:
    return f"{rows[0].question}: top two points, {format_bases(row.answered for row in rows)}"


def describe_relevance_difficulty(relevance: pd.DataFrame, *, difficulty: pd.DataFrame) -> str:
    """Say in words what `plot_relevance_difficulty` shows.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> text = describe_relevance_difficulty(
    ...     table[table["question_id"] == "Q1"], difficulty=table[table["question_id"] == "Q2"])
    >>> text.startswith("Scatter plot of the shares of the top two points.")
    True
    """
    across, up = _tops(relevance, difficulty)
    pairs = zip(across, up, strict=True)
    named = ", ".join(f"{x.name} {write_estimate(x)} and {write_estimate(y)}" for x, y in pairs)
    head = f"{_name(across)}, and {_name(up)}"
    return f"Scatter plot of the shares of the top two points. {head}: {named}."
