"""Segments: the same figure for each group of respondents, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.adoption import round_up
from survey_analysis.figures.intervals import (
    WILSON_NOTE,
    draw_intervals,
    has_wilson,
    highest_limit,
    show_values,
    write_rows,
)
from survey_analysis.figures.style import (
    SMALL_TYPE,
    WIDTH,
    Margins,
    measure,
    new_axes,
    show_labels,
    show_numbers,
    show_shares,
    styled,
    wrap,
)
from survey_analysis.tables.rounding import SMALL, SMALLEST_BASE
from survey_analysis.tables.rows import name_row, pick_rows, require_one, write_estimate

_ROW, _TWO_LINES, _TITLE_LINE, _FOOT = 0.26, 0.36, 0.16, 0.36
_LABEL, _COLUMNS, _GAP, _CHARACTER, _DESCRIBED = 23, 3, 0.1, 0.079, 4
HATCH = "#eef1f3"
_SMALL_NOTE = f"Grey, without a figure: {SMALL}, or would give such a one away"


@styled
def plot_adoption_by_segment(result: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the share of respondents who chose each option, for each segment.

    One panel an option, one line a segment with its own base. Segments with a base below
    10 keep their place and show no figure.

    Parameters
    ----------
    result
        Rows of one choice and one breakdown from `breakdowns.csv`, with labels.
    ax
        Axes to draw the panels in; a new figure's if None.

    Returns
    -------
    Axes
        An empty frame; the panels are its `child_axes`.

    Raises
    ------
    InvalidCallError
        If the rows are of several questions or breakdowns, or there is no proportion.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> rows = load_results("ml-deployment-monitoring").question("Q13", "breakdowns")
    >>> ax = plot_adoption_by_segment(rows[rows["segment_by"] == "experience"])
    >>> [panel.get_title() for panel in ax.child_axes][1]
    'Separate\\nservice'
    """
    rows = _segments(result, ["proportion"])
    return _plot(rows, ax, unit="", meaning="share of respondents")


@styled
def plot_mean_by_segment(
    result: pd.DataFrame, *, unit: str = "", ax: Axes | None = None
) -> Axes:
    """Plot the mean of each number of a question, for each segment.

    Parameters
    ----------
    result
        Rows of one numeric question and one breakdown from `breakdowns.csv`, with labels.
    unit
        The unit of the numbers.
    ax
        Axes to draw the panels in; a new figure's if None.

    Returns
    -------
    Axes
        An empty frame; the panels are its `child_axes`.

    Raises
    ------
    InvalidCallError
        If the rows are of several questions or breakdowns, or there is no mean.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> rows = load_results("ml-deployment-monitoring").question("Q15", "breakdowns")
    >>> ax = plot_mean_by_segment(rows[rows["segment_by"] == "experience"], unit="%")
    >>> len(ax.child_axes)
    1
    """
    rows = _segments(result, ["mean"])
    return _plot(rows, ax, unit=unit, meaning=f"mean, {unit}" if unit else "mean")


def _segments(result: pd.DataFrame, statistics: list[str]) -> pd.DataFrame:
    rows = pick_rows(result, statistics=statistics, segmented=True)
    require_one(rows, "question")
    require_one(rows, "segment_by")
    return rows


def _is_small(row: Any) -> bool:
    return pd.isna(row.estimate) or bool(row.answered < SMALLEST_BASE)


@dataclass(frozen=True)
class _Panels:
    """The panels of a figure, and what they share; lengths in inches."""

    rows: list[pd.DataFrame]
    titles: list[str]
    unit: str
    limit: float
    columns: int
    height: float

    @property
    def head(self) -> float:
        """The height of the titles above a panel."""
        return 0.1 + _TITLE_LINE * max(title.count("\n") + bool(title) for title in self.titles)

    @property
    def line(self) -> float:
        """The height of one line of panels, with title and axis."""
        return self.head + self.height + _FOOT


