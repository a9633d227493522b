"""Strings to typed answers, one question at a time; what cannot be typed is a problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.errors import Problem, nearest
from survey_analysis.responses.model import BoolArray, CellState, StateArray
from survey_analysis.study import (
    AllocationQuestion,
    MultipleQuestion,
    NumericQuestion,
    PlainOption,
    Question,
    SingleQuestion,
    question_items,
    question_options,
)

_LONGEST_QUOTE = 40  # a longer undeclared text may be somebody's own words


@dataclass(frozen=True)
class Codes:
    """The export's codes for one question."""

    not_answered: frozenset[str]
    not_shown: frozenset[str]
    empty: frozenset[str]
    ticked: frozenset[str]
    not_ticked: frozenset[str]


@dataclass(frozen=True)
class Cells:
    """The raw cells of one question, and what may be said of them.

    `texts` has shape (n, k) in the order of the question's columns; `reached` has shape
    (n,). `problems` collects what cannot be typed.
    """

    texts: npt.NDArray[np.object_]
    columns: list[str]
    reached: BoolArray
    codes: Codes
    file: str
    rows: npt.NDArray[np.int64]
    problems: list[Problem] = field(default_factory=list)

    def missing_states(self) -> StateArray:
        """Give the state of each cell that holds a missing code; ANSWERED elsewhere."""
        states = np.zeros(self.texts.shape, dtype=np.int8)
        states[_is_in(self.texts, self.codes.not_answered)] = CellState.NOT_ANSWERED
        unseen = _is_in(self.texts, self.codes.not_shown)
        states[unseen] = CellState.NOT_ANSWERED
        states[unseen & ~self.reached[:, None]] = CellState.NOT_SHOWN
        return states

    def report(self, bad: BoolArray, column: int, message: str) -> None:
        """Report the rows of one column that share a problem."""
        rows = tuple(int(row) for row in self.rows[bad])
        self.problems.append(Problem(message, self.file, rows, self.columns[column]))


def _is_in(texts: npt.NDArray[np.object_], known: frozenset[str]) -> BoolArray:
    """Tell which texts are among a few known ones, shape of `texts`."""
    found = np.zeros(texts.shape, dtype=bool)
    for text in known:
        found |= texts == text
    return found


Typed = tuple[npt.NDArray[Any], StateArray]


def type_question(question: Question, cells: Cells) -> Typed:
    """Turn the raw cells of a question into values and states, each of shape (n, k).

    Labels that are not declared, numbers that are none or out of range, and allocations
    with another total become problems of `cells`.
    """
    if isinstance(question, MultipleQuestion):
        return _type_multiple(cells)
    if isinstance(question, SingleQuestion) and not question.column:
        return _type_spread(question, cells)
    if isinstance(question, NumericQuestion):
        return _type_numeric(question, cells)
    if isinstance(question, AllocationQuestion):
        return _type_allocation(question, cells)
    if question.kind == "text":
        return type_texts(cells)
    return _type_labels(question_options(question), cells)


def _type_labels(options: list[PlainOption], cells: Cells) -> Typed:
    states = cells.missing_states()
    values = np.full(cells.texts.shape, -1, dtype=np.int16)
    for number, option in enumerate(options):
        values[_is_in(cells.texts, frozenset(option.labels))] = number
    values[states != CellState.ANSWERED] = -1
    undeclared = (values < 0) & (states == CellState.ANSWERED)
    other = [number for number, option in enumerate(options) if option.other]
    if other:
        values[undeclared] = other[0]
    else:
        known = [label for option in options for label in option.labels]
        _report_labels(cells, undeclared, known)
    return values, states


def _report_labels(cells: Cells, bad: BoolArray, known: list[str]) -> None:
    for column in np.flatnonzero(bad.any(axis=0)):
        texts = cells.texts[:, column]
        for text in dict.fromkeys(texts[bad[:, column]].tolist()):
            message = f"found {quote(text)}, which is not declared{nearest(text, known)}"
            if len(known) <= 12:
                message += "; allowed: " + ", ".join(repr(label) for label in known)
            cells.report((texts == text) & bad[:, column], int(column), message)


def quote(text: str) -> str:
    """Quote a short label; describe what may be somebody's own words."""
    return repr(text) if len(text) <= _LONGEST_QUOTE else f"a text of {len(text)} characters"


