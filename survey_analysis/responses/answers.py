"""Strings to typed answers, one question at a time; what cannot be typed is a problem."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.responses.cells import Cells, is_in
from survey_analysis.responses.model import BoolArray, CellState, Typed
from survey_analysis.responses.parsing import (
    describe_undeclared,
    find_labels,
    read_numbers,
    refuse_outside,
)
from survey_analysis.responses.rankings import type_ranking
from survey_analysis.responses.ticks import type_multiple, type_spread
from survey_analysis.study import (
    AllocationQuestion,
    MultipleQuestion,
    NumericQuestion,
    PlainOption,
    Question,
    RankingQuestion,
    SingleQuestion,
    TextQuestion,
    question_items,
    question_options,
)


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
        return type_multiple(question, cells)
    if isinstance(question, RankingQuestion):
        return type_ranking(question, cells)
    if isinstance(question, NumericQuestion):
        return _type_numeric(question, cells)
    if isinstance(question, AllocationQuestion):
        return _type_allocation(question, cells)
    if isinstance(question, TextQuestion):
        return type_texts(cells)
    if isinstance(question, SingleQuestion) and question.column is None:
        return type_spread(question, cells)
    return _type_labels(question_options(question), cells)


def raw_columns(question: Question) -> list[str]:
    """List the columns whose cells `type_question` takes, in its order."""
    if isinstance(question, SingleQuestion | MultipleQuestion) and question.column is not None:
        return [question.column]
    if isinstance(question, RankingQuestion) and question.ranks:
        return list(question.ranks)
    options = [o.column for o in question_options(question) if o.column is not None]
    return options or [item.column for item in question_items(question)]


def _type_labels(options: list[PlainOption], cells: Cells) -> Typed:
    states = cells.missing_states()
    given = states == CellState.ANSWERED
    values = find_labels(options, cells, given)
    undeclared = given & (values < 0)
    other = next((number for number, option in enumerate(options) if option.other), None)
    if other is None:
        known = [label for option in options for label in option.labels]
        cells.report_texts(undeclared, lambda text: describe_undeclared(text, known))
    elif undeclared.any():
        values[undeclared] = other
        cells.findings.warnings.append(
            f"column {cells.span()}: {int(undeclared.sum())} undeclared labels count as "
            f"{options[other].label!r}"
        )
    return values, states


def _type_numeric(question: NumericQuestion, cells: Cells) -> Typed:
    states = cells.missing_states()
    sentinel = is_in(cells.texts, question.sentinels) & (states == CellState.ANSWERED)
    states[sentinel] = CellState.SENTINEL
    values = read_numbers(
        cells,
        states,
        decimal=question.decimal or "",
        unit=question.unit,
        unreadable=question.unreadable,
    )
    minimum, maximum = question.minimum, question.maximum
    low, high = -np.inf if minimum is None else minimum, np.inf if maximum is None else maximum
    refuse_outside(cells, values, low, high)
    return values, states


def _type_allocation(question: AllocationQuestion, cells: Cells) -> Typed:
    states = cells.missing_states()
    values = read_numbers(cells, states, decimal=question.decimal or "", unit=question.unit)
    refuse_outside(cells, values, 0, question.total)
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
    is_empty = is_in(cells.texts, cells.codes.empty)
    states[is_empty & (states != CellState.NOT_SHOWN)] = CellState.EMPTY
    blanks = [text for text in pd.unique(cells.texts.ravel()) if not text.strip()]
    states[is_in(cells.texts, blanks) & (states == CellState.ANSWERED)] = CellState.EMPTY
    values = np.where(states == CellState.ANSWERED, cells.texts, "")
    return values.astype(object), states
