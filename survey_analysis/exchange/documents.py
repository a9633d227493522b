"""Units laid out as documents that people like to read and code, and found again in them.

One document for each question and group (all reports on deployment below each other), or for
each transcript. Every unit stands below a line of its own with its id in brackets, which
survives whatever a tool does with the text around it::

    [29:Q4.model-deployment-1]
    Nobody knows the old system any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from survey_analysis.exchange.project import Document, Span, make_guid
from survey_analysis.exchange.texts import to_lf

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_MARK = re.compile(r"^\[([^\]\n]+)\][ \t]*$", re.MULTILINE)


def lay_out(units: pd.DataFrame, *, title: str) -> tuple[tuple[Document, ...], dict[str, Span]]:
    r"""Lay units out as documents.

    Parameters
    ----------
    units
        Columns as `survey_analysis.coding.units.UNIT_COLUMNS`.
    title
        The project's title; GUIDs depend on it.

    Returns
    -------
    tuple
        The documents, and each unit's place in them by the unit's id.

    Examples
    --------
    >>> unit = {"unit_id": "7:Q4.a-1", "question_id": "Q4", "group": "a", "text": "Old server"}
    >>> documents, places = lay_out(pd.DataFrame([unit]), title="Problems")
    >>> documents[0].name, documents[0].text, places["7:Q4.a-1"].start
    ('Q4 a', '[7:Q4.a-1]\nOld server\n', 11)
    """
    documents, places = [], {}
    for (question, group), rows in units.groupby(["question_id", "group"], sort=False):
        name = _name(str(question), str(group))
        guid, text = make_guid(title, "document", name), ""
        for unit, own in zip(rows["unit_id"], map(to_lf, rows["text"]), strict=True):
            text += ("\n" if text else "") + f"[{unit}]\n"
            places[str(unit)] = Span(guid, len(text), len(text) + len(own), str(unit))
            text += f"{own}\n"
        documents.append(Document(guid, name, text))
    return tuple(documents), places


def _name(question: str, group: str) -> str:
    """Name a document so that any system can have a file of that name."""
    name = question if group in {"", question} else f"{question} {group}"
    return _UNSAFE.sub("-", name)


def find_units(document: Document, units: pd.DataFrame) -> Iterator[tuple[str, Span | None]]:
    r"""Find units in a document by the lines that carry their ids.

    Parameters
    ----------
    document
        A document that `lay_out` made and a tool may have edited, or one unit alone with the
        unit's id as its name.
    units
        Columns `unit_id` and `text`.

    Yields
    ------
    tuple
        A unit's id and its place; no place where the text below the id is not the unit's.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_id": ["7:Q4.a-1"], "text": ["Old server"]})
    >>> text = Document("1", "any", "[7:Q4.a-1]\nOld server\n")
    >>> [(span.start, span.end) for _, span in find_units(text, units)]
    [(11, 21)]
    """
    texts = {str(u): to_lf(t) for u, t in zip(units["unit_id"], units["text"], strict=True)}
    marks = [mark for mark in _MARK.finditer(document.text) if mark[1] in texts]
    ends = [*(mark.start() for mark in marks), len(document.text)][1:]
    for mark, end in zip(marks, ends, strict=True):
        yield mark[1], _matched(document, texts[mark[1]], mark[1], mark.end() + 1, end)
    if not marks and document.name in texts:
        yield document.name, _matched(document, texts[document.name], document.name, 0, None)


def without_marks(text: str) -> str:
    r"""Blank the lines that carry ids; all other places stay what they are.

    Examples
    --------
    >>> without_marks("[7:a]\nOld").replace("\x00", "_")
    '_____\nOld'
    """
    return _MARK.sub(lambda mark: "\x00" * len(mark[0]), text)


def _matched(document: Document, own: str, unit: str, start: int, end: int | None) -> Span | None:
    """Return the unit's place if the stretch of text is the unit's, white space after it aside."""
    if document.text[start:end].rstrip() != own.rstrip():
        return None
    return Span(document.guid, start, start + len(own), unit)
