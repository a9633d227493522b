"""Segments: the same figure for each group of respondents, side by side."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.intervals import (
    WILSON_NOTE,
    draw_intervals,
    show_values,
)
from survey_analysis.figures.panels import Panels, arrange_panels, label_segments, name_panel
from survey_analysis.figures.style import (
    HATCH,
    SMALL_TYPE,
    Margins,
    measure,
    name_id,
    new_axes,
    show_labels,
    show_numbers,
    show_shares,
    styled,
    wrap_evenly,
)
from survey_analysis.tables.differences import lower
from survey_analysis.tables.rounding import SMALL
from survey_analysis.tables.rows import (
    Row,
    pick_rows,
    read_rows,
    require_one,
    write_both,
    write_estimate,
)

SMALL_NOTE = f"Grey, without a figure: {SMALL}, or would give such a one away"

_DESCRIBED = 4


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
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses, by="experience"), responses.study)
    >>> ax = plot_adoption_by_segment(table[table["question_id"] == "Q14"])
    >>> [panel.get_title(loc="left") for panel in ax.child_axes]
    ['Yes', 'No']
    """
    rows = _segments(result, ["proportion"])
    return _plot(rows, ax, unit="", meaning="share of respondents")


@styled
def plot_mean_by_segment(result: pd.DataFrame, *, unit: str = "", ax: Axes | None = None) -> Axes:
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
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses, by="experience"), responses.study)
    >>> ax = plot_mean_by_segment(table[table["question_id"] == "Q15"], unit="%")
    >>> len(ax.child_axes)
    1
    """
    rows = _segments(result, ["mean"])
    return _plot(rows, ax, unit=unit, meaning=f"mean, {unit}" if unit else "mean")


def _segments(result: pd.DataFrame, statistics: list[str]) -> pd.DataFrame:
    table = pick_rows(result, statistics=statistics, segmented=True)
    require_one(table, "question")
    require_one(table, "segment_by")
    return table


def _split(table: pd.DataFrame) -> list[list[Row]]:
    """Return the rows of each panel."""
    parts = table.groupby(["item_id", "option_id"], sort=False)
    return [read_rows(part) for _, part in parts]


def _plot(table: pd.DataFrame, ax: Axes | None, *, unit: str, meaning: str) -> Axes:
    panels = arrange_panels(_split(table), unit)
    rows = [row for part in panels.rows for row in part]
    notes = _notes(f"{rows[0].question}: {meaning}, by {_name_breakdown(table)}", rows)
    left = 0.2 + max(measure(label_segments(part), size=SMALL_TYPE) for part in panels.rows)
    texts = [write_both(row, unit=unit) for row in rows] if panels.columns == 1 else []
    bottom = 0.1 + 0.18 * (notes.count("\n") + 1)
    margins = Margins(left, 0.2 + measure(texts, size=SMALL_TYPE), top=0.05, bottom=bottom)
    frame = new_axes(ax, height=panels.total, margins=margins)
    frame.set_axis_off()
    for number in range(len(panels.rows)):
        _draw_panel(frame.inset_axes(panels.place(number)), panels, number)
    frame.text(
        1, 0, notes, transform=frame.transAxes, ha="right", va="top", fontsize=SMALL_TYPE,
        linespacing=1.4,
    )  # fmt: skip
    return frame


def _draw_panel(ax: Axes, panels: Panels, number: int) -> None:
    rows = panels.rows[number]
    shown = [(row, float(i)) for i, row in enumerate(rows) if not row.is_small]
    places = [y for _, y in shown]
    draw_intervals(ax, [row for row, _ in shown], positions=places)
    for y in {float(i) for i in range(len(rows))} - set(places):
        ax.axhspan(y - 0.4, y + 0.4, color=HATCH, linewidth=0, zorder=0)
    labels = label_segments(rows) if number % panels.columns == 0 else []
    show_labels(ax, labels, positions=[float(i) for i in range(len(rows))])
    ax.tick_params(axis="y", labelsize=SMALL_TYPE, pad=6)
    if rows[0].statistic == "proportion":
        show_shares(ax, limit=panels.limit)
        ax.set_xticks(_ticks(panels.limit))
    else:
        show_numbers(ax, limit=panels.limit)
    if panels.columns == 1:
        show_values(ax, [write_both(row, unit=panels.unit) for row, _ in shown], positions=places)
    ax.set_title(panels.titles[number], loc="left", fontsize=SMALL_TYPE)


def _ticks(limit: float) -> list[float]:
    """Return few ticks, none at the right end, where the next panel begins."""
    step = 0.5 if limit > 0.6 else 0.2 if limit > 0.25 else 0.1
    return [step * i for i in range(10) if step * i < 0.9 * limit]


def _notes(meaning: str, rows: list[Row]) -> str:
    notes = [meaning]
    if any(row.is_small for row in rows):
        notes.append(SMALL_NOTE)
    if any(row.is_wilson for row in rows if not row.is_small):
        notes.append(WILSON_NOTE)
    return "\n".join(wrap_evenly(note, 48) for note in notes)


def _name_breakdown(table: pd.DataFrame) -> str:
    named = str(table["breakdown"].iloc[0]) if "breakdown" in table else ""
    return lower(named or name_id(str(table["segment_by"].iloc[0]).replace("*", " × ")))


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
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses, by="experience"), responses.study)
    >>> describe_segments(table[table["question_id"] == "Q15"], unit="%")[:55]
    'Charts of estimates with intervals for each segment. Sh'
    """
    table = _segments(result, ["proportion", "mean"])
    panels = _split(table)
    parts = [_describe_panel(part, unit) for part in panels[:_DESCRIBED]]
    if len(panels) > _DESCRIBED:
        parts.append(f"and {len(panels) - _DESCRIBED} more options")
    small = {row.segment for part in panels for row in part if row.is_small}
    hidden = f" {SMALL_NOTE}: {len(small)} of the segments." if small else ""
    head = f"{panels[0][0].question} by {_name_breakdown(table)}"
    what = "Charts of estimates with intervals for each segment."
    return f"{what} {head}: {'; '.join(parts)}.{hidden}"


def _describe_panel(rows: list[Row], unit: str) -> str:
    """Name the segments with the lowest and the highest estimate of a panel."""
    shown = sorted((row for row in rows if not row.is_small), key=lambda row: row.estimate)
    if not shown:
        return f"{name_panel(rows)} without a figure"
    low, high = (
        f"{write_estimate(row, unit=unit)} ({row.segment}, n = {row.answered:,.0f})"
        for row in (shown[0], shown[-1])
    )
    return f"{name_panel(rows)} from {low} to {high}"
