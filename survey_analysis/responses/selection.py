"""Who is meant: respondents that fulfil a condition, a population, or a segment."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.conditions import Comparison, Reference, parse_condition
from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.responses.model import BoolArray, CellState, Responses
from survey_analysis.study import (
    MultipleQuestion,
    Question,
    ScaleQuestion,
    number_options,
    question_options,
    question_parts,
)
from survey_analysis.study.condition_rules import condition_problems
from survey_analysis.study.model import UNTOUCHED_ONLY, Segment
from survey_analysis.study.segment_rules import band_limits

FloatArray = npt.NDArray[np.float64]

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

    A comparison with something that was not answered is never fulfilled, ``!=`` included;
    nor is one of order with an answer off the scale.

    Parameters
    ----------
    responses
        The responses.
    condition
        For instance ``"D2 = 'Brazil' and D6 >= 2"``; see `survey_analysis.conditions`.

    Raises
    ------
    InvalidCallError
        If the condition cannot be read, names an unknown question or label, or compares
        what cannot be compared.

    Examples
    --------
    >>> from survey_analysis.responses import read_responses
    >>> from survey_analysis.study import find_study_folder, load_study
    >>> name = "ml-deployment-monitoring"
    >>> file = find_study_folder(name) / "responses.csv"
    >>> responses = read_responses(load_study(name), file)
    >>> int(select(responses, "D2 = 'Brazil'").sum())
    106
    """
    problems = condition_problems(responses.study, condition)
    if problems:
        raise InvalidCallError("; ".join(problems))
    fulfilled = np.ones(len(responses), dtype=bool)
    for comparison in parse_condition(condition):
        fulfilled &= _compare(responses, comparison)
    return fulfilled


def _compare(responses: Responses, comparison: Comparison) -> BoolArray:
    """Compute one comparison that makes sense for the study; see `condition_problems`."""
    left = comparison.left
    if left.question in responses.study.export.metadata:
        return _compare_metadata(responses.metadata, comparison)
    if comparison.operator in ("answered", "not answered"):
        has_answer = _has_answer(responses, left)
        return has_answer if comparison.operator == "answered" else ~has_answer
    question = responses.study.question(left.question)
    if isinstance(question, MultipleQuestion):
        return _compare_ticks(responses, question, comparison)
    one, other = _numbers(responses, left), _right_numbers(responses, question, comparison)
    known = np.isfinite(one) & np.isfinite(other)
    if isinstance(question, ScaleQuestion) and comparison.operator not in ("=", "!="):
        known &= np.maximum(one, other) < len(question.points)  # off the scale, no order
    return np.asarray(known & _OPERATORS[comparison.operator](one, other))


def select_by_metadata(metadata: pd.DataFrame, condition: str) -> BoolArray:
    """Tell which records fulfil a condition on metadata alone, shape (n,).

    Parameters
    ----------
    metadata
        Metadata columns as text.
    condition
        Compares such columns with texts.

    Examples
    --------
    >>> select_by_metadata(pd.DataFrame({"Status": ["Complete", "Partial"]}), "Status = 'Partial'")
    array([False,  True])
    """
    compared = [_compare_metadata(metadata, c) for c in parse_condition(condition)]
    return np.asarray(np.logical_and.reduce(compared))


def _compare_metadata(metadata: pd.DataFrame, comparison: Comparison) -> BoolArray:
    texts, wanted = metadata[comparison.left.question], str(comparison.right)
    if comparison.operator == "starts":
        return texts.str.startswith(wanted).to_numpy(dtype=bool)
    return np.asarray(_OPERATORS[comparison.operator](texts, wanted), dtype=bool)


def _compare_ticks(
    responses: Responses, question: MultipleQuestion, comparison: Comparison
) -> BoolArray:
    """Compare a multiple-choice question with an option: ``=`` ticked, ``!=`` not ticked."""
    option = number_options(question.options)[str(comparison.right)]
    is_ticked = responses.values[question.id][:, option] == (comparison.operator == "=")
    return np.asarray(responses.is_answered(question.id)[:, option] & is_ticked)


