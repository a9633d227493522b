"""What notebooks call to show results: tables, figures, key figures, and what they are made of."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from survey_analysis.errors import InvalidCallError, nearest
from survey_analysis.results import ILLUSTRATION_LABEL, Results
from survey_analysis.tables.html import download_line, to_entries, to_html
from survey_analysis.tables.latex import to_latex
from survey_analysis.tables.rounding import NO_BREAK
from survey_analysis.tables.rows import read_rows, write_estimate, write_interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REPLICA_NOTE = (
    "Synthetic replica: the counts of each single question are those of the real survey, "
    "how the answers hang together is invented."
)
ORIGINAL_NOTE = "Real export, aggregates."
ILLUSTRATION_NOTE = f"{ILLUSTRATION_LABEL}; nothing may be concluded from them about anybody."
_NOTES = {"replica": REPLICA_NOTE, "illustration": ILLUSTRATION_NOTE}
_END = {"replica": ":", "illustration": ";"}  # of the part that is a badge
_LABELS = {"replica": "Synthetic replica", "illustration": "Illustration"}


@dataclass(frozen=True, repr=False)
class Shown:
    """Something a notebook shows: as HTML, as LaTeX (empty if it has none), as text.

    Examples
    --------
    >>> Shown(html="<p>49 of 168</p>", text="49 of 168")
    49 of 168
    """

    html: str
    text: str
    latex: str = ""

    def _repr_html_(self) -> str:
        return self.html

    def _repr_latex_(self) -> str | None:
        return self.latex or None

    def __repr__(self) -> str:
        """Return the text."""
        return self.text


def show_table(
    table: pd.DataFrame,
    *,
    caption: str,
    results: Results,
    note: str = "",
    download: str | None = None,
) -> Shown:
    """Show a display table with caption, note and the kind of the data.

    Parameters
    ----------
    table
        From `survey_analysis.tables`.
    caption
        What the table shows.
    results
        The results it was made of.
    note
        What must be known to read it.
    download
        The table of the results to offer as CSV, such as ``estimates``.

    Raises
    ------
    InvalidCallError
        If the results have no table of that name.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> from survey_analysis.tables import adoption_table
    >>> table = adoption_table(results.question("Q14"))[["Option", "Count", "Base"]]
    >>> show_table(table, caption="Pipeline", results=results, download="estimates")
    Pipeline
    Option Count Base
       Yes    49  168
        No   119  168
    Real export, aggregates.
    """
    return _show(to_html, table, caption, note, download, results)


def show_entries(
    table: pd.DataFrame,
    *,
    caption: str,
    results: Results,
    note: str = "",
    download: str | None = None,
) -> Shown:
    """Show a display table of long texts as a list, which narrow screens can hold.

    Parameters
    ----------
    table
        From `survey_analysis.tables`; its first column names the entries.
    caption, results, note, download
        As for `show_table`.

    Raises
    ------
    InvalidCallError
        If the results have no table of that name.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> table = pd.DataFrame({"Code": ["Drift"], "Definition": ["Data change."]})
    >>> show_entries(table, caption="Codes", results=results).html.splitlines()[2]
    '<dt>Drift</dt>'
    """
    return _show(to_entries, table, caption, note, download, results)


def _show(
    write: Callable[..., str],
    table: pd.DataFrame,
    caption: str,
    note: str,
    download: str | None,
    results: Results,
) -> Shown:
    links = {}
    if download is not None:
        results.table(download)
        links = {name_download("CSV", results): f"{_place(results)}/{download}.csv"}
    notes = " ".join(part for part in (note, data_note(results)) if part)
    label = f"tab:{results.study.study}-{'-'.join(caption.lower().split()[:4])}"
    return Shown(
        html=write(table, caption=caption, note=notes, download=links),
        text=f"{caption}\n{table.to_string(index=False)}\n{notes}",
        latex=to_latex(table, caption=f"{caption}. {notes}", label=label),
    )


def show_figure(
    axes: Axes, *, caption: str, alt: str, results: Results, name: str | None = None
) -> Shown:
    """Show a figure with caption, alternative text and the kind of the data.

    Parameters
    ----------
    axes
        From `survey_analysis.figures`.
    caption
        What the figure shows.
    alt
        The same for those who cannot see it, from the figure's ``describe_…``.
    results
        The results it was made of.
    name
        The figure's name in the gallery (``Q13``), to offer it as SVG and PNG.

    Raises
    ------
    InvalidCallError
        If there is no alternative text.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> from survey_analysis.figures import describe_adoption, plot_adoption
    >>> rows = results.question("Q13")
    >>> axes, alt = plot_adoption(rows), describe_adoption(rows)
    >>> shown = show_figure(axes, caption="Approach.", alt=alt, results=results, name="Q13")
    >>> print(shown.html[:26])
    <figure class="sa-figure">
    """
    from survey_analysis.figures.saving import mark_origin, render_svg
    from survey_analysis.figures.style import figure_of

    if not alt.strip():
        msg = "a figure needs an alternative text; describe_… of its module writes one"
        raise InvalidCallError(msg)
    figure = figure_of(axes)
    mark_origin(figure, results.kind)
    source = f"data:image/svg+xml;base64,{b64encode(render_svg(figure)).decode()}"
    text = f"{caption} {data_note(results)}"
    place = f"{_place(results)}/figures/{name}"
    formats = ("SVG", "PNG") if name else ()
    links = {name_download(one, results): f"{place}.{one.lower()}" for one in formats}
    lines = [
        '<figure class="sa-figure">',
        f'<img src="{source}" alt="{escape(alt, quote=True)}">',
        f"<figcaption>{escape(text)}</figcaption>",
        "</figure>",
        *download_line(links),
    ]
    return Shown(html="\n".join(lines), text=f"{text}\n{alt}")


def show_key_figures(results: Results, *, labels: Sequence[str] | None = None) -> Shown:
    """Show headlines of the study as cards: label, value, base and interval.

    Parameters
    ----------
    results
        The results of one study.
    labels
        The labels of the study's headlines to show, in order; all if None.

    Raises
    ------
    InvalidCallError
        If the study has no such headline; names the nearest.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> show_key_figures(results, labels=["MLOps pipeline followed"])
    MLOps pipeline followed: 29 % (n = 168, 95 % interval 23–36 %)
    Real export, aggregates.
    """
    known = {headline.label: headline for headline in results.survey.headlines}
    cards = []
    for label in known if labels is None else labels:
        if label not in known:
            msg = f"{label!r} is not a headline of {results.study.study}{nearest(label, known)}"
            raise InvalidCallError(msg)
        cards.append((label, *_headline(results, label)))
    divisions = [
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd>"
        f'<dd class="sa-note">{escape(note).replace("–", "–&#8288;")}</dd></div>'
        for label, value, note in cards
    ]
    text = "\n".join(f"{label}: {value} ({note})" for label, value, note in cards)
    note = f'<p class="sa-note">{escape(data_note(results))}</p>'
    html = "\n".join(['<dl class="sa-key-figures">', *divisions, "</dl>", note])
    return Shown(html=html, text=f"{text.replace(NO_BREAK, ' ')}\n{data_note(results)}")


def _headline(results: Results, label: str) -> tuple[str, str]:
    """Write a headline's value, and its base with the interval."""
    headline = next(h for h in results.survey.headlines if h.label == label)
    table = results.question(headline.question)
    is_it = (
        (table["segment_by"] == "")
        & (table["item_id"] == (headline.item or ""))
        & (table["option_id"] == (headline.option or ""))
        & (table["statistic"] == headline.statistic)
    )
    if not is_it.any():
        msg = f"the estimates have no row for the headline {label!r}"
        raise InvalidCallError(msg)
    row = read_rows(table[is_it])[0]
    unit = getattr(results.survey.question(headline.question), "unit", "")
    level = f"{100 * table['confidence_level'].max():g}\u00a0%"
    interval = write_interval(row, unit=unit)
    return write_estimate(row, unit=unit), f"n = {row.answered:,.0f}, {level} interval {interval}"