def _arrange(rows: pd.DataFrame, unit: str) -> _Panels:
    """Put panels side by side where they share their bases, else below each other."""
    parts = [part for _, part in rows.groupby(["item_id", "option_id"], sort=False)]
    share_bases = all(list(part["answered"]) == list(parts[0]["answered"]) for part in parts)
    lines = -(-len(parts) // (_COLUMNS if share_bases else 1))
    columns = -(-len(parts) // lines)
    room = (WIDTH - 0.4 - measure(_labels(parts[0]), size=SMALL_TYPE)) / columns
    titles = [wrap(_name_panel(part), int(room / _CHARACTER)) for part in parts]
    shown = rows[[not _is_small(row) for row in rows.itertuples()]]
    limit = highest_limit(shown) if len(shown) else 1.0
    is_share = rows["statistic"].iloc[0] == "proportion"
    row = _TWO_LINES if any("\n" in label for label in _labels(parts[0])) else _ROW
    return _Panels(
        rows=parts,
        titles=titles if len(parts) > 1 else [""],
        unit=unit,
        limit=round_up(limit) if is_share else 1.05 * limit,
        columns=columns,
        height=row * len(parts[0]),
    )


def _plot(rows: pd.DataFrame, ax: Axes | None, *, unit: str, meaning: str) -> Axes:
    panels = _arrange(rows, unit)
    notes = _notes(rows, meaning)
    left = 0.2 + max(measure(_labels(part), size=SMALL_TYPE) for part in panels.rows)
    right = 0.2 if panels.columns > 1 else 0.2 + measure(write_rows(rows, unit=unit))
    height = -(-len(panels.rows) // panels.columns) * panels.line
    margins = Margins(left, right, top=0.05, bottom=0.1 + 0.18 * len(notes))
    frame = new_axes(ax, height=height, margins=margins)
    frame.set_axis_off()
    for number in range(len(panels.rows)):
        _draw_panel(frame.inset_axes(_place(number, panels, height)), panels, number)
    text = "\n".join(notes)
    frame.text(1, 0, text, transform=frame.transAxes, ha="right", va="top", fontsize=SMALL_TYPE)
    return frame


def _place(number: int, panels: _Panels, height: float) -> tuple[float, float, float, float]:
    """Return left, bottom, width and height of a panel as fractions of the frame."""
    line, column = divmod(number, panels.columns)
    width = 1 / (panels.columns + _GAP * (panels.columns - 1))
    bottom = height - line * panels.line - panels.head - panels.height
    return column * width * (1 + _GAP), bottom / height, width, panels.height / height


def _draw_panel(ax: Axes, panels: _Panels, number: int) -> None:
    rows = panels.rows[number]
    places = [float(i) for i in range(len(rows))]
    is_small = [_is_small(row) for row in rows.itertuples()]
    hidden = rows["estimate"].mask(pd.Series(is_small, index=rows.index))
    draw_intervals(ax, rows.assign(estimate=hidden), positions=places)
    show_labels(ax, _labels(rows) if number % panels.columns == 0 else [], positions=places)
    if rows["statistic"].iloc[0] == "proportion":
        show_shares(ax, limit=panels.limit)
        ax.set_xticks(_ticks(panels.limit), minor=False)
    else:
        show_numbers(ax, limit=panels.limit)
    ax.tick_params(axis="y", labelsize=SMALL_TYPE, pad=6)
    for y in (y for y, small in zip(places, is_small, strict=True) if small):
        ax.axhspan(y - 0.4, y + 0.4, color=HATCH, linewidth=0, zorder=0)
    if panels.columns == 1:
        written = write_rows(rows, unit=panels.unit)
        texts = ["" if small else text for text, small in zip(written, is_small, strict=True)]
        show_values(ax, texts, positions=places)
    ax.set_title(panels.titles[number], loc="left", fontsize=SMALL_TYPE)


def _ticks(limit: float) -> list[float]:
    """Return few ticks, none at the right end, where the next panel begins."""
    step = 0.5 if limit > 0.6 else 0.2 if limit > 0.25 else 0.1
    return [step * i for i in range(10) if step * i < 0.9 * limit]


def _name_panel(rows: pd.DataFrame) -> str:
    row = next(rows.itertuples())
    name = name_row(row)
    return str(row.statistic) if name == row.question else name


def _labels(rows: pd.DataFrame) -> list[str]:
    bases = ["" if _is_small(row) else f" (n = {row.answered:.0f})" for row in rows.itertuples()]
    return [wrap(name + base, _LABEL) for name, base in zip(rows["segment"], bases, strict=True)]


def _notes(rows: pd.DataFrame, meaning: str) -> list[str]:
    notes = [f"{rows['question'].iloc[0]}: {meaning}, by {_name_breakdown(rows)}"]
    small = [_is_small(row) for row in rows.itertuples()]
    if any(small):
        notes.append(_SMALL_NOTE)
    if has_wilson(rows[[not s for s in small]]):
        notes.append(WILSON_NOTE)
    return [line for note in notes for line in wrap(note, 54).split("\n")]


def _name_breakdown(rows: pd.DataFrame) -> str:
    return str(rows["segment_by"].iloc[0]).replace("-", " ").replace("*", " × ")


def describe_segments(result: pd.DataFrame, *, unit: str = "") -> str:
    """Say in words what `plot_adoption_by_segment` or `plot_mean_by_segment` shows.

    Parameters
    ----------
    result
        The rows that are plotted.
    unit
        The unit of means.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> rows = load_results("ml-deployment-monitoring").question("Q15", "breakdowns")
    >>> text = describe_segments(rows[rows["segment_by"] == "experience"], unit="%")
    >>> text.startswith("Charts of estimates with intervals for each segment.")
    True
    """
    rows = _segments(result, ["proportion", "mean"])
    shown = rows[[not _is_small(row) for row in rows.itertuples()]]
    panels = [part for _, part in shown.groupby(["item_id", "option_id"], sort=False)]
    parts = [_describe_panel(part, unit) for part in panels[:_DESCRIBED]]
    parts += [f"and {len(panels) - _DESCRIBED} more options"] * (len(panels) > _DESCRIBED)
    head = f"{rows['question'].iloc[0]} by {_name_breakdown(rows)}"
    small = rows[[_is_small(row) for row in rows.itertuples()]]["segment"].nunique()
    hidden = f" {_SMALL_NOTE}: {small} of the segments." if small else ""
    return f"Charts of estimates with intervals for each segment. {head}: {'; '.join(parts)}.{hidden}"


def _describe_panel(rows: pd.DataFrame, unit: str) -> str:
    """Name the segments with the lowest and the highest estimate of a panel."""
    ends = rows.loc[[rows["estimate"].idxmin(), rows["estimate"].idxmax()]]
    low, high = (
        f"{write_estimate(row, unit=unit)} ({row.segment}, n = {row.answered:.0f})"
        for row in ends.itertuples()
    )
    return f"{_name_panel(rows)} from {low} to {high}"
