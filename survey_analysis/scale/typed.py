"""Batches to typed responses, as `survey_analysis.responses` types a file in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.errors import Problem
from survey_analysis.responses import BoolArray, Responses, Source
from survey_analysis.responses.answers import raw_columns, type_question
from survey_analysis.responses.cells import Cells, Findings
from survey_analysis.responses.codes import question_codes
from survey_analysis.responses.model import CellState, StateArray, Typed
from survey_analysis.responses.presets import mark_unasked, mark_untouched_defaults
from survey_analysis.responses.reaching import extend_reached
from survey_analysis.responses.selection import select_by_metadata
from survey_analysis.scale.batches import Batch
from survey_analysis.scale.problems import ProblemLog
from survey_analysis.scale.vocabulary import (
    BAD,
    UNDECLARED,
    UNSEEN,
    ColumnVocabulary,
    IntArray,
    is_typed_by_row,
    type_distinct_rows,
)
from survey_analysis.study import (
    MultipleQuestion,
    Question,
    Study,
    TextQuestion,
    question_options,
)

_NO_SOURCE = Source(file="", sha256="", kind="", format="", encoding="", separator="")


@dataclass
class BatchTyper:
    """Types batches of one study.

    Attributes
    ----------
    study
        The study file.
    file_format
        ``unipark`` or ``delimited``.
    log
        Collects what cannot be typed.
    vocabularies
        What the texts of each column mean, by numbering and column; learned from batches.
    """

    study: Study
    file_format: str
    log: ProblemLog
    vocabularies: dict[int, dict[str, ColumnVocabulary]] = field(default_factory=dict)

    def type(self, batch: Batch, *, file: str) -> Responses:
        """Type a batch; what cannot be typed goes into the log, named with `file`."""
        if batch.numbering not in self.vocabularies:
            self.vocabularies[batch.numbering] = self._new_vocabularies()
        typed = _Typing(batch, self.vocabularies[batch.numbering], self.log, file)
        self.log.add(_in_file(batch.problems, file))
        metadata = self._metadata(batch)
        reached = self._find_reached(typed, metadata)
        values, states = {}, {}
        for page in self.study.pages:
            for question in map(self.study.question, page.questions):
                found = typed.type(question, reached[page.id])
                values[question.id], states[question.id] = found
        mark_untouched_defaults(self.study, values, states)
        return mark_unasked(
            Responses(
                study=self.study,
                ids=batch.rows,
                metadata=metadata,
                values=values,
                states=states,
                reached=reached,
                option_texts=pd.DataFrame(index=range(len(batch))),
                source=_NO_SOURCE,
            )
        )

    def _find_reached(self, typed: _Typing, metadata: pd.DataFrame) -> dict[str, BoolArray]:
        seen = {
            page.id: typed.find_reached([self.study.question(name) for name in page.questions])
            for page in self.study.pages
        }
        condition = self.study.export.finished
        if condition is None:
            return seen
        return extend_reached(seen, finished=select_by_metadata(metadata, condition))

    def _new_vocabularies(self) -> dict[str, ColumnVocabulary]:
        found = {}
        for question in self.study.questions:
            codes = question_codes(self.study, question, detected=self.file_format)
            for column in raw_columns(question):
                found[column] = ColumnVocabulary(question, column, codes)
        return found

    def _metadata(self, batch: Batch) -> pd.DataFrame:
        known = [name for name in self.study.export.metadata if name in batch.numbers]
        texts = {name: _as_categories(batch, name) for name in known}
        metadata = pd.DataFrame(texts, index=range(len(batch)))
        if self.study.export.duration:
            metadata["duration"] = batch.find_durations(self.study.export)
        return metadata


@dataclass(frozen=True, eq=False)
class _Typing:
    """One batch on its way to answers."""

    batch: Batch
    vocabularies: dict[str, ColumnVocabulary]
    log: ProblemLog
    file: str
    marks: dict[str, npt.NDArray[np.uint8]] = field(default_factory=dict)

    def find_reached(self, questions: list[Question]) -> BoolArray:
        """Tell who reached a page: any of its cells is something other than not shown."""
        batch, unseen = self.batch, np.full(len(self.batch), UNSEEN)
        for question in questions:
            for column in raw_columns(question):
                marks = self.vocabularies[column].mark(batch.numbers[column], batch.texts_at)
                self.marks[column] = marks
                unseen &= marks
        return np.asarray(unseen == 0)

    def type(self, question: Question, reached: BoolArray) -> Typed:
        """Type a question; what cannot be typed is typed again by itself, for the log."""
        if is_typed_by_row(question):
            columns = [self.batch.numbers[name] for name in raw_columns(question)]
            values, states, bad = type_distinct_rows(
                question,
                np.column_stack([*columns, reached]),
                lambda rows: self._cells(question, rows, reached),
            )
        else:
            values, states = self._look_up(question, reached)
            bad = self._check_marks(question)
        if len(bad):
            cells = self._cells(question, bad, reached)
            type_question(question, cells)
            self.log.add(_in_file(cells.findings.problems, self.file))
        return values, states

    def _cells(self, question: Question, positions: IntArray, reached: BoolArray) -> Cells:
        columns = raw_columns(question)
        return Cells(
            texts=np.stack([self.batch.texts_at(name, positions) for name in columns], axis=1),
            columns=columns,
            rows=self.batch.rows[positions],
            reached=reached[positions],
            codes=self.vocabularies[columns[0]].codes,
            findings=Findings(),
        )

    def _look_up(self, question: Question, reached: BoolArray) -> Typed:
        """Look every cell up in its column's vocabulary."""
        columns, unreached = raw_columns(question), np.flatnonzero(~reached)
        shape = (len(self.batch), len(columns))
        values = np.empty(shape, self.vocabularies[columns[0]].values.dtype, order="F")
        states = np.empty(shape, np.int8, order="F")
        for i, column in enumerate(columns):
            vocabulary, numbers = self.vocabularies[column], self.batch.numbers[column]
            marks = self.marks[column]
            values[:, i] = vocabulary.find_values(numbers, marks)
            states[:, i] = vocabulary.find_states(numbers, marks, unreached=unreached)
        if isinstance(question, TextQuestion):  # what the texts say is not read
            return np.broadcast_to(np.array("", dtype=object), shape), states
        if isinstance(question, MultipleQuestion):
            codes = self.vocabularies[columns[0]].codes
            _mark_nothing_ticked(values, states, ambiguous=codes.nothing_ticked == "ambiguous")
        return values, states

    def _check_marks(self, question: Question) -> IntArray:
        """Return the positions of respondents with problems; warn of undeclared labels."""
        columns = {column: self.marks[column] for column in raw_columns(question)}
        all_marks = np.bitwise_or.reduce(list(columns.values()))
        if (all_marks & UNDECLARED).any():
            other = next(o for o in question_options(question) if o.other)
            for column, marks in columns.items():
                cells = int(np.count_nonzero(marks & UNDECLARED))
                message = f"column {column}: undeclared labels count as {other.label!r}"
                self.log.warn(message, cells)
        return np.flatnonzero(all_marks & BAD)


def _mark_nothing_ticked(values: npt.NDArray[Any], states: StateArray, *, ambiguous: bool) -> None:
    """Mark questions without a tick, as `survey_analysis.responses.answers` does."""
    if ambiguous:
        nothing, answered = ~np.logical_or.reduce(values.T), np.int8(CellState.ANSWERED)
        step = np.int8(CellState.AMBIGUOUS - CellState.ANSWERED)
        for column in states.T:  # adding is several times as fast as assigning where it holds
            column += (nothing & (column == answered)) * step


def _in_file(problems: list[Problem], file: str) -> list[Problem]:
    return [replace(problem, file=file) for problem in problems]


def _as_categories(batch: Batch, name: str) -> pd.Categorical:
    codes, distinct = pd.factorize(batch.numbers[name])
    first = np.empty(len(distinct), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    texts = pd.Index(batch.texts_at(name, first), dtype=object)
    return pd.Categorical.from_codes(codes, categories=texts)
