"""Which questions of a draft stood on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from survey_analysis.drafting.shapes import DraftedQuestion, Pages
from survey_analysis.readers import RawTable, format_codes
from survey_analysis.readers.questionnaire import Questionnaire
from survey_analysis.responses.selection import select_by_metadata

_PROGRESS = ("progress", "lastpage")
NOT_SHOWN = (
    "the export has no mark for what was not shown, so the pages behind a record's last answer "
    "count as not shown, unless it finished (export: finished)"
)


def find_columns(keys: Mapping[str, Any]) -> list[str]:
    """List the columns that the keys of a drafted question name.

    Examples
    --------
    >>> find_columns({"options": [{"column": "Q1_1", "text": "Q1_1_TEXT"}]})
    ['Q1_1', 'Q1_1_TEXT']
    """
    parts = [*keys.get("options", []), *keys.get("items", [])]
    names = [part[key] for part in parts for key in ("column", "text") if key in part]
    return [*([keys["column"]] if "column" in keys else []), *keys.get("ranks", []), *names]


def has_no_mark(table: RawTable, complete: str) -> bool:
    """Tell whether an export marks who finished, but not what was never shown.

    Parameters
    ----------
    table
        The export.
    complete
        The rule of complete records; empty if there is none.
    """
    codes = list(format_codes(table.format).not_shown)
    return bool(complete) and not bool(table.cells.isin(codes).any(axis=None))


def divide_pages(
    questions: Sequence[DraftedQuestion], table: RawTable, *, complete: str = ""
) -> tuple[Pages, str]:
    """Part questions into pages where records stop: nothing from there on was shown to them.

    Parameters
    ----------
    questions
        The questions, in the export's order.
    table
        The export.
    complete
        The rule of complete records; empty if there is none.

    Returns
    -------
    pages, reason
        Ids of pages and of their questions.
    """
    ids = [str(q.keys["id"]) for q in questions]
    unseen_codes = list(format_codes(table.format).not_shown)
    if has_no_mark(table, complete):
        return _divide_by_ends(questions, table, complete)
    if not unseen_codes:
        return (("all", tuple(ids)),), "the export does not say what was not shown: one page"
    unseen = [_is_unseen(q, table, unseen_codes) for q in questions]
    from_here = [np.logical_and.reduce(unseen[i:]) for i in range(len(unseen))]
    pages: list[list[str]] = []
    for number, question_id in enumerate(ids):
        if number and int(from_here[number].sum()) == int(from_here[number - 1].sum()):
            pages[-1].append(question_id)
        else:
            pages.append([question_id])
    return _name_pages(pages), "a page begins where records stop"


def _name_pages(pages: Sequence[Sequence[str]]) -> Pages:
    return tuple((f"page-{i}", tuple(page)) for i, page in enumerate(pages, start=1))


def _divide_by_ends(
    questions: Sequence[DraftedQuestion], table: RawTable, complete: str
) -> tuple[Pages, str]:
    """Part questions behind the last one on which something stands in records that stopped."""
    last = find_last_seen(questions, table)
    finished = select_by_metadata(table.cells, complete)
    by = next((name for name in table.cells if str(name).casefold() in _PROGRESS), None)
    stopped = pd.Series(last[~finished])
    if by is not None:  # who stops on a page has the same progress, whatever was left out there
        ends = set(stopped.groupby(table.cells[by].to_numpy()[~finished]).max())
    else:
        stops = stopped.value_counts()
        ends = set(stops[stops >= max(1, len(last) / 100)].index)
    if (last[finished] == 0).any():  # screened out
        ends.add(0)
    pages: list[list[str]] = [[]]
    for number, question in enumerate(questions):
        pages[-1].append(str(question.keys["id"]))
        if number in ends and number + 1 < len(questions):
            pages.append([])
    how = f", by {by}" if by is not None else ""
    named = _name_pages(pages) if len(pages) > 1 else (("all", tuple(pages[0])),)
    return named, f"a page ends where unfinished records stop{how}; {NOT_SHOWN}"


def find_last_seen(
    questions: Sequence[DraftedQuestion], table: RawTable
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Find the last question on which something stands in each record, -1 for none, shape (n,)."""
    last = np.full(len(table.cells), -1)
    for number, question in enumerate(questions):
        last[~_is_unseen(question, table, [""])] = number
    return last


def _is_unseen(
    question: DraftedQuestion, table: RawTable, codes: Sequence[str]
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell which records have nothing but "not shown" in a question's columns, shape (n,)."""
    shown = [name for name in find_columns(question.keys) if name in table.cells]
    return np.asarray(table.cells[shown].isin(codes).all(axis=1))


def divide_as_asked(questions: Sequence[DraftedQuestion], questionnaire: Questionnaire) -> Pages:
    """Part questions into the questionnaire's pages; what it does not know stays where it is."""
    page_of = {q: i for i, page in enumerate(questionnaire.pages) for q in page.questions}
    pages: dict[int, list[str]] = {}
    here = 0
    for question in questions:
        question_id = str(question.keys["id"])
        here = page_of.get(question_id, here)
        pages.setdefault(here, []).append(question_id)
    return tuple((f"page-{i + 1}", tuple(pages[i])) for i in sorted(pages))
