"""Quotes on pages: a few in a chapter, and all of them by theme on a page of their own."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pandas as pd

from survey_analysis.display import Shown, data_note
from survey_analysis.errors import InvalidCallError
from survey_analysis.results import Results
from survey_analysis.tables.quotes import on_theme, quotes_html

_READABLE = 45
"""Words of a quote that is short enough to be read in passing and long enough to say much."""


def show_quotes(results: Results, *, theme: str, most: int = 2) -> Shown:
    """Show a few quotes on a theme, each of another participant, and where the others are.

    Parameters
    ----------
    results
        The results of interviews or focus groups.
    theme
        The id of a code.
    most
        How many quotes at most: those of a length that is read in passing.

    Raises
    ------
    InvalidCallError
        If the codebook has no such code, or nothing is coded.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> show_quotes(load_results("operationalizing-ml"), theme="rollback")  # doctest: +SKIP
    """
    label = _codebook_labels(results)[require_code(results, theme)]
    found = on_theme(results.table("quotes"), theme)
    lengths = [abs(len(text.split()) - _READABLE) for text in found["text"]]
    chosen = found.assign(far=lengths).sort_values("far", kind="stable")
    chosen = chosen.drop_duplicates("participant").head(most)
    link = f"../quotes.html#{quotes_anchor(results, theme)}"
    text = f"All quotes on this theme: {len(found)}"
    quotes = quotes_html(chosen, labels=_codebook_labels(results))
    lines = [
        f'<p class="sa-note">{escape(label)}</p>',
        *quotes,
        f'<p class="sa-note"><a href="{link}">{text}</a></p>',
    ]
    said = "\n".join(f"{row.participant}: {row.text}" for row in chosen.itertuples())
    return Shown(html="\n".join(lines), text=f"{label}\n{said}\n{data_note(results)}")


def require_code(results: Results, code: str) -> str:
    """Return a code's id if the study's codebook declares it.

    Raises
    ------
    InvalidCallError
        If it does not; names the nearest. Or if nothing is coded.
    """
    if results.codebook is None:
        msg = f"nothing was coded in {results.study.study}: it has no codebook"
        raise InvalidCallError(msg)
    return results.codebook.code(code).id


def quotes_anchor(results: Results, code: str) -> str:
    """Return the anchor of a theme on the page of quotes: ``interviews-rollback``."""
    return f"{results.study.kind}-{code}"


def _codebook_labels(results: Results) -> dict[str, str]:
    codes = results.codebook.codes if results.codebook else []
    return {code.id: code.label for code in codes}


def write_quotes(results: Results) -> str:
    """Write all quotes of a study as Markdown: a heading a theme, its quotes folded below.

    Parameters
    ----------
    results
        The results of interviews or focus groups.

    Raises
    ------
    InvalidCallError
        If nothing is coded.
    """
    if results.codebook is None or "quotes" not in results.tables:
        msg = f"nothing was coded in {results.study.study}: there are no quotes"
        raise InvalidCallError(msg)
    quotes, book = results.table("quotes"), results.codebook
    parts = []
    for category in book.categories:
        own = [code for code in book.codes if code.category == category.id]
        parts.append(f"### {category.label}")
        for code in own:
            parts += _write_theme(results, on_theme(quotes, code.id), code.id)
    return "\n\n".join(parts)


def _write_theme(results: Results, quotes: pd.DataFrame, code: str) -> Iterator[str]:
    labels = _codebook_labels(results)
    yield f"({quotes_anchor(results, code)})="
    yield f"#### {labels[code]}"
    if quotes.empty:
        yield "No quote on this theme may be shown."
        return
    people = quotes["participant"].nunique()
    summary = f"{len(quotes)} quotes of {people} participants"
    lines = ['<details class="sa-quotes">', f"<summary>{summary}</summary>"]
    yield "\n".join([*lines, *quotes_html(quotes, labels=labels), "</details>"])
