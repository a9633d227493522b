"""Typing by distinct text: each text of a column is typed once, however often it stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.responses import CellState
from survey_analysis.responses.answers import type_question
from survey_analysis.responses.cells import Cells, Findings, is_in
from survey_analysis.responses.codes import Codes
from survey_analysis.responses.model import StateArray
from survey_analysis.study import (
    AllocationQuestion,
    MultipleQuestion,
    Question,
    RankingQuestion,
    SingleQuestion,
    question_options,
)

IntArray = npt.NDArray[np.int64]
TextNumbers = npt.NDArray[np.integer]
"""Texts as numbers: in one column the same number is the same text."""
TextsAt = Callable[[str, IntArray], npt.NDArray[np.object_]]
"""Gives the texts of a column at some positions of a chunk."""


# Marks of a text: it was typed; it says that the question was not shown; it is a problem;
# it counts as the question's "other" option; it is a tick. Three bits between hold its state
# on a page that was reached. All in one byte, because looking up is what takes time.
TYPED, UNSEEN, BAD, UNDECLARED = np.uint8(1), np.uint8(2), np.uint8(4), np.uint8(8)
TICKED = np.uint8(128)
_STATE, _STATE_BITS = np.uint8(4), np.uint8(7)


@dataclass
class ColumnVocabulary:
    """What the texts of one column of a question mean, by their numbers.

    Attributes
    ----------
    question, column, codes
        Whose cells, and the export's codes for them.
    marks
        `TYPED`, `UNSEEN`, `BAD`, `UNDECLARED` and `TICKED` of each text, and its state on a
        page that was reached, shape (texts,); 0 if new.
    values
        Its value; ticks are in `marks`.
    unreached
        Its state on a page that was not reached.
    """

    question: Question
    column: str
    codes: Codes
    marks: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))
    values: npt.NDArray[Any] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    unreached: StateArray = field(default_factory=lambda: np.zeros(0, dtype=np.int8))

    def mark(self, numbers: TextNumbers, texts_at: TextsAt) -> npt.NDArray[np.uint8]:
        """Return the marks of cells, shape (n,); texts not met before are typed first."""
        self._grow(int(numbers.max()) + 1)
        marks = self.marks.take(numbers, mode="clip")
        if marks.all():
            return marks
        unknown = np.flatnonzero(marks == 0)
        new, first = np.unique(numbers[unknown], return_index=True)
        self._learn(new, texts_at(self.column, unknown[first]))
        return self.marks[numbers]

    def _grow(self, size: int) -> None:
        more = size - len(self.marks)
        if more > 0:
            room = more + len(self.marks)
            self.marks = np.pad(self.marks, (0, room))
            self.values = np.pad(self.values, (0, room))
            self.unreached = np.pad(self.unreached, (0, room))

    def _learn(self, numbers: TextNumbers, texts: npt.NDArray[np.object_]) -> None:
        marks = np.where(is_in(texts, self.codes.not_shown), TYPED | UNSEEN, TYPED)
        self.marks[numbers] = marks
        if not is_typed_by_row(self.question):
            self._type(numbers, texts)

    def _type(self, numbers: TextNumbers, texts: npt.NDArray[np.object_]) -> None:
        """Type texts as if each stood on a page not reached, and on a reached one."""
        findings = Findings()
        cells = Cells(
            texts=np.tile(texts, 2)[:, None],
            columns=[self.column],
            rows=np.tile(np.arange(len(texts)), 2),
            reached=np.repeat([False, True], len(texts)),
            codes=replace(self.codes, nothing_ticked="answered"),
            findings=findings,
        )
        values, states = type_question(self.question, cells)
        if values.dtype != object:
            self.values = self.values.astype(values.dtype, copy=False)
            self.values[numbers] = values[: len(texts), 0]
        if values.dtype == bool:
            self.marks[numbers[values[: len(texts), 0]]] |= TICKED
        self.unreached[numbers], reached = states.reshape(2, -1)
        self.marks[numbers] |= reached.astype(np.uint8) << _STATE
        bad = {row for problem in findings.problems for row in problem.rows}
        self.marks[numbers[list(bad)]] |= BAD
        if findings.warnings:
            labels = [label for o in question_options(self.question) for label in o.labels]
            given = states[len(texts) :, 0] == CellState.ANSWERED
            self.marks[numbers[given & ~is_in(texts, labels)]] |= UNDECLARED

    def find_values(self, numbers: TextNumbers, marks: npt.NDArray[np.uint8]) -> npt.NDArray[Any]:
        """Return the values of cells that have these marks, shape (n,)."""
        if self.values.dtype == bool:
            return np.asarray(marks >= TICKED)
        return self.values.take(numbers, mode="clip")

    def find_states(
        self, numbers: TextNumbers, marks: npt.NDArray[np.uint8], *, unreached: IntArray
    ) -> StateArray:
        """Return the states of cells that have these marks, shape (n,).

        `unreached` are the positions of those who did not reach the page.
        """
        states = ((marks >> _STATE) & _STATE_BITS).view(np.int8)
        if len(unreached):
            states[unreached] = self.unreached[numbers[unreached]]
        return states


def is_typed_by_row(question: Question) -> bool:
    """Tell whether the cells of a respondent decide together what each of them means."""
    if isinstance(question, MultipleQuestion):
        return question.column is not None
    return isinstance(question, AllocationQuestion | RankingQuestion) or (
        isinstance(question, SingleQuestion) and question.column is None
    )


def type_distinct_rows(
    question: Question, numbers: TextNumbers, cells: Callable[[IntArray], Cells]
) -> tuple[npt.NDArray[Any], StateArray, IntArray]:
    """Type a question whose cells belong together, each distinct row once.

    Parameters
    ----------
    question
        The question.
    numbers
        Its cells, and as the last column whether the page was reached, shape (n, k + 1).
    cells
        Gives the cells at some positions of the chunk.

    Returns
    -------
    values, states, bad
        Shape (n, k), and the positions of the rows with problems.
    """
    which = number_rows(numbers)
    _, first, inverse = np.unique(which, return_index=True, return_inverse=True)
    distinct = replace(cells(first), rows=np.arange(len(first)), findings=Findings())
    values, states = type_question(question, distinct)
    bad = {row for problem in distinct.findings.problems for row in problem.rows}
    return values[inverse], states[inverse], np.flatnonzero(np.isin(inverse, list(bad)))


def number_rows(numbers: TextNumbers) -> IntArray:
    """Give equal rows of a table, shape (n, k), equal numbers.

    Examples
    --------
    >>> number_rows(np.array([[7, 1], [2, 1], [7, 1]], dtype=np.uint32))
    array([0, 1, 0])
    """
    rows = np.zeros(len(numbers), dtype=np.int64)
    for column in numbers.T:
        texts, distinct = pd.factorize(column)
        rows, _ = pd.factorize(rows * len(distinct) + texts)
    return rows
