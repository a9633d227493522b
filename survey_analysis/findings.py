"""Findings about the data: whom each check concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.conditions import Comparison, Reference, parse_condition
from survey_analysis.populations import name_population
from survey_analysis.responses import (
    BoolArray,
    CellState,
    Responses,
    is_untouched_only,
    select,
)
from survey_analysis.study import MultipleQuestion, NumericQuestion, Question, TextQuestion
from survey_analysis.study.model import Check

_FEWEST_QUESTIONS = 3  # of a survey in which a single answer says something

Severity = Literal["warning", "note"]


@dataclass(frozen=True, eq=False)
class Finding:
    """One finding: which check, about which questions, and whom it concerns.

    Attributes
    ----------
    check
        The check: an id of this module, or of the study file's checks.
    questions
        The questions whose estimates it touches; empty for all.
    severity
        ``warning``: may mislead; ``note``: good to know.
    mask
        Whom it concerns, shape (n,).
    note
        What was found, in a sentence without its full stop.
    """

    check: str
    questions: tuple[str, ...]
    severity: Severity
    mask: BoolArray
    note: str


def find_issues(
    responses: Responses, *, where: str | None = None, population: str | None = None
) -> list[Finding]:
    """Look for everything that may be wrong with the answers of a population.

    Duplicates, complete but (nearly) empty records, untouched defaults, sentinels, ambiguous
    cells, contradictions (exclusive options ticked with others, the study file's
    checks), answers against a filter, junk texts, unknown durations.

    Parameters
    ----------
    responses
        The responses.
    where
        A condition that narrows the population.
    population
        A population of the study; its default if None.

    Returns
    -------
    list of Finding
        Those about whole records first, then by question in the study file's order, then
        the study file's checks. Findings that concern nobody are left out.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> findings = find_issues(load_responses("ml-deployment-monitoring"))
    >>> [(finding.check, int(finding.mask.sum())) for finding in findings[:2]]
    [('untouched-only', 9), ('duplicates', 9)]
    """
    _, everybody = name_population(responses, where=where, population=population)
    note = "Records that equal another of this population in every answer"
    repeated = Finding("duplicates", (), "warning", _duplicates(responses, everybody), note)
    first, *others = _list_countable(responses, texts=True)
    found = _inside([first, repeated, *others], everybody)
    return [finding for finding in found if finding.mask.any()]


NOT_COUNTABLE = ("duplicates", "junk-text")
"""Checks that need all records side by side, or the texts."""


def list_countable_issues(
    responses: Responses, *, where: str | None = None, population: str | None = None
) -> list[Finding]:
    """Look for what each record shows by itself, without its texts.

    All findings of `find_issues` but `NOT_COUNTABLE`, those that concern nobody among them:
    the same list for every part of the respondents, so that counts add up.

    Parameters
    ----------
    responses, where, population
        As for `find_issues`.
    """
    _, everybody = name_population(responses, where=where, population=population)
    return _inside(_list_countable(responses, texts=False), everybody)


def _inside(found: Iterable[Finding], everybody: BoolArray) -> list[Finding]:
    return [replace(finding, mask=finding.mask & everybody) for finding in found]


def _list_countable(responses: Responses, *, texts: bool) -> Iterator[Finding]:
    """Look for what each record shows by itself; for texts that say nothing if they are read."""
    note = "Records that hold nothing but presets the respondent left as they were"
    yield Finding("untouched-only", (), "warning", is_untouched_only(responses), note)
    yield from _about_durations(responses)
    yield from _about_lone_answers(responses)
    for question in responses.study.questions:
        yield from _about_question(question, responses, texts=texts)
    for check in responses.study.checks:
        yield _contradiction(responses, check)


def _duplicates(responses: Responses, everybody: BoolArray) -> BoolArray:
    """Tell whose answers, free text included, all equal those of somebody else.

    Records without an answer, or with a single one, are alike without being the same.
    """
    cells = [
        pd.DataFrame(values).where(responses.is_answered(question))
        for question, values in responses.values.items()
    ]
    table = pd.concat([*cells, responses.option_texts], axis=1, ignore_index=True)[everybody]
    duplicated = np.zeros(len(responses), dtype=bool)
    duplicated[everybody] = table.duplicated(keep=False).to_numpy()
    presets = [
        (states == CellState.UNTOUCHED_DEFAULT).any(axis=1) for states in responses.states.values()
    ]
    answers = _count_answers(responses)
    is_told_apart = (answers > 1) | ((answers == 0) & np.logical_or.reduce(presets))
    return np.asarray(duplicated & is_told_apart)


def _has_answer(responses: Responses, question: Question) -> BoolArray:
    """Tell who answered anything of a question, shape (n,): of ticks, whether there is one."""
    given = responses.states[question.id] == CellState.ANSWERED
    if isinstance(question, MultipleQuestion):
        given = given & responses.values[question.id]
    return np.asarray(given.any(axis=1))


def _count_answers(responses: Responses) -> npt.NDArray[np.int64]:
    """Count the questions that each record answers, shape (n,)."""
    counts = np.zeros(len(responses), dtype=np.int64)
    for question in responses.study.questions:
        counts += _has_answer(responses, question)
    return counts


def _about_lone_answers(responses: Responses) -> Iterator[Finding]:
    """Look for records that answer one question of many, as who does not consent."""
    questions = responses.study.questions
    if len(questions) < _FEWEST_QUESTIONS:
        return
    is_lone = _count_answers(responses) == 1
    for question in questions:
        mask = is_lone & _has_answer(responses, question)
        note = f"Records that have no answer but to {question.id}"
        yield Finding("lone-answer", (question.id,), "warning", mask, note)


def _about_durations(responses: Responses) -> Iterator[Finding]:
    if "duration" in responses.metadata:
        unknown = responses.metadata["duration"].isna().to_numpy(dtype=bool)
        yield Finding("unknown-duration", (), "note", unknown, "The time online is not known")


def _about_question(question: Question, responses: Responses, *, texts: bool) -> Iterator[Finding]:
    states, values = responses.states[question.id], responses.values[question.id]
    about = (question.id,)
    untouched, ambiguous, sentinel = (
        np.asarray((states == state).any(axis=1))
        for state in (CellState.UNTOUCHED_DEFAULT, CellState.AMBIGUOUS, CellState.SENTINEL)
    )
    note = "Preset left on a page without any other answer"
    yield Finding("untouched-default", about, "warning", untouched, note)
    note = "Nothing ticked, which may mean none of these or skipped"
    yield Finding("ambiguous", about, "note", ambiguous, note)
    if isinstance(question, NumericQuestion):
        note = f"A number that stands for something else: {', '.join(question.sentinels)}"
        if question.unreadable == "leave-out":
            note = "An answer that is no number, or stands for something else; it is left out"
        yield Finding("sentinel", about, "warning", sentinel, note)
    if isinstance(question, MultipleQuestion):
        mixed, note = _mixed(question, values)
        yield Finding("exclusive-with-others", about, "warning", mixed, note)
    if isinstance(question, TextQuestion) and texts:
        junk = is_junk(question, values) & (states == CellState.ANSWERED)
        yield Finding("junk-text", about, "note", junk.any(axis=1), "A text that says nothing")
    if question.asked_if is not None:
        answered = responses.is_answered(question.id).any(axis=1)
        against = answered & ~select(responses, question.asked_if)
        note = f"Answered, though asked only if {question.asked_if}"
        yield Finding("answered-against-filter", about, "warning", against, note)


def _mixed(question: MultipleQuestion, ticks: BoolArray) -> tuple[BoolArray, str]:
    """Tell who ticked an exclusive option and another one, shape (n,)."""
    exclusive = [option.exclusive for option in question.options]
    mixed = ticks[:, exclusive].any(axis=1) & (ticks.sum(axis=1) > 1)
    labels = " or ".join(repr(option.label) for option in question.options if option.exclusive)
    return mixed, f"{labels} ticked with other options"


def is_junk(question: TextQuestion, texts: npt.NDArray[Any]) -> BoolArray:
    """Tell which texts say nothing: the declared ones, whatever their case and outer spaces.

    Parameters
    ----------
    question
        Declares the `junk`.
    texts
        Texts of any shape.

    Returns
    -------
    numpy.ndarray
        Booleans of that shape.
    """
    junk = {text.strip().casefold() for text in question.junk}
    found = [text.strip().casefold() in junk for text in texts.flat]
    return np.array(found, dtype=bool).reshape(texts.shape)


def _contradiction(responses: Responses, check: Check) -> Finding:
    """Look for whom a declared rule does not hold, or a declared contradiction does."""
    text = check.contradiction or check.rule or ""
    comparisons = parse_condition(text)
    sides = [side for comparison in comparisons for side in _sides(comparison)]
    about = [side.question for side in sides if side.question in responses.values]
    mask = select(responses, text)
    if check.rule is not None:
        mask = _is_known(responses, comparisons) & ~mask
    return Finding(check.id, tuple(dict.fromkeys(about)), "warning", mask, check.label)


def _sides(comparison: Comparison) -> list[Reference]:
    both = (comparison.left, comparison.right)
    return [side for side in both if isinstance(side, Reference)]


def _is_known(responses: Responses, comparisons: list[Comparison]) -> BoolArray:
    """Tell who answered everything that is compared; asking for an answer compares nothing."""
    known = np.ones(len(responses), dtype=bool)
    for comparison in comparisons:
        for side in _sides(comparison) if comparison.right is not None else []:
            if side.question in responses.values:
                part = f"{side.question}.{side.part}" if side.part else side.question
                known &= select(responses, f"{part} answered")
    return known
