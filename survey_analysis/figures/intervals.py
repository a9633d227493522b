"""Estimates with their intervals, as every figure draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from survey_analysis.figures.style import BLUE, SMALL_TYPE
from survey_analysis.tables.rows import Row

WILSON_NOTE = "Dashed: Wilson interval, the bootstrap has none"


def draw_intervals(
    ax: Axes,
    rows: Sequence[Row],
    *,
    positions: Sequence[float],
    series: tuple[str, str] = (BLUE, "o"),
    size: float = 6.5,
) -> None:
    """Draw each estimate as a point and its interval as a line.

    Where the bootstrap interval is undefined, Wilson's stands there, thin and dashed, and
    the point is hollow. Rows without an estimate leave their place empty.

    Parameters
    ----------
    ax
        Axes whose horizontal axis has the unit of the estimates.
    rows
        The rows.
    positions
        The height of each row.
    series
        Colour and marker.
    size
        Of the points.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> row = Row("Pipeline", "", "Yes", "", "proportion", 168, 0.29, 0.22, 0.36, 0.23, 0.36)
    >>> draw_intervals(ax, [row], positions=[0])
    >>> ax.collections[0].get_segments()[0].tolist()
    [[0.22, 0.0], [0.36, 0.0]]
    """
    color, marker = series
    for is_wilson, line, fill in ((False, "solid", color), (True, "dashed", "white")):
        kept = [
            (row, y)
            for row, y in zip(rows, positions, strict=True)
            if row.is_wilson == is_wilson and not math.isnan(row.estimate)
        ]
        if not kept:
            continue
        heights = [y for _, y in kept]
        lows, highs = [row.low for row, _ in kept], [row.high for row, _ in kept]
        width = size / 5.4 if is_wilson else size / 2.7
        ax.hlines(heights, lows, highs, color=color, linewidth=width, linestyle=line, zorder=3)
        ax.plot(
            [row.estimate for row, _ in kept], heights, marker, color=color, markerfacecolor=fill,
            markersize=size, zorder=4, clip_on=False,
        )  # fmt: skip


def highest_limit(rows: Sequence[Row]) -> float:
    """Return the largest number that is drawn: an upper limit or an estimate; 1 without any.

    Examples
    --------
    >>> highest_limit([Row("Pipeline", "", "Yes", "", "proportion", 8, 0.2, 0, 0.5, 0, 0.6)])
    0.5
    """
    numbers = [number for row in rows for number in (row.estimate, row.high)]
    return max((number for number in numbers if not math.isnan(number)), default=1.0)


def show_values(ax: Axes, texts: list[str], *, positions: Sequence[float]) -> None:
    """Write the numbers of the rows at the right of the axes.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> show_values(ax, ["29 % (22–36)"], positions=[0])
    >>> ax.texts[0].get_text()
    '29 % (22–36)'
    """
    for text, y in zip(texts, positions, strict=True):
        ax.text(1.03, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=SMALL_TYPE)
