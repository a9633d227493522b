"""Distributions: how often each number was given, with mean and median."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator, ScalarFormatter

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.intervals import draw_intervals, highest_limit
from survey_analysis.figures.placing import to_points
from survey_analysis.figures.style import (
    BLUE,
    RULE,
    SMALL_TYPE,
    VERMILLION,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_meaning,
    styled,
)
from survey_analysis.tables.rounding import format_bases
from survey_analysis.tables.rows import (
    Row,
    pick_rows,
    read_rows,
    require_columns,
    require_one,
    write_both,
)

_SERIES = {"mean": (VERMILLION, "D", 0.93), "median": (BLUE, "o", 0.83)}
_SPIKES, _LONG_TAIL, _STRETCHED = "#7d99a8", 5.0, 10.0


@styled
def plot_distribution(
    result: pd.DataFrame,
    *,
    distribution: pd.DataFrame,
    unit: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Plot how often each number was given, with mean and median and their intervals.

    One spike a value, so that round answers and true zeros stay visible. A long right tail
    is drawn on an axis that is linear up to 10 and logarithmic beyond.

    Parameters
    ----------
    result
        Rows of one number from `estimates.csv`, with labels.
    distribution
        Rows of `distributions.csv`; those of other questions and items are left aside.
    unit
        The unit of the numbers, such as ``%``.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If the rows are of several numbers, there is no mean, or no value is listed.

    Examples
    --------
    >>> from survey_analysis.distributions import count_values
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> values = count_values(responses)
    >>> ax = plot_distribution(
    ...     table[table["question_id"] == "Q15"], distribution=values, unit="%")
    >>> " ".join(ax.get_xlabel().split())
    'Share of production models that is monitored, %, n = 161'
    """
    rows = _summaries(result)
    values = _values(result, distribution)
    is_stretched = _has_long_tail(values, result)
    meaning = [_meaning(rows, unit)] + ["The axis is logarithmic beyond 10"] * is_stretched
    ax = new_axes(ax, height=2.6, margins=Margins(left=0.7, bottom=bottom_for(meaning)))
    ax.vlines(values["value"], 0, values["count"], color=_SPIKES, linewidth=3.2, zorder=2)
    ax.set_ylim(0, values["count"].max() / 0.72)
    _scale(ax, values["value"], is_stretched)
    _show_summaries(ax, rows, unit)
    ax.set_ylabel("Respondents")
    most = values["count"].max()
    ax.set_yticks([t for t in MaxNLocator(4, integer=True).tick_values(0, most) if 0 <= t <= most])
    ax.grid(axis="y", color=RULE, linewidth=0.8)
    show_meaning(ax, meaning)
    return ax


def _summaries(result: pd.DataFrame) -> list[Row]:
    table = pick_rows(result, statistics=list(_SERIES))
    require_one(table, "question")
    require_one(table, "item")
    return read_rows(table)


def _values(result: pd.DataFrame, distribution: pd.DataFrame) -> pd.DataFrame:
    require_columns(distribution, ["question_id", "item_id", "value", "count"])
    question, item = (require_one(result, column) for column in ("question_id", "item_id"))
    same = (distribution["question_id"] == question) & (distribution["item_id"] == item)
    if not same.any():
        msg = f"the distribution has no value of {question} {item}".rstrip()
        raise InvalidCallError(msg)
    return distribution[same]


def _name(row: Row) -> str:
    return row.question if row.item in ("", row.question) else f"{row.question}: {row.item}"


def _meaning(rows: list[Row], unit: str) -> str:
    in_unit = f", {unit}" if unit else ""
    return f"{_name(rows[0])}{in_unit}, {format_bases(row.answered for row in rows)}"


def _has_long_tail(values: pd.DataFrame, result: pd.DataFrame) -> bool:
    """Tell whether the largest value lies far beyond the mean and the upper quartile."""
    is_typical = result["statistic"].isin(["quantile_75", "mean"]) & (result["segment_by"] == "")
    typical = float(result.loc[is_typical, "estimate"].max())
    return bool(values["value"].max() > max(_LONG_TAIL * typical, _STRETCHED))


def _scale(ax: Axes, values: pd.Series[float], is_stretched: bool) -> None:
    """Set the horizontal axis, from zero or below to the largest value."""
    low, high = min(float(values.min()), 0.0), float(values.max())
    room = 0.02 * (_STRETCHED if is_stretched else high - low) or 1.0
    if is_stretched:
        ax.set_xscale("symlog", linthresh=_STRETCHED, linscale=2)
        steps = [factor * 10**power for power in range(1, 7) for factor in (1, 2, 5)]
        ticks = [0, 2, 4, 6, 8, *(step for step in steps if step <= 1.2 * high)]
        ax.xaxis.set_major_locator(FixedLocator(ticks))
        ax.xaxis.set_major_formatter(ScalarFormatter())
        ax.xaxis.set_minor_locator(FixedLocator([]))
    ax.set_xlim(low - room, 1.15 * high if is_stretched else high + room)


def _show_summaries(ax: Axes, rows: list[Row], unit: str) -> None:
    """Draw mean and median above the spikes, each with its numbers beside it."""
    top = ax.get_ylim()[1]
    for row in rows:
        color, marker, height = _SERIES[row.statistic]
        draw_intervals(ax, [row], positions=[height * top], series=(color, marker))
        text = f"{row.statistic} {write_both(row, unit=unit)}"
        _write_beside(ax, row, text, height=height * top, color=color)


def _write_beside(ax: Axes, row: Row, text: str, *, height: float, color: str) -> None:
    """Write a text right of an interval, left of it, or apart from it: where there is room."""
    low, high = row.estimate if math.isnan(row.low) else row.low, highest_limit([row])
    left, right, edge = (to_points(ax, (x, height))[0] for x in (low, high, ax.get_xlim()[1]))
    room = 8 + 72 * measure([text], size=SMALL_TYPE)
    if right + room <= edge:
        place, offset, side = high, (8, 0), "left"
    elif left >= room:
        place, offset, side = low, (-8, 0), "right"
    else:
        above = 10 if row.statistic == "mean" else -10
        place, offset, side = (low + high) / 2, (0, above), "center"
    ax.annotate(
        text,
        (place, height),
        xytext=offset,
        textcoords="offset points",
        ha=side,
        va="center",
        color=color,
        fontsize=SMALL_TYPE,
        annotation_clip=False,
    )


def describe_distribution(
    result: pd.DataFrame, *, distribution: pd.DataFrame, unit: str = ""
) -> str:
    r"""Say in words what `plot_distribution` shows.

    Examples
    --------
    >>> from survey_analysis.distributions import count_values
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> values = count_values(responses)
    >>> text = describe_distribution(
    ...     table[table["question_id"] == "Q15"], distribution=values, unit="%")
    >>> "mean 38.7\xa0%" in text and "23 answered 0" in text
    True
    """
    rows = _summaries(result)
    values = _values(result, distribution)
    summaries = ", ".join(f"{row.statistic} {write_both(row, unit=unit)}" for row in rows)
    common = values.nlargest(3, "count")
    pairs = zip(common["value"], common["count"], strict=True)
    counts = ", ".join(f"{count} answered {value:g}" for value, count in pairs)
    head = f"{_name(rows[0])}, {format_bases(row.answered for row in rows)}"
    what = "Chart of the number of respondents for each value."
    return f"{what} {head}: {summaries}. Most often: {counts}."
