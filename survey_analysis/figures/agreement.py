"""Agreement between coders: a dot with its interval for each code."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.style import (
    BLUE,
    INK,
    ORANGE,
    QUIET,
    RULE,
    SMALL_TYPE,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_meaning,
    styled,
    wrap,
)
from survey_analysis.tables.agreement import COEFFICIENTS, Agreed, read_agreement, write_agreed

_SHOWN = {"alpha": (BLUE, "o"), "ac": (ORANGE, "D")}
_LABEL, _LINE, _BETWEEN, _LEGEND, _APART, _DESCRIBED = 30, 0.145, 0.14, 0.3, 0.06, 5


@styled
def plot_agreement(result: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot Krippendorff's alpha of each code and of sets of codes, with Gwet's AC1 beside it.

    Sets of codes stand on top; then the code on which coders agree most. Codes whose alpha
    is undefined stand last and say so. The numbers at the right are alpha's.

    Parameters
    ----------
    result
        Rows of one question, or of all pooled, from `agreement.csv`, with labels
        (`survey_analysis.tables.label_codes`).
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing, the rows are of several questions, or there is no alpha.

    Examples
    --------
    >>> row = {"question_id": "", "code": "drift", "code_label": "Data drift", "coders": "a, b",
    ...        "coefficient": "alpha", "weights": "nominal", "n_units": 40, "n_excluded": 60,
    ...        "estimate": 0.7, "ci_low": 0.6, "ci_high": 0.8, "note": ""}
    >>> plot_agreement(pd.DataFrame([row])).get_xlabel()
    'Agreement of a, b: 40 units'
    """
    alphas, others = _rank(result)
    labels, texts = [wrap(row.name, _LABEL) for row in alphas], [write_agreed(r) for r in alphas]
    meaning = _meaning(result, alphas)
    margins = Margins(
        0.2 + measure(labels, size=SMALL_TYPE), 0.25 + measure(texts, size=SMALL_TYPE),
        top=0.1 + _LEGEND, bottom=bottom_for(meaning),
    )  # fmt: skip
    heights = [_BETWEEN + _LINE * (1 + label.count("\n")) for label in labels]
    places = [sum(heights[:i]) + height / 2 for i, height in enumerate(heights)]
    ax = new_axes(ax, height=sum(heights), margins=margins)
    for row, y in zip(alphas, places, strict=True):
        _draw(ax, row, y - _APART)
        if row.code in others:
            _draw(ax, others[row.code], y + _APART)
    for text, y in zip(texts, places, strict=True):
        ax.text(1.06, y, text, transform=ax.get_yaxis_transform(), va="center",
                fontsize=SMALL_TYPE)  # fmt: skip
    ax.set_yticks(places, labels, fontsize=SMALL_TYPE)
    ax.set_ylim(sum(heights), 0)
    _scale(ax, [*alphas, *others.values()])
    show_meaning(ax, meaning)
    _explain(ax, has_others=bool(others))
    return ax


def _rank(result: pd.DataFrame) -> tuple[list[Agreed], dict[str, Agreed]]:
    """Return the alphas in order, and AC1 by code."""
    rows = read_agreement(result)
    alphas = [row for row in rows if row.coefficient == "alpha"]
    if not alphas:
        found = ", ".join(dict.fromkeys(row.coefficient for row in rows)) or "no row"
        msg = f"the table holds no alpha to show; found {found}"
        raise InvalidCallError(msg)
    ranked = sorted(
        alphas, key=lambda row: (bool(row.code), math.isnan(row.estimate), -row.estimate)
    )
    return ranked, {row.code: row for row in rows if row.coefficient == "ac"}


def _draw(ax: Axes, row: Agreed, y: float) -> None:
    if math.isnan(row.estimate):
        return
    color, marker = _SHOWN[row.coefficient]
    fill = "white" if math.isnan(row.low) else color
    if not math.isnan(row.low):
        ax.hlines(y, row.low, row.high, color=color, linewidth=2, zorder=3)
    ax.plot([row.estimate], [y], marker, color=color, markerfacecolor=fill, markersize=4.5,
            zorder=4, clip_on=False)  # fmt: skip


def _scale(ax: Axes, rows: list[Agreed]) -> None:
    """Show the axis from 0, or from the lowest number below, to 1."""
    numbers = [number for row in rows for number in (row.estimate, row.low)]
    lowest = min((number for number in numbers if not math.isnan(number)), default=0.0)
    left = min(0.0, math.floor(lowest * 5) / 5)
    ax.set_xlim(max(left, -1.0), 1)
    ax.set_xticks([tick for tick in (-1, -0.5, 0, 0.5, 1) if tick >= left])
    ax.grid(axis="x", color=RULE, linewidth=0.8)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.tick_params(axis="x", length=0)


def _meaning(result: pd.DataFrame, alphas: list[Agreed]) -> list[str]:
    units = sorted({row.n_units for row in alphas})
    counted = f"{units[0]:,}" if len(units) == 1 else f"{units[0]:,}–{units[-1]:,}"
    lines = [f"Agreement of {result['coders'].iloc[0]}: {counted} units"]
    if any(math.isnan(row.estimate) for row in alphas):
        lines.append("Undefined: all codings are the same, or nobody coded twice")
    if any(math.isnan(row.low) and not math.isnan(row.estimate) for row in alphas):
        lines.append("Hollow: no interval, as resamples do not vary")
    return lines


def _explain(ax: Axes, *, has_others: bool) -> None:
    names = [name for name in _SHOWN if name == "alpha" or has_others]
    handles = [
        Line2D([], [], color=_SHOWN[name][0], marker=_SHOWN[name][1], markersize=4.5, linewidth=2)
        for name in names
    ]
    ax.legend(
        handles, [COEFFICIENTS[name] for name in names], loc="lower right",
        bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0.1, labelcolor=QUIET,
    )  # fmt: skip


def describe_agreement(result: pd.DataFrame) -> str:
    """Say in words what `plot_agreement` shows.

    Examples
    --------
    >>> row = {"question_id": "", "code": "drift", "code_label": "Data drift", "coders": "a, b",
    ...        "coefficient": "alpha", "weights": "nominal", "n_units": 40, "n_excluded": 60,
    ...        "estimate": 0.7, "ci_low": 0.6, "ci_high": 0.8, "note": ""}
    >>> describe_agreement(pd.DataFrame([row]))[:56]
    "Chart of Krippendorff's alpha with intervals. Agreement "
    """
    alphas, _ = _rank(result)
    known = [row for row in alphas if not math.isnan(row.estimate)]
    sets = [f"{row.name} {write_agreed(row)}" for row in known if not row.code]
    codes = [f"{row.name} {write_agreed(row)}" for row in known if row.code]
    cut = _DESCRIBED
    parts = [*sets]
    if len(codes) > 2 * cut:
        parts += [f"highest of {len(codes)} codes: {', '.join(codes[:cut])}"]
        parts += [f"lowest: {', '.join(codes[-cut:])}"]
    else:
        parts += codes
    head = _meaning(result, alphas)[0]
    undefined = len(alphas) - len(known)
    rest = f"; undefined for {undefined}" if undefined else ""
    return f"Chart of Krippendorff's alpha with intervals. {head}: {'; '.join(parts)}{rest}."
