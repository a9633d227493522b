"""Whether the parts of a study file fit together: every name that is used is declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from survey_analysis.conditions import Comparison, Reference, parse_condition
from survey_analysis.errors import InvalidCallError, nearest
from survey_analysis.study.columns import list_columns
from survey_analysis.study.model import (
    MultipleQuestion,
    NumericQuestion,
    Question,
    SingleQuestion,
    Study,
    question_items,
    question_options,
)

Place = tuple[str | int, ...]
Found = Iterator[tuple[Place, str]]


def find_inconsistencies(study: Study) -> list[tuple[Place, str]]:
    """List what does not fit together, each with its place in the file.

    Returns
    -------
    list of (place, message)
        `place` is the path of keys and positions, such as ``("pages", 2, "questions", 0)``.
    """
    searches = (_ids, _columns, _pages, _populations, _segments, _conditions, _choices, _reports)
    return [found for search in searches for found in search(study)]


def _repeated(names: list[str]) -> list[int]:
    """Positions of names that stood before."""
    return [i for i, name in enumerate(names) if name in names[:i]]


def _ids(study: Study) -> Found:
    for i in _repeated([q.id for q in study.questions]):
        yield ("questions", i, "id"), f"question {study.questions[i].id!r} is declared twice"
    for i, question in enumerate(study.questions):
        parts = {
            "options": [o.id for o in question_options(question)],
            "items": [item.id for item in question_items(question)],
        }
        for key, names in parts.items():
            for j in _repeated(names):
                yield ("questions", i, key, j), f"{key[:-1]} {names[j]!r} is declared twice"


def _columns(study: Study) -> Found:
    counts = Counter(column.name for column in list_columns(study))
    for name, times in counts.items():
        if times > 1:
            yield ("questions",), f"column {name!r} is used {times} times; each column has one use"


def _pages(study: Study) -> Found:
    known = [q.id for q in study.questions]
    paged = [name for page in study.pages for name in page.questions]
    for i, page in enumerate(study.pages):
        for j, name in enumerate(page.questions):
            if name not in known:
                yield ("pages", i, "questions", j), _unknown("question", name, known)
    for name, times in Counter(paged).items():
        if times > 1:
            yield ("pages",), f"question {name!r} stands on {times} pages"
    for i, name in enumerate(known):
        if name not in paged:
            yield ("questions", i, "id"), f"question {name!r} stands on no page"


def _populations(study: Study) -> Found:
    defaults = [name for name, p in study.populations.items() if p.default]
    if len(defaults) != 1:
        yield ("populations",), f"exactly one population has 'default: true', found {len(defaults)}"
    names = list(study.populations)
    for i, (name, population) in enumerate(study.populations.items()):
        if population.of is not None and population.of not in names[:i]:
            hint = nearest(population.of, names)
            yield (
                ("populations", name, "of"),
                f"{population.of!r} is not a population declared above{hint}",
            )


def _segments(study: Study) -> Found:
    questions = {q.id: q for q in study.questions}
    for name, segment in study.segments.items():
        place = ("segments", name)
        if segment.question not in questions:
            yield (*place, "from"), _unknown("question", segment.question, questions)
            continue
        question = questions[segment.question]
        if isinstance(question, NumericQuestion) != bool(segment.bands):
            yield place, "bands belong to a numeric question, and a numeric question needs them"
        elif not isinstance(question, SingleQuestion | MultipleQuestion | NumericQuestion):
            yield (*place, "from"), f"a {question.kind} question makes no segments"
        options = [o.id for o in question_options(question)]
        for option in [*segment.without, *(o for group in segment.groups.values() for o in group)]:
            if option not in options:
                yield place, _unknown(f"option of {question.id}", option, options)
        if (segment.groups or segment.without) and not segment.reason:
            yield place, "'groups' and 'without' need a 'reason'"


def _conditions(study: Study) -> Found:
    written: list[tuple[Place, str | None]] = []
    for name, population in study.populations.items():
        written.append((("populations", name, "where"), population.where))
        if population.without != "untouched_only":
            written.append((("populations", name, "without"), population.without))
    for i, check in enumerate(study.checks):
        if (check.rule is None) == (check.contradiction is None):
            yield ("checks", i), "a check has either a 'rule' or a 'contradiction'"
        written += [(("checks", i, "rule"), check.rule)]
        written += [(("checks", i, "contradiction"), check.contradiction)]
    for i, question in enumerate(study.questions):
        written.append((("questions", i, "asked_if"), question.asked_if))
        for j, reading in enumerate(question.readings if question.kind == "multiple" else []):
            if reading.base != "shown":
                written.append((("questions", i, "readings", j, "base"), reading.base))
    for place, text in written:
        if text is not None:
            for message in condition_problems(study, text):
                yield place, message


def condition_problems(study: Study, text: str) -> list[str]:
    """Say what is wrong with a condition for this study: its form, a name, a label."""
    try:
        comparisons = parse_condition(text)
    except InvalidCallError as error:
        return [str(error)]
    return [m for c in comparisons for m in _comparison_problems(study, c)]


def _comparison_problems(study: Study, comparison: Comparison) -> Iterator[str]:
    references = [comparison.left]
    if isinstance(comparison.right, Reference):
        references.append(comparison.right)
    questions = {q.id: q for q in study.questions}
    for reference in references:
        if reference.question in study.export.metadata:
            continue
        if reference.question not in questions:
            known = [*questions, *study.export.metadata]
            yield _unknown("question", reference.question, known)
        elif reference.part:
            yield from _part_problems(questions[reference.question], reference.part)
    question = questions.get(comparison.left.question)
    if question is not None and isinstance(comparison.right, str):
        yield from _label_problems(question, comparison.right)


def _part_problems(question: Question, part: str) -> Iterator[str]:
    known = [item.id for item in question_items(question)]
    if question.kind == "multiple":
        known = [o.id for o in question_options(question)]
    if part not in known:
        yield _unknown(f"part of {question.id}", part, known)


def _label_problems(question: Question, label: str) -> Iterator[str]:
    known = [o.label for o in question_options(question)]
    if known and label not in known:
        yield _unknown(f"label of {question.id}", label, known)


def _choices(study: Study) -> Found:
    for i, question in enumerate(study.questions):
        place = ("questions", i)
        options = question_options(question)
        if question.kind == "multiple" and not all(o.column for o in options):
            yield (
                place,
                f"every option of the multiple-choice question {question.id} needs a column",
            )
        if isinstance(question, NumericQuestion) and bool(question.column) == bool(question.items):
            yield place, f"{question.id} needs either 'column' or 'items'"
        if isinstance(question, SingleQuestion):
            spread = [bool(o.column) for o in options]
            if bool(question.column) == any(spread) or (any(spread) and not all(spread)):
                yield place, f"{question.id} needs either 'column', or a 'column' on every option"
            default = question.untouched_default
            if default is not None and default not in [o.label for o in options]:
                known = [o.label for o in options]
                yield (*place, "untouched_default"), _unknown("label", default, known)
        for label, times in Counter(text for o in options for text in o.labels).items():
            if times > 1 and question.kind != "multiple":
                yield place, f"{question.id}: the label {label!r} belongs to {times} options"


def _reports(study: Study) -> Found:
    questions = {q.id: q for q in study.questions}
    for i, headline in enumerate(study.headlines):
        if headline.question not in questions:
            yield ("headlines", i, "question"), _unknown("question", headline.question, questions)
            continue
        question = questions[headline.question]
        items = [item.id for item in question_items(question)]
        if headline.item is not None and headline.item not in items:
            yield ("headlines", i, "item"), _unknown("item", headline.item, items)
        options = [o.id for o in question_options(question)]
        if headline.option is not None and headline.option not in options:
            yield ("headlines", i, "option"), _unknown("option", headline.option, options)
    for i, name in enumerate(study.sensitivity):
        if name not in study.populations:
            yield ("sensitivity", i), _unknown("population", name, study.populations)
    if study.breakdowns is not None:
        for i, name in enumerate(study.breakdowns.questions):
            if name not in questions:
                yield ("breakdowns", "questions", i), _unknown("question", name, questions)
        for i, name in enumerate(study.breakdowns.by):
            if name not in study.segments:
                yield ("breakdowns", "by", i), _unknown("segment", name, study.segments)
    known = [r.id for r in study.research_questions]
    for i, question in enumerate(study.questions):
        wanted = question.research_question
        if wanted is not None and wanted not in known:
            yield (
                ("questions", i, "research_question"),
                _unknown("research question", wanted, known),
            )


def _unknown(kind: str, name: str, known: object) -> str:
    names = [str(k) for k in known]  # type: ignore[attr-defined]
    hint = nearest(name, names)
    allowed = "" if len(names) > 30 else f"; allowed: {', '.join(names) or 'none'}"
    return f"{name!r} is not a {kind}{hint}{allowed}"
