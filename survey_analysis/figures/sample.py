"""The sample: who answered, several questions side by side."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.intervals import show_values
from survey_analysis.figures.style import (
    BLUE,
    QUIET,
    SMALL_TYPE,
    TYPE,
    WIDTH,
    Margins,
    measure,
    new_axes,
    show_labels,
    styled,
    wrap,
)
from survey_analysis.tables.ordering import sort_options
from survey_analysis.tables.rounding import format_bases, format_share
from survey_analysis.tables.rows import pick_rows

MOST = 8
"""Of an unordered question this many options are shown, the rest is added up."""

_ROW, _WIDE_ROW, _HEAD, _AXIS, _LABEL = 0.215, 0.32, 0.36, 0.2, 26
_QUARTILES = ("quantile_25", "median", "quantile_75")
BAR = "#8fb8d0"


class _Row(NamedTuple):
    """One row of a panel: an option's share, or the quartiles of a number."""

    label: str
    text: str
    share: float = 0.0
    quartiles: tuple[float, float, float] | None = None


@styled
def plot_sample(
    result: pd.DataFrame, *, ordered: Collection[str] = (), ax: Axes | None = None
) -> Axes:
    """Plot who answered: the options of single-choice questions, the quartiles of numbers.

    Of an unordered question with many options the most frequent are shown and the rest is
    added up.

    Parameters
    ----------
    result
        Rows of the questions from `estimates.csv`, with labels; a panel each, in the order
        of the rows.
    ordered
        The ids of the questions whose options keep their order.
    ax
        Axes to draw the panels in; a new figure's if None.

    Returns
    -------
    Axes
        An empty frame; the panels are its `child_axes`.

    Raises
    ------
    InvalidCallError
        If there is neither a proportion nor a median.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> ax = plot_sample(table[table["question_id"].isin(["D3", "D6"])], ordered=["D3"])
    >>> [panel.get_title(loc="left") for panel in ax.child_axes]
    ['Company size, n = 177', 'Years with ML-enabled systems, n = 176']
    """
    panels = _panels(result, ordered)
    lines = [row for rows in panels.values() for row in rows]
    left = 0.2 + measure((row.label for row in lines), size=SMALL_TYPE)
    right = 0.2 + measure((row.text for row in lines), size=SMALL_TYPE)
    height = sum(_room(rows) for rows in panels.values())
    frame = new_axes(ax, height=height, margins=Margins(left, right, 0.05, 0.1))
    frame.set_axis_off()
    top, limit = height, max(row.share for row in lines) or 1.0
    for title, rows in panels.items():
        top -= _room(rows)
        axis = _AXIS if rows[0].quartiles else 0.0
        panel = frame.inset_axes((0, (top + axis) / height, 1, _tall(rows) / height))
        head = panel.set_title(title, loc="left", fontsize=TYPE, fontweight="bold", pad=4)
        head.set_x((0.1 - left) / (WIDTH - left - right))  # from the edge: it may be long
        _draw(panel, rows, limit)
    return frame


def _tall(rows: list[_Row]) -> float:
    return (_WIDE_ROW if any("\n" in row.label for row in rows) else _ROW) * len(rows)


def _room(rows: list[_Row]) -> float:
    """Return the height of a panel with its title, and with its axis if it has one."""
    return _HEAD + _tall(rows) + (_AXIS if rows[0].quartiles else 0.0)


def _panels(result: pd.DataFrame, ordered: Collection[str]) -> dict[str, list[_Row]]:
    """Return the rows of each panel by its title."""
    rows = pick_rows(result, statistics=["proportion", *_QUARTILES])
    panels = {}
    for (question_id, question, item), part in rows.groupby(
        ["question_id", "question", "item"], sort=False
    ):
        name = question if item in ("", question) else f"{question}: {item}"
        is_number = part["statistic"].iloc[0] != "proportion"
        panels[f"{name}, {format_bases(part['answered'])}"] = (
            [_number(part)] if is_number else _choice(part, is_ordered=question_id in ordered)
        )
    return panels


def _number(part: pd.DataFrame) -> _Row:
    found = part.set_index("statistic")["estimate"]
    low, median, high = (float(found[name]) for name in _QUARTILES)
    return _Row(f"median {median:g}", f"half are {low:g}–{high:g}", quartiles=(low, median, high))


def _choice(part: pd.DataFrame, *, is_ordered: bool) -> list[_Row]:
    base = int(part["answered"].iloc[0])
    if not is_ordered:
        part = sort_options(part)
    cut = len(part) if is_ordered or len(part) <= MOST else MOST - 1
    pairs = list(zip(part["option"][:cut], part["count"][:cut].astype(int), strict=True))
    rest = part[cut:]
    if len(rest):
        chosen = int((rest["count"] > 0).sum())
        pairs.append((f"{chosen} others", int(rest["count"].sum())))
    shares = [(label, count, count / base if base else 0.0) for label, count in pairs]
    return [
        _Row(wrap(label, _LABEL), f"{count:,} ({format_share(share, base=base)})", share)
        for label, count, share in shares
    ]


def _draw(ax: Axes, rows: list[_Row], limit: float) -> None:
    places = [float(i) for i in range(len(rows))]
    quartiles = rows[0].quartiles
    if quartiles:
        low, median, high = quartiles
        ax.hlines(0, low, high, color=BLUE, linewidth=5, alpha=0.45)
        ax.plot(median, 0, "o", color=BLUE, markersize=6.5)
        ax.set_xlim(0, 2 * high or 1)
        ax.set_xticks([0, low, high], ["0", f"{low:g}", f"{high:g}"], color=QUIET)
    else:
        ax.barh(places, [row.share for row in rows], height=0.72, color=BAR)
        ax.set_xlim(0, limit)
        ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    show_values(ax, [row.text for row in rows], positions=places)
    show_labels(ax, [row.label for row in rows], positions=places)
    ax.tick_params(axis="y", labelsize=SMALL_TYPE)


def describe_sample(result: pd.DataFrame, *, ordered: Collection[str] = ()) -> str:
    """Say in words what `plot_sample` shows.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> describe_sample(table[table["question_id"] == "D6"])
    'Charts of who answered. Years with ML-enabled systems, n = 176: median 3, half are 1–5.'
    """
    panels = []
    for title, rows in _panels(result, ordered).items():
        named = sorted(rows, key=lambda row: -row.share)[:3]
        written = [f"{row.label}{',' if row.quartiles else ''} {row.text}" for row in named]
        panels.append(f"{title}: {', '.join(written)}")
    text = "; ".join(panels).replace("\n", " ")
    return f"Charts of who answered. {text}."
