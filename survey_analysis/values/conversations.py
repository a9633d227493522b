"""Names of what interviews and focus groups gave: counts of participants and turns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from survey_analysis.display import write_notice
from survey_analysis.quoting import write_quotes
from survey_analysis.results import Results
from survey_analysis.tables.rounding import format_share
from survey_analysis.values.coded import name_coded
from survey_analysis.values.estimated import Named, read_table
from survey_analysis.values.naming import cite

_SHARES = ("code.", "category.", "grouping.")  # few people: counts only


def name_conversations(results: Results) -> dict[str, str]:
    """Name the numbers of interviews or focus groups, as text for pages.

    Every key starts with the study's kind: ``interviews.``, ``focus-groups.``. Then

    - ``theme.blind-spots`` (a code, a category or a grouping), "13 of 18 participants", with
      ``.count``, ``.turns`` and ``.label``;
    - ``participants``, ``consenting``, ``documents``, ``words``, ``turns``;
    - ``coded.units``, ``coded.resolved``, ``agreement.masi.full``,
      ``saturation.run-2.respondents``, ``codebook.codes`` ..., see `name_coded`;
    - ``statement.S01`` (its text), ``.agree``, ``.mixed``, ``.disagree``, ``.silent``,
      ``.outcome``; ``statements``, ``outcome.dissent`` (statements), ``disputed`` (stances on
      which coders differ), ``session.session-1.minutes``;
    - ``quotes``, how many, and ``quotes.page``, all of them by theme; ``notice``, the
      label for the top of a page; ``citation``, ``title``, ``about``, ``rq.RQ1``, ``level``.

    Parameters
    ----------
    results
        The results of one study.

    Returns
    -------
    dict
        Key to text.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> results = load_results("operationalizing-ml")  # doctest: +SKIP
    >>> name_conversations(results)["interviews.theme.rollback"]  # doctest: +SKIP
    '17 of 18 participants'
    """
    kind = results.study.kind
    parts = (_people, _themes, _codings, _statements, _sessions, _quotes, _study)
    return {f"{kind}.{key}": text for part in parts for key, text in part(results)}


def _people(results: Results) -> Named:
    people = results.table("participants")
    speaking = results.table("speaking")
    yield "participants", str(len(people))
    yield "consenting", str(int(people["consent_to_quote"].sum()))
    yield "documents", str(speaking["document_id"].nunique())
    yield "turns", f"{speaking['turns'].sum():,}"
    yield "words", f"{speaking['words'].sum():,}"


def _themes(results: Results) -> Named:
    labels = _labels(results)
    for row in read_table(results, "codes"):
        name = f"theme.{row.code or row.category}"
        yield name, f"{row.respondents} of {row.answered} participants"
        yield f"{name}.count", str(row.respondents)
        yield f"{name}.turns", str(row.applications)
        yield f"{name}.label", labels[row.code or row.category]


def _labels(results: Results) -> dict[str, str]:
    book: Any = results.codebook
    listed: Iterator[Any] = (
        one for part in (book.groupings, book.categories, book.codes) for one in part
    )
    return {one.id: one.label for one in listed}


def _codings(results: Results) -> Named:
    for key, text in name_coded(results):
        if not key.startswith(_SHARES):
            yield key.replace(".documents", ""), text


def _statements(results: Results) -> Named:
    overall = [row for row in read_table(results, "consensus") if not row.session]
    for row in overall:
        yield f"statement.{row.statement}", str(row.text)
        for stance in ("agree", "mixed", "disagree", "silent", "outcome"):
            yield f"statement.{row.statement}.{stance}", str(getattr(row, stance))
    if overall:
        yield "statements", str(len(overall))
        outcomes = [str(row.outcome) for row in overall]
        for outcome in dict.fromkeys(outcomes):
            yield f"outcome.{outcome.replace(' ', '-')}", str(outcomes.count(outcome))
        disputed = results.table("stances")["is_disputed"].sum()
        yield "stances", str(len(results.table("stances")))
        yield "disputed", str(disputed)


def _sessions(results: Results) -> Named:
    for row in read_table(results, "sessions"):
        yield f"session.{row.session}.minutes", f"{row.minutes:.0f}"
        yield f"session.{row.session}.codes", str(row.codes)
        yield f"session.{row.session}.codes-only-here", str(row.codes_only_here)


def _quotes(results: Results) -> Named:
    yield "quotes", f"{len(results.tables.get('quotes', ())):,}"
    if results.codebook is not None:
        yield "quotes.page", write_quotes(results)


def _study(results: Results) -> Named:
    study = results.study
    yield "title", study.title
    yield "notice", write_notice(results)
    yield "level", format_share(results.manifest["settings"]["level"], base=1)
    yield "command", str(results.manifest["command"])
    for question in study.research_questions:
        yield f"rq.{question.id}", question.text
    if study.citation is not None:
        yield "citation", cite(study.citation)
