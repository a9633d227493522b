"""Matrix of stances: who agrees with which statement of a focus group's board."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.style import (
    BLUE,
    QUIET,
    RULE,
    SMALL_TYPE,
    VERMILLION,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_meaning,
    styled,
    wrap,
)
from survey_analysis.tables.conversations import STATEMENT_KINDS
from survey_analysis.tables.rows import require_columns

MARKS = {
    "agree": ("Agree", "o", BLUE, "full"),
    "mixed": ("Mixed", "o", QUIET, "left"),
    "disagree": ("Disagree", "X", VERMILLION, "full"),
    "silent": ("Silent", "o", QUIET, "none"),
}
"""Name, marker, colour and filling of each stance: the colour is not needed."""

_LABEL, _LINE, _ROW, _GAP, _HEAD, _FOOT = 42, 0.155, 0.13, 0.28, 0.45, 0.2


@styled
def plot_stances(result: pd.DataFrame, *, consensus: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw statements against participants; what became of each statement stands on the right.

    Parameters
    ----------
    result
        The table `stances.csv`.
    consensus
        The table `consensus.csv`: texts of the statements and outcomes.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing, or there is no statement.

    Examples
    --------
    >>> stances = pd.DataFrame({"statement": "S01", "kind": "benefit",
    ...     "participant": ["D1", "D2"], "session": "one", "stance": ["agree", "disagree"]})
    >>> summary = pd.DataFrame({"statement": ["S01"], "session": [""], "outcome": ["dissent"],
    ...     "kind": ["benefit"], "text": ["It helps."], "participants": [2]})
    >>> [text.get_text() for text in plot_stances(stances, consensus=summary).texts]
    ['Benefits', 'dissent', 'one']
    """
    overall = _overall(result, consensus)
    people = result[["participant", "session"]].drop_duplicates()
    kinds = [STATEMENT_KINDS[kind] for kind in overall["kind"]]
    labels = [wrap(text, _LABEL) for text in overall["text"]]
    places, heads, height = _stack(labels, kinds)
    meaning = [f"Stances of n = {len(people)} participants; right: the outcome"]
    margins = Margins(
        0.2 + measure(labels, size=SMALL_TYPE),
        0.15 + measure(overall["outcome"], size=SMALL_TYPE),
        _HEAD,
        bottom_for(meaning) + _FOOT,
    )
    ax = new_axes(ax, height=height, margins=margins)
    row_of = dict(zip(overall["statement"], places, strict=True))
    _draw_marks(ax, result, row_of, people["participant"].tolist())
    for place, head in heads:
        ax.text(
            -0.02, place, head, transform=ax.get_yaxis_transform(), ha="right", va="center",
            fontsize=SMALL_TYPE, fontweight="bold",
        )  # fmt: skip
    for place, outcome in zip(places, overall["outcome"], strict=True):
        ax.text(len(people) - 0.35, place, outcome, va="center", fontsize=SMALL_TYPE)
    ax.set_yticks(places, labels, fontsize=SMALL_TYPE)
    ax.set_ylim(height, 0)
    _name_columns(ax, people)
    show_meaning(ax, meaning)
    _explain_marks(ax, set(result["stance"]))
    return ax


def _overall(result: pd.DataFrame, consensus: pd.DataFrame) -> pd.DataFrame:
    require_columns(result, ["statement", "kind", "participant", "session", "stance"])
    require_columns(consensus, ["statement", "kind", "session", "outcome", "text"])
    if result.empty:
        msg = "there is no statement to draw stances on"
        raise InvalidCallError(msg)
    overall = consensus[consensus["session"] == ""].set_index("statement")
    kinds = dict.fromkeys(result["kind"])
    order = [
        statement
        for kind in kinds
        for statement in dict.fromkeys(result.loc[result["kind"] == kind, "statement"])
    ]
    return overall.loc[order].reset_index()


