"""Estimates with their intervals, as every figure draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.style import BLUE, SMALL_TYPE
from survey_analysis.tables.rounding import NO_BREAK, UNDEFINED
from survey_analysis.tables.rows import shown_limits, write_estimate, write_interval

WILSON_NOTE = "Dashed: Wilson interval, the bootstrap has none"


def draw_intervals(
    ax: Axes,
    rows: pd.DataFrame,
    *,
    positions: Sequence[float],
    color: str = BLUE,
    marker: str = "o",
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
        Rows of `estimates.csv`.
    positions
        The height of each row.
    color, marker, size
        Of the points.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> row = {"estimate": 0.6, "ci_low": 0.52, "ci_high": 0.67, "wilson_low": 0.5,
    ...        "wilson_high": 0.7}
    >>> draw_intervals(ax, pd.DataFrame([row]), positions=[0])
    >>> ax.collections[0].get_segments()[0].tolist()
    [[0.52, 0.0], [0.67, 0.0]]
    """
    limits = [shown_limits(row) for row in rows.itertuples()]
    for is_wilson, line, fill in ((False, "solid", color), (True, "dashed", "white")):
        kept = [
            (x, y, low, high)
            for x, y, (low, high, wilson) in zip(rows["estimate"], positions, limits, strict=True)
            if wilson == is_wilson and not pd.isna(x)
        ]
        if not kept:
            continue
        x, y, low, high = zip(*kept, strict=True)
        width = size / 5.4 if is_wilson else size / 2.7
        ax.hlines(y, low, high, color=color, linewidth=width, linestyle=line, zorder=3)
        ax.plot(
            x, y, marker, color=color, markerfacecolor=fill, markersize=size, zorder=4, clip_on=False
        )


def has_wilson(rows: pd.DataFrame) -> bool:
    """Tell whether a row shows Wilson's interval because the bootstrap has none."""
    return any(shown_limits(row)[2] for row in rows.itertuples())


def highest_limit(rows: pd.DataFrame) -> float:
    """Return the largest upper limit that is drawn, at least the largest estimate."""
    limits = [shown_limits(row)[1] for row in rows.itertuples()]
    return float(pd.Series([*limits, *rows["estimate"]]).max())


def write_rows(rows: pd.DataFrame, *, unit: str = "") -> list[str]:
    """Write estimate and interval of each row: ``60 % (52–67)``; no interval if there is none."""
    return [_write(row, unit) for row in rows.itertuples()]


def _write(row: Any, unit: str) -> str:
    estimate, interval = write_estimate(row, unit=unit), write_interval(row, unit=unit)
    return estimate if interval == UNDEFINED else f"{estimate} ({interval.split(NO_BREAK)[0]})"


def show_values(ax: Axes, texts: list[str], *, positions: Sequence[float]) -> None:
    """Write the numbers of the rows at the right of the axes."""
    for text, y in zip(texts, positions, strict=True):
        ax.text(
            1.03, y, text, transform=ax.get_yaxis_transform(), va="center", fontsize=SMALL_TYPE
        )
