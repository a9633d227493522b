"""Quotes as HTML: text, pseudonym, role and themes, and that it is an illustration if it is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from survey_analysis.results import ILLUSTRATION_LABEL
from survey_analysis.tables.rows import require_columns

_NEEDED = ["unit_id", "participant", "role", "codes", "text", "label"]


def on_theme(quotes: pd.DataFrame, code: str) -> pd.DataFrame:
    """Select the quotes with a code.

    Parameters
    ----------
    quotes
        The table `quotes.csv`.
    code
        The code's id.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"unit_id": "P01:002", "participant": "P01", "role": "", "codes": "pace;watch",
    ...        "text": "Slowly.", "label": ""}
    >>> len(on_theme(pd.DataFrame([row]), "watch")), len(on_theme(pd.DataFrame([row]), "wat"))
    (1, 0)
    """
    require_columns(quotes, _NEEDED)
    return quotes[[code in codes.split(";") for codes in quotes["codes"]]]


def quotes_html(quotes: pd.DataFrame, *, labels: Mapping[str, str]) -> list[str]:
    """Write quotes as HTML, one after the other.

    Parameters
    ----------
    quotes
        Rows of `quotes.csv`.
    labels
        The label of each code.

    Returns
    -------
    list of str
        An element each, without an empty line.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"unit_id": "P01:002", "participant": "P01", "role": "Developer", "codes": "pace",
    ...        "text": "Slowly.", "label": ""}
    >>> print(quotes_html(pd.DataFrame([row]), labels={"pace": "Pace"})[0])
    <blockquote class="sa-quote"><p>Slowly.</p>
    <footer>P01, Developer (P01:002). Pace.</footer></blockquote>
    """
    require_columns(quotes, _NEEDED)
    written = []
    for row in quotes.to_dict("records"):
        speaker = ", ".join(part for part in (row["participant"], row["role"]) if part)
        themes = ", ".join(labels.get(code, code) for code in row["codes"].split(";"))
        note = f" {ILLUSTRATION_LABEL}." if row["label"] else ""
        text = " ".join(row["text"].split())
        footer = f"{speaker} ({row['unit_id']}). {themes}.{note}"
        written.append(
            f'<blockquote class="sa-quote"><p>{escape(text)}</p>\n'
            f"<footer>{escape(footer)}</footer></blockquote>"
        )
    return written