def _ticks(cells: Cells) -> Typed:
    states = cells.missing_states()
    ticked = _is_in(cells.texts, cells.codes.ticked)
    known = ticked | _is_in(cells.texts, cells.codes.not_ticked)
    bad = ~known & (states == CellState.ANSWERED)
    _report_labels(cells, bad, sorted(cells.codes.ticked | cells.codes.not_ticked))
    return ticked & (states == CellState.ANSWERED), states


def _type_multiple(cells: Cells) -> Typed:
    ticked, states = _ticks(cells)
    untold = ~ticked.any(axis=1)[:, None] & (states == CellState.ANSWERED)
    states[untold] = CellState.AMBIGUOUS
    return ticked, states


def _type_spread(question: SingleQuestion, cells: Cells) -> Typed:
    """Type one choice that is spread over a column per option."""
    ticked, states = _ticks(cells)
    several = ticked.sum(axis=1) > 1
    if several.any():
        names = " and ".join(cells.columns)
        cells.report(several, 0, f"more than one of {names} is ticked; {question.id} takes one")
    none = ~ticked.any(axis=1)
    values = np.where(none, -1, ticked.argmax(axis=1)).astype(np.int16)[:, None]
    state = np.where(none, states.max(axis=1), CellState.ANSWERED)
    state[none & (states == CellState.ANSWERED).all(axis=1)] = CellState.NOT_ANSWERED
    return values, state.astype(np.int8)[:, None]


def _numbers(cells: Cells, states: StateArray) -> npt.NDArray[np.float64]:
    values = np.full(cells.texts.shape, np.nan)
    for column in range(values.shape[1]):
        given = states[:, column] == CellState.ANSWERED
        texts = pd.Series(cells.texts[:, column], dtype=object).str.strip()
        numbers = pd.to_numeric(texts.where(given), errors="coerce").to_numpy(dtype=float)
        bad = given & ~np.isfinite(numbers)
        for text in dict.fromkeys(cells.texts[bad, column].tolist()):
            same = bad & (cells.texts[:, column] == text)
            cells.report(same, column, f"found {quote(text)}, which is not a number")
        values[:, column] = np.where(bad, np.nan, numbers)
    return values


def _type_numeric(question: NumericQuestion, cells: Cells) -> Typed:
    states = cells.missing_states()
    states[(states == CellState.ANSWERED) & _is_in(cells.texts, frozenset(question.sentinels))] = (
        CellState.SENTINEL
    )
    values = _numbers(cells, states)
    low = -np.inf if question.minimum is None else question.minimum
    high = np.inf if question.maximum is None else question.maximum
    outside = (values < low) | (values > high)
    for column in np.flatnonzero(outside.any(axis=0)):
        for value in np.unique(values[outside[:, column], column]):
            bad = outside[:, column] & (values[:, column] == value)
            allowed = f"allowed: {low:g} to {high:g}, or declare it a sentinel"
            cells.report(bad, int(column), f"found {value:g}; {allowed}")
    return values, states


def _type_allocation(question: AllocationQuestion, cells: Cells) -> Typed:
    states = cells.missing_states()
    values = _numbers(cells, states)
    zero = (values == 0).all(axis=1)
    totals = values.sum(axis=1)
    given = (states == CellState.ANSWERED).any(axis=1) & ~zero
    off = given & ~(np.abs(totals - question.total) <= question.tolerance)
    if question.other_totals == "error":
        for total in dict.fromkeys(totals[off].tolist()):
            bad = off & ((totals == total) | (np.isnan(totals) & np.isnan(total)))
            found = "a share is missing" if np.isnan(total) else f"the shares sum to {total:g}"
            cells.report(bad, 0, f"{found}; {question.id} allows a total of {question.total:g}")
    out = zero | off
    states[out[:, None] & (states == CellState.ANSWERED)] = CellState.NOT_ANSWERED
    return np.where(states == CellState.ANSWERED, values, np.nan), states


def type_texts(cells: Cells) -> Typed:
    """Type free text: what is not a code is an answer."""
    states = cells.missing_states()
    states[_is_in(cells.texts, cells.codes.empty)] = CellState.EMPTY
    values = np.where(states == CellState.ANSWERED, cells.texts, "")
    return values.astype(object), states


def raw_columns(question: Question) -> list[str]:
    """List the columns whose cells `type_question` takes, in its order."""
    if isinstance(question, SingleQuestion) and question.column:
        return [question.column]
    options = [o.column for o in question_options(question) if o.column]
    return options or [item.column for item in question_items(question)]
