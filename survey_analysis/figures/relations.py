"""Network of relations between codes: what causes what, as arcs beside the list of codes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.style import (
    BLUE,
    GREEN,
    INK,
    QUIET,
    SMALL_TYPE,
    VERMILLION,
    WIDTH,
    Margins,
    measure,
    new_axes,
    styled,
    wrap,
)
from survey_analysis.tables.codes import require_labels
from survey_analysis.tables.relations import RELATIONS, name_relations
from survey_analysis.tables.rounding import format_bases, format_share
from survey_analysis.tables.rows import require_one

FloatArray = npt.NDArray[np.float64]

_LOOK: dict[str, tuple[str, Any, str]] = {
    "causes": (BLUE, "solid", "-|>"),
    "part-of": (GREEN, (0, (4, 1.5)), "-|>"),
    "contradicts": (VERMILLION, (0, (1, 1.2)), "-"),
}
_LABEL, _LINE, _BETWEEN, _LEGEND, _DESCRIBED = 28, 0.145, 0.12, 0.3, 6
_NODE, _ASIDE, _THICKEST, _BULGE = 0.08, 0.06, 4.0, 4 / 3


@styled
def plot_relations(result: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the codes below each other and an arc for each relation between two of them.

    Causes stand above what they cause as far as that goes (see `level_codes`), so most
    arrows run downwards. The thicker an arc, the more respondents reported the relation.

    Parameters
    ----------
    result
        Rows of one question from `relations.csv`, with labels
        (`survey_analysis.tables.label_codes`).
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing, the rows are of several questions, or there is no relation.

    Examples
    --------
    >>> row = {"question": "Release", "from_code": "drift", "from_code_label": "Data drift",
    ...        "relation": "causes", "to_code": "alarm", "to_code_label": "Wrong alarms",
    ...        "respondents": 9, "answered": 90, "estimate": 0.1}
    >>> ax = plot_relations(pd.DataFrame([row]))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Data drift', 'Wrong alarms']
    """
    require_relations(result)
    names = order_by_level(result)
    labels = [wrap(label, _LABEL) for label in names.values()]
    row = _BETWEEN + _LINE * (1 + max(label.count("\n") for label in labels))
    places = {code: (i + 0.5) * row for i, code in enumerate(names)}
    left, notes = 0.2 + measure(labels, size=SMALL_TYPE), _notes(result)
    bottom = 0.2 + 0.18 * (1 + notes.count("\n"))
    margins = Margins(left, 0.15, top=_LEGEND + 0.1, bottom=bottom)
    ax = new_axes(ax, height=row * len(labels), margins=margins)
    ax.set_xlim(0, WIDTH - left - margins.right)
    ax.set_ylim(row * len(labels), 0)
    _draw_arcs(ax, result, places)
    ax.plot([_NODE] * len(places), list(places.values()), "o", color=INK, markersize=5, zorder=4)
    ax.set_yticks(list(places.values()), labels, fontsize=SMALL_TYPE)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.set_xlabel(notes, loc="right", multialignment="right", linespacing=1.4)
    _explain(ax, result)
    return ax


def require_relations(result: pd.DataFrame) -> None:
    """Stop where relations cannot be shown: without labels, of several questions, or none.

    Raises
    ------
    InvalidCallError
        Says which.

    Examples
    --------
    >>> row = {"question": "Release", "from_code": "a", "from_code_label": "A",
    ...        "relation": "causes", "to_code": "b", "to_code_label": "B", "respondents": 9,
    ...        "answered": 90, "estimate": 0.1}
    >>> require_relations(pd.DataFrame([row]))
    """
    needed = ["question", "from_code", "from_code_label", "relation", "to_code", "to_code_label",
              "respondents", "answered", "estimate"]  # fmt: skip
    require_labels(result, needed)
    if result.empty:
        msg = "there is no relation to show; the table has no row"
        raise InvalidCallError(msg)
    require_one(result, "question")


def order_by_level(result: pd.DataFrame) -> dict[str, str]:
    """List the codes with their labels, the first causes on top.

    Examples
    --------
    >>> row = {"from_code": "z", "from_code_label": "Z", "relation": "causes",
    ...        "to_code": "a", "to_code_label": "A", "respondents": 1}
    >>> list(order_by_level(pd.DataFrame([row])))
    ['z', 'a']
    """
    labels = dict(zip(result["from_code"], result["from_code_label"], strict=True))
    labels |= dict(zip(result["to_code"], result["to_code_label"], strict=True))
    codes = sorted(labels)
    place = pd.Index(codes)
    ends = np.array([place.get_indexer(pd.Index(result[n])) for n in ("from_code", "to_code")])
    drop = np.where(result["relation"] == "causes", 1.0, 0.0)
    levels = level_codes(ends, drop, result["respondents"].to_numpy(dtype=np.float64))
    order = sorted(range(len(codes)), key=lambda i: (round(float(levels[i]), 9), codes[i]))
    return {codes[i]: labels[codes[i]] for i in order}


