"""Batches to typed responses, as `survey_analysis.responses` types a file in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.errors import Problem
from survey_analysis.responses import BoolArray, Responses, Source
from survey_analysis.responses.answers import Typed, raw_columns, type_question
from survey_analysis.responses.cells import Cells, Findings
from survey_analysis.responses.codes import question_codes
from survey_analysis.responses.model import CellState, StateArray
from survey_analysis.responses.presets import mark_unasked, mark_untouched_defaults
from survey_analysis.scale.batches import Batch
from survey_analysis.scale.problems import ProblemLog
from survey_analysis.scale.vocabulary import (
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
        What the texts of each column mean, learned from the batches.
    """

    study: Study
    file_format: str
    log: ProblemLog
    vocabularies: dict[str, ColumnVocabulary] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make a vocabulary for every column of a question."""
        for question in self.study.questions:
            codes = question_codes(self.study, question, detected=self.file_format)
            for column in raw_columns(question):
                self.vocabularies[column] = ColumnVocabulary(question, column, codes)

    def type(self, batch: Batch, *, file: str) -> Responses:
        """Type a batch; what cannot be typed goes into the log, named with `file`."""
        for name, vocabulary in self.vocabularies.items():
            vocabulary.learn(batch.numbers[name], batch.texts_at)
        self.log.add(_in_file(batch.problems, file))
        reached = {page.id: self._reached(batch, page.questions) for page in self.study.pages}
        values, states = {}, {}
        for page in self.study.pages:
            for question in map(self.study.question, page.questions):
                typed = self._type(batch, question, reached[page.id], file)
                values[question.id], states[question.id] = typed
        mark_untouched_defaults(self.study, values, states)
        return mark_unasked(
            Responses(
                study=self.study,
                ids=batch.rows,
                metadata=self._metadata(batch),
                values=values,
                states=states,
                reached=reached,
                option_texts=pd.DataFrame(index=range(len(batch))),
                source=_NO_SOURCE,
            )
        )

    def _metadata(self, batch: Batch) -> pd.DataFrame:
        known = [name for name in self.study.export.metadata if name in batch.numbers]
        texts = {name: _as_categories(batch, name) for name in known}
        return pd.DataFrame(texts, index=range(len(batch)))

    def _reached(self, batch: Batch, questions: list[str]) -> BoolArray:
        """Tell who reached a page: any of its cells is something other than not shown."""
        reached = np.zeros(len(batch), dtype=bool)
        for question in map(self.study.question, questions):
            for column in raw_columns(question):
                reached |= ~self.vocabularies[column].unseen[batch.numbers[column]]
        return reached

    def _type(self, batch: Batch, question: Question, reached: BoolArray, file: str) -> Typed:
        columns = raw_columns(question)

        def cells_at(positions: IntArray) -> Cells:
            texts = [batch.texts_at(column, positions) for column in columns]
            codes = self.vocabularies[columns[0]].codes
            rows = batch.rows[positions]
            return Cells(np.stack(texts, 1), columns, rows, reached[positions], codes, Findings())

        if is_typed_by_row(question):
            numbers = np.column_stack([*(batch.numbers[name] for name in columns), reached])
            values, states, bad = type_distinct_rows(question, numbers, cells_at)
        else:
            values, states, bad = self._look_up(batch, question, reached)
        if len(bad):
            found = cells_at(bad)
            type_question(question, found)
            self.log.add(_in_file(found.findings.problems, file))
        return values, states

    def _look_up(
        self, batch: Batch, question: Question, reached: BoolArray
    ) -> tuple[npt.NDArray[Any], StateArray, IntArray]:
        """Look every cell up in its column's vocabulary; also say which rows have problems."""
        columns = raw_columns(question)
        shape = (len(batch), len(columns))
        bad = np.zeros(len(batch), dtype=bool)
        values = np.empty(shape, self.vocabularies[columns[0]].values.dtype, order="F")
        states = np.empty(shape, np.int8, order="F")
        for i, column in enumerate(columns):
            vocabulary, numbers = self.vocabularies[column], batch.numbers[column]
            values[:, i] = vocabulary.values[numbers]
            states[:, i] = vocabulary.find_states(numbers, reached)
            bad |= vocabulary.bad[numbers]
            self._warn(question, column, int(vocabulary.undeclared[numbers].sum()))
        if isinstance(question, MultipleQuestion):
            self._mark_ambiguous(columns[0], values, states)
        if isinstance(question, TextQuestion):
            values = np.broadcast_to(np.array("", dtype=object), shape)  # what it says is not read
        return values, states, np.flatnonzero(bad)

    def _mark_ambiguous(self, column: str, values: npt.NDArray[Any], states: StateArray) -> None:
        """Mark questions without a tick, as `survey_analysis.responses.answers` does."""
        if self.vocabularies[column].codes.nothing_ticked == "ambiguous":
            nothing = np.flatnonzero(~values.any(axis=1))
            marked = states[nothing]
            marked[marked == CellState.ANSWERED] = CellState.AMBIGUOUS
            states[nothing] = marked

    def _warn(self, question: Question, column: str, cells: int) -> None:
        if cells:
            other = next(o for o in question_options(question) if o.other)
            self.log.warn(f"column {column}: undeclared labels count as {other.label!r}", cells)


def _in_file(problems: list[Problem], file: str) -> list[Problem]:
    return [replace(problem, file=file) for problem in problems]


def _as_categories(batch: Batch, name: str) -> pd.Categorical:
    _, first, codes = np.unique(batch.numbers[name], return_index=True, return_inverse=True)
    texts = pd.Index(batch.texts_at(name, first), dtype=object)
    return pd.Categorical.from_codes(codes.astype(np.int32), categories=texts)
