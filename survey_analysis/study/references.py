"""Whether the parts of a study file fit together: every name that is used is declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from survey_analysis.conditions import parse_condition
from survey_analysis.errors import unknown_name
from survey_analysis.study.columns import list_columns
from survey_analysis.study.condition_rules import condition_problems
from survey_analysis.study.model import UNTOUCHED_ONLY, Headline, Study
from survey_analysis.study.question_rules import find_question_problems
from survey_analysis.study.questions import (
    MultipleQuestion,
    Question,
    Reading,
    question_items,
    question_options,
)
from survey_analysis.study.segment_rules import find_segment_problems

Place = tuple[str | int, ...]
Found = Iterator[tuple[Place, str]]

_KINDS_OF = {
    "proportion": ("single", "multiple", "scale"),
    "top_share": ("scale",),
    "mean": ("numeric", "allocation", "scale"),
    "median": ("numeric", "allocation", "scale"),
    "first_share": ("ranking",),
    "mean_rank": ("ranking",),
    "top_k_share": ("ranking",),
}
_OF_OPTIONS = ("proportion", "first_share", "mean_rank", "top_k_share")


def find_inconsistencies(study: Study) -> list[tuple[Place, str]]:
    """List what does not fit together, each with its place in the file.

    Returns
    -------
    list of (place, message)
        `place` is the path of keys and positions, such as ``("pages", 2, "questions", 0)``.
    """
    searches = (
        _columns,
        _pages,
        _populations,
        find_segment_problems,
        _conditions,
        find_question_problems,
        _headlines,
        _reports,
    )
    # With an id that stands for two things, every other finding could mean the wrong one.
    return list(_ids(study)) or [found for search in searches for found in search(study)]


def _ids(study: Study) -> Found:
    ids = {
        "questions": [q.id for q in study.questions],
        "pages": [page.id for page in study.pages],
        "checks": [check.id for check in study.checks],
        "research_questions": [r.id for r in study.research_questions],
    }
    for key, names in ids.items():
        for i, name in enumerate(names):
            if name in names[:i]:
                yield (key, i, "id"), f"the id {name!r} is declared twice"


def _columns(study: Study) -> Found:
    seen = set()
    for column in list_columns(study):
        if column.name in seen:
            message = f"column {column.name!r} is used twice; each column has one use"
            yield _place_of(study, column.question_id), message
        seen.add(column.name)


def _place_of(study: Study, question_id: str) -> Place:
    ids = [q.id for q in study.questions]
    return ("questions", ids.index(question_id)) if question_id else ("export",)


def _pages(study: Study) -> Found:
    known = [q.id for q in study.questions]
    paged = [name for page in study.pages for name in page.questions]
    for i, page in enumerate(study.pages):
        for j, name in enumerate(page.questions):
            if name not in known:
                yield ("pages", i, "questions", j), unknown_name("question", name, known)
    for name, times in Counter(paged).items():
        if times > 1:
            yield ("pages",), f"question {name!r} stands {times} times on pages"
    for i, name in enumerate(known):
        if name not in paged:
            yield ("questions", i, "id"), f"question {name!r} stands on no page"


def _populations(study: Study) -> Found:
    defaults = [name for name, p in study.populations.items() if p.default]
    if len(defaults) != 1:
        yield ("populations",), f"exactly one population has 'default: true', found {len(defaults)}"
    above: list[str] = []
    for name, population in study.populations.items():
        if population.of is not None and population.of not in above:
            message = unknown_name("population declared above", population.of, above)
            yield ("populations", name, "of"), message
        above.append(name)


def _conditions(study: Study) -> Found:
    yield from _finished(study)
    for i, check in enumerate(study.checks):
        if (check.rule is None) == (check.contradiction is None):
            yield ("checks", i), "a check has either a 'rule' or a 'contradiction'"
    for place, text in _written_conditions(study):
        if text is not None:
            yield from ((place, message) for message in condition_problems(study, text))


def _finished(study: Study) -> Found:
    """Check that who finished is told by metadata alone: answers are read later."""
    text, metadata = study.export.finished, study.export.metadata
    problems = condition_problems(study, text) if text is not None else []
    yield from ((("export", "finished"), message) for message in problems)
    if text is None or problems:
        return
    for comparison in parse_condition(text):
        name = comparison.left.question
        if name not in metadata:
            yield ("export", "finished"), unknown_name("metadata column", name, metadata)


def _written_conditions(study: Study) -> Iterator[tuple[Place, str | None]]:
    for name, population in study.populations.items():
        yield ("populations", name, "where"), population.where
        if population.without != UNTOUCHED_ONLY:
            yield ("populations", name, "without"), population.without
    for i, check in enumerate(study.checks):
        yield ("checks", i, "rule"), check.rule
        yield ("checks", i, "contradiction"), check.contradiction
    for i, question in enumerate(study.questions):
        yield ("questions", i, "asked_if"), question.asked_if
        for j, reading in enumerate(_readings(question)):
            if reading.base != "shown":
                yield ("questions", i, "readings", j, "base"), reading.base


def _readings(question: Question) -> list[Reading]:
    return question.readings if isinstance(question, MultipleQuestion) else []


def _headlines(study: Study) -> Found:
    questions = {q.id: q for q in study.questions}
    for i, headline in enumerate(study.headlines):
        place = ("headlines", i)
        if headline.question not in questions:
            message = unknown_name("question", headline.question, questions)
            yield (*place, "question"), message
            continue
        for key, message in _headline_problems(headline, questions[headline.question]):
            yield (*place, key), message


def _headline_problems(headline: Headline, question: Question) -> Iterator[tuple[str, str]]:
    if question.kind not in _KINDS_OF[headline.statistic]:
        yield "statistic", f"a {question.kind} question has no {headline.statistic}"
    parts = {
        "item": (headline.item, [item.id for item in question_items(question) if item.id]),
        "option": (headline.option, [o.id for o in question_options(question)]),
    }
    for key, (name, known) in parts.items():
        if name is not None and name not in known:
            yield key, unknown_name(f"{key} of {question.id}", name, known)
    if headline.item is None and parts["item"][1]:
        yield "question", f"{question.id} has several items: the headline needs an 'item'"
    if (headline.option is None) == (headline.statistic in _OF_OPTIONS):
        yield (
            "statistic",
            f"an 'option' goes with {', '.join(_OF_OPTIONS)}, and with no other statistic",
        )


def _reports(study: Study) -> Found:
    """Check the names in lists that other parts of the file refer to."""
    questions = [q.id for q in study.questions]
    research = [r.id for r in study.research_questions]
    for i, name in enumerate(study.sensitivity):
        if name not in study.populations:
            yield ("sensitivity", i), unknown_name("population", name, study.populations)
    if study.breakdowns is not None:
        for i, name in enumerate(study.breakdowns.questions):
            if name not in questions:
                yield ("breakdowns", "questions", i), unknown_name("question", name, questions)
        for i, name in enumerate(study.breakdowns.by):
            if name not in study.segments:
                yield ("breakdowns", "by", i), unknown_name("segment", name, study.segments)
    for i, question in enumerate(study.questions):
        wanted = question.research_question
        if wanted is not None and wanted not in research:
            place = ("questions", i, "research_question")
            yield place, unknown_name("research question", wanted, research)
