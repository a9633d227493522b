"""Sensitivity: the headlines among different respondents."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.adoption import round_up
from survey_analysis.figures.intervals import draw_intervals, highest_limit
from survey_analysis.figures.style import (
    SERIES,
    SMALL_TYPE,
    Margins,
    measure,
    name_id,
    new_axes,
    show_labels,
    show_numbers,
    show_shares,
    styled,
    wrap,
)
from survey_analysis.tables.rounding import SMALLEST_BASE, format_bases, is_share
from survey_analysis.tables.rows import require_columns, write_estimate

_LINE, _BETWEEN, _LABEL, _FOOT, _LEGEND = 0.125, 0.14, 26, 0.4, 0.22


@styled
def plot_sensitivity(result: pd.DataFrame, *, unit: str = "", ax: Axes | None = None) -> Axes:
    """Plot each headline in every population, shares above and other numbers below.

    Estimates on fewer than 10 respondents are not drawn.

    Parameters
    ----------
    result
        Rows of `sensitivity.csv`; other readings of a base are left aside.
    unit
        The unit of means and medians.
    ax
        Axes to draw the panels in; a new figure's if None.

    Returns
    -------
    Axes
        An empty frame; the panels are its `child_axes`.

    Raises
    ------
    InvalidCallError
        If columns are missing, there is no headline, or there are more than six populations.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> ax = plot_sensitivity(load_results("ml-deployment-monitoring").table("sensitivity"))
    >>> len(ax.child_axes)
    2
    """
    rows = pick_headlines(result)
    parts = [part for _, part in rows.groupby(~rows["statistic"].map(is_share)) if len(part)]
    variations = list(dict.fromkeys(rows["variation"]))
    heights = [_height(part, len(variations)) for part in parts]
    total = sum(heights) + _FOOT * (len(parts) - 1)
    top = 0.15 + _LEGEND * -(-len(variations) // 2)
    labels = [label for part in parts for label in _labels(part)]
    left = 0.2 + measure(labels, size=SMALL_TYPE)
    frame = new_axes(ax, height=total, margins=Margins(left, 0.2, top, bottom=_FOOT))
    frame.set_axis_off()
    bottom = total
    for part, height in zip(parts, heights, strict=True):
        bottom -= height
        _draw(frame.inset_axes((0, bottom / total, 1, height / total)), part, variations, unit)
        bottom -= _FOOT
    _explain(frame, rows, variations)
    return frame


def pick_headlines(result: pd.DataFrame) -> pd.DataFrame:
    """Pick the rows of headlines: those whose variation is a population.

    Raises
    ------
    InvalidCallError
        If columns are missing, there is no headline, or there are more than six populations.
    """
    require_columns(result, ["variation", "label", "population", "statistic", "answered", "eligible"])
    rows = result[result["variation"] == result["population"]].reset_index(drop=True)
    if rows.empty or rows["variation"].nunique() > len(SERIES):
        found = f"{rows['variation'].nunique()} populations"
        msg = f"headlines of one to {len(SERIES)} populations are shown, found {found}"
        raise InvalidCallError(msg)
    return rows


def _height(part: pd.DataFrame, variations: int) -> float:
    return float(part["label"].nunique() * (_LINE * variations + _BETWEEN))


def _labels(part: pd.DataFrame) -> list[str]:
    bases = part.groupby("label", sort=False)["answered"].agg(list)
    return [wrap(f"{label}, {format_bases(base)}", _LABEL) for label, base in bases.items()]


def _draw(ax: Axes, part: pd.DataFrame, variations: list[str], unit: str) -> None:
    headlines = list(dict.fromkeys(part["label"]))
    shown = part[part["answered"] >= SMALLEST_BASE]
    for number, variation in enumerate(variations):
        rows = shown[shown["variation"] == variation]
        color, marker = SERIES[number]
        places = [_place(headlines.index(label), number, len(variations)) for label in rows["label"]]
        draw_intervals(ax, rows, positions=places, color=color, marker=marker, size=4.5)
    show_labels(ax, _labels(part), positions=[float(i) for i in range(len(headlines))])
    ax.set_ylim(len(headlines) - 0.5, -0.5)
    for i in range(1, len(headlines), 2):
        ax.axhspan(i - 0.5, i + 0.5, color="#f3f5f6", linewidth=0, zorder=0)
    limit = highest_limit(shown) if len(shown) else 1.0
    if is_share(part["statistic"].iloc[0]):
        show_shares(ax, limit=round_up(limit))
    else:
        show_numbers(ax, limit=1.05 * limit)
        ax.set_xlabel(f"Mean or median{', ' if unit else ''}{unit}", loc="right")
    ax.tick_params(axis="y", labelsize=SMALL_TYPE)


def _place(headline: int, number: int, variations: int) -> float:
    """Return the height of a variation within the room of its headline."""
    step = _LINE / (_LINE * variations + _BETWEEN)
    return headline + step * (number - (variations - 1) / 2)


def _explain(frame: Axes, rows: pd.DataFrame, variations: list[str]) -> None:
    eligible = rows.groupby("variation")["eligible"].first()
    handles = [
        Line2D([], [], color=color, marker=marker, markersize=4.5, linewidth=2,
               label=f"{name_id(variation)} ({eligible[variation]:,})")
        for variation, (color, marker) in zip(variations, SERIES, strict=False)
    ]  # fmt: skip
    frame.legend(
        handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0.3
    )


def describe_sensitivity(result: pd.DataFrame, *, unit: str = "") -> str:
    """Say in words what `plot_sensitivity` shows.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> text = describe_sensitivity(load_results("ml-deployment-monitoring").table("sensitivity"))
    >>> text.startswith("Chart of 16 headlines with intervals among different respondents")
    True
    """
    rows = pick_headlines(result)
    shown = rows[rows["answered"] >= SMALLEST_BASE]
    parts = [part for _, part in shown.groupby("label", sort=False)]
    widest = sorted(parts, key=_spread, reverse=True)[:3]
    named = "; ".join(f"{part['label'].iloc[0]} from {_ends(part, unit)}" for part in widest)
    eligible = rows.groupby("variation", sort=False)["eligible"].first()
    who = ", ".join(f"{name_id(name)} {n:,}" for name, n in eligible.items())
    head = f"Chart of {len(parts)} headlines with intervals among different respondents ({who})."
    return f"{head} They differ most in: {named}."


def _spread(part: pd.DataFrame) -> float:
    """Return the largest difference between two populations, in percentage points or the unit."""
    factor = 100 if is_share(part["statistic"].iloc[0]) else 1
    return float(factor * (part["estimate"].max() - part["estimate"].min()))


def _ends(part: pd.DataFrame, unit: str) -> str:
    ends = part.loc[[part["estimate"].idxmin(), part["estimate"].idxmax()]]
    low, high = (
        f"{write_estimate(row, unit=unit)} ({name_id(row.variation)}, n = {row.answered})"
        for row in ends.itertuples()
    )
    return f"{low} to {high}"