def _stack(
    labels: list[str], kinds: list[str]
) -> tuple[list[float], list[tuple[float, str]], float]:
    """Place statements below each other, each kind below its head; inches from the top."""
    places, heads, below = [], [], 0.0
    before = ""
    for label, kind in zip(labels, kinds, strict=True):
        if kind != before:
            heads.append((below + _GAP / 2, kind))
            below += _GAP
            before = kind
        tall = _ROW + _LINE * (1 + label.count("\n"))
        places.append(below + tall / 2)
        below += tall
    return places, heads, below


def _draw_marks(
    ax: Axes, result: pd.DataFrame, row_of: dict[str, float], people: list[str]
) -> None:
    for row in result.to_dict("records"):
        if row["stance"] in MARKS:
            place = (people.index(row["participant"]), row_of[row["statement"]])
            ax.plot(*place, **_look(row["stance"]))


def _look(stance: str) -> dict[str, Any]:
    _, marker, color, filling = MARKS[stance]
    return {
        "marker": marker, "color": color, "fillstyle": filling, "markersize": 7.5,
        "markeredgewidth": 1.2, "markeredgecolor": color,
        "markerfacecoloralt": "white", "linestyle": "none", "zorder": 3,
    }  # fmt: skip


def _name_columns(ax: Axes, people: pd.DataFrame) -> None:
    names = people["participant"].tolist()
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.set_xticks(range(len(names)), names, fontsize=SMALL_TYPE)
    ax.tick_params(axis="x", top=False, labeltop=True, bottom=False, labelbottom=False, pad=1)
    ax.grid(axis="y", color=RULE, linewidth=0.8)
    ax.spines[:].set_visible(False)
    sessions = people["session"].tolist()
    for session in dict.fromkeys(sessions):
        inside = [i for i, one in enumerate(sessions) if one == session]
        ax.annotate(
            session, (sum(inside) / len(inside), 1), xycoords=("data", "axes fraction"),
            xytext=(0, 18), textcoords="offset points", ha="center", fontsize=SMALL_TYPE,
            color=QUIET,
        )  # fmt: skip
        if inside[0]:
            ax.axvline(inside[0] - 0.5, color=RULE, linewidth=1.2)


def _explain_marks(ax: Axes, found: set[str]) -> None:
    handles = [
        Line2D([], [], label=MARKS[stance][0], **_look(stance))
        for stance in MARKS
        if stance in found
    ]
    ax.legend(
        handles=handles, loc="upper right", bbox_to_anchor=(1, -0.01), ncols=4,
        handletextpad=0.1, columnspacing=1, borderaxespad=0,
    )  # fmt: skip
    ax.xaxis.labelpad = 26


def describe_stances(result: pd.DataFrame, *, consensus: pd.DataFrame) -> str:
    """Say in words what `plot_stances` shows: the outcome of every statement.

    Examples
    --------
    >>> stances = pd.DataFrame({"statement": "S01", "kind": "benefit",
    ...     "participant": ["D1", "D2"], "session": "one", "stance": ["agree", "disagree"]})
    >>> summary = pd.DataFrame({"statement": ["S01"], "session": [""], "outcome": ["dissent"],
    ...     "kind": ["benefit"], "text": ["It helps."], "participants": [2]})
    >>> describe_stances(stances, consensus=summary)
    'Matrix of stances of 2 participants. It helps: 1 agree, 1 disagree, dissent.'
    """
    overall = _overall(result, consensus)
    parts = []
    for row in overall.to_dict("records"):
        own = result.loc[result["statement"] == row["statement"], "stance"].value_counts()
        counts = [f"{own[key]} {MARKS[key][0].lower()}" for key in MARKS if key in own]
        parts.append(f"{row['text'].rstrip('.')}: {', '.join([*counts, row['outcome']])}")
    people = result["participant"].nunique()
    return f"Matrix of stances of {people} participants. {'; '.join(parts)}."
