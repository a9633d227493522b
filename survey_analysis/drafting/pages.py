"""Which questions of a draft stood on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from survey_analysis.drafting.shapes import DraftedQuestion
from survey_analysis.readers import RawTable, format_codes
from survey_analysis.readers.questionnaire import Questionnaire


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


def divide_pages(
    questions: Sequence[DraftedQuestion], table: RawTable
) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], str]:
    """Part questions into pages where records stop: nothing from there on was shown to them."""
    ids = [str(q.keys["id"]) for q in questions]
    unseen_codes = list(format_codes(table.format).not_shown)
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
    named = tuple((f"page-{i}", tuple(page)) for i, page in enumerate(pages, start=1))
    return named, "a page begins where records stop"


def _is_unseen(
    question: DraftedQuestion, table: RawTable, codes: Sequence[str]
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell which records have nothing but "not shown" in a question's columns, shape (n,)."""
    shown = [name for name in find_columns(question.keys) if name in table.cells]
    return np.asarray(table.cells[shown].isin(codes).all(axis=1))


def divide_as_asked(
    questions: Sequence[DraftedQuestion], questionnaire: Questionnaire
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Part questions into the questionnaire's pages; what it does not know stays where it is."""
    page_of = {q: i for i, page in enumerate(questionnaire.pages) for q in page.questions}
    pages: dict[int, list[str]] = {}
    here = 0
    for question in questions:
        question_id = str(question.keys["id"])
        here = page_of.get(question_id, here)
        pages.setdefault(here, []).append(question_id)
    return tuple((f"page-{i + 1}", tuple(pages[i])) for i in sorted(pages))
