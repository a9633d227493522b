"""Codes by category: which share of the respondents reported each."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.adoption import round_up
from survey_analysis.figures.intervals import (
    WILSON_NOTE,
    draw_intervals,
    highest_limit,
    show_values,
)
from survey_analysis.figures.style import (
    SMALL_TYPE,
    TINT,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_meaning,
    show_shares,
    styled,
    wrap,
)
from survey_analysis.tables.codes import order_codes, pick_codes, read_codes
from survey_analysis.tables.rounding import format_bases
from survey_analysis.tables.rows import Row, write_both

BASE = "share of respondents with a codable report"
"""What shares of codes are shares of."""

_LABEL, _LINE, _BETWEEN, _BEFORE, _DESCRIBED = 30, 0.15, 0.1, 0.14, 6


@styled
def plot_codes(result: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the share of respondents who reported each code, grouped by category.

    The category's own share stands above its codes, in bold; the most frequent category
    comes first, in it the most frequent code.

    Parameters
    ----------
    result
        Rows of one question from `codes.csv`, with labels
        (`survey_analysis.tables.label_codes`).
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing, or the rows are of several questions.

    Examples
    --------
    >>> row = {"question_id": "Q4", "question": "Problems", "category": "data", "code": "drift",
    ...        "category_label": "Data", "code_label": "Data drift", "segment_by": "",
    ...        "segment": "", "answered": 90, "estimate": 0.3, "ci_low": 0.2, "ci_high": 0.4,
    ...        "wilson_low": 0.2, "wilson_high": 0.4}
    >>> " ".join(plot_codes(pd.DataFrame([row])).get_xlabel().split())
    'Problems: share of respondents with a codable report, n = 90'
    """
    rows = _rows(result)
    labels = [wrap(row.name, _LABEL) for row in rows]
    texts, meaning = [write_both(row) for row in rows], _meaning(rows)
    places, height = _stack(rows, labels)
    margins = Margins(
        0.2 + measure(labels, size=SMALL_TYPE) * 1.1,  # bold is wider
        0.2 + measure(texts, size=SMALL_TYPE),
        bottom=bottom_for(meaning),
    )
    ax = new_axes(ax, height=height, margins=margins)
    codes = [i for i, row in enumerate(rows) if row.option]
    ax.barh(
        [places[i] for i in codes], [rows[i].estimate for i in codes],
        height=0.16, color=TINT, zorder=2,
    )  # fmt: skip
    draw_intervals(ax, rows, positions=places, size=5.5)
    show_values(ax, texts, positions=places)
    ax.set_yticks(places, labels, fontsize=SMALL_TYPE)
    for label, value, row in zip(ax.get_yticklabels(), ax.texts, rows, strict=True):
        weight = "normal" if row.option else "bold"
        label.set_fontweight(weight)
        value.set_fontweight(weight)
    ax.set_ylim(height, 0)
    show_shares(ax, limit=round_up(highest_limit(rows)))
    show_meaning(ax, meaning)
    return ax


def _rows(result: pd.DataFrame) -> list[Row]:
    return read_codes(order_codes(pick_codes(result)))


def _stack(rows: list[Row], labels: list[str]) -> tuple[list[float], float]:
    """Place the rows below each other: their middles in inches from the top, and the height."""
    places, below = [], 0.0
    for row, label in zip(rows, labels, strict=True):
        below += _BEFORE * (not row.option)
        tall = _BETWEEN + _LINE * (1 + label.count("\n"))
        places.append(below + tall / 2)
        below += tall
    return places, below


def _meaning(rows: list[Row]) -> list[str]:
    lines = [f"{rows[0].question}: {BASE}, {format_bases(row.answered for row in rows)}"]
    return [*lines, WILSON_NOTE] if any(row.is_wilson for row in rows) else lines


def describe_codes(result: pd.DataFrame) -> str:
    """Say in words what `plot_codes` shows: every category, and the most frequent codes.

    Examples
    --------
    >>> row = {"question_id": "Q4", "question": "Problems", "category": "data", "code": "drift",
    ...        "category_label": "Data", "code_label": "Data drift", "segment_by": "",
    ...        "segment": "", "answered": 90, "estimate": 0.3, "ci_low": 0.2, "ci_high": 0.4,
    ...        "wilson_low": 0.2, "wilson_high": 0.4}
    >>> describe_codes(pd.DataFrame([row]))[:45]
    'Chart of shares with intervals. Problems: sha'
    """
    rows = _rows(result)
    categories = [f"{row.name} {write_both(row)}" for row in rows if not row.option]
    codes = sorted((row for row in rows if row.option), key=lambda row: -row.estimate)
    named = [f"{row.name} {write_both(row)}" for row in codes[:_DESCRIBED]]
    parts = [
        f"{what}: {', '.join(texts)}"
        for what, texts in (("Categories", categories), ("Most frequent codes", named))
        if texts
    ]
    more = f"; {len(codes)} codes in all" if len(codes) > _DESCRIBED else ""
    return f"Chart of shares with intervals. {_meaning(rows)[0]}. {'. '.join(parts)}{more}."
