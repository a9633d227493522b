"""Whether the segments of a study file divide what they say they divide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from survey_analysis.errors import unknown_name
from survey_analysis.study.model import Segment, Study
from survey_analysis.study.questions import (
    MultipleQuestion,
    NumericQuestion,
    Question,
    SingleQuestion,
    question_options,
)

Found = Iterator[tuple[tuple[str | int, ...], str]]


def find_segment_problems(study: Study) -> Found:
    """Yield what is wrong with segments, each with its place in the file."""
    questions = {q.id: q for q in study.questions}
    for name, segment in study.segments.items():
        if segment.question not in questions:
            yield ("segments", name, "from"), unknown_name("question", segment.question, questions)
            continue
        question = questions[segment.question]
        for place, message in (*_kind(segment, question), *_options(segment, question)):
            yield ("segments", name, *place), message
        for message in _bands(segment):
            yield ("segments", name, "bands"), message
        if (segment.groups or segment.without) and not segment.reason:
            yield ("segments", name), "'groups' and 'without' need a 'reason'"


def band_limits(band: str) -> tuple[int, float]:
    """Return the lowest and the highest whole number of a band; infinity for an open one.

    Examples
    --------
    >>> band_limits("2-4"), band_limits("10+")
    ((2, 4.0), (10, inf))
    """
    low, _, high = band.rstrip("+").partition("-")
    return int(low), float(high) if high else float("inf")


def _kind(segment: Segment, question: Question) -> Found:
    if isinstance(question, NumericQuestion):
        if question.column is None:
            yield ("from",), f"{question.id} holds several numbers; a segment is made from one"
        if not segment.bands:
            yield (), f"{question.id} holds numbers: the segment needs 'bands'"
    elif not isinstance(question, SingleQuestion | MultipleQuestion):
        article = "an" if question.kind == "allocation" else "a"
        yield ("from",), f"{article} {question.kind} question makes no segments"
    elif segment.bands:
        yield ("bands",), f"bands divide numbers, and {question.id} is a choice"


def _bands(segment: Segment) -> Iterator[str]:
    for band in segment.bands:
        low, high = band_limits(band)
        if low > high:
            yield f"the band {band!r} ends before it begins"
    for one, other in pairwise(segment.bands):
        if band_limits(other)[0] <= band_limits(one)[1]:
            yield f"the band {other!r} begins before {one!r} ends; bands ascend and do not overlap"


def _options(segment: Segment, question: Question) -> Found:
    """Find options that are not known, in two places, or in none."""
    known = [o.id for o in question_options(question)]
    used = [("without", option) for option in segment.without]
    used += [("groups", option) for group in segment.groups.values() for option in group]
    for key, option in used:
        if option not in known:
            yield (key,), unknown_name(f"option of {question.id}", option, known)
    for option, times in Counter(option for _, option in used).items():
        if times > 1:
            yield (), f"the option {option!r} has {times} places; it may have one"
    left = [option for option in known if option not in {o for _, o in used}]
    if segment.groups and left:
        names = ", ".join(left)
        yield ("groups",), f"no group holds {names}; put each in a group or under 'without'"
