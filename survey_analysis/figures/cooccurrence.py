"""Heat map of codes that are reported together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, LinearSegmentedColormap, ListedColormap, to_hex
from matplotlib.patches import Patch

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.style import (
    BLUE,
    HATCH,
    INK,
    QUIET,
    SMALL_TYPE,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_meaning,
    styled,
    wrap,
)
from survey_analysis.tables.codes import require_labels
from survey_analysis.tables.rounding import NO_BREAK, format_bases
from survey_analysis.tables.rows import require_one

FloatArray = npt.NDArray[np.float64]

WITHIN = {"respondent": "respondents", "unit": "reports"}
"""What is counted, in words."""

_LABEL, _LINE, _BETWEEN, _STEPS, _ROOMY, _DESCRIBED = 30, 0.14, 0.07, 5, 14, 6
_LIGHT, _DARK = "#b9d7ea", "#08456b"


@styled
def plot_cooccurrence(result: pd.DataFrame, *, most: int = 20, ax: Axes | None = None) -> Axes:
    """Draw how often each two codes are reported together, as a triangle of tinted cells.

    The codes stand below each other, the one with most pairs on top; the number behind a
    label stands again where its column begins. Pairs that never occur are grey.

    Parameters
    ----------
    result
        Rows of one question and of one `within` from `cooccurrence.csv`, with labels
        (`survey_analysis.tables.label_codes`).
    most
        Codes to show: those that occur together most often.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing, the rows are of several questions, or there is no pair.

    Examples
    --------
    >>> row = {"question": "Release", "within": "respondent", "code": "a", "code_label": "A",
    ...        "with_code": "b", "with_code_label": "B", "answered": 90, "together": 7}
    >>> ax = plot_cooccurrence(pd.DataFrame([row]))
    >>> ax.get_xlabel()
    'Release: respondents with both codes, n = 90'
    """
    within = _require(result)
    names = _order(result, most)
    counts = _fill(result, list(names))
    size = len(names)
    numbered = enumerate(names.values(), start=1)
    labels = [wrap(f"{name}{2 * NO_BREAK}{i}", _LABEL) for i, name in numbered]
    lines = 1 + max(label.count("\n") for label in labels)
    meaning = _meaning(result, within, size)
    margins = Margins(0.2 + measure(labels, size=SMALL_TYPE), bottom=bottom_for(meaning) - 0.15)
    ax = new_axes(ax, height=(_BETWEEN + _LINE * lines) * size, margins=margins)
    steps = _tint(ax, counts)
    if size <= _ROOMY:
        _write(ax, counts)
    for i in range(size - 1):
        ax.text(i, i, str(i + 1), ha="center", va="center", fontsize=SMALL_TYPE, color=QUIET)
    ax.set_yticks(range(size), labels, fontsize=SMALL_TYPE)
    ax.set_xticks([])
    ax.set_xlim(-0.5, size - 0.5)
    ax.set_ylim(size - 0.5, -0.5)
    ax.spines["bottom"].set_visible(False)
    show_meaning(ax, meaning)
    ax.legend(
        handles=steps, loc="upper right", title=f"{WITHIN[within].capitalize()} with both",
        title_fontsize=SMALL_TYPE, labelcolor=INK,
    )  # fmt: skip
    return ax


def _tint(ax: Axes, counts: FloatArray) -> list[Patch]:
    """Fill the cells below the diagonal; return what each tint means."""
    bounds = _bounds(int(counts.max()))
    stops = [_LIGHT, BLUE, _DARK] if len(bounds) > 2 else [_LIGHT, _LIGHT]
    tints = LinearSegmentedColormap.from_list("tints", stops, N=len(bounds) - 1)
    colors = ListedColormap([HATCH, *(to_hex(tints(i)) for i in range(tints.N))])
    edges = np.arange(len(counts) + 1) - 0.5
    below = np.ma.masked_where(~np.tri(len(counts), k=-1, dtype=bool), counts)
    norm = BoundaryNorm([0, *bounds], colors.N)
    ax.pcolormesh(edges, edges, below, cmap=colors, norm=norm, edgecolors="white", linewidth=1)
    names = ["none", *(_name_step(low, high - 1) for low, high in pairwise(bounds))]
    return [Patch(color=colors(i), label=name) for i, name in enumerate(names)]


def _write(ax: Axes, counts: FloatArray) -> None:
    """Write the counts in their cells."""
    rows, columns = np.nonzero(np.tril(counts, -1))
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        count = counts[row, column]
        color = "white" if count > max(1.0, counts.max() / 2) else INK
        ax.text(column, row, f"{count:.0f}", ha="center", va="center", fontsize=SMALL_TYPE,
                color=color)  # fmt: skip


def _require(result: pd.DataFrame) -> str:
    needed = ["question", "within", "code", "with_code", "code_label", "with_code_label",
              "answered", "together"]  # fmt: skip
    require_labels(result, needed)
    if result.empty:
        msg = "no two codes occur together; there is nothing to draw"
        raise InvalidCallError(msg)
    require_one(result, "question")
    return require_one(result, "within")


def _order(result: pd.DataFrame, most: int) -> dict[str, str]:
    """List codes with labels: those with most pairs first."""
    sides = [
        result[[side, f"{side}_label", "together"]].set_axis(["code", "label", "together"], axis=1)
        for side in ("code", "with_code")
    ]
    totals = pd.concat(sides).groupby(["code", "label"], sort=False)["together"].sum()
    ranked = totals.sort_values(ascending=False, kind="stable").head(most)
    return {str(code): str(label) for code, label in ranked.index}


def _fill(result: pd.DataFrame, codes: list[str]) -> FloatArray:
    """Lay the counts out as a symmetric table, shape (codes, codes)."""
    counts = np.zeros((len(codes), len(codes)))
    place = {code: i for i, code in enumerate(codes)}
    columns = (result[name] for name in ("code", "with_code", "together"))
    for one, other, together in zip(*columns, strict=True):
        if one in place and other in place:
            counts[place[one], place[other]] = counts[place[other], place[one]] = together
    return counts


def _bounds(largest: int) -> list[int]:
    """Divide counts from 1 to the largest into at most five steps of whole numbers."""
    width = -(-largest // _STEPS)
    return [*range(1, largest + 1, width), (-(-largest // width)) * width + 1]


def _name_step(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _meaning(result: pd.DataFrame, within: str, size: int) -> list[str]:
    base = format_bases(result["answered"])
    lines = [f"{result['question'].iloc[0]}: {WITHIN[within]} with both codes, {base}"]
    left = len({*result["code"], *result["with_code"]}) - size
    return [*lines, f"{left} codes with fewer pairs are left out"] if left else lines


def describe_cooccurrence(result: pd.DataFrame) -> str:
    """Say in words what `plot_cooccurrence` shows: the pairs that occur most often.

    Examples
    --------
    >>> row = {"question": "Release", "within": "respondent", "code": "a", "code_label": "A",
    ...        "with_code": "b", "with_code_label": "B", "answered": 90, "together": 7}
    >>> describe_cooccurrence(pd.DataFrame([row]))
    'Heat map of codes reported together. Release: respondents with both codes, n = 90: A with B 7.'
    """
    within = _require(result)
    top = result.sort_values("together", ascending=False, kind="stable").head(_DESCRIBED)
    columns = zip(top["code_label"], top["with_code_label"], top["together"], strict=True)
    named = ", ".join(f"{one} with {other} {together:,}" for one, other, together in columns)
    more = f", and {len(result) - _DESCRIBED} more pairs" if len(result) > _DESCRIBED else ""
    meaning = _meaning(result, within, len({*result["code"], *result["with_code"]}))[0]
    return f"Heat map of codes reported together. {meaning}: {named}{more}."
