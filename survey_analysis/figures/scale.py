"""Scales: the answers to a grid of items, on both sides of the neutral point."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from survey_analysis.figures.intervals import show_values
from survey_analysis.figures.style import (
    INK,
    QUIET,
    SMALL_TYPE,
    Margins,
    bottom_for,
    figure_of,
    measure,
    new_axes,
    show_labels,
    show_meaning,
    styled,
    wrap,
)
from survey_analysis.tables.grid import Grid, arrange_grid
from survey_analysis.tables.rounding import NO_BREAK, format_bases, format_share
from survey_analysis.tables.rows import write_both

NEUTRAL, OFF_SCALE = "#d9dcde", "#8a949b"
_ROW, _BAR, _LABEL, _GAP, _READABLE = 0.5, 0.62, 24, 0.06, 0.075


@styled
def plot_scale(result: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the answers to each item of a grid as bars on both sides of the neutral point.

    Half of the neutral answers lie on either side of the centre line; answers off the
    scale stand apart at the right, then the share of the top two points among the answers
    on the scale, with its interval. Each item shows both bases.

    Parameters
    ----------
    result
        Rows of one scale question from `estimates.csv`, with labels.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If the rows are of several questions, or are not of a scale.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> ax = plot_scale(table[table["question_id"] == "Q1"])
    >>> len(ax.containers)  # five points and "I don't know"
    6
    """
    grid = arrange_grid(result)
    labels, texts = _labels(grid), [write_both(row) for row in grid.tops]
    left = 0.2 + measure(labels)
    legend_rows = -(-len(grid.shares.columns) // 3)
    top, bottom = 0.25 + 0.2 * legend_rows + 0.35, bottom_for(_meaning(grid)) - 0.3
    margins = Margins(left, 0.1 + measure(texts), top=top, bottom=bottom)
    ax = new_axes(ax, height=_ROW * len(labels), margins=margins)
    places = [float(i) for i in range(len(labels))]
    _draw_points(ax, grid, places)
    _draw_off_scale(ax, grid, places)
    show_values(ax, texts, positions=places)
    show_labels(ax, labels, positions=places)
    _frame(ax, grid, left)
    return ax


def _labels(grid: Grid) -> list[str]:
    return [
        f"{wrap(row.item, _LABEL)}\nn = {base:,}"
        + (f", on the scale {row.answered:,}" if row.answered != base else "")
        for row, base in zip(grid.tops, grid.answered, strict=True)
    ]


def _draw_points(ax: Axes, grid: Grid, places: list[float]) -> None:
    start = -_below_centre(grid)
    colors = point_colors(len(grid.points))
    for (point, label), color in zip(grid.points.items(), colors, strict=True):
        share = grid.shares[point].to_numpy(dtype=float)
        bars = ax.barh(places, share, left=start, height=_BAR, color=color, label=label)
        _write_shares(ax, bars, grid, color)
        start = start + share


def _below_centre(grid: Grid) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return each item's share below the centre line: lower points and half the neutral."""
    half, has_neutral = divmod(len(grid.points), 2)
    points = list(grid.points)
    below = grid.shares[points[:half]].sum(axis=1).to_numpy(dtype=float)
    if has_neutral:
        below = below + grid.shares[points[half]].to_numpy(dtype=float) / 2
    return below


def point_colors(n_points: int) -> list[str]:
    """Return a colour for each point of a scale, grey for the neutral one.

    Examples
    --------
    >>> point_colors(5)[2] == NEUTRAL, NEUTRAL in point_colors(4)
    (True, False)
    """
    half, has_neutral = divmod(n_points, 2)
    depth = np.linspace(0.12, 0.36, half) if half > 1 else np.array([0.2])
    brown, teal = depth.tolist(), (1 - depth[::-1]).tolist()
    scale = mpl.colormaps["BrBG"]
    colors = [to_hex(scale(value)) for value in (*brown, *teal)]
    return [*colors[:half], NEUTRAL, *colors[half:]] if has_neutral else colors


def _write_shares(ax: Axes, bars: Any, grid: Grid, color: str) -> None:
    red, green, blue = to_rgb(color)
    is_dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.55
    for bar, base in zip(bars, grid.answered, strict=True):
        if bar.get_width() >= _READABLE:
            x, y = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2
            text = format_share(bar.get_width(), base=base).split(NO_BREAK)[0]
            ink = "white" if is_dark else INK
            ax.text(x, y, text, ha="center", va="center", fontsize=SMALL_TYPE, color=ink)


def _right_edge(grid: Grid) -> float:
    return float((grid.shares[list(grid.points)].sum(axis=1) - _below_centre(grid)).max())


def _draw_off_scale(ax: Axes, grid: Grid, places: list[float]) -> None:
    start = np.full(len(places), _right_edge(grid) + _GAP)
    for name, label in grid.off_scale.items():
        share = grid.shares[name].to_numpy(dtype=float)
        ax.barh(places, share, left=start, height=_BAR, color=OFF_SCALE, label=label)
        start = start + share
    totals = grid.shares[list(grid.off_scale)].sum(axis=1)
    ends = zip(start, places, totals, grid.answered, strict=True)
    for x, y, total, base in ends if grid.off_scale else ():
        text = format_share(total, base=base).split(NO_BREAK)[0]
        ax.text(x + 0.015, y, text, va="center", fontsize=SMALL_TYPE, color=QUIET)


def _frame(ax: Axes, grid: Grid, left: float) -> None:
    off = float(grid.shares[list(grid.off_scale)].sum(axis=1).max()) if grid.off_scale else 0.0
    right = _right_edge(grid) + (off + 2 * _GAP if off else 0.01)
    ax.set_xlim(-_below_centre(grid).max() - 0.01, right)
    ax.axvline(0, color=INK, linewidth=0.9, zorder=0)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.text(
        1.03, -0.62, "Top two\n(interval)", transform=ax.get_yaxis_transform(), fontsize=SMALL_TYPE,
        va="bottom", color=QUIET,
    )  # fmt: skip
    _show_legend(ax, left)
    show_meaning(ax, _meaning(grid))


def _meaning(grid: Grid) -> list[str]:
    what = f"{grid.tops[0].question}: % of all answers"
    return [what, "Top two: % of the answers on the scale"] if grid.off_scale else [what]


def _show_legend(ax: Axes, left: float) -> None:
    """Explain the colours above the bars, from the left edge of the figure."""
    box, inches = ax.get_position(), figure_of(ax).get_size_inches()
    x, y = (0.1 - left) / (box.width * inches[0]), 1 + 0.38 / (box.height * inches[1])
    ax.legend(
        loc="lower left", bbox_to_anchor=(x, y), ncols=3, handlelength=1.1, borderpad=0,
        borderaxespad=0, columnspacing=1.4,
    )  # fmt: skip


def describe_scale(result: pd.DataFrame) -> str:
    r"""Say in words what `plot_scale` shows.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> text = describe_scale(table[table["question_id"] == "Q2"])
    >>> "Model deployment 52\xa0% (45–60)" in text
    True
    """
    grid = arrange_grid(result)
    named = ", ".join(f"{row.item} {write_both(row)}" for row in grid.tops)
    on_scale = format_bases(row.answered for row in grid.tops)
    points = f"{next(iter(grid.points.values()))} to {list(grid.points.values())[-1]}"
    head = f"{grid.tops[0].question}, from {points}, {format_bases(grid.answered)}"
    return f"Diverging bar chart of answers. {head}. Top two points, {on_scale}: {named}."
