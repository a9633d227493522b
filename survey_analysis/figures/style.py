"""The look of the figures: palette, type, the room around the axes.

Single colours are those of Okabe and Ito (2008), *Color Universal Design*; ordered scales
take ColorBrewer's BrBG (Harrower and Brewer 2003). Both keep apart for people with any
common colour-vision deficiency, and in grey.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator, PercentFormatter

from survey_analysis.errors import InvalidCallError

BLUE, VERMILLION, GREEN, ORANGE, PURPLE = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7"
INK, QUIET, RULE, TINT, HATCH = "#1d262c", "#55626b", "#d8dfe3", "#cfe3ef", "#eef1f3"
SERIES = ((BLUE, "o"), (VERMILLION, "s"), (GREEN, "^"), (PURPLE, "D"), (ORANGE, "v"), (INK, "P"))
"""Colour and marker of each of several series: neither is needed to tell them apart."""

WIDTH = 5.0
"""Width of a figure in inches: a phone of 360 pixels shows type of 9 points at 9 pixels."""

TYPE = 10.0
SMALL_TYPE = 9.0
_MEANING = 50

STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": QUIET,
    "axes.grid": False,
    "axes.labelcolor": INK,
    "axes.labelsize": SMALL_TYPE,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": TYPE,
    "axes.titley": 1.0,
    "axes.unicode_minus": True,
    "figure.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": TYPE,
    "grid.color": RULE,
    "legend.fontsize": SMALL_TYPE,
    "legend.frameon": False,
    "text.color": INK,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "xtick.labelsize": SMALL_TYPE,
    "ytick.labelcolor": INK,
    "ytick.labelsize": TYPE,
    "ytick.major.size": 0,
}

styled = mpl.rc_context(STYLE)


class Margins(NamedTuple):
    """The room around the axes in inches."""

    left: float
    right: float = 0.15
    top: float = 0.15
    bottom: float = 0.65


def new_axes(ax: Axes | None, *, height: float, margins: Margins) -> Axes:
    """Return the given axes, or those of a new figure.

    Parameters
    ----------
    ax
        Axes to draw on; a new figure's if None.
    height
        Height of the axes in inches.
    margins
        The room around them.

    Examples
    --------
    >>> axes = new_axes(None, height=2, margins=Margins(left=1))
    >>> axes.figure.get_size_inches().tolist()
    [5.0, 2.8]
    """
    if ax is not None:
        return ax
    total = height + margins.top + margins.bottom
    figure = Figure(figsize=(WIDTH, total))
    width = (WIDTH - margins.left - margins.right) / WIDTH
    return figure.add_axes((margins.left / WIDTH, margins.bottom / total, width, height / total))


def wrap(text: str, width: int) -> str:
    r"""Break a text into lines of at most `width` characters; ``n = 168`` stays on one line.

    Examples
    --------
    >>> wrap("Austria, Germany and Switzerland", 20)
    'Austria, Germany and\nSwitzerland'
    """
    kept = text.replace("n = ", "n\u2060=\u2060")  # as long as a word, not broken
    lines = textwrap.wrap(kept, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace("n\u2060=\u2060", "n = ")


def wrap_evenly(text: str, width: int) -> str:
    r"""Break a text as `wrap` does, into as few lines, of about the same length.

    Examples
    --------
    >>> wrap_evenly("Deployment approach: share of respondents, by role", 45)
    'Deployment approach: share\nof respondents, by role'
    """
    lines = wrap(text, width).count("\n")
    while width > 1 and wrap(text, width - 1).count("\n") == lines:
        width -= 1
    return wrap(text, width)


def figure_of(ax: Axes) -> Figure:
    """Return the figure that axes are on.

    Raises
    ------
    InvalidCallError
        If they are on none.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure()
    >>> figure_of(figure.add_subplot()) is figure
    True
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        msg = "the axes are on no figure; they were removed from it"
        raise InvalidCallError(msg)
    return figure


def name_id(given: str) -> str:
    """Write an id as words.

    Examples
    --------
    >>> name_id("life-cycle")
    'Life cycle'
    """
    words = given.replace("-", " ")
    return words[:1].upper() + words[1:]


def measure(texts: Iterable[str], *, size: float = TYPE) -> float:
    """Return the width of the widest line in inches.

    Examples
    --------
    >>> measure(["a", "a longer line"]) > measure(["a"])
    True
    """
    lines = {line for text in texts for line in text.split("\n")}
    return max((_line_width(line, size) for line in lines), default=0.0)


@lru_cache(maxsize=4096)
def _line_width(line: str, size: float) -> float:
    font = FontProperties(family="DejaVu Sans", size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(line, font, ismath=False)
    return float(width) / 72


def show_labels(ax: Axes, labels: list[str], *, positions: list[float]) -> None:
    """Write the names of the rows, the first on top.

    Examples
    --------
    >>> ax = Figure().add_subplot()
    >>> show_labels(ax, ["Yes", "No"], positions=[0, 1])
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Yes', 'No']
    """
    ax.set_yticks(positions if labels else [], labels)
    ax.set_ylim(max(positions) + 0.6, min(positions) - 0.6)


def show_shares(ax: Axes, *, limit: float) -> None:
    """Make the horizontal axis one of shares in per cent, from 0 to `limit`.

    Examples
    --------
    >>> ax = Figure().add_subplot()
    >>> show_shares(ax, limit=0.6)
    >>> ax.get_xlim()
    (np.float64(0.0), np.float64(0.6))
    """
    show_numbers(ax, limit=limit)
    ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10]))  # whole per cent
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol="\u00a0%"))


def show_numbers(ax: Axes, *, limit: float) -> None:
    """Make the horizontal axis one of numbers from 0 to `limit`.

    Examples
    --------
    >>> ax = Figure().add_subplot()
    >>> show_numbers(ax, limit=20)
    >>> ax.get_xlim()
    (np.float64(0.0), np.float64(20.0))
    """
    ax.set_xlim(0, limit)
    ax.grid(axis="x", color=RULE, linewidth=0.8)
    ax.tick_params(axis="x", length=0)


def bottom_for(lines: Iterable[str]) -> float:
    """Return the room in inches that `show_meaning` needs below the axes.

    Examples
    --------
    >>> bottom_for(["Pipeline, n = 168"]) < bottom_for(["Pipeline, n = 168", "A note"])
    True
    """
    return 0.4 + 0.18 * len(_wrapped(lines).split("\n"))


def show_meaning(ax: Axes, lines: Iterable[str]) -> None:
    """Write below the horizontal axis what it shows, and of whom.

    Examples
    --------
    >>> ax = Figure().add_subplot()
    >>> show_meaning(ax, ["Pipeline, n = 168"])
    >>> ax.get_xlabel()
    'Pipeline, n = 168'
    """
    ax.set_xlabel(_wrapped(lines), loc="right", linespacing=1.4)
    ax.xaxis.label.set_multialignment("right")


def _wrapped(lines: Iterable[str]) -> str:
    return "\n".join(wrap_evenly(line, _MEANING) for line in lines)
