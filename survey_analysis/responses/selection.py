"""Who is meant: respondents that fulfil a condition, a population, or a segment."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from survey_analysis.conditions import Comparison, Reference, parse_condition
from survey_analysis.errors import InvalidCallError, nearest
from survey_analysis.responses.model import BoolArray, CellState, Responses
from survey_analysis.study import MultipleQuestion, Question, question_items, question_options
from survey_analysis.study.references import condition_problems

UNTOUCHED_ONLY = "untouched_only"

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class SegmentMask:
    """One segment: the name of the breakdown, the segment's label, who belongs, shape (n,)."""

    by: str
    label: str
    mask: BoolArray


def select(responses: Responses, condition: str) -> BoolArray:
    """Tell which respondents fulfil a condition, shape (n,).

    A comparison with something that was not answered is never fulfilled, ``!=`` included.

    Parameters
    ----------
    responses
        The responses.
    condition
        For instance ``"D2 = 'Brazil' and D6 >= 2"``; see `survey_analysis.conditions`.

    Raises
    ------
    InvalidCallError
        If the condition cannot be read, or names an unknown question or label.
    """
    problems = condition_problems(responses.study, condition)
    if problems:
        raise InvalidCallError("; ".join(problems))
    fulfilled = np.ones(len(responses), dtype=bool)
    for comparison in parse_condition(condition):
        fulfilled &= _compare(responses, comparison)
    return fulfilled


def _compare(responses: Responses, comparison: Comparison) -> BoolArray:
    if comparison.operator in ("answered", "not answered"):
        answered = _has_answer(responses, comparison.left)
        return answered if comparison.operator == "answered" else ~answered
    if comparison.left.question in responses.study.export.metadata:
        return _compare_metadata(responses, comparison)
    question = responses.study.question(comparison.left.question)
    if isinstance(question, MultipleQuestion):
        return _compare_ticks(responses, question, comparison)
    left, right = _operand(responses, comparison.left), comparison.right
    if isinstance(right, str):
        right = _label_number(question, right)
    elif isinstance(right, Reference):
        right = _operand(responses, right)
    if comparison.operator == "starts":
        msg = f"'starts' compares text, and {question.id} is a {question.kind} question"
        raise InvalidCallError(msg)
    known = np.isfinite(left) & np.isfinite(right)
    return known & _OPERATORS[comparison.operator](left, right)


def _compare_metadata(responses: Responses, comparison: Comparison) -> BoolArray:
    texts = responses.metadata[comparison.left.question]
    if comparison.operator == "starts":
        return texts.str.startswith(str(comparison.right)).to_numpy(dtype=bool)
    if comparison.operator not in ("=", "!="):
        msg = f"{comparison.left.question} is text; allowed: = != starts"
        raise InvalidCallError(msg)
    return np.asarray(_OPERATORS[comparison.operator](texts, str(comparison.right)), dtype=bool)


def _compare_ticks(
    responses: Responses, question: MultipleQuestion, comparison: Comparison
) -> BoolArray:
    """Compare a multiple-choice question with an option: ``=`` ticked, ``!=`` not ticked."""
    labels = [option.label for option in question.options]
    if comparison.operator not in ("=", "!=") or comparison.right not in labels:
        msg = f"{question.id} takes = or != and one of its options: {', '.join(labels)}"
        raise InvalidCallError(msg)
    ticked = responses.values[question.id][:, labels.index(str(comparison.right))]
    answered = responses.is_answered(question.id).any(axis=1)
    return answered & (ticked if comparison.operator == "=" else ~ticked)


def _has_answer(responses: Responses, reference: Reference) -> BoolArray:
    question = responses.study.question(reference.question)
    answered = responses.is_answered(question.id)
    if reference.part and not isinstance(question, MultipleQuestion):
        answered = answered[:, [_part(question, reference.part)]]
    return answered.any(axis=1)


