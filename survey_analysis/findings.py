"""Findings about the data: whom each check concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.conditions import Reference, parse_condition
from survey_analysis.responses import (
    BoolArray,
    CellState,
    Responses,
    is_untouched_only,
    population_mask,
    select,
)
from survey_analysis.study import MultipleQuestion, NumericQuestion, Question, TextQuestion
from survey_analysis.study.model import Check


@dataclass(frozen=True)
class Finding:
    """One finding: which check, about which questions, and whom it concerns.

    Attributes
    ----------
    check
        The check: an id of this module, or of the study file's checks.
    questions
        The questions whose estimates it touches; empty for all.
    severity
        ``error``: cannot be right; ``warning``: may mislead; ``note``: good to know.
    mask
        Whom it concerns, shape (n,).
    note
        What was found, in a sentence.
    """

    check: str
    questions: tuple[str, ...]
    severity: str
    mask: BoolArray
    note: str


def find_issues(responses: Responses, *, population: str | None = None) -> list[Finding]:
    """Look for everything that may be wrong with the answers of a population.

    Duplicates, complete but empty records, untouched defaults, sentinels, ambiguous
    cells, contradictions (exclusive options ticked with others, the study file's
    checks), answers against a filter, junk texts, unknown durations. Findings that
    concern nobody are left out.
    """
    everybody = population_mask(responses, population or responses.study.default_population)
    found = [*_about_records(responses, everybody), *_about_durations(responses)]
    for question in responses.study.questions:
        found += _about_question(question, responses)
    found += [_contradiction(responses, check) for check in responses.study.checks]
    inside = [Finding(f.check, f.questions, f.severity, f.mask & everybody, f.note) for f in found]
    return [finding for finding in inside if finding.mask.any()]


def _about_records(responses: Responses, everybody: BoolArray) -> Iterator[Finding]:
    yield Finding(
        "untouched-only", (), "warning", is_untouched_only(responses),
        "Records that hold nothing but presets the respondent left as they were",
    )  # fmt: skip
    note = "Records that equal another of this population in every answer"
    yield Finding("duplicates", (), "warning", _duplicates(responses, everybody), note)


def _duplicates(responses: Responses, everybody: BoolArray) -> BoolArray:
    cells = [np.where(responses.is_answered(q), v, "") for q, v in responses.values.items()]
    table = pd.DataFrame(np.column_stack([c.astype(str) for c in cells]))[everybody]
    duplicated = np.zeros(len(responses), dtype=bool)
    duplicated[everybody] = table.duplicated(keep=False).to_numpy()
    return duplicated


def _about_durations(responses: Responses) -> Iterator[Finding]:
    if "duration" in responses.metadata:
        unknown = responses.metadata["duration"].isna().to_numpy()
        yield Finding("unknown-duration", (), "note", unknown, "The time online is not known")


def _about_question(question: Question, responses: Responses) -> Iterator[Finding]:
    states, values = responses.states[question.id], responses.values[question.id]

    def having(state: CellState) -> BoolArray:
        found: BoolArray = (states == state).any(axis=1)
        return found

    def finding(check: str, severity: str, mask: BoolArray, note: str) -> Finding:
        return Finding(check, (question.id,), severity, mask, note)

    untouched, ambiguous = having(CellState.UNTOUCHED_DEFAULT), having(CellState.AMBIGUOUS)
    yield finding(
        "untouched-default", "warning", untouched, "Preset left on a page without any other answer"
    )
    yield finding("ambiguous", "note", ambiguous, "Nothing ticked: none of these, or skipped")
    if isinstance(question, NumericQuestion):
        note = f"A number that is none: {', '.join(question.sentinels)}"
        yield finding("sentinel", "warning", having(CellState.SENTINEL), note)
    if isinstance(question, MultipleQuestion):
        exclusive = [option.exclusive for option in question.options]
        mixed = values[:, exclusive].any(axis=1) & (values.sum(axis=1) > 1)
        labels = " or ".join(repr(o.label) for o in question.options if o.exclusive)
        yield finding(
            "exclusive-with-others", "warning", mixed, f"{labels} ticked with other options"
        )
    if isinstance(question, TextQuestion):
        junk = is_junk(question, values) & (states == CellState.ANSWERED)
        yield finding("junk-text", "note", junk.any(axis=1), "At least one text says nothing")
    if question.asked_if is not None:
        against = responses.is_answered(question.id).any(axis=1) & ~select(
            responses, question.asked_if
        )
        yield finding(
            "answered-against-filter", "warning", against, f"Asked only if {question.asked_if}"
        )


def is_junk(question: TextQuestion, texts: npt.NDArray[Any]) -> BoolArray:
    """Tell which texts say nothing: the declared ones, whatever their case and outer spaces."""
    junk = {text.strip().casefold() for text in question.junk}
    found = [text.strip().casefold() in junk for text in texts.flat]
    return np.array(found, dtype=bool).reshape(texts.shape)


def _contradiction(responses: Responses, check: Check) -> Finding:
    text = check.contradiction or check.rule or ""
    comparisons = parse_condition(text)
    sides = [side for c in comparisons for side in (c.left, c.right) if isinstance(side, Reference)]
    questions = tuple(dict.fromkeys(side.question for side in sides))
    mask = select(responses, text)
    if check.rule is not None:
        mask = _known(responses, sides) & ~mask
    return Finding(check.id, questions, "warning", mask, check.label)


def _known(responses: Responses, sides: list[Reference]) -> BoolArray:
    known = np.ones(len(responses), dtype=bool)
    for side in sides:
        part = f"{side.question}.{side.part}" if side.part else side.question
        known &= select(responses, f"{part} answered")
    return known
