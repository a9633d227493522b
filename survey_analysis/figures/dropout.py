"""Dropout: how many respondents reached each page."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.intervals import show_values
from survey_analysis.figures.style import (
    BLUE,
    TINT,
    Margins,
    bottom_for,
    measure,
    name_id,
    new_axes,
    show_labels,
    show_meaning,
    show_shares,
    styled,
    wrap,
)
from survey_analysis.tables.rounding import format_share
from survey_analysis.tables.rows import require_columns

_ROW, _LABEL = 0.5, 24


@styled
def plot_dropout(result: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the share of those who started that reached each page, first page on top.

    Parameters
    ----------
    result
        The table `dropout.csv`.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> from survey_analysis import count_dropout, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> ax = plot_dropout(count_dropout(responses))
    >>> " ".join(ax.get_xlabel().split())
    'Share of the 276 who started that reached each page'
    """
    require_columns(result, ["page", "reached", "left_here", "share_of_started"])
    labels = [wrap(name_id(page), _LABEL) for page in result["page"]]
    started = _started(result)
    texts = [
        f"{reached:,} ({format_share(share, base=started)})\n{left:,} left here"
        for reached, share, left in _numbers(result)
    ]
    meaning = [f"Share of the {started:,} who started that reached each page"]
    margins = Margins(0.2 + measure(labels), 0.2 + measure(texts), bottom=bottom_for(meaning))
    ax = new_axes(ax, height=_ROW * len(result), margins=margins)
    places = [float(i) for i in range(len(result))]
    ax.barh(places, result["share_of_started"], height=0.5, color=TINT, zorder=2)
    shares = result["share_of_started"].tolist()
    ax.plot(shares, places, "o-", color=BLUE, linewidth=1.6, zorder=3, clip_on=False)
    show_values(ax, texts, positions=places)
    show_labels(ax, labels, positions=places)
    show_shares(ax, limit=1)
    show_meaning(ax, meaning)
    return ax


def _started(result: pd.DataFrame) -> int:
    return round(float(result["reached"].iloc[0] / result["share_of_started"].iloc[0]))


def _numbers(result: pd.DataFrame) -> list[tuple[int, float, int]]:
    columns = (result["reached"], result["share_of_started"], result["left_here"])
    return list(zip(*columns, strict=True))


def describe_dropout(result: pd.DataFrame) -> str:
    """Say in words what `plot_dropout` shows.

    Examples
    --------
    >>> from survey_analysis import count_dropout, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> describe_dropout(count_dropout(responses))[:51]
    'Chart of the respondents who reached each page, of '
    """
    started = _started(result)
    pages = zip(result["page"], _numbers(result), strict=True)
    named = ", ".join(
        f"{name_id(page)} {reached:,} ({format_share(share, base=started)}), {left:,} left there"
        for page, (reached, share, left) in pages
    )
    return f"Chart of the respondents who reached each page, of {started:,} who started: {named}."
