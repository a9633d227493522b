"""An export and a study file to typed responses; everything wrong is named at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.errors import DataError, Problem, describe_problems, quote
from survey_analysis.readers import RawTable, drop_personal, read_table
from survey_analysis.responses.answers import raw_columns, type_question, type_texts
from survey_analysis.responses.cells import Cells, Findings, is_in
from survey_analysis.responses.codes import Codes, question_codes
from survey_analysis.responses.columns import find_column_problems, find_other_study
from survey_analysis.responses.model import BoolArray, Responses, Source, StateArray
from survey_analysis.responses.presets import mark_unasked, mark_untouched_defaults
from survey_analysis.responses.reaching import extend_reached
from survey_analysis.responses.selection import select_by_metadata
from survey_analysis.responses.ticks import find_write_ins, write_in_column
from survey_analysis.study import Question, Study, account_for_columns, question_options

REPLICA_MARK = "synthetic replica"
"""What a replica writes into the columns that are dropped at reading."""


def read_responses(study: Study, path: str | Path) -> Responses:
    """Read an export into typed responses, sorted by id.

    Parameters
    ----------
    study
        The study file.
    path
        The export, in any format of `survey_analysis.readers.read_table`. Columns and rows
        may stand in any order, and columns that the study drops may be absent. Columns with
        personal data that the study file does not name are left out.

    Raises
    ------
    DataError
        If the file cannot be read as this study's export; lists every problem with
        file, row, column, what was found and what is allowed. Never quotes free text.

    Examples
    --------
    >>> from survey_analysis.study import find_study_folder, load_study
    >>> name = "ml-deployment-monitoring"
    >>> file = find_study_folder(name) / "responses.csv"
    >>> len(read_responses(load_study(name), file))
    276
    """
    return type_table(study, read_table(path, format=study.export.format))


def type_table(study: Study, exported: RawTable) -> Responses:
    """Turn an export that was read into typed responses, as `read_responses` does.

    Parameters
    ----------
    study
        The study file.
    exported
        The export as text.

    Raises
    ------
    DataError
        If it is not this study's export; lists every problem.
    """
    table = drop_personal(exported, keep=account_for_columns(study))
    heading = f"{table.file} does not fit the study {study.study}"
    other = find_other_study(study, list(table.cells.columns), separator=table.separator)
    if other:
        raise DataError(describe_problems(other, heading=heading))
    export = _Export(study, table, Findings())
    responses = export.type()
    if export.findings.problems:
        raise DataError(describe_problems(export.findings.problems, heading=heading))
    return mark_unasked(responses)


@dataclass(frozen=True)
class _Export:
    """An export on its way to responses; what is wrong is collected, not raised."""

    study: Study
    table: RawTable
    findings: Findings

    def type(self) -> Responses:
        found = list(self.table.cells.columns)
        self.findings.problems.extend(find_column_problems(self.study, found))
        ids = self._ids()
        order = np.argsort(ids, kind="stable")
        table = replace(self.table, cells=self.table.cells.iloc[order])
        return replace(self, table=table)._responses(ids[order])

    def _ids(self) -> npt.NDArray[Any]:
        """Return ids, as whole numbers if all are, and report empty and repeated ones."""
        name = self.study.export.id
        if name is None or name not in self.table.cells:
            return self.table.cells.index.to_numpy()
        texts = self.table.cells[name].str.strip()
        are_numbers = bool(texts.str.fullmatch(r"[0-9]{1,18}").all())
        ids = texts.astype("int64") if are_numbers else texts
        self._report_rows(texts == "", name, "the id is empty; every record needs one")
        for repeated in ids[ids.duplicated() & (texts != "")].unique():
            self._report_rows(ids == repeated, name, "the same id; every record needs its own")
        return ids.to_numpy()

    def _report(self, column: str, message: str, rows: tuple[int, ...] = ()) -> None:
        self.findings.problems.append(Problem(message, rows=rows, column=column))

    def _report_rows(self, bad: pd.Series[bool], column: str, message: str) -> None:
        """Report the rows in the file where `bad` holds, if there are any."""
        if bad.any():
            self._report(column, message, tuple(int(row) for row in bad.index[bad]))

    def _responses(self, ids: npt.NDArray[Any]) -> Responses:
        metadata = self._metadata()
        reached = self._reached_pages(metadata)
        of_question = {q: reached[page.id] for page in self.study.pages for q in page.questions}
        values, states = self._answers(of_question)
        mark_untouched_defaults(self.study, values, states)
        return Responses(
            study=self.study,
            ids=ids,
            metadata=metadata,
            values=values,
            states=states,
            reached=reached,
            option_texts=self._option_texts(of_question),
            source=self._source(),
        )

    def _answers(
        self, reached: dict[str, BoolArray]
    ) -> tuple[dict[str, npt.NDArray[Any]], dict[str, StateArray]]:
        """Type every question whose columns are all there."""
        values, states = {}, {}
        for question in self.study.questions:
            columns = raw_columns(question)
            if all(name in self.table.cells for name in columns):
                cells = self._cells(question, columns, reached[question.id])
                values[question.id], states[question.id] = type_question(question, cells)
        return values, states

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.table.cells.columns)}

    @cached_property
    def _all_texts(self) -> npt.NDArray[np.object_]:
        return self.table.cells.to_numpy(dtype=object)

    def _texts(self, columns: list[str]) -> npt.NDArray[np.object_]:
        """Return the texts of some columns, shape (n, k); many times as fast as with pandas."""
        return self._all_texts[:, [self._places[name] for name in columns]]

    def _cells(self, question: Question, columns: list[str], reached: BoolArray) -> Cells:
        return Cells(
            texts=self._texts(columns),
            columns=columns,
            rows=self.table.cells.index.to_numpy(dtype=np.int64),
            reached=reached,
            codes=self._codes(question, columns),
            findings=self.findings,
        )

    def _codes(self, question: Question, columns: list[str]) -> Codes:
        """Join the codes of a question with those that the file declares for its columns."""
        declared = {text for name in columns for text in self._declared.get(name, ())}
        detected = self.table.format
        return question_codes(self.study, question, detected=detected, declared=declared)

    @cached_property
    def _declared(self) -> dict[str, tuple[str, ...]]:
        known = self.table.columns
        return dict(zip(known["column"], known["missing"], strict=True))

    def _reached_pages(self, metadata: pd.DataFrame) -> dict[str, BoolArray]:
        seen = {page.id: self._reached(page.questions) for page in self.study.pages}
        condition = self.study.export.finished
        if condition is None or self.findings.problems:  # these stop the reading anyway
            return seen
        return extend_reached(seen, finished=select_by_metadata(metadata, condition))

    def _reached(self, questions: Iterable[str]) -> BoolArray:
        """Tell who reached a page: any of its cells is something other than not shown."""
        reached = np.zeros(len(self.table.cells), dtype=bool)
        for question in map(self.study.question, questions):
            columns = raw_columns(question)
            texts = self._texts([name for name in columns if name in self._places])
            unseen = is_in(texts, self._codes(question, columns).not_shown)
            reached |= ~unseen.all(axis=1)
        return reached

    def _metadata(self) -> pd.DataFrame:
        export, cells = self.study.export, self.table.cells
        known = [name for name in export.metadata if name in cells]
        metadata = cells[known].reset_index(drop=True)
        if export.duration is not None and export.duration in cells:
            metadata["duration"] = self._durations(export.duration)
        return metadata

    def _durations(self, column: str) -> npt.NDArray[np.float64]:
        """Read durations, NaN where the export says that it does not know one."""
        texts = self.table.cells[column].str.strip()
        unknown = texts.isin([*self.study.export.unknown_durations, ""])
        numbers = pd.to_numeric(texts.where(~unknown), errors="coerce")
        bad = numbers.isna() & ~unknown
        for text in texts[bad].unique():
            message = f"found {quote(text)}, which is not a number"
            self._report_rows(bad & (texts == text), column, message)
        return numbers.to_numpy(dtype=float)

    def _option_texts(self, reached: dict[str, BoolArray]) -> pd.DataFrame:
        """Read what was written beside options, one column an export column."""
        texts = {}
        for question in self.study.questions:
            columns = [o.text for o in question_options(question) if o.text is not None]
            columns = [name for name in columns if name in self.table.cells]
            if columns:
                values, _ = type_texts(self._cells(question, columns, reached[question.id]))
                texts.update(dict(zip(columns, values.T, strict=True)))
            column = write_in_column(question)
            if column in self.table.cells:
                cells = self._cells(question, [column], reached[question.id])
                texts[column] = find_write_ins(question, cells)
        return pd.DataFrame(texts, index=range(len(self.table.cells)))

    def _source(self) -> Source:
        dropped = [c for c in self.study.export.drop if c in self.table.cells]
        marks = self.table.cells[dropped].to_numpy()
        return Source(
            file=self.table.file,
            sha256=self.table.sha256,
            kind="replica" if marks.size and (marks == REPLICA_MARK).all() else "original",
            format=self.table.format,
            encoding=self.table.encoding,
            separator=self.table.separator,
            warnings=(*self.table.warnings, *self.findings.warnings),
            left_out=self.table.left_out,
        )
