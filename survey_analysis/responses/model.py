"""Typed answers: each cell is a value, or a named reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.readers import LeftOut
from survey_analysis.study import (
    Question,
    ScaleQuestion,
    Study,
    question_items,
    question_options,
)

BoolArray = npt.NDArray[np.bool_]
StateArray = npt.NDArray[np.int8]
Typed = tuple[npt.NDArray[Any], StateArray]
"""Values and states of a question, each of shape (n, k)."""


class CellState(IntEnum):
    """What is known of one cell.

    `ANSWERED` and `UNTOUCHED_DEFAULT` carry a value (the latter a preset that a
    respondent left, on a page without any other answer); the rest say why there is none.
    `NOT_SHOWN`: the question was not reached or not asked. `NOT_ANSWERED`: seen and
    skipped. `EMPTY`: a text field seen and left empty. `AMBIGUOUS`: a multiple-choice
    question without any tick, which may mean "none of these" or "skipped". `SENTINEL`:
    a declared number that stands for something else.
    """

    ANSWERED = 0
    NOT_SHOWN = 1
    NOT_ANSWERED = 2
    EMPTY = 3
    AMBIGUOUS = 4
    UNTOUCHED_DEFAULT = 5
    SENTINEL = 6

    @property
    def label(self) -> str:
        """The state in words: ``not shown``."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True)
class Source:
    """Where responses came from.

    Attributes
    ----------
    file, sha256
        The file's name without folder, and the checksum of its bytes.
    kind
        ``original`` or ``replica``.
    format, encoding, separator
        How the file was read; see `survey_analysis.readers.RawTable`.
    warnings
        What the person who runs the analysis should know; holds no answers.
    left_out
        Records that were left out at reading.
    """

    file: str
    sha256: str
    kind: str
    format: str
    encoding: str
    separator: str
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Responses:
    """All records of a study, sorted by id.

    Attributes
    ----------
    study
        The study file.
    ids
        Respondent ids, shape (n,). They never reach results.
    metadata
        Metadata columns as text, and ``duration`` in the export's unit (NaN if unknown).
    values
        By question id, shape (n, k). Single choice: option number, k = 1; scale: option
        number of each item (off-scale answers after the points); -1 without a value.
        Multiple choice: ticks, one column an option. Ranking: the place of each option, NaN
        if it has none. Numeric and allocation: floats, NaN without a value. Text: strings,
        ``""`` without one.
    states
        By question id, shape (n, k): `CellState` of each cell of `values`.
    reached
        By page id, shape (n,): whether the respondent reached the page.
    option_texts
        What was written beside options, one column an export column.
    source
        Where the responses came from.
    """

    study: Study
    ids: npt.NDArray[Any]
    metadata: pd.DataFrame
    values: Mapping[str, npt.NDArray[Any]]
    states: Mapping[str, StateArray]
    reached: Mapping[str, BoolArray]
    option_texts: pd.DataFrame
    source: Source

    def __len__(self) -> int:
        """Count the records."""
        return len(self.ids)

    def is_answered(self, question_id: str) -> BoolArray:
        """Tell for each cell of a question whether it carries a value, shape (n, k)."""
        states = self.states[question_id]
        carries = (states == CellState.ANSWERED) | (states == CellState.UNTOUCHED_DEFAULT)
        return np.asarray(carries)

    def is_shown(self, question_id: str) -> BoolArray:
        """Tell for each respondent whether the question was shown, shape (n,)."""
        return np.asarray((self.states[question_id] != CellState.NOT_SHOWN).any(axis=1))


def answers_frame(responses: Responses, questions: list[str] | None = None) -> pd.DataFrame:
    """Lay the answers out as a table with labels, one row a respondent.

    Parameters
    ----------
    responses
        The responses.
    questions
        Question ids; all questions if None.

    Returns
    -------
    DataFrame
        Index `respondent`. Columns ``D4`` (single choice: categorical of labels),
        ``Q1.model-deployment`` (scale: categorical, ordered unless the scale has off-scale
        answers, which have no place in an order), ``Q13.service`` (multiple choice: True,
        False or missing), ``Q15`` and ``Q3.model-deployment`` (numbers),
        ``Q4.model-deployment-1`` (text). Why a cell is missing: `states_frame`.

    Raises
    ------
    InvalidCallError
        If the study has no such question; names the nearest.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> answers_frame(responses, ["Q14"])["Q14"].value_counts().to_dict()
    {'No': 119, 'Yes': 49}
    """
    chosen = questions or [q.id for q in responses.study.questions]
    columns = {}
    for question in map(responses.study.question, chosen):
        cells = responses.values[question.id]
        answered = responses.is_answered(question.id)
        for i, name in enumerate(cell_names(question)):
            columns[name] = _labelled(question, cells[:, i], answered[:, i])
    return pd.DataFrame(columns, index=pd.Index(responses.ids, name="respondent"))


def states_frame(responses: Responses, questions: list[str] | None = None) -> pd.DataFrame:
    """Lay out what is known of each cell: the table of `answers_frame` with states in words.

    Parameters
    ----------
    responses
        The responses.
    questions
        Question ids; all questions if None.

    Returns
    -------
    DataFrame
        Index and columns of `answers_frame`; categoricals of `CellState.label`.

    Raises
    ------
    InvalidCallError
        If the study has no such question; names the nearest.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> int((states_frame(responses, ["Q14"])["Q14"] == "not shown").sum())
    86
    """
    chosen = questions or [q.id for q in responses.study.questions]
    labels = pd.Index([state.label for state in CellState])
    columns = {
        name: pd.Categorical.from_codes(responses.states[question.id][:, i], categories=labels)
        for question in map(responses.study.question, chosen)
        for i, name in enumerate(cell_names(question))
    }
    return pd.DataFrame(columns, index=pd.Index(responses.ids, name="respondent"))


def count_states(responses: Responses) -> pd.DataFrame:
    """Count the states of each cell's column.

    Parameters
    ----------
    responses
        The responses.

    Returns
    -------
    DataFrame
        One row per question, item or option: `question_id`, `cell`, and a column of
        counts for each state.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> counts = count_states(responses).set_index("cell")
    >>> counts.loc["Q14", ["answered", "not shown", "not answered"]].tolist()
    [168, 86, 22]
    """
    rows = []
    for question in responses.study.questions:
        for i, name in enumerate(cell_names(question)):
            counts = np.bincount(responses.states[question.id][:, i], minlength=len(CellState))
            by_state = {state.label: int(counts[state]) for state in CellState}
            rows.append({"question_id": question.id, "cell": name, **by_state})
    return pd.DataFrame(rows)


def cell_names(question: Question) -> list[str]:
    """Name the columns of a question's values: ``Q13.service``, ``Q15``."""
    if question.kind == "single":
        return [question.id]
    has_options = question.kind in ("multiple", "ranking")
    parts = question_options(question) if has_options else question_items(question)
    return [f"{question.id}.{part.id}" if part.id else question.id for part in parts]


def _labelled(question: Question, cells: npt.NDArray[Any], answered: BoolArray) -> Any:
    if question.kind in ("single", "scale"):
        labels = pd.Index([option.label for option in question_options(question)])
        ordered = isinstance(question, ScaleQuestion) and not question.off_scale
        return pd.Categorical.from_codes(cells, categories=labels, ordered=ordered)
    if question.kind == "multiple":
        return pd.arrays.BooleanArray(cells.astype(bool), ~answered)
    if question.kind == "text":
        return pd.Series(cells, dtype="str").where(answered).array
    return cells
