"""What numbers are made of, said wherever they are shown."""

from __future__ import annotations

from html import escape

from survey_analysis.display.shown import Shown
from survey_analysis.results import ILLUSTRATION_LABEL, Results

REPLICA_NOTE = (
    "Synthetic replica: the counts of each single question are those of the real survey, "
    "how the answers hang together is invented."
)
ORIGINAL_NOTE = "Real export, aggregates."
ILLUSTRATION_NOTE = f"{ILLUSTRATION_LABEL}; nothing may be concluded from them about anybody."
_NOTES = {"replica": REPLICA_NOTE, "illustration": ILLUSTRATION_NOTE}
_END = {"replica": ":", "illustration": ";"}  # of the part that is a badge
_LABELS = {"replica": "Synthetic replica", "illustration": "Illustration"}


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