def provenance(results: Results) -> Shown:
    """Say on top of a page what its numbers are made of.

    Parameters
    ----------
    results
        The results the page shows.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> provenance(results)
    Real export, aggregates. 188 respondents.
    """
    data = results.manifest["data"]
    people = "respondents" if "respondents" in data else "participants"
    text = f"{data_note(results)} {data[people]:,} {people}."
    return Shown(html=_write_notice(text, results.kind), text=text)


def write_notice(results: Results) -> str:
    """Write what results were computed from as HTML; replicas and illustrations get a badge.

    Parameters
    ----------
    results
        The results a page shows, perhaps beside others.
    """
    return _write_notice(data_note(results), results.kind)


def _write_notice(text: str, kind: str) -> str:
    if kind not in _LABELS:
        return f'<p class="sa-note">{escape(text)}</p>'
    first, mark, rest = text.partition(_END[kind])
    written = f"<strong>{escape(first)}</strong>{escape(mark + rest)}"
    return f'<aside class="sa-replica" aria-label="{_LABELS[kind]}"><p>{written}</p></aside>'


def data_note(results: Results) -> str:
    """Return the sentence that says what results were computed from."""
    return _NOTES.get(results.kind, ORIGINAL_NOTE)


def name_download(name: str, results: Results) -> str:
    """Name a link to a file; that of an illustration says so.

    Parameters
    ----------
    name
        Of the format: ``CSV``.
    results
        What the file was made of.
    """
    return f"{name} (illustration)" if results.kind == "illustration" else name


def _place(results: Results) -> str:
    """Return the address of a study's results as seen from a notebook's page."""
    return f"../results/{results.study.study}"
