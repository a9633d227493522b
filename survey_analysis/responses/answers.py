"""Strings to typed answers, one question at a time; what cannot be typed is a problem."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.errors import nearest
from survey_analysis.responses.cells import Cells, is_in
from survey_analysis.responses.model import BoolArray, CellState, StateArray
from survey_analysis.study import (
    AllocationQuestion,
    MultipleQuestion,
    NumericQuestion,
    PlainOption,
    Question,
    SingleQuestion,
    TextQuestion,
    question_items,
    question_options,
)

_LISTED_LABELS = 12

Typed = tuple[npt.NDArray[Any], StateArray]
"""Values and states of a question, each of shape (n, k)."""


def type_question(question: Question, cells: Cells) -> Typed:
    """Turn the raw cells of a question into values and states, each of shape (n, k).

    Labels that are not declared, numbers that are none or out of range, and allocations
    with another total become problems of `cells.findings`.

    Parameters
    ----------
    question
        The question.
    cells
        Its cells, with all columns that `raw_columns` names.
    """
    if isinstance(question, MultipleQuestion):
        return _type_multiple(cells)
    if isinstance(question, NumericQuestion):
        return _type_numeric(question, cells)
    if isinstance(question, AllocationQuestion):
        return _type_allocation(question, cells)
    if isinstance(question, TextQuestion):
        return type_texts(cells)
    if isinstance(question, SingleQuestion) and question.column is None:
        return _type_spread(question, cells)
    return _type_labels(question_options(question), cells)


def raw_columns(question: Question) -> list[str]:
    """List the columns whose cells `type_question` takes, in its order."""
    if isinstance(question, SingleQuestion) and question.column is not None:
        return [question.column]
    options = [o.column for o in question_options(question) if o.column is not None]
    return options or [item.column for item in question_items(question)]


def _type_labels(options: list[PlainOption], cells: Cells) -> Typed:
    states = cells.missing_states()
    given = states == CellState.ANSWERED
    values = np.full(cells.texts.shape, -1, dtype=np.int16)
    for number, option in enumerate(options):
        values[given & is_in(cells.texts, option.labels)] = number
    undeclared = given & (values < 0)
    other = next((number for number, option in enumerate(options) if option.other), None)
    if other is None:
        known = [label for option in options for label in option.labels]
        cells.report_texts(undeclared, lambda text: _undeclared(text, known))
    elif undeclared.any():
        values[undeclared] = other
        cells.findings.warnings.append(
            f"column {cells.span()}: {int(undeclared.sum())} undeclared labels count as "
            f"{options[other].label!r}"
        )
    return values, states


def _undeclared(text: str, known: Collection[str]) -> str:
    allowed = ", ".join(repr(label) for label in known)
    listed = f"; allowed: {allowed}" if len(known) <= _LISTED_LABELS else ""
    return f"which study.yaml does not declare{nearest(text, known)}{listed}"


def _ticks(cells: Cells) -> Typed:
    """Type a column per option: a tick, no tick, or a reason why neither is known."""
    ticked = is_in(cells.texts, cells.codes.ticked)
    known = ticked | is_in(cells.texts, cells.codes.not_ticked)
    states = cells.missing_states()
    states[known & (states == CellState.NOT_ANSWERED)] = CellState.ANSWERED
    marks = sorted(cells.codes.ticked | cells.codes.not_ticked)
    bad = ~known & (states == CellState.ANSWERED)
    cells.report_texts(bad, lambda text: _undeclared(text, marks))
    return ticked & (states == CellState.ANSWERED), states


def _type_multiple(cells: Cells) -> Typed:
    ticked, states = _ticks(cells)
    if cells.codes.nothing_ticked == "ambiguous":
        nothing = ~ticked.any(axis=1, keepdims=True)
        states[nothing & (states == CellState.ANSWERED)] = CellState.AMBIGUOUS
    return ticked, states


def _type_spread(question: SingleQuestion, cells: Cells) -> Typed:
    """Type one choice that is spread over a column per option."""
    ticked, states = _ticks(cells)
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


def _numbers(cells: Cells, states: StateArray) -> npt.NDArray[np.float64]:
    """Read the cells in state ANSWERED as numbers; report those that are none, as NaN."""
    values = np.full(cells.texts.shape, np.nan)
    given = states == CellState.ANSWERED
    for column in range(len(cells.columns)):
        texts = pd.Series(cells.texts[:, column], dtype=object).str.strip()
        values[:, column] = pd.to_numeric(texts.where(given[:, column]), errors="coerce")
    bad = given & ~np.isfinite(values)
    values[bad] = np.nan
    cells.report_texts(bad, _no_number)
    return values


def _no_number(text: str) -> str:
    hint = " (write decimals with a point)" if "," in text else ""
    return f"which is not a number{hint}"


def _refuse_outside(cells: Cells, values: npt.NDArray[np.float64], low: float, high: float) -> None:
    """Report values out of range, and take them out of `values`."""
    outside = (values < low) | (values > high)
    ends = [f"from {low:g}"] * bool(np.isfinite(low)) + [f"to {high:g}"] * bool(np.isfinite(high))
    cells.report_texts(outside, lambda _: f"which is out of range; allowed: {' '.join(ends)}")
    values[outside] = np.nan


def _type_numeric(question: NumericQuestion, cells: Cells) -> Typed:
    states = cells.missing_states()
    sentinel = is_in(cells.texts, question.sentinels) & (states == CellState.ANSWERED)
    states[sentinel] = CellState.SENTINEL
    values = _numbers(cells, states)
    minimum, maximum = question.minimum, question.maximum
    low, high = -np.inf if minimum is None else minimum, np.inf if maximum is None else maximum
    _refuse_outside(cells, values, low, high)
    return values, states


def _type_allocation(question: AllocationQuestion, cells: Cells) -> Typed:
    states = cells.missing_states()
    values = _numbers(cells, states)
    _refuse_outside(cells, values, 0, question.total)
    given = states == CellState.ANSWERED
    zeros = (values == 0).all(axis=1)
    incomplete = given.any(axis=1) & ~given.all(axis=1)
    sums = values.sum(axis=1)  # NaN if a share is missing or was reported
    other = np.abs(sums - question.total) > question.tolerance
    other &= ~zeros
    if question.other_totals == "error":
        _refuse_totals(question, cells, incomplete, np.where(other, sums, np.nan))
    left_out = zeros | incomplete | other
    states[left_out[:, None] & given] = CellState.NOT_ANSWERED
    return np.where(states == CellState.ANSWERED, values, np.nan), states


def _refuse_totals(
    question: AllocationQuestion, cells: Cells, incomplete: BoolArray, sums: npt.NDArray[np.float64]
) -> None:
    """Report rows with a missing share, and rows whose sum, shape (n,), is not NaN."""
    allowed = f"{question.id} allows a total of {question.total:g}"
    if incomplete.any():
        cells.report(incomplete, f"some shares are missing; {allowed}")
    for total in np.unique(sums[np.isfinite(sums)]):
        cells.report(sums == total, f"the shares sum to {total:g}; {allowed}")


def type_texts(cells: Cells) -> Typed:
    """Type free text, shape (n, k): what is neither a code nor blank is an answer."""
    states = cells.missing_states()
    states[is_in(cells.texts, cells.codes.empty)] = CellState.EMPTY
    blanks = [text for text in pd.unique(cells.texts.ravel()) if not text.strip()]
    states[is_in(cells.texts, blanks) & (states == CellState.ANSWERED)] = CellState.EMPTY
    values = np.where(states == CellState.ANSWERED, cells.texts, "")
    return values.astype(object), states
