"""Cause-effect figure (fishbone): categories and codes as causes of what goes wrong."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.figures.bones import Bone, Fish, arrange_tall, arrange_wide
from survey_analysis.figures.codes import BASE
from survey_analysis.figures.style import (
    BLUE,
    INK,
    SMALL_TYPE,
    TINT,
    Margins,
    new_axes,
    styled,
    wrap,
)
from survey_analysis.tables.codes import order_codes, pick_codes, read_codes
from survey_analysis.tables.rounding import format_bases
from survey_analysis.tables.rows import Row, write_both

Layout = Literal["tall", "wide"]

_ARRANGE = {"tall": arrange_tall, "wide": arrange_wide}
_MARGIN, _FOOT, _BOX, _DESCRIBED = 0.1, 0.45, 0.3, 3


@styled
def plot_cause_effect(
    result: pd.DataFrame, *, effect: str = "", layout: Layout = "tall", ax: Axes | None = None
) -> Axes:
    """Draw the categories as bones on a spine that leads to the effect, the codes as twigs.

    Every code has its share of respondents and interval; the thicker a twig, the larger the
    share. The base stands in the figure.

    Parameters
    ----------
    result
        Rows of one question from `codes.csv`, with labels
        (`survey_analysis.tables.label_codes`); groupings are left out.
    effect
        What the spine leads to; "Problems:" and the question's label if empty.
    layout
        ``tall``: bones below each other, legible on a telephone; ``wide``: bones on both
        sides of a level spine, for a page across.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing, the rows are of several questions, there is no code, or the
        layout is not known.

    Examples
    --------
    >>> row = {"question_id": "Q4", "question": "Release", "category": "data", "code": "drift",
    ...        "category_label": "Data", "code_label": "Data drift", "segment_by": "",
    ...        "segment": "", "answered": 90, "estimate": 0.3, "ci_low": 0.2, "ci_high": 0.4,
    ...        "wilson_low": 0.2, "wilson_high": 0.4}
    >>> table = pd.DataFrame([{**row, "code": "", "code_label": ""}, row])
    >>> [text.get_text() for text in plot_cause_effect(table).texts[1:3]]
    ['Problems: Release', 'Data']
    """
    if layout not in _ARRANGE:
        raise InvalidCallError(unknown_name("layout", layout, _ARRANGE))
    categories = _categories(result)
    fish = _ARRANGE[layout](categories)
    ax = _canvas(fish, ax)
    _draw_spine(ax, fish, effect or f"Problems: {categories[0][0].question}")
    for bone in fish.bones:
        _draw_bone(ax, bone, fish)
    foot = fish.height + (_BOX + 0.15 if fish.is_tall else 0.1)
    notes = f"{_base(categories)}; the thicker a twig, the larger the share"
    ax.text(
        fish.width, foot, wrap(notes, 58) if fish.is_tall else notes, ha="right", va="top",
        fontsize=SMALL_TYPE,
    )  # fmt: skip
    return ax


def _categories(result: pd.DataFrame) -> list[tuple[Row, list[Row]]]:
    """Return each category's row with those of its codes, the most frequent first."""
    table = order_codes(pick_codes(result))
    found = []
    for _, part in table.groupby("category", sort=False):
        whole, codes = read_codes(part[part["code"] == ""]), read_codes(part[part["code"] != ""])
        codes = [code for code in codes if code.estimate > 0]
        if whole and codes:
            found.append((whole[0], codes))
    if not found:
        msg = "there is no category with a code that anybody reported"
        raise InvalidCallError(msg)
    return found


def _base(categories: list[tuple[Row, list[Row]]]) -> str:
    bases = format_bases(row.answered for row, _ in categories)
    return f"{BASE[:1].upper()}{BASE[1:]}, {bases}"


def _canvas(fish: Fish, ax: Axes | None) -> Axes:
    """Return axes in inches, the origin at the upper left."""
    below = _FOOT + (_BOX if fish.is_tall else -0.1)
    height = fish.height + below
    if ax is None and not fish.is_tall:
        figure = Figure(figsize=(fish.width + 2 * _MARGIN, height + 2 * _MARGIN))
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set_xlim(-_MARGIN, fish.width + _MARGIN)
        ax.set_ylim(height + _MARGIN, -_MARGIN)
    else:
        ax = new_axes(ax, height=height, margins=Margins(*[_MARGIN] * 4))
        ax.set_xlim(0, fish.width)
        ax.set_ylim(height, 0)
    ax.set_axis_off()
    return ax


