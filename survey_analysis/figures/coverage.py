"""How often intervals hold the true share: coverage against it, for several bases."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.style import (
    BLUE,
    GREEN,
    HATCH,
    INK,
    RULE,
    SMALL_TYPE,
    VERMILLION,
    WIDTH,
    Margins,
    new_axes,
    styled,
)
from survey_analysis.tables.precision import METHODS
from survey_analysis.tables.rounding import format_share
from survey_analysis.tables.rows import require_columns

LOWEST = 0.5
"""Coverage below is not drawn."""

_LINES = {
    "percentile": (VERMILLION, "dotted", 1.6),
    "bca": (GREEN, "dashed", 1.4),
    "wilson": (BLUE, "dashdot", 1.2),
    "shown": (INK, "solid", 1.6),
}
_COLUMNS, _HEIGHT, _TITLE, _FOOT = 2, 1.5, 0.3, 0.35


@styled
def plot_coverage(result: pd.DataFrame, *, level: float = 0.95, ax: Axes | None = None) -> Axes:
    """Plot coverage against the true share, a panel a base and a line a method.

    Grey: fewer than 5 respondents are expected to choose, or not to choose. Coverage below
    one half is not drawn.

    Parameters
    ----------
    result
        From `survey_analysis.coverage_table`, for several proportions.
    level
        The nominal level: a thin line.
    ax
        Axes to draw the panels in; a new figure's if None.

    Returns
    -------
    Axes
        An empty frame; the panels are its `child_axes`.

    Raises
    ------
    InvalidCallError
        If columns are missing, or there is no row.

    Examples
    --------
    >>> from survey_analysis import coverage_table
    >>> ax = plot_coverage(coverage_table([20, 170], [0.1, 0.2, 0.3]))
    >>> [panel.get_title(loc="left") for panel in ax.child_axes]
    ['Base of 20', 'Base of 170']
    """
    bases = _bases(result)
    lines = -(-len(bases) // _COLUMNS)
    total = lines * (_TITLE + _HEIGHT + _FOOT)
    frame = new_axes(ax, height=total, margins=Margins(0.55, 0.25, top=0.3, bottom=0.25))
    frame.set_axis_off()
    width, height = 1 / (_COLUMNS + 0.1 * (_COLUMNS - 1)), _HEIGHT / total
    for number, base in enumerate(bases):
        line, column = divmod(number, _COLUMNS)
        top = 1 - (line * (_TITLE + _HEIGHT + _FOOT) + _TITLE) / total
        panel = frame.inset_axes((column * 1.1 * width, top - height, width, height))
        _draw(panel, result[result["base"] == base], level)
        panel.set_title(f"Base of {base:,}", loc="left", fontsize=SMALL_TYPE)
        if column:
            panel.set_yticklabels([])
    _explain(frame, panel)
    return frame


def _bases(result: pd.DataFrame) -> list[int]:
    require_columns(result, ["base", "proportion", "method", "coverage", "flag"])
    if result.empty:
        msg = "there is no coverage to show; the table has no row"
        raise InvalidCallError(msg)
    return sorted(set(result["base"].tolist()))


def _draw(ax: Axes, rows: pd.DataFrame, level: float) -> None:
    shares = np.sort(rows["proportion"].unique())
    for method, (color, line, width) in _LINES.items():
        curve = rows[rows["method"] == method].sort_values("proportion")
        ax.plot(
            curve["proportion"], curve["coverage"], color=color, linestyle=line, linewidth=width,
            label=METHODS[method],
        )  # fmt: skip
    ax.axhline(level, color=INK, linewidth=0.7, zorder=1)
    few = rows[rows["flag"] == "few"]["proportion"]
    for side in (few[few <= 0.5], few[few > 0.5]):
        if len(side):
            ax.axvspan(side.min(), side.max(), color=HATCH, linewidth=0, zorder=0)
    if len(shares) > 1:
        ax.set_xlim(shares[0], shares[-1])
    ax.set_ylim(LOWEST, 1.005)
    ax.set_yticks([0.5, 0.6, 0.7, 0.8, 0.9, 1])
    ax.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5]))
    ax.grid(color=RULE, linewidth=0.8)
    ax.tick_params(length=0, labelsize=SMALL_TYPE)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol="\u00a0%"))


def _explain(frame: Axes, panel: Axes) -> None:
    handles, labels = panel.get_legend_handles_labels()
    frame.legend(
        handles, labels, loc="lower right", bbox_to_anchor=(1, 1), ncols=len(labels),
        borderaxespad=0.1, handlelength=2.2, columnspacing=WIDTH / 5,
    )  # fmt: skip
    frame.text(
        1, 0, "Across: true share; up: coverage. Grey: few expected", transform=frame.transAxes,
        ha="right", va="top", fontsize=SMALL_TYPE,
    )  # fmt: skip


def describe_coverage(result: pd.DataFrame, *, level: float = 0.95) -> str:
    r"""Say in words what `plot_coverage` shows.

    Parameters
    ----------
    result
        What is plotted.
    level
        The nominal level.

    Examples
    --------
    >>> from survey_analysis import coverage_table
    >>> describe_coverage(coverage_table([170], [0.01, 0.3]))[:60]
    'Charts of coverage against the true share, nominally 95\xa0%. L'
    """
    parts = [_describe_base(result[result["base"] == base], base) for base in _bases(result)]
    head = f"Charts of coverage against the true share, nominally {100 * level:g}\u00a0%."
    return f"{head} Lowest, with the true share in per cent: {'; '.join(parts)}."


def _describe_base(rows: pd.DataFrame, base: int) -> str:
    """Name the lowest coverage of each method, and the share where that is."""
    lowest = rows.loc[rows.groupby("method", sort=False)["coverage"].idxmin()]
    columns = (lowest[name].tolist() for name in ("method", "coverage", "proportion"))
    named = ", ".join(
        f"{METHODS[method]} {format_share(coverage, base=1)} ({100 * share:g})"
        for method, coverage, share in zip(*columns, strict=True)
    )
    return f"base of {base:,}: {named}"
