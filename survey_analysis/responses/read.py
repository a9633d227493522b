"""An export and a study file to typed responses; everything wrong is named at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.errors import DataError, Problem, describe_problems, nearest
from survey_analysis.readers import RawTable, read_table, unipark
from survey_analysis.responses.answers import Cells, Codes, raw_columns, type_question, type_texts
from survey_analysis.responses.model import BoolArray, CellState, Responses, Source
from survey_analysis.responses.selection import select
from survey_analysis.study import Question, Study, account_for_columns, question_options
from survey_analysis.study.model import MissingCodes

REPLICA_MARK = "synthetic replica"
"""What a replica writes into the columns that are dropped at reading."""


def read_responses(study: Study, path: str | Path) -> Responses:
    """Read an export into typed responses, sorted by id.

    Parameters
    ----------
    study
        The study file.
    path
        The export: CSV in any usual separator and encoding, or .xlsx. Columns and rows
        may stand in any order.

    Raises
    ------
    DataError
        If the file cannot be read as this study's export; lists every problem with
        file, row, column, what was found and what is allowed. Never quotes free text.
    """
    table = read_table(path)
    problems = _column_problems(study, table)
    parts = _Parts(study, table, problems)
    responses = parts.assemble() if study.export.id in table.cells else None
    if problems or responses is None:
        heading = f"{table.file} does not fit the study {study.study}"
        raise DataError(describe_problems(problems, heading=heading))
    return _apply_filters(responses)


def _column_problems(study: Study, table: RawTable) -> list[Problem]:
    """Name columns that are missing or not known; one sentence when it is another file."""
    declared, found = account_for_columns(study), list(table.cells.columns)
    missing = [name for name in declared if name not in found]
    unknown = [name for name in found if name not in declared]
    if len(missing) > len(declared) / 2:
        separator = f", separated by {table.separator!r}" if table.separator else ""
        return [
            Problem(
                f"has {len(declared) - len(missing)} of the {len(declared)} columns that the study "
                f"declares, and {len(unknown)} others{separator}: another study's export, or "
                "another separator than , ; tab or |",
                table.file,
            )
        ]
    problems = [Problem(f"is missing{nearest(n, unknown)}", table.file, (), n) for n in missing]
    for name in unknown:
        hint = nearest(name, missing or declared)
        problems.append(Problem(f"is not declared in study.yaml{hint}", table.file, (1,), name))
    return problems


@dataclass(frozen=True)
class _Parts:
    """A table on its way to responses; problems are collected, not raised."""

    study: Study
    table: RawTable
    problems: list[Problem]

    def assemble(self) -> Responses:
        cells = self.table.cells
        ids = self._ids()
        order = np.argsort(ids, kind="stable")
        ordered = replace(self, table=replace(self.table, cells=cells.iloc[order]))
        return ordered._typed(ids[order])

    def _ids(self) -> npt.NDArray[np.object_]:
        """Return ids, as whole numbers if all are, and report empty and repeated ones."""
        name = self.study.export.id
        texts = self.table.cells[name].str.strip()
        self._report(texts == "", name, "the id is empty")
        for repeated in texts[texts.duplicated() & (texts != "")].unique():
            self._report(texts == repeated, name, f"the id {repeated!r} stands more than once")
        numeric = texts.str.fullmatch(r"\d{1,18}").all()
        return (texts.astype("int64") if numeric else texts).to_numpy()

    def _report(self, bad: pd.Series[bool], column: str, message: str) -> None:
        if bad.any():
            rows = tuple(int(row) for row in bad.index[bad])
            self.problems.append(Problem(message, self.table.file, rows, column))

    def _typed(self, ids: npt.NDArray[np.object_]) -> Responses:
        reached = {page.id: self._reached(page.questions) for page in self.study.pages}
        pages = {name: page.id for page in self.study.pages for name in page.questions}
        values, states = {}, {}
        for question in self.study.questions:
            columns = [c for c in raw_columns(question) if c in self.table.cells]
            if len(columns) < len(raw_columns(question)):
                continue
            taken = self._cells(question, columns, reached[pages[question.id]])
            values[question.id], states[question.id] = type_question(question, taken)
        self._mark_untouched(values, states)
        return Responses(
            study=self.study,
            ids=ids,
            metadata=self._metadata(),
            values=values,
            states=states,
            reached=reached,
            option_texts=self._option_texts(reached, pages),
            source=self._source(),
        )

    def _cells(self, question: Question, columns: list[str], reached: BoolArray) -> Cells:
        cells = self.table.cells
        return Cells(
            texts=cells[columns].to_numpy(dtype=object),
            columns=columns,
            reached=reached,
            codes=question_codes(self.study, question, self.table.format),
            file=self.table.file,
            rows=cells.index.to_numpy(),
            problems=self.problems,
        )

    def _reached(self, questions: Iterable[str]) -> BoolArray:
        """Tell who reached a page: any of its cells is something other than not shown."""
        cells = self.table.cells
        reached = np.zeros(len(cells), dtype=bool)
        for question in map(self.study.question, questions):
            unseen = list(question_codes(self.study, question, self.table.format).not_shown)
            for column in raw_columns(question):
                if column in cells:
                    reached |= ~cells[column].isin(unseen).to_numpy()
        return reached

    def _mark_untouched(self, values: dict[str, object], states: dict[str, object]) -> None:
        """Mark presets that were left on a page on which nothing else was answered."""
        for page in self.study.pages:
            presets = {}
            other = np.zeros(len(self.table.cells), dtype=bool)
            for question in map(self.study.question, page.questions):
                if question.id not in states:
                    continue
                answered = states[question.id] == CellState.ANSWERED
                if question.kind == "multiple":
                    answered = answered & values[question.id]  # a tick, not its absence
                default = question.untouched_default if question.kind == "single" else None
                if default is not None:
                    number = [o.label for o in question_options(question)].index(default)
                    presets[question.id] = answered & (values[question.id] == number)
                    answered = answered & ~presets[question.id]
                other |= answered.any(axis=1)
            for question_id, preset in presets.items():
                states[question_id][preset & ~other[:, None]] = CellState.UNTOUCHED_DEFAULT

    def _metadata(self) -> pd.DataFrame:
        export, cells = self.study.export, self.table.cells
        known = [name for name in export.metadata if name in cells]
        metadata = cells[known].reset_index(drop=True)
        if export.duration in cells:
            texts = cells[export.duration]
            numbers = pd.to_numeric(texts, errors="coerce")
            unknown = texts.isin([*export.unknown_durations, ""])
            self._report(numbers.isna() & ~unknown, export.duration, "is not a number")
            metadata["duration"] = numbers.where(~unknown).to_numpy(dtype=float)
        return metadata

    def _option_texts(self, reached: dict[str, BoolArray], pages: dict[str, str]) -> pd.DataFrame:
        texts = {}
        for question in self.study.questions:
            columns = [o.text for o in question_options(question) if o.text in self.table.cells]
            if columns:
                taken = self._cells(question, columns, reached[pages[question.id]])
                values, _ = type_texts(taken)
                texts.update(dict(zip(columns, values.T, strict=True)))
        return pd.DataFrame(texts)

    def _source(self) -> Source:
        dropped = [c for c in self.study.export.drop if c in self.table.cells]
        replica = bool(dropped) and bool((self.table.cells[dropped] == REPLICA_MARK).all(axis=None))
        return Source(
            file=self.table.file,
            sha256=self.table.sha256,
            kind="replica" if replica else "original",
            format=self.table.format,
            encoding=self.table.encoding,
            separator=self.table.separator,
            warnings=self.table.warnings,
        )


def question_codes(study: Study, question: Question, detected: str) -> Codes:
    """Join the export's codes: the format's, overruled by the study file, then the question.

    Parameters
    ----------
    detected
        The format that the reader found; the study file's `export.format` goes first.
    """
    export = study.export
    is_unipark = (export.format or detected) == "unipark"
    default = MissingCodes(
        not_answered=list(unipark.NOT_ANSWERED),
        not_shown=list(unipark.NOT_SHOWN),
        empty=list(unipark.EMPTY),
    )
    codes = (default if is_unipark else MissingCodes(not_answered=[""], empty=[""])).model_dump()
    for missing in (export.missing, question.missing):
        if missing is not None:
            codes.update(missing.model_dump(exclude_unset=True))
    ticked = export.ticked or (unipark.TICKED if is_unipark else ("1", "Yes"))
    not_ticked = export.not_ticked or (unipark.NOT_TICKED if is_unipark else ("0", "No", ""))
    closed = question.kind != "text"
    return Codes(
        not_answered=frozenset(codes["not_answered"]) if closed else frozenset(),
        not_shown=frozenset(codes["not_shown"]),
        empty=frozenset(codes["empty"]),
        ticked=frozenset(ticked),
        not_ticked=frozenset(not_ticked),
    )


def _apply_filters(responses: Responses) -> Responses:
    """Mark cells as not shown where the question's `asked_if` does not hold."""
    states = dict(responses.states)
    for question in responses.study.questions:
        if question.asked_if is not None:
            asked = select(responses, question.asked_if)
            changed = states[question.id].copy()
            unasked = ~asked[:, None] & ~responses.is_answered(question.id)
            changed[unasked] = CellState.NOT_SHOWN
            states[question.id] = changed
    return replace(responses, states=states)
