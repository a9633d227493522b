"""Sensitivity: the headlines among different respondents."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.adoption import round_up
from survey_analysis.figures.intervals import draw_intervals, highest_limit
from survey_analysis.figures.style import (
    HATCH,
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
from survey_analysis.tables.rounding import format_bases, is_share
from survey_analysis.tables.rows import Row, read_rows, require_columns, write_estimate

_LINE, _BETWEEN, _FOOT, _LEGEND, _LABEL, _MARK = 0.125, 0.14, 0.4, 0.22, 26, 4.5


@dataclass(frozen=True)
class Headline:
    """A headline, and its row in each population in which it can be shown."""

    label: str
    rows: dict[str, Row]

    @property
    def is_share(self) -> bool:
        """Whether it is a share of respondents."""
        return all(is_share(row.statistic) for row in self.rows.values())


@styled
def plot_sensitivity(result: pd.DataFrame, *, unit: str = "", ax: Axes | None = None) -> Axes:
    """Plot each headline in every population, shares above and other numbers below.

    Estimates on fewer than 10 respondents are not drawn.

    Parameters
    ----------
    result
        The table `sensitivity.csv` with labels; other readings of a base are left aside.
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
    >>> from survey_analysis import add_labels, estimate_sensitivity, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate_sensitivity(responses), responses.study)
    >>> len(plot_sensitivity(table, unit="%").child_axes)
    2
    """
    headlines, sizes = _headlines(result), _sizes(result)
    parts = [[h for h in headlines if h.is_share == shares] for shares in (True, False)]
    parts = [part for part in parts if part]
    room = _LINE * len(sizes) + _BETWEEN
    total = room * len(headlines) + _FOOT * (len(parts) - 1)
    top = 0.15 + _LEGEND * -(-len(sizes) // 2)
    left = 0.2 + measure(map(_label, headlines), size=SMALL_TYPE)
    frame = new_axes(ax, height=total, margins=Margins(left, 0.2, top, bottom=_FOOT))
    frame.set_axis_off()
    bottom = total + _FOOT
    for part in parts:
        bottom -= room * len(part) + _FOOT
        place = (0, bottom / total, 1, room * len(part) / total)
        _draw(frame.inset_axes(place), part, list(sizes), unit)
    _explain(frame, sizes)
    return frame


def _is_headline(result: pd.DataFrame) -> pd.Series[bool]:
    """Tell for each row whether it is a headline: its variation is a population."""
    require_columns(result, ["variation", "label", "population", "eligible"])
    return result["variation"] == result["population"]


def _sizes(result: pd.DataFrame) -> dict[str, int]:
    """Return the number of respondents of each population."""
    found = result[_is_headline(result)].groupby("variation", sort=False)["eligible"].first()
    if not 1 <= len(found) <= len(SERIES):
        msg = f"one to {len(SERIES)} populations are shown together, found {len(found)}"
        raise InvalidCallError(msg)
    return {str(name): int(size) for name, size in found.items()}


def _headlines(result: pd.DataFrame) -> list[Headline]:
    found = []
    for label, part in result[_is_headline(result)].groupby("label", sort=False):
        pairs = zip(part["variation"], read_rows(part), strict=True)
        rows = {variation: row for variation, row in pairs if not row.is_small}
        if rows:
            found.append(Headline(str(label), rows))
    return found


def _label(headline: Headline) -> str:
    bases = format_bases(row.answered for row in headline.rows.values())
    return wrap(f"{headline.label}, {bases}", _LABEL)


def _draw(ax: Axes, headlines: list[Headline], variations: list[str], unit: str) -> None:
    step = _LINE / (_LINE * len(variations) + _BETWEEN)
    for number, variation in enumerate(variations):
        shift = step * (number - (len(variations) - 1) / 2)
        places = [i + shift for i, h in enumerate(headlines) if variation in h.rows]
        rows = [h.rows[variation] for h in headlines if variation in h.rows]
        draw_intervals(ax, rows, positions=places, series=SERIES[number], size=_MARK)
    middles = [float(i) for i in range(len(headlines))]
    show_labels(ax, [_label(headline) for headline in headlines], positions=middles)
    ax.set_ylim(len(headlines) - 0.5, -0.5)
    ax.tick_params(axis="y", labelsize=SMALL_TYPE)
    for i in range(1, len(headlines), 2):
        ax.axhspan(i - 0.5, i + 0.5, color=HATCH, linewidth=0, zorder=0)
    limit = highest_limit([row for h in headlines for row in h.rows.values()])
    if headlines[0].is_share:
        show_shares(ax, limit=round_up(limit))
    else:
        show_numbers(ax, limit=1.05 * limit)
        ax.set_xlabel(f"Mean or median{', ' if unit else ''}{unit}", loc="right")


def _explain(frame: Axes, sizes: dict[str, int]) -> None:
    pairs = zip(sizes.items(), SERIES, strict=False)
    handles = [
        Line2D([], [], color=color, marker=marker, markersize=_MARK, linewidth=2,
               label=f"{name_id(name)} ({size:,})")
        for (name, size), (color, marker) in pairs
    ]  # fmt: skip
    frame.legend(
        handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0.3
    )


def describe_sensitivity(result: pd.DataFrame, *, unit: str = "") -> str:
    """Say in words what `plot_sensitivity` shows.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate_sensitivity, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate_sensitivity(responses), responses.study)
    >>> describe_sensitivity(table)[:70]
    'Chart of 16 headlines with intervals among different respondents (Comp'
    """
    headlines = _headlines(result)
    widest = sorted(headlines, key=_spread, reverse=True)[:3]
    named = "; ".join(f"{headline.label} from {_ends(headline, unit)}" for headline in widest)
    who = ", ".join(f"{name_id(name)} {size:,}" for name, size in _sizes(result).items())
    head = f"Chart of {len(headlines)} headlines with intervals among different respondents"
    return f"{head} ({who}). They differ most in: {named}."


def _spread(headline: Headline) -> float:
    """Return the largest difference between two populations, in percentage points or the unit."""
    estimates = [row.estimate for row in headline.rows.values()]
    return (100 if headline.is_share else 1) * (max(estimates) - min(estimates))


def _ends(headline: Headline, unit: str) -> str:
    ranked = sorted(headline.rows.items(), key=lambda pair: pair[1].estimate)
    low, high = (
        f"{write_estimate(row, unit=unit)} ({name_id(name)}, n = {row.answered:,.0f})"
        for name, row in (ranked[0], ranked[-1])
    )
    return f"{low} to {high}"
