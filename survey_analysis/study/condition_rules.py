"""Whether a condition means something for a study: its names, its labels, what it compares."""

from __future__ import annotations

from collections.abc import Iterator

from survey_analysis.conditions import Comparison, Reference, parse_condition
from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.study.model import Study
from survey_analysis.study.questions import (
    Question,
    ScaleQuestion,
    number_options,
    question_options,
    question_parts,
)

_PRESENCE = ("answered", "not answered")
_EQUALITY = ("=", "!=")
_NUMBERS = {"numeric", "allocation", "ranking"}


def condition_problems(study: Study, text: str) -> list[str]:
    """Say what is wrong with a condition for this study; nothing when it can be computed.

    Parameters
    ----------
    study
        The study file.
    text
        A condition; see `survey_analysis.conditions`.

    Examples
    --------
    >>> from survey_analysis.study import load_study
    >>> condition_problems(load_study("ml-deployment-monitoring"), "D2 = 'Brasil'")
    ["'Brasil' is not a label of D2; nearest is 'Brazil'"]
    """
    try:
        comparisons = parse_condition(text)
    except InvalidCallError as error:
        return [str(error)]
    return [m for comparison in comparisons for m in _comparison_problems(study, comparison)]


def _comparison_problems(study: Study, comparison: Comparison) -> list[str]:
    left, operator, right = comparison.left, comparison.operator, comparison.right
    if left.question in study.export.metadata:
        return _metadata_problems(comparison)
    present = operator in _PRESENCE
    problems = _cell_problems(study, left, whole=present)
    if isinstance(right, Reference):
        problems += _cell_problems(study, right, whole=False)
    if problems or present:
        return problems
    return list(_value_problems(study, comparison))


def _metadata_problems(comparison: Comparison) -> list[str]:
    if comparison.operator in (*_EQUALITY, "starts") and isinstance(comparison.right, str):
        return []
    return [f"{comparison.left.question} is metadata: allowed are = != starts and a quoted text"]


def _cell_problems(study: Study, reference: Reference, *, whole: bool) -> list[str]:
    """Say why a reference is not one cell (or, if `whole`, not a question or part of one)."""
    questions = {q.id: q for q in study.questions}
    if reference.question not in questions:
        known = [*questions, *study.export.metadata]
        return [unknown_name("question", reference.question, known)]
    question = questions[reference.question]
    items = question_parts(question)
    if reference.part:
        if reference.part in items:
            return []
        return [unknown_name(f"item of {question.id}", reference.part, items)]
    if whole or not items:
        return []
    return [f"{question.id} has several items: name one, such as '{question.id}.{items[0]}'"]


def _value_problems(study: Study, comparison: Comparison) -> Iterator[str]:
    question = study.question(comparison.left.question)
    operator, right = comparison.operator, comparison.right
    if question.kind == "text":
        yield f"{question.id} is open text: allowed are 'answered' and 'not answered'"
    elif operator == "starts":
        yield f"'starts' compares metadata, and {question.id} is a {question.kind} question"
    elif isinstance(right, Reference):
        yield from _pair_problems(question, study.question(right.question), comparison)
    elif question.kind in _NUMBERS:
        if isinstance(right, str):
            yield f"{question.id} holds numbers, and {right!r} is a text"
    elif operator not in _EQUALITY and not isinstance(question, ScaleQuestion):
        yield f"{question.id} is a choice, its options have no order: allowed are = and !="
    else:
        yield from _label_problems(question, right, ordered=operator not in _EQUALITY)


def _pair_problems(left: Question, right: Question, comparison: Comparison) -> Iterator[str]:
    comparable = {left.kind, right.kind} <= _NUMBERS or (left.kind == "scale" and left == right)
    if not comparable:
        names = f"{comparison.left.question} and {right.id}"
        yield f"{names} cannot be compared: allowed are two numbers, or two items of one scale"


def _label_problems(
    question: Question, label: str | float | None, *, ordered: bool
) -> Iterator[str]:
    options = question.points if isinstance(question, ScaleQuestion) else question_options(question)
    wanted = options if ordered else question_options(question)
    known = [o.label for o in wanted]
    if not isinstance(label, str):
        yield f"{question.id} takes a label in quotes, such as {known[0]!r}"
    elif label not in number_options(wanted):
        yield unknown_name(f"label of {question.id}", label, known)
