"""What only several questions together tell: presets left untouched, and questions not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from survey_analysis.responses.model import BoolArray, CellState, Responses, StateArray
from survey_analysis.responses.selection import select
from survey_analysis.study import Question, SingleQuestion, Study, question_options

Values = Mapping[str, npt.NDArray[Any]]
States = Mapping[str, StateArray]


def mark_untouched_defaults(study: Study, values: Values, states: States) -> None:
    """Mark presets, in `states`, that were left on a page on which nothing else was answered.

    Parameters
    ----------
    study
        The study file.
    values, states
        By question id, shape (n, k); questions that could not be typed are absent.
    """
    for page in study.pages:
        questions = [q for q in map(study.question, page.questions) if q.id in states]
        presets = {q.id: _is_preset(q, values[q.id], states[q.id]) for q in questions}
        if not any(preset.any() for preset in presets.values()):
            continue
        touched = np.logical_or.reduce(
            [_is_touched(q, values[q.id], states[q.id]) & ~presets[q.id] for q in questions]
        )
        for question_id, preset in presets.items():
            states[question_id][preset & ~touched] = CellState.UNTOUCHED_DEFAULT


def _is_touched(question: Question, values: npt.NDArray[Any], states: StateArray) -> BoolArray:
    """Tell who gave an answer of their own, shape (n,): for ticks, at least one."""
    given = states == CellState.ANSWERED
    if question.kind == "multiple":
        given &= values
    return np.asarray(given.any(axis=1))


def _is_preset(question: Question, values: npt.NDArray[Any], states: StateArray) -> BoolArray:
    """Tell whose answer is the question's preset, shape (n,)."""
    if not isinstance(question, SingleQuestion) or question.untouched_default is None:
        return np.zeros(len(states), dtype=bool)
    number = [o.label for o in question_options(question)].index(question.untouched_default)
    return np.asarray((states[:, 0] == CellState.ANSWERED) & (values[:, 0] == number))


def mark_unasked(responses: Responses) -> Responses:
    """Mark cells without an answer as not shown where the question's `asked_if` fails."""
    states = dict(responses.states)
    for question in responses.study.questions:
        if question.asked_if is not None:
            unasked = ~select(responses, question.asked_if)[:, None]
            without = unasked & ~responses.is_answered(question.id)
            if question.kind == "multiple":  # a row without a tick says nothing
                without |= unasked & ~responses.values[question.id].any(axis=1, keepdims=True)
            marked = states[question.id].copy()
            marked[without] = CellState.NOT_SHOWN
            states[question.id] = marked
    return replace(responses, states=states)
