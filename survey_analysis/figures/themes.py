"""Matrix of themes and participants: who raises what, and in how many turns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.style import (
    BLUE,
    HATCH,
    INK,
    SMALL_TYPE,
    TINT,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_meaning,
    styled,
    wrap,
)
from survey_analysis.tables.rows import require_columns

IntArray = npt.NDArray[np.int64]

_NEEDED = ["category", "code", "label", "participant", "units"]
_LABEL, _SHORT_LABEL, _MANY, _DESCRIBED = 30, 24, 9, 6
_ROW, _LINE, _HEAD = 0.19, 0.14, 0.45
_TINTS = (HATCH, TINT, "#7fb8d9", BLUE)
_STEPS = (0, 1, 2, 4)  # turns from which the next tint is taken


@styled
def plot_themes(result: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw a matrix of themes and participants; each cell holds a number of turns.

    Categories stand in bold above their codes; on the right, how many participants raise
    the theme at all.

    Parameters
    ----------
    result
        The table `themes.csv`.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing, or there are no rows.

    Examples
    --------
    >>> row = {"category": "pace", "code": "", "label": "Pace", "participant": "P01", "units": 2}
    >>> ax = plot_themes(pd.DataFrame([row, {**row, "participant": "P02", "units": 0}]))
    >>> [text.get_text() for text in ax.texts]
    ['2', '1 of 2']
    """
    counts, people = _pivot(result)
    most = _LABEL if len(people) <= _MANY else _SHORT_LABEL
    labels = [wrap(label, most) for label in counts.index.get_level_values("label")]
    totals = [f"{(row > 0).sum()} of {len(people)}" for row in counts.to_numpy()]
    right = 0.15 + measure(totals, size=SMALL_TYPE)
    meaning = [
        f"Turns with a theme, n = {len(people)} participants",
        "Right: how many of them raise it",
    ]
    margins = Margins(
        0.2 + measure(labels, size=SMALL_TYPE) * 1.15, right, _HEAD, bottom_for(meaning) - 0.2
    )
    edges = _stack(labels)
    ax = new_axes(ax, height=edges[-1], margins=margins)
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    _fill(ax, counts.to_numpy(), edges)
    for place, total in zip(middles, totals, strict=True):
        ax.text(len(people) + 0.15, place, total, va="center", fontsize=SMALL_TYPE)
    ax.set_yticks(middles, labels, fontsize=SMALL_TYPE)
    codes = counts.index.get_level_values("code")
    for tick, code in zip(ax.get_yticklabels(), codes, strict=True):
        tick.set_fontweight("normal" if code else "bold")
    _name_columns(ax, people)
    ax.set_ylim(edges[-1], 0)
    show_meaning(ax, meaning)
    return ax


def _pivot(result: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Lay out themes × participants, both in the table's order."""
    require_columns(result, _NEEDED)
    if result.empty:
        msg = "there is no theme to draw; nothing is coded"
        raise InvalidCallError(msg)
    rows = result.fillna({"category": "", "code": ""})
    people = list(dict.fromkeys(rows["participant"]))
    keys = ["category", "code", "label"]
    order = rows[keys].drop_duplicates()
    table = rows.pivot_table(index=keys, columns="participant", values="units", aggfunc="sum")
    return table.reindex(pd.MultiIndex.from_frame(order))[people], people


def _stack(labels: list[str]) -> list[float]:
    """Return the edges of the rows in inches from the top; two lines need more room."""
    heights = [_ROW + _LINE * label.count("\n") for label in labels]
    return [0.0, *np.cumsum(heights).tolist()]


def _fill(ax: Axes, counts: IntArray, edges: list[float]) -> None:
    columns = np.arange(counts.shape[1] + 1)
    bounds = [*_STEPS, max(int(counts.max()), _STEPS[-1]) + 1]
    norm, tints = BoundaryNorm(bounds, len(_TINTS)), ListedColormap(list(_TINTS))
    ax.pcolormesh(columns, edges, counts, cmap=tints, norm=norm, edgecolors="white", linewidth=1)
    narrow = 0.0 if counts.shape[1] <= _MANY else 2.0
    for row, column in zip(*np.nonzero(counts), strict=True):
        ax.text(
            column + 0.5, (edges[row] + edges[row + 1]) / 2, str(counts[row, column]),
            ha="center", va="center",
            fontsize=SMALL_TYPE - narrow * (counts[row, column] > 9),
            color="white" if counts[row, column] >= _STEPS[-1] else INK,
        )  # fmt: skip


def _name_columns(ax: Axes, people: list[str]) -> None:
    ax.set_xlim(0, len(people))
    secondary = ax.secondary_xaxis("top")
    secondary.set_xticks(
        [i + 0.5 for i in range(len(people))], people,
        rotation=90 if len(people) > _MANY else 0, fontsize=SMALL_TYPE,
    )  # fmt: skip
    secondary.tick_params(length=0, pad=2)
    ax.set_xticks([])
    for axes in (ax, secondary):
        axes.spines[:].set_visible(False)


def describe_themes(result: pd.DataFrame) -> str:
    """Say in words what `plot_themes` shows: the themes that most participants raise.

    Examples
    --------
    >>> row = {"category": "pace", "code": "a", "label": "Pace", "participant": "P01", "units": 2}
    >>> describe_themes(pd.DataFrame([row, {**row, "participant": "P02", "units": 0}]))
    'Matrix of 1 themes and 2 participants. Raised by most: Pace 1 of 2 participants, 2 turns.'
    """
    counts, people = _pivot(result)
    codes = counts[counts.index.get_level_values("code") != ""]
    raised = (codes > 0).sum(axis=1).sort_values(ascending=False, kind="stable")
    turns = codes.sum(axis=1)
    named = [
        f"{key[2]} {raised.loc[key]} of {len(people)} participants, {turns.loc[key]} turns"
        for key in raised.index[:_DESCRIBED]
    ]
    themes = f"Matrix of {len(codes)} themes and {len(people)} participants"
    return f"{themes}. Raised by most: {'; '.join(named)}."
