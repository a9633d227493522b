"""Count what a replica has to reproduce: one question at a time, never two together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from survey_analysis.errors import InvalidCallError
from survey_analysis.readers import read_table
from survey_analysis.replica.cells import cell_kinds, problem_questions
from survey_analysis.responses import (
    BoolArray,
    CellState,
    Responses,
    cell_names,
    is_untouched_only,
    population_mask,
    read_responses,
)
from survey_analysis.study import (
    Column,
    MultipleQuestion,
    Question,
    RankingQuestion,
    Study,
    account_for_columns,
    question_columns,
    question_items,
)

COMPLETE = "complete"
SUSPENDED = "suspended"
UNTOUCHED_ONLY = "untouched_only"

_COUNTS = ["column", "question_id", "item_id", "option_id", "status", "measure", "value", "count"]
_Row = tuple[str, str, str, str, str, str, str, int]


@dataclass(frozen=True)
class Margins:
    """What ties a replica to its original: aggregates, and which problem slots are filled.

    Attributes
    ----------
    counts
        One row per column or question, completion status, `measure` and `value`:
        `column, question_id, item_id, option_id, status, measure, value, count`.
        `status` is ``complete`` (the study's default population) or ``suspended`` (the
        rest). Measures of a column, in the export's order:

        - ``cells``: how often each `value` stands there. Free text is counted by kind
          (``text``, ``junk``, ``empty``, ``spaces``, or the code), shares of an
          allocation as ``share``, durations in classes of 300 seconds.
        - ``junk``: how often each declared junk text stands there.
        - ``zeros``, ``points``: zeros and sum of an item of an allocation, among answers.

        Measures of a question: ``shown``, ``given`` (respondents with at least one
        answer, or a sentinel), ``untouched`` (with an untouched default), ``ticks`` (with
        `value` options ticked) and ``with-others`` (who tick an exclusive option and
        another one). Measures of the page `value`: ``reached``, and ``silent`` (reached,
        nothing given).
    slots
        One row a respondent: `respondent`, `status`, `untouched_only` (``yes`` or
        nothing), and the kind of text in each slot of the problem questions.
    """

    counts: pd.DataFrame
    slots: pd.DataFrame


def extract_margins(study: Study, path: str | Path) -> Margins:
    """Count an original for its replica.

    Parameters
    ----------
    study
        The study file. An open question that declares `junk` asks for problem reports:
        its slots are told by respondent.
    path
        The original. A replica gives the margins it was made from.

    Raises
    ------
    DataError
        If the file does not fit the study.
    InvalidCallError
        If the study has no column of ids, or a question that no replica can have: a
        ranking, or ticks joined in one cell.

    Examples
    --------
    >>> from survey_analysis.study import bundled_studies, load_study
    >>> name = "ml-deployment-monitoring"
    >>> margins = extract_margins(load_study(name), bundled_studies()[name] / "responses.csv")
    >>> len(margins.slots)
    276
    """
    _refuse_without_replica(study)
    responses = read_responses(study, path)
    cells = _aligned_cells(responses, path)
    kinds = pd.DataFrame(
        {
            name: cell_kinds(study, column, cells[name])
            for name, column in account_for_columns(study).items()
        }
    )[list(cells.columns)]
    complete = population_mask(responses, study.default_population)
    statuses = {COMPLETE: complete, SUSPENDED: ~complete}
    rows = [
        *_count_cells(study, kinds, statuses),
        *_count_junk(study, cells, statuses),
        *_count_questions(responses, statuses),
        *_count_pages(responses, statuses),
    ]
    return Margins(pd.DataFrame(rows, columns=_COUNTS), _list_slots(responses, kinds, complete))


def _refuse_without_replica(study: Study) -> None:
    if study.export.id is None:
        msg = f"{study.study}: a replica needs 'export.id', the column of ids"
        raise InvalidCallError(msg)
    for question in study.questions:
        is_joined = isinstance(question, MultipleQuestion) and question.column is not None
        if is_joined or isinstance(question, RankingQuestion):
            what = "ticks joined in one cell" if is_joined else "a ranking"
            msg = f"{study.study}: {question.id} is {what}, of which no replica can be made"
            raise InvalidCallError(msg)


def _aligned_cells(responses: Responses, path: str | Path) -> pd.DataFrame:
    """Read the raw cells in the order of the responses."""
    cells = read_table(path, format=responses.study.export.format).cells
    ids = cells[responses.study.export.id].str.strip()
    order = pd.Index(ids.astype(responses.ids.dtype)).get_indexer(pd.Index(responses.ids))
    return cells.iloc[order].reset_index(drop=True)


def _count_cells(
    study: Study, kinds: pd.DataFrame, statuses: dict[str, BoolArray]
) -> Iterator[_Row]:
    account = account_for_columns(study)
    for name in map(str, kinds.columns):
        for status, mask in statuses.items():
            counted = kinds[name][mask].value_counts()
            for value in sorted(counted.index):
                yield _row(account[name], status, "cells", value, counted[value])


def _row(column: Column, status: str, measure: str, value: str, count: int) -> _Row:
    place = (column.name, column.question_id, column.item_id, column.option_id)
    return (*place, status, measure, value, int(count))


def _count_junk(
    study: Study, cells: pd.DataFrame, statuses: dict[str, BoolArray]
) -> Iterator[_Row]:
    for question in problem_questions(study):
        for column in question_columns(question):
            texts = cells[column.name].str.strip().str.casefold()
            for status, mask in statuses.items():
                for junk in question.junk:
                    count = int((texts[mask] == junk.casefold()).sum())
                    if count:
                        yield _row(column, status, "junk", junk, count)


def _count_questions(responses: Responses, statuses: dict[str, BoolArray]) -> Iterator[_Row]:
    for question in responses.study.questions:
        states = responses.states[question.id]
        who = {
            "shown": responses.is_shown(question.id),
            "given": is_given(responses, question),
            "untouched": (states == CellState.UNTOUCHED_DEFAULT).any(axis=1),
        }
        whole = Column("", "question", question.id)
        for status, mask in statuses.items():
            for measure, members in who.items():
                yield _row(whole, status, measure, "", (members & mask).sum())
            if isinstance(question, MultipleQuestion):
                yield from _count_ticks(responses, question, status, mask)
            if question.kind == "allocation":
                yield from _count_shares(responses, question, status, mask)


def is_given(responses: Responses, question: Question) -> BoolArray:
    """Tell who gave an answer to a question, or a sentinel, shape (n,)."""
    states = responses.states[question.id]
    given: BoolArray = ((states == CellState.ANSWERED) | (states == CellState.SENTINEL)).any(axis=1)
    return given


def _count_ticks(
    responses: Responses, question: MultipleQuestion, status: str, mask: BoolArray
) -> Iterator[_Row]:
    ticked = responses.values[question.id][mask & responses.is_shown(question.id)]
    ticks = ticked.sum(axis=1)
    whole = Column("", "question", question.id)
    for number, count in enumerate(np.bincount(ticks)):
        yield _row(whole, status, "ticks", str(number), count)
    for i, option in enumerate(question.options):
        if option.exclusive:
            column = Column(option.column or "", "option", question.id, option_id=option.id)
            yield _row(column, status, "with-others", "", (ticked[:, i] & (ticks > 1)).sum())


def _count_shares(
    responses: Responses, question: Question, status: str, mask: BoolArray
) -> Iterator[_Row]:
    shares = responses.values[question.id][mask & is_given(responses, question)]
    for i, item in enumerate(question_items(question)):
        column = Column(item.column, "item", question.id, item_id=item.id)
        yield _row(column, status, "zeros", "", (shares[:, i] == 0).sum())
        yield _row(column, status, "points", "", round(shares[:, i].sum()))


def _count_pages(responses: Responses, statuses: dict[str, BoolArray]) -> Iterator[_Row]:
    for page in responses.study.pages:
        questions = map(responses.study.question, page.questions)
        given = np.logical_or.reduce([is_given(responses, q) for q in questions])
        reached = responses.reached[page.id]
        for status, mask in statuses.items():
            whole = Column("", "question")
            yield _row(whole, status, "reached", page.id, (reached & mask).sum())
            yield _row(whole, status, "silent", page.id, (reached & ~given & mask).sum())


def _list_slots(responses: Responses, kinds: pd.DataFrame, complete: BoolArray) -> pd.DataFrame:
    columns: dict[str, object] = {
        "respondent": responses.ids,
        "status": np.where(complete, COMPLETE, SUSPENDED),
        UNTOUCHED_ONLY: np.where(is_untouched_only(responses), "yes", ""),
    }
    for question in problem_questions(responses.study):
        for name, item in zip(cell_names(question), question_items(question), strict=True):
            columns[name] = kinds[item.column].to_numpy()
    return pd.DataFrame(columns).astype(str)
