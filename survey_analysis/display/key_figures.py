"""Key figures: a study's headlines as cards."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from survey_analysis.display.notices import data_note
from survey_analysis.display.shown import Shown
from survey_analysis.errors import InvalidCallError, nearest
from survey_analysis.results import Results
from survey_analysis.tables.rounding import NO_BREAK
from survey_analysis.tables.rows import read_rows, write_estimate, write_interval


def show_key_figures(
    results: Results, *, labels: Sequence[str] | None = None, note: str | None = None
) -> Shown:
    """Show headlines of the study as cards: label, value, base and interval.

    Parameters
    ----------
    results
        The results of one study.
    labels
        The labels of the study's headlines to show, in order; all if None.
    note
        What stands below them; what the numbers are made of if None.

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
        f'<dd class="sa-note">{escape(certainty).replace("–", "–&#8288;")}</dd></div>'
        for label, value, certainty in cards
    ]
    text = "\n".join(f"{label}: {value} ({certainty})" for label, value, certainty in cards)
    said = data_note(results) if note is None else note
    below = [f'<p class="sa-note">{escape(said)}</p>'] if said else []
    html = "\n".join(['<dl class="sa-key-figures">', *divisions, "</dl>", *below])
    return Shown(html=html, text=f"{text.replace(NO_BREAK, ' ')}\n{said}".rstrip())


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
