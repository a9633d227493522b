"""Tables as HTML: what the site's style sheet and a screen reader expect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

import pandas as pd

from survey_analysis.tables.questions import GROUP
from survey_analysis.tables.reports import VERDICT
from survey_analysis.tables.rounding import SMALL, SUPPRESSED, UNDEFINED

SIGNS = {"holds": "✓", "fails": "✗", "undecided": "≈", "pending": "…"}
"""The sign of each verdict: with the word it says what the colour says."""

_NUMBER = re.compile(r"[<>−-]?\d[\d,.–−\s%()]*(\u00a0\w+)?(, n = [\d,]+)?")
_NAME, _LONG = 20, 28  # characters; longer texts need a column that is not squeezed
_WIDE = 16  # characters; longer headings need more than a word a line
_NO_NUMBER = ("", UNDEFINED, SMALL, SUPPRESSED)


def to_html(
    table: pd.DataFrame,
    *,
    caption: str,
    note: str = "",
    download: Mapping[str, str] | None = None,
) -> str:
    """Write a display table as HTML that scrolls in its own box.

    Parameters
    ----------
    table
        A table of text. Its first column names the rows; a column ``Group`` before it
        becomes headings within the rows; verdicts become badges.
    caption
        What the table shows.
    note
        What must be known to read it.
    download
        The address of each file to download, by the text of its link.

    Returns
    -------
    str
        HTML without an empty line; all text is escaped.

    Examples
    --------
    >>> table = pd.DataFrame({"Option": ["Yes & no"], "Base": ["168"]})
    >>> print(to_html(table, caption="Pipeline", download={"CSV": "estimates.csv"}))
    ... # doctest: +ELLIPSIS
    <div class="table-scroll" role="region" tabindex="0" aria-label="Pipeline">
    <table class="sa-table">
    <caption>Pipeline</caption>
    <thead><tr><th scope="col">Option</th><th scope="col" class="num base">Base</th></tr></thead>
    <tbody>
    <tr><th scope="row">Yes &amp; no</th><td class="num base">168</td></tr>
    </tbody>
    </table>
    </div>
    <p class="sa-download"><a href="estimates.csv" download>CSV</a></p>
    """
    label = escape(caption, quote=True)
    lines = [
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">',
        '<table class="sa-table">',
        f"<caption>{escape(caption)}</caption>",
        *_rows(table),
        "</table>",
        "</div>",
    ]
    if note:
        lines.append(f'<p class="sa-note">{escape(note)}</p>')
    return "\n".join([*lines, *download_line(download or {})])


def to_entries(
    table: pd.DataFrame, *, caption: str, note: str = "", download: Mapping[str, str] | None = None
) -> str:
    """Write a display table of long texts as a list: an entry a row, a line a cell.

    Parameters
    ----------
    table
        A table of text. Its first column names the entries; empty cells are left out.
    caption, note, download
        As for `to_html`.

    Returns
    -------
    str
        HTML without an empty line; all text is escaped.

    Examples
    --------
    >>> table = pd.DataFrame({"Code": ["Drift"], "Definition": ["Data change."], "Id": [""]})
    >>> print(to_entries(table, caption="Data"))
    <p class="sa-entries-caption">Data</p>
    <dl class="sa-entries">
    <dt>Drift</dt>
    <dd><span class="sa-note">Definition:</span> Data change.</dd>
    </dl>
    """
    name, *others = table.columns
    lines = [f'<p class="sa-entries-caption">{escape(caption)}</p>', '<dl class="sa-entries">']
    for row in table.to_dict("records"):
        lines.append(f"<dt>{escape(row[name])}</dt>")
        lines += [
            f'<dd><span class="sa-note">{escape(other)}:</span> {escape(row[other])}</dd>'
            for other in others
            if row[other]
        ]
    lines.append("</dl>")
    if note:
        lines.append(f'<p class="sa-note">{escape(note)}</p>')
    return "\n".join([*lines, *download_line(download or {})])


def download_line(download: Mapping[str, str]) -> list[str]:
    """Write the links to files, or nothing if there is none.

    Examples
    --------
    >>> download_line({"CSV": "estimates.csv"})
    ['<p class="sa-download"><a href="estimates.csv" download>CSV</a></p>']
    """
    links = [
        f'<a href="{escape(address, quote=True)}" download>{escape(text)}</a>'
        for text, address in download.items()
    ]
    return [f'<p class="sa-download">{" ".join(links)}</p>'] if links else []


def verdict_badge(verdict: str) -> str:
    """Write a verdict as a badge: sign, word and colour.

    Examples
    --------
    >>> verdict_badge("holds")
    '<span class="sa-verdict sa-holds">✓ holds</span>'
    """
    if verdict not in SIGNS:
        return escape(verdict)
    return f'<span class="sa-verdict sa-{verdict}">{SIGNS[verdict]} {verdict}</span>'


def numeric_columns(table: pd.DataFrame) -> list[str]:
    r"""List the columns after the first whose cells are all numbers, or say why there is none.

    Examples
    --------
    >>> numeric_columns(pd.DataFrame({"Option": ["1–10"], "Share": ["9\xa0%"], "Note": ["a"]}))
    ['Share']
    """
    return [
        name
        for name in [name for name in table.columns if name != GROUP][1:]
        if all(cell in _NO_NUMBER or _NUMBER.fullmatch(cell) for cell in table[name])
        and not all(cell in _NO_NUMBER for cell in table[name])
    ]


def _rows(table: pd.DataFrame) -> Iterator[str]:
    columns = [name for name in table.columns if name != GROUP]
    classes = {name: _classes(name) for name in numeric_columns(table)}
    long = [n for n in columns if n not in classes and max(map(len, table[n]), default=0) > _LONG]
    classes |= dict.fromkeys(long, "text")
    heads = "".join(_head(name, classes.get(name, "")) for name in columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    groups = table[GROUP] if GROUP in table else [""] * len(table)
    cells = zip(groups, *(table[name] for name in columns), strict=True)
    for group, rows in groupby(cells, key=lambda row: str(row[0])):
        yield "<tbody>"
        if group:
            span = f'scope="rowgroup" colspan="{len(columns)}"'
            yield f'<tr class="sa-group"><th {span}>{escape(group)}</th></tr>'
        for _, *row in rows:
            texts = zip(columns[1:], row[1:], strict=True)
            others = "".join(_cell(name, text, classes.get(name, "")) for name, text in texts)
            first = _attribute(classes.get(columns[0], ""))
            yield f'<tr><th scope="row"{first}>{_escape(row[0])}</th>{others}</tr>'
        yield "</tbody>"


def _classes(name: str) -> str:
    """Return the classes of a column of numbers: quieter for bases, unbroken for intervals."""
    kinds = {"base": "base", "interval": "interval"}
    return " ".join(["num", *(kind for word, kind in kinds.items() if word in name.lower())])


def _attribute(classes: str) -> str:
    return f' class="{classes}"' if classes else ""


def _head(name: str, classes: str) -> str:
    classes = f"{classes} wide".strip() if len(name) > _WIDE else classes
    return f'<th scope="col"{_attribute(classes)}>{escape(name)}</th>' if name else "<td></td>"


def _escape(text: str) -> str:
    """Escape a text; a longer name of a column may break behind an underscore."""
    return escape(text).replace("_", "_<wbr>") if len(text) > _NAME else escape(text)


def _cell(name: str, text: str, classes: str) -> str:
    written = verdict_badge(text) if name == VERDICT else _escape(text)
    return f"<td{_attribute(classes)}>{written}</td>"