def _draw_spine(ax: Axes, fish: Fish, effect: str) -> None:
    tail, head = fish.spine
    arrow = {"arrowstyle": "-|>,head_width=0.35,head_length=0.6", "color": INK, "linewidth": 2.4,
             "shrinkA": 0, "shrinkB": 0}  # fmt: skip
    ax.annotate("", head, xytext=tail, arrowprops=arrow, annotation_clip=False)
    box = {"boxstyle": "round,pad=0.35", "facecolor": TINT, "edgecolor": INK}
    if fish.is_tall:
        x, y, text = 0.1, head[1] + _BOX / 2 + 0.02, wrap(effect, 52)
    else:
        x, y, text = head[0] + 0.1, head[1], wrap(effect, 15)
    ax.text(x, y, text, ha="left", va="center", fontweight="bold", bbox=box)


def _draw_bone(ax: Axes, bone: Bone, fish: Fish) -> None:
    ax.plot(*zip(bone.tip, bone.joint, strict=True), color=INK, linewidth=1.5, zorder=2,
            solid_capstyle="round")  # fmt: skip
    write = _write_tall if fish.is_tall else _write_wide
    write(ax, bone, fish)
    for twig in bone.twigs:
        ax.plot(*zip(twig.start, twig.end, strict=True), color=BLUE, zorder=1,
                linewidth=1 + 12 * twig.row.estimate, solid_capstyle="butt")  # fmt: skip


def _write_tall(ax: Axes, bone: Bone, fish: Fish) -> None:
    """Write the heading above the tip; codes beside their twigs, shares at the right."""
    x, y = bone.tip[0], bone.tip[1] - 0.04
    bold: dict[str, Any] = {"fontsize": SMALL_TYPE, "fontweight": "bold", "va": "bottom"}
    ax.text(x, y, bone.heading, ha="left", **bold)
    ax.text(fish.width, y, write_both(bone.row), ha="right", **bold)
    for twig in bone.twigs:
        x, y = twig.anchor
        ax.text(x, y, twig.label, ha="left", va="center", fontsize=SMALL_TYPE)
        ax.text(fish.width, y, write_both(twig.row), ha="right", va="center", fontsize=SMALL_TYPE)


def _write_wide(ax: Axes, bone: Bone, fish: Fish) -> None:
    """Write the heading beyond the tip, and each code above its twig."""
    is_above = bone.tip[1] < fish.spine[0][1]
    x, y = bone.tip[0], bone.tip[1] + (-0.06 if is_above else 0.06)
    heading = f"{bone.heading}\n{write_both(bone.row)}"
    ax.text(x, y, heading, ha="center", va="bottom" if is_above else "top", fontsize=SMALL_TYPE,
            fontweight="bold")  # fmt: skip
    for twig in bone.twigs:
        ax.text(*twig.anchor, twig.label, ha="right", va="bottom", fontsize=SMALL_TYPE)


def describe_cause_effect(result: pd.DataFrame, *, effect: str = "") -> str:
    """Say in words what `plot_cause_effect` shows.

    Parameters
    ----------
    result
        What is drawn.
    effect
        What the spine leads to.

    Examples
    --------
    >>> row = {"question_id": "Q4", "question": "Release", "category": "data", "code": "drift",
    ...        "category_label": "Data", "code_label": "Data drift", "segment_by": "",
    ...        "segment": "", "answered": 90, "estimate": 0.3, "ci_low": 0.2, "ci_high": 0.4,
    ...        "wilson_low": 0.2, "wilson_high": 0.4}
    >>> table = pd.DataFrame([{**row, "code": "", "code_label": ""}, row])
    >>> describe_cause_effect(table)[:47]
    'Cause-effect figure that leads to Problems: Rel'
    """
    categories = _categories(result)
    head = effect or f"Problems: {categories[0][0].question}"
    parts = []
    for row, codes in categories:
        named = ", ".join(f"{code.name} {write_both(code)}" for code in codes[:_DESCRIBED])
        more = f" and {len(codes) - _DESCRIBED} more" if len(codes) > _DESCRIBED else ""
        parts.append(f"{row.name} {write_both(row)}: {named}{more}")
    return f"Cause-effect figure that leads to {head}. {_base(categories)}. {'; '.join(parts)}."
