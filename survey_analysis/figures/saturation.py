"""Saturation: how many different codes appear with more and more respondents."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from survey_analysis.figures.style import (
    BLUE,
    INK,
    RULE,
    SMALL_TYPE,
    TINT,
    VERMILLION,
    Margins,
    bottom_for,
    new_axes,
    show_meaning,
    styled,
)
from survey_analysis.tables.codes import require_labels
from survey_analysis.tables.rows import require_one
from survey_analysis.tables.saturation import describe_points

_HEIGHT = 3.1


@styled
def plot_saturation(result: pd.DataFrame, *, points: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Plot the codes that have appeared after each respondent, and when few new ones come.

    A step line in the study's own order; the mean over all orders of the respondents with
    the interval of random orders as a band; a vertical line where saturation is reached.

    Parameters
    ----------
    result
        Rows of one question from `saturation.csv`, with labels
        (`survey_analysis.tables.label_codes`).
    points
        Rows of the same question from `saturation_points.csv`.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing, or the rows are of several questions.

    Examples
    --------
    >>> curve = pd.DataFrame({"question": "Release", "respondents": [1, 2], "codes": [2, 3],
    ...                       "expected": [2.0, 3.0], "order_low": [1, 3], "order_high": [3, 3]})
    >>> point = {"run_length": 2, "threshold": 0.05, "base_size": 4, "base_codes": 3,
    ...          "respondents": pd.NA, "codes": pd.NA, "all_respondents": 2, "all_codes": 3,
    ...          "order_median": None, "order_low": None, "order_high": None,
    ...          "orders_reaching": 0, "orders": 1000}
    >>> plot_saturation(curve, points=pd.DataFrame([point])).get_ylabel()
    'Different codes'
    """
    question = _require(result)
    meaning = [f"{question}: respondents with a codable report", *describe_points(points)]
    margins = Margins(0.65, 0.25, bottom=bottom_for(meaning))
    ax = new_axes(ax, height=_HEIGHT, margins=margins)
    n = result["respondents"]
    ax.fill_between(
        n, result["order_low"], result["order_high"], color=TINT, linewidth=0,
        label="Random orders: interval",
    )  # fmt: skip
    ax.plot(n, result["expected"], color=BLUE, linewidth=1.8, label="Random orders: mean")
    ax.step(
        n, result["codes"], where="post", color=INK, linewidth=1.3, linestyle=(0, (4, 1.5)),
        label="Order of the responses",
    )  # fmt: skip
    _mark(ax, points)
    ax.set_xlim(0, float(n.max()) * 1.02)
    ax.set_ylim(0, float(result["order_high"].max()) * 1.08)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5, integer=True))
    ax.grid(color=RULE, linewidth=0.8)
    ax.tick_params(length=0, labelsize=SMALL_TYPE)
    ax.set_ylabel("Different codes")
    show_meaning(ax, meaning)
    ax.legend(
        loc="lower right", frameon=True, framealpha=1, edgecolor="none", handlelength=2,
        borderaxespad=0.2,
    )  # fmt: skip
    return ax


def _require(result: pd.DataFrame) -> str:
    require_labels(
        result, ["question", "respondents", "codes", "expected", "order_low", "order_high"]
    )
    return require_one(result, "question")


def _mark(ax: Axes, points: pd.DataFrame) -> None:
    """Draw a line where saturation is reached: one a run length, each with its own stroke."""
    reached = points[points["respondents"].notna()]
    strokes = ("dotted", "dashdot")
    columns = zip(reached["respondents"], reached["run_length"], strict=True)
    for (respondents, run), stroke in zip(columns, strokes, strict=False):
        ax.axvline(
            float(respondents), color=VERMILLION, linewidth=1.4, linestyle=stroke,
            label=f"Few new codes, runs of {run}",
        )  # fmt: skip


def describe_saturation(result: pd.DataFrame, *, points: pd.DataFrame) -> str:
    """Say in words what `plot_saturation` shows.

    Parameters
    ----------
    result, points
        What is plotted.

    Examples
    --------
    >>> curve = pd.DataFrame({"question": "Release", "respondents": [1, 2], "codes": [2, 3],
    ...                       "expected": [2.0, 3.0], "order_low": [1, 3], "order_high": [3, 3]})
    >>> point = {"run_length": 2, "threshold": 0.05, "base_size": 4, "base_codes": 3,
    ...          "respondents": pd.NA, "codes": pd.NA, "all_respondents": 2, "all_codes": 3,
    ...          "order_median": None, "order_low": None, "order_high": None,
    ...          "orders_reaching": 0, "orders": 1000}
    >>> describe_saturation(curve, points=pd.DataFrame([point]))[:60]
    'Curve of different codes against respondents. Release: 3 cod'
    """
    question = _require(result)
    size, half = len(result), result.iloc[(len(result) - 1) // 2]
    last = result.iloc[-1]
    text = (
        f"{question}: {last['codes']:.0f} codes after {size} respondents; after "
        f"{half['respondents']:.0f} of them {half['expected']:.1f} are expected"
    )
    reached = ". ".join(describe_points(points))
    return f"Curve of different codes against respondents. {text}. {reached}."
