"""Shares of speech: how much each person says in each document."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from survey_analysis.figures.style import (
    HATCH,
    INK,
    QUIET,
    SMALL_TYPE,
    Margins,
    bottom_for,
    measure,
    new_axes,
    show_labels,
    show_meaning,
    show_shares,
    styled,
)
from survey_analysis.tables.rows import require_columns

_NEEDED = ["document_id", "speaker", "is_moderator", "words", "word_share"]
_ROW, _BAR, _TYPE_ROOM = 0.3, 0.72, 0.09
_TINTS = ("#9ccbe6", "#f2c9a8", "#b7dfc9", "#e3c7d9", "#f0dfa6", "#cfd6db")


@styled
def plot_speaking(result: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    r"""Draw one bar a document, divided by who speaks; the moderator is hatched, on the right.

    Parameters
    ----------
    result
        The table `speaking.csv`.
    ax
        Axes to draw on; a new figure's if None.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "P01", "speaker": ["Interviewer", "P01"],
    ...     "is_moderator": [True, False], "words": [20, 80], "word_share": [0.2, 0.8]})
    >>> [text.get_text() for text in plot_speaking(rows).texts]
    ['80\xa0%', '20\xa0%', '100 words']
    """
    require_columns(result, _NEEDED)
    documents = list(dict.fromkeys(result["document_id"]))
    totals = [f"{words:,} words" for words in _sum_words(result, documents)]
    meaning = ["Share of the words of each document; hatched: who asks"]
    margins = Margins(
        0.2 + measure(documents), 0.2 + measure(totals, size=SMALL_TYPE), bottom=bottom_for(meaning)
    )
    ax = new_axes(ax, height=_ROW * len(documents) + 0.1, margins=margins)
    for place, document in enumerate(documents):
        _draw_document(ax, result[result["document_id"] == document], place)
    for place, total in enumerate(totals):
        ax.text(1.015, place, total, va="center", fontsize=SMALL_TYPE, color=QUIET)
    show_shares(ax, limit=1)
    show_labels(ax, documents, positions=[float(i) for i in range(len(documents))])
    show_meaning(ax, meaning)
    return ax


def _sum_words(result: pd.DataFrame, documents: list[str]) -> list[int]:
    return [int(result.loc[result["document_id"] == one, "words"].sum()) for one in documents]


def _draw_document(ax: Axes, rows: pd.DataFrame, place: int) -> None:
    """Draw the parts of a bar: participants in the order of their names, then moderators."""
    ordered = rows.sort_values(["is_moderator", "speaker"])
    alone = (~rows["is_moderator"]).sum() == 1
    begun = 0.0
    for i, row in enumerate(ordered.to_dict("records")):
        share = row["word_share"]
        look: dict[str, Any] = {"facecolor": HATCH, "hatch": "////", "edgecolor": "#b9c3c9"}
        if not row["is_moderator"]:
            look = {"facecolor": _TINTS[i % len(_TINTS)], "edgecolor": "white"}
        ax.barh(place, share, left=begun, height=_BAR, linewidth=0.8, zorder=2, **look)
        percent = f"{share:.0%}".replace("%", "\u00a0%")
        text = percent if alone or row["is_moderator"] else f"{row['speaker']} {percent}"
        if share > _TYPE_ROOM:
            ax.text(
                begun + share / 2, place, text, ha="center", va="center", fontsize=SMALL_TYPE,
                color=INK, zorder=3,
                bbox={"facecolor": look["facecolor"], "edgecolor": "none", "pad": 1},
            )  # fmt: skip
        begun += share


def describe_speaking(result: pd.DataFrame) -> str:
    """Say in words what `plot_speaking` shows.

    Examples
    --------
    >>> rows = pd.DataFrame({"document_id": "P01", "speaker": ["Interviewer", "P01"],
    ...     "is_moderator": [True, False], "words": [20, 80], "word_share": [0.2, 0.8]})
    >>> describe_speaking(rows)
    'Bars of shares of words. P01: P01 80 %, Interviewer 20 %.'
    """
    require_columns(result, _NEEDED)
    parts = []
    for document, rows in result.groupby("document_id", sort=False):
        ordered = rows.sort_values(["is_moderator", "speaker"])
        shares = zip(ordered["speaker"], ordered["word_share"], strict=True)
        said = ", ".join(f"{speaker} {100 * share:.0f} %" for speaker, share in shares)
        parts.append(f"{document}: {said}")
    return f"Bars of shares of words. {'; '.join(parts)}."