def _has_answer(responses: Responses, reference: Reference) -> BoolArray:
    """Tell who answered a question, or an item of it, shape (n,)."""
    answered = responses.is_answered(reference.question)
    if reference.part:
        return answered[:, _column(responses, reference)]
    return np.asarray(answered.any(axis=1))


def _numbers(responses: Responses, reference: Reference) -> FloatArray:
    """Return numbers, or positions of options, NaN without an answer, shape (n,)."""
    column = _column(responses, reference)
    answered = responses.is_answered(reference.question)[:, column]
    return np.where(answered, responses.values[reference.question][:, column], np.nan)


def _right_numbers(
    responses: Responses, question: Question, comparison: Comparison
) -> FloatArray | float:
    right = comparison.right
    if isinstance(right, Reference):
        return _numbers(responses, right)
    if isinstance(right, str):
        return float(number_options(question_options(question))[right])
    return float("nan") if right is None else right


def _column(responses: Responses, reference: Reference) -> int:
    if not reference.part:
        return 0
    return question_parts(responses.study.question(reference.question)).index(reference.part)


def population_mask(responses: Responses, population: str) -> BoolArray:
    """Tell which respondents belong to a population of the study, shape (n,).

    Raises
    ------
    InvalidCallError
        If the study has no such population; names the nearest.
    """
    populations = responses.study.populations
    if population not in populations:
        raise InvalidCallError(unknown_name("population", population, populations))
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
        If the study has no such segment (names the nearest), or one is crossed with itself.
    """
    names = [name.strip() for name in by.split("*")]
    if len(set(names)) < len(names):
        msg = f"{by!r} crosses a segment with itself"
        raise InvalidCallError(msg)
    crossed = _simple_segments(responses, names[0])
    for name in names[1:]:
        crossed = [
            SegmentMask("", f"{outer.label} × {inner.label}", outer.mask & inner.mask)
            for outer in crossed
            for inner in _simple_segments(responses, name)
        ]
    return [replace(segment, by="*".join(names)) for segment in crossed]


def _simple_segments(responses: Responses, name: str) -> list[SegmentMask]:
    """Divide respondents by one segment of the study."""
    segments = responses.study.segments
    if name not in segments:
        raise InvalidCallError(unknown_name("segment", name, segments))
    segment = segments[name]
    cells = responses.values[segment.question]
    if segment.bands:
        return [
            SegmentMask(name, band.replace("-", "–"), _in_band(cells[:, 0], band))
            for band in segment.bands
        ]
    members = _members(responses, segment)
    if segment.groups:
        return [
            SegmentMask(name, label, np.logical_or.reduce([members[option] for option in group]))
            for label, group in segment.groups.items()
        ]
    options = question_options(responses.study.question(segment.question))
    labels = {option.id: option.label for option in options}
    return [SegmentMask(name, labels[option], mask) for option, mask in members.items()]


def _members(responses: Responses, segment: Segment) -> dict[str, BoolArray]:
    """Tell by option id who chose it, without the options that the segment leaves out."""
    question = responses.study.question(segment.question)
    cells, answered = responses.values[question.id], responses.is_answered(question.id)
    is_multiple = isinstance(question, MultipleQuestion)
    return {
        option.id: np.asarray(cells[:, i] & answered[:, i] if is_multiple else cells[:, 0] == i)
        for i, option in enumerate(question_options(question))
        if option.id not in segment.without
    }


def _in_band(numbers: FloatArray, band: str) -> BoolArray:
    """Tell which numbers lie in a band; 4.5 years are four complete years. NaN lies in none."""
    low, high = band_limits(band)
    whole = np.floor(numbers)
    return np.asarray((whole >= low) & (whole <= high))
