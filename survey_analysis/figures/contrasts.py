"""Differences with their intervals: which stand, and which stay open."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.intervals import show_values
from survey_analysis.figures.style import (
    BLUE,
    INK,
    QUIET,
    RULE,
    SMALL_TYPE,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_labels,
    show_meaning,
    styled,
    wrap,
)
from survey_analysis.study import Study
from survey_analysis.tables.differences import (
    Contrast,
    read_contrasts,
    write_difference,
    write_difference_interval,
)
from survey_analysis.tables.rounding import UNDEFINED, format_bases

_LABEL, _LINE, _BETWEEN, _LEGEND, _DESCRIBED = 30, 0.15, 0.13, 0.3, 6


@styled
def plot_contrasts(
    result: pd.DataFrame, *, study: Study, level: float = 0.95, ax: Axes | None = None
) -> Axes:
    """Plot differences with their intervals against a line at zero, the largest on top.

    Each is turned so that it is not negative. Those that stand (interval and test, adjusted
    by Holm, exclude zero) have filled circles and full lines, open ones hollow diamonds and
    dashed lines. Those flagged ``few`` say so; suppressed rows are left out.

    Parameters
    ----------
    result
        Rows of `contrasts.csv` in one unit: of one question within respondents, of two
        scales, or of one figure between segments.
    study
        The study, for labels and units.
    level
        The level of the intervals, also that of the tests.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing, no row has a figure, or the rows have several units.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import contrast, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = contrast(responses, questions="Q14", rng=np.random.default_rng(1))
    >>> ax = plot_contrasts(table, study=responses.study)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['No over Yes']
    """
    rows = _rank(result, study)
    labels, texts = [_label(row, rows) for row in rows], [_write(row) for row in rows]
    meaning = _meaning(rows)
    margins = Margins(
        0.2 + measure(labels, size=SMALL_TYPE),
        0.25 + measure(texts, size=SMALL_TYPE),
        top=0.1 + _LEGEND,
        bottom=bottom_for(meaning),
    )
    heights = [_BETWEEN + _LINE * (1 + label.count("\n")) for label in labels]
    ax = new_axes(ax, height=max(heights) * len(rows) + 0.1, margins=margins)
    places = [float(i) for i in range(len(rows))]
    for row, y in zip(rows, places, strict=True):
        _draw(ax, row, y, is_standing=row.is_standing(level))
    show_values(ax, texts, positions=places)
    show_labels(ax, labels, positions=places)
    _scale(ax, rows)
    show_meaning(ax, meaning)
    _explain(ax)
    return ax


def _rank(result: pd.DataFrame, study: Study) -> list[Contrast]:
    rows = [row for row in read_contrasts(result, study=study) if not row.is_suppressed]
    if not rows:
        msg = "no contrast has a figure that may be shown; all groups are too small"
        raise InvalidCallError(msg)
    units = list(dict.fromkeys(row.unit or "share" for row in rows))
    if len(units) > 1:
        msg = f"one unit is shown at a time, found {len(units)}: {', '.join(units)}"
        raise InvalidCallError(msg)
    return sorted(rows, key=lambda row: -row.estimate)


def _families(rows: list[Contrast]) -> list[str]:
    return list(dict.fromkeys(row.family for row in rows))


def _label(row: Contrast, rows: list[Contrast]) -> str:
    """Name a row: both sides, or what is the same for all sides where that differs."""
    if len(_families(rows)) == 1:
        if len(row.name) <= _LABEL:
            return row.name
        return f"{wrap(row.first, _LABEL)}\n{wrap(f'over {row.second}', _LABEL)}"
    if len({row.name for row in rows}) == 1:
        return wrap(row.family, _LABEL)
    return wrap(f"{row.family}: {row.name}", _LABEL)


def _write(row: Contrast) -> str:
    interval = write_difference_interval(row)
    difference = write_difference(row).split("\u00a0")[0]
    note = ", few" if "few" in row.flag.split(";") else ""
    return f"{difference}{note}" if interval == UNDEFINED else f"{difference} ({interval}){note}"


def _unit(rows: list[Contrast]) -> str:
    return "percentage points" if rows[0].unit in ("", "%") else rows[0].unit


def _meaning(rows: list[Contrast]) -> list[str]:
    families = _families(rows)
    names = {row.name for row in rows}
    common = families[0] if len(families) == 1 else names.pop() if len(names) == 1 else "Difference"
    return [f"{common}: {_unit(rows)}, {format_bases(row.n for row in rows)}"]


def _draw(ax: Axes, row: Contrast, y: float, *, is_standing: bool) -> None:
    marker, color, fill = ("o", BLUE, BLUE) if is_standing else ("D", QUIET, "white")
    line, width = ("solid", 2.4) if is_standing else ("dashed", 1.3)
    ax.hlines(y, row.low, row.high, color=color, linewidth=width, linestyle=line, zorder=3)
    ax.plot(
        row.estimate, y, marker, color=color, markerfacecolor=fill, markersize=6, zorder=4,
        clip_on=False,
    )  # fmt: skip


def _scale(ax: Axes, rows: list[Contrast]) -> None:
    """Scale the axis to the intervals, zero included, and draw the line at zero."""
    numbers = [x for row in rows for x in (row.low, row.high, row.estimate)]
    low, high = np.nanmin([0.0, *numbers]), np.nanmax([0.0, *numbers])
    room = 0.04 * (high - low) or 1.0
    ax.set_xlim(low - room, high + room)
    factor = 1 if rows[0].unit else 100
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda x, _: f"{factor * x:+.0f}".replace("-", "−").replace("+0", "0"))
    )
    ax.grid(axis="x", color=RULE, linewidth=0.8)
    ax.tick_params(axis="x", length=0)
    ax.tick_params(axis="y", labelsize=SMALL_TYPE)
    ax.axvline(0, color=INK, linewidth=1.2, zorder=2)


def _explain(ax: Axes) -> None:
    shared: dict[str, Any] = {"markersize": 6, "linestyle": "none"}
    handles = [
        Line2D([], [], marker="o", color=BLUE, label="differs (Holm)", **shared),
        Line2D([], [], marker="D", color=QUIET, markerfacecolor="white", label="open", **shared),
    ]
    ax.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0.2)


def describe_contrasts(result: pd.DataFrame, *, study: Study, level: float = 0.95) -> str:
    """Say in words what `plot_contrasts` shows.

    Parameters
    ----------
    result
        The rows that are plotted.
    study
        The study, for labels and units.
    level
        The level of the intervals.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import contrast, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = contrast(responses, questions="Q14", rng=np.random.default_rng(1))
    >>> describe_contrasts(table, study=responses.study)[:58]
    'Chart of 1 difference with its interval against a line at '
    """
    rows = _rank(result, study)
    standing = [row for row in rows if row.is_standing(level)]
    several = f"{len(rows)} differences with their intervals"
    what = several if len(rows) > 1 else "1 difference with its interval"
    named = "; ".join(f"{_name(row, rows)} {_write(row)}" for row in standing[:_DESCRIBED])
    more = len(standing) - _DESCRIBED
    rest = f"; and {more} more, at least {_write(standing[-1])}" if more > 0 else ""
    head = f"Chart of {what} against a line at zero. {_meaning(rows)[0]}."
    found = f"{len(standing)} of {len(rows)} differ" + (f": {named}{rest}." if standing else ".")
    return f"{head} {found}"


def _name(row: Contrast, rows: list[Contrast]) -> str:
    return _label(row, rows).replace("\n", " ")