def level_codes(ends: npt.NDArray[np.int64], drop: FloatArray, weight: FloatArray) -> FloatArray:
    """Give each code a level so that effects lie one level below their causes, as far as can be.

    The levels h minimise Σ w (h_to - h_from - d)², a linear system in the graph's
    Laplacian; d is 1 for causes, and 0 for other relations, which keeps these together.

    Parameters
    ----------
    ends
        Positions of the codes that relations come from and lead to, shape (2, r).
    drop, weight
        d and w of each relation, shape (r,).

    Returns
    -------
    numpy.ndarray
        Levels, the smallest first in the chain; of mean 0 in each connected part.

    References
    ----------
    MacKay, Johnson and Sansom (2020), How directed is a directed network?, Royal Society
    Open Science 7, 201138.

    Examples
    --------
    >>> level_codes(np.array([[0, 1], [1, 2]]), np.ones(2), np.ones(2)).round(6) + 0.0
    array([-1.,  0.,  1.])
    """
    first, second = ends
    size = int(ends.max()) + 1
    incidence = np.zeros((len(drop), size))
    rows = np.arange(len(drop))
    np.add.at(incidence, (rows, second), 1.0)
    np.add.at(incidence, (rows, first), -1.0)
    root = np.sqrt(weight)
    return np.asarray(np.linalg.lstsq(incidence * root[:, None], drop * root, rcond=None)[0])


def _draw_arcs(ax: Axes, result: pd.DataFrame, places: dict[str, float]) -> None:
    most = result["respondents"].max()
    room = ax.get_xlim()[1] - _NODE - 0.1
    spans = [
        abs(places[one] - places[other])
        for one, other in zip(result["from_code"], result["to_code"], strict=True)
    ]
    columns = (result[name] for name in ("from_code", "relation", "to_code", "respondents"))
    for one, relation, other, respondents in zip(*columns, strict=True):
        color, line, arrow = _LOOK[relation]
        start, end = places[one], places[other]
        reach = _BULGE * room * (abs(end - start) / max(spans)) ** 0.7 + _NODE
        end += _ASIDE if start > end else -_ASIDE  # what arrives, apart from what leaves
        x = _NODE * 1.9
        curve = Path([(_NODE, start), (reach, start), (reach, end), (x, end)],
                     [Path.MOVETO, *[Path.CURVE4] * 3])  # fmt: skip
        width = 0.8 + (_THICKEST - 0.8) * (respondents - 1) / max(most - 1, 1)
        ax.add_patch(
            FancyArrowPatch(
                path=curve, arrowstyle=arrow, mutation_scale=7 + width, color=color,
                linestyle=line, linewidth=width, alpha=0.85, zorder=3, clip_on=False,
                capstyle="butt",
            )
        )  # fmt: skip


def _notes(result: pd.DataFrame) -> str:
    low, high = int(result["respondents"].min()), int(result["respondents"].max())
    counts = f"{low}" if low == high else f"{low} (thin) to {high} (thick)"
    base = format_bases(result["answered"])
    return wrap(
        f"{result['question'].iloc[0]}: each arc reported by {counts} of the respondents with "
        f"a codable report, {base}", 60,
    )  # fmt: skip


def _explain(ax: Axes, result: pd.DataFrame) -> None:
    """Say what the lines mean, of those that occur."""
    found = [relation for relation in _LOOK if relation in set(result["relation"])]
    handles = [
        Line2D([], [], color=_LOOK[relation][0], linestyle=_LOOK[relation][1], linewidth=2)
        for relation in found
    ]
    ax.legend(
        handles, [RELATIONS[relation] for relation in found], loc="lower right",
        bbox_to_anchor=(1, 1), ncols=len(found), borderaxespad=0.1, handlelength=2.4,
        columnspacing=1.4, labelcolor=QUIET,
    )  # fmt: skip


def describe_relations(result: pd.DataFrame) -> str:
    """Say in words what `plot_relations` shows.

    Examples
    --------
    >>> row = {"question": "Release", "from_code": "drift", "from_code_label": "Data drift",
    ...        "relation": "causes", "to_code": "alarm", "to_code_label": "Wrong alarms",
    ...        "respondents": 9, "answered": 90, "estimate": 0.1}
    >>> describe_relations(pd.DataFrame([row]))[:52]
    'Network of 1 relation between 2 codes. Release, n = '
    """
    require_relations(result)
    ranked = result.sort_values("respondents", ascending=False, kind="stable")
    top = ranked.head(_DESCRIBED)
    shares = zip(name_relations(top), top["estimate"], top["answered"], strict=True)
    named = [f"{name} {format_share(share, base=base)}" for name, share, base in shares]
    codes = len({*result["from_code"], *result["to_code"]})
    head = f"Network of {len(result)} relation{'s' * (len(result) != 1)} between {codes} codes."
    base = f"{result['question'].iloc[0]}, {format_bases(result['answered'])}"
    more = f", and {len(result) - _DESCRIBED} more" if len(result) > _DESCRIBED else ""
    return f"{head} {base}. Most reported: {'; '.join(named)}{more}."
