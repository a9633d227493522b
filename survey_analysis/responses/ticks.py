"""Ticks: a column per option, or several options joined in one cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from survey_analysis.readers.joined import SplitCells, split_joined
from survey_analysis.responses.cells import Cells, is_in
from survey_analysis.responses.model import BoolArray, CellState, Typed
from survey_analysis.responses.parsing import describe_undeclared, find_labels
from survey_analysis.study import (
    MultipleQuestion,
    PlainOption,
    Question,
    SingleQuestion,
    question_options,
)


def _ticks(options: list[PlainOption], cells: Cells) -> Typed:
    """Type a column per option: a tick, no tick, or a reason why neither is known."""
    ticked = is_in(cells.texts, cells.codes.ticked)
    known = ticked | is_in(cells.texts, cells.codes.not_ticked)
    states = cells.missing_states()
    named = _own_ticks(options, cells, ~known & (states == CellState.ANSWERED))
    ticked |= named
    known |= named
    states[known & (states == CellState.NOT_ANSWERED)] = CellState.ANSWERED
    marks = sorted(cells.codes.ticked | cells.codes.not_ticked)
    bad = ~known & (states == CellState.ANSWERED)
    cells.report_texts(bad, lambda text: describe_undeclared(text, marks))
    return ticked & (states == CellState.ANSWERED), states


def _own_ticks(options: list[PlainOption], cells: Cells, unknown: BoolArray) -> BoolArray:
    """Tell which of the unknown cells, shape (n, k), tick an option by its own text."""
    found = np.zeros_like(unknown)
    if unknown.any():
        of_column = {option.column: option for option in options}
        for column, name in enumerate(cells.columns):
            option, rows = of_column[name], unknown[:, column]
            texts = [text.strip() for text in cells.texts[rows, column]]
            found[rows, column] = option.other or np.isin(texts, option.labels)
    return found


def _joined_ticks(question: MultipleQuestion, cells: Cells) -> Typed:
    """Type one column of joined labels, shape (n, options)."""
    state = cells.missing_states()
    blank = is_in(cells.texts, ("",)) & (state == CellState.NOT_ANSWERED)
    state[blank] = CellState.ANSWERED  # nothing is ticked, as in a column per option
    split = split_cells(question, np.where(state == CellState.ANSWERED, cells.texts, "")[:, 0])
    ticked, left = split.ticked, split.rest != ""
    other = next((number for number, option in enumerate(question.options) if option.other), None)
    if other is not None:
        ticked[:, other] |= left
    elif left.any():
        known = [label for option in question.options for label in option.labels]
        rest = replace(cells, texts=split.rest[:, None])
        rest.report_texts(left[:, None], lambda text: describe_undeclared(text, known))
    return ticked, np.repeat(state, len(question.options), axis=1)


def split_cells(question: MultipleQuestion, texts: npt.NDArray[np.object_]) -> SplitCells:
    """Split joined cells, shape (n,), into ticks, shape (n, options), and what is left."""
    labels = [(label, i) for i, option in enumerate(question.options) for label in option.labels]
    split = split_joined(texts, [label for label, _ in labels], question.separator or "")
    ticked = np.zeros((len(texts), len(question.options)), dtype=bool)
    for column, (_, number) in enumerate(labels):
        ticked[:, number] |= split.ticked[:, column]
    return SplitCells(ticked, split.rest)


def write_in_column(question: Question) -> str:
    """Return the column in which "other" answers stand in the respondents' own words, or nothing.

    Where an option is declared with ``other: true``, its answers stand among the labels, or
    in its own column.
    """
    if not isinstance(question, SingleQuestion | MultipleQuestion):
        return ""
    others = [option for option in question.options if option.other]
    return (question.column or others[0].column or "") if others else ""


def find_write_ins(question: Question, cells: Cells) -> npt.NDArray[np.object_]:
    """Return what no declared option accounts for, shape (n,); empty where nothing is left."""
    given = cells.missing_states() == CellState.ANSWERED
    texts = np.where(given, cells.texts, "")[:, 0]
    if isinstance(question, MultipleQuestion) and question.column is not None:
        return split_cells(question, texts).rest
    if isinstance(question, MultipleQuestion):
        is_mark = is_in(cells.texts, cells.codes.ticked | cells.codes.not_ticked)[:, 0]
        return np.where(is_mark, "", texts).astype(object)
    known = find_labels(question_options(question), cells, given)[:, 0] >= 0
    return np.where(known, "", texts).astype(object)


def type_multiple(question: MultipleQuestion, cells: Cells) -> Typed:
    """Type a multiple-choice question, shape (n, options); without a tick as the codes say."""
    if question.column is not None:
        ticked, states = _joined_ticks(question, cells)
    else:
        ticked, states = _ticks(question.options, cells)
    if cells.codes.nothing_ticked == "ambiguous":
        nothing = ~ticked.any(axis=1, keepdims=True)
        states[nothing & (states == CellState.ANSWERED)] = CellState.AMBIGUOUS
    return ticked, states


def type_spread(question: SingleQuestion, cells: Cells) -> Typed:
    """Type one choice that is spread over a column per option."""
    ticked, states = _ticks(question.options, cells)
    several = ticked.sum(axis=1) > 1
    if several.any():
        cells.report(several, f"several options are ticked; {question.id} takes one")
    nothing = ~ticked.any(axis=1)
    values = np.where(nothing, -1, ticked.argmax(axis=1)).astype(np.int16)
    # Without a tick the columns say "not ticked" (ANSWERED) or why they say nothing.
    unseen = (states == CellState.NOT_SHOWN).all(axis=1)
    why = np.where(unseen, CellState.NOT_SHOWN, CellState.NOT_ANSWERED)
    state = np.where(nothing, why, CellState.ANSWERED).astype(np.int8)
    return values[:, None], state[:, None]