def _operand(responses: Responses, reference: Reference) -> npt.NDArray[np.float64]:
    """Return numbers, or positions of options, NaN without an answer, shape (n,)."""
    question = responses.study.question(reference.question)
    cells = responses.values[question.id]
    if question.kind in ("text", "multiple") or (cells.shape[1] > 1 and not reference.part):
        msg = f"{question.id} is a {question.kind} question of several cells; name one as "
        raise InvalidCallError(msg + f"'{question.id}.item', or use 'answered'")
    column = _part(question, reference.part) if reference.part else 0
    answered = responses.is_answered(question.id)[:, column]
    return np.where(answered, cells[:, column], np.nan).astype(float)


def _part(question: Question, part: str) -> int:
    return [item.id for item in question_items(question)].index(part)


def _label_number(question: Question, label: str) -> int:
    labels = [option.label for option in question_options(question)]
    if label not in labels:
        msg = f"{question.id} holds numbers, {label!r} is a label"
        raise InvalidCallError(msg)
    return labels.index(label)


def population_mask(responses: Responses, population: str) -> BoolArray:
    """Tell which respondents belong to a population of the study, shape (n,).

    Raises
    ------
    InvalidCallError
        If the study has no such population; names the nearest.
    """
    populations = responses.study.populations
    if population not in populations:
        hint = nearest(population, populations)
        msg = f"{population!r} is not a population{hint}; allowed: {', '.join(populations)}"
        raise InvalidCallError(msg)
    declared = populations[population]
    mask = np.ones(len(responses), dtype=bool)
    if declared.of is not None:
        mask &= population_mask(responses, declared.of)
    if declared.where is not None:
        mask &= select(responses, declared.where)
    if declared.without == UNTOUCHED_ONLY:
        mask &= ~is_untouched_only(responses)
    elif declared.without is not None:
        mask &= ~select(responses, declared.without)
    return mask


def is_untouched_only(responses: Responses) -> BoolArray:
    """Tell which records hold nothing but untouched defaults, shape (n,)."""
    given = np.zeros(len(responses), dtype=bool)
    for question in responses.study.questions:
        answered = responses.states[question.id] == CellState.ANSWERED
        given |= answered.any(axis=1)
    return ~given


def segment_masks(responses: Responses, by: str) -> list[SegmentMask]:
    """Divide respondents into segments.

    Parameters
    ----------
    responses
        The responses.
    by
        A segment of the study (``role``), or several crossed (``role*country``). Who did
        not answer the segment's question belongs to none.

    Raises
    ------
    InvalidCallError
        If the study has no such segment; names the nearest.
    """
    crossed = [SegmentMask(by, "", np.ones(len(responses), dtype=bool))]
    for name in by.split("*"):
        crossed = [
            SegmentMask(
                by,
                f"{outer.label} × {inner.label}" if outer.label else inner.label,
                outer.mask & inner.mask,
            )
            for outer in crossed
            for inner in _simple_segments(responses, name.strip())
        ]
    return crossed


def _simple_segments(responses: Responses, name: str) -> list[SegmentMask]:
    segments = responses.study.segments
    if name not in segments:
        hint = nearest(name, segments)
        msg = f"{name!r} is not a segment{hint}; allowed: {', '.join(segments) or 'none'}"
        raise InvalidCallError(msg)
    segment = segments[name]
    question = responses.study.question(segment.question)
    cells, answered = responses.values[question.id], responses.is_answered(question.id)
    if segment.bands:
        return [
            SegmentMask(name, _band_label(b), answered[:, 0] & _in_band(cells[:, 0], b))
            for b in segment.bands
        ]
    options = question_options(question)
    members = {
        option.id: cells[:, i] & answered[:, i] if question.kind == "multiple" else cells[:, 0] == i
        for i, option in enumerate(options)
        if option.id not in segment.without
    }
    if segment.groups:
        return [
            SegmentMask(name, label, np.logical_or.reduce([members[o] for o in group]))
            for label, group in segment.groups.items()
        ]
    labels = {option.id: option.label for option in options}
    return [SegmentMask(name, labels[option], mask) for option, mask in members.items()]


def _band_label(band: str) -> str:
    return band.replace("-", "–")


def _in_band(numbers: npt.NDArray[np.float64], band: str) -> BoolArray:
    low, _, high = band.rstrip("+").partition("-")
    inside: BoolArray = numbers >= float(low)
    return inside & (numbers <= float(high)) if high else inside
