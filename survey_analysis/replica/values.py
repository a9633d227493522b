"""Deal counted values out: single choices, numbers, grids of scales, and codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey_analysis.errors import StudyFileError
from survey_analysis.replica.cells import UNWRITTEN
from survey_analysis.replica.cohort import Cohort, Floats, Texts, choose
from survey_analysis.replica.presence import Presence
from survey_analysis.study import (
    Question,
    ScaleQuestion,
    SingleQuestion,
    question_items,
    question_options,
)


def deal(values: Sequence[str], scores: Floats, *, what: str) -> Texts:
    """Give the first value to the lowest score, and so on; shape of `scores`.

    Raises
    ------
    StudyFileError
        If there are not as many values as scores; names `what`.

    Examples
    --------
    >>> deal(["few", "many"], np.array([0.7, -0.2]), what="D7").tolist()
    ['many', 'few']
    """
    if len(values) != len(scores):
        msg = f"counts.csv, {what}: counts {len(values)} values for {len(scores)} respondents"
        raise StudyFileError(msg)
    dealt = np.empty(len(scores), dtype=object)
    dealt[np.argsort(scores, kind="stable")] = values
    return dealt


def repeat_values(counts: Mapping[str, int], values: Sequence[str]) -> list[str]:
    """Write each value as often as it is counted, in the order of `values`."""
    return [value for value in values for _ in range(counts.get(value, 0))]


def place_codes(cohort: Cohort, column: str, presence: Presence, *, scores: Floats) -> Texts:
    """Write a column's codes: "not shown" where unreached, the others where nothing is given.

    Parameters
    ----------
    cohort, column
        The respondents, and the column of the export.
    presence
        Who reached the page and who carries something in this column.
    scores
        Who scores high gets a code that comes late in the alphabet, shape (n,).
    """
    counts, codes = cohort.column_counts(column), cohort.codes(column)
    cells = np.full(len(cohort), "", dtype=object)
    unreached = ~presence.reached
    for unseen in sorted(codes.not_shown & counts.keys())[:1]:
        cells[unreached] = unseen
        counts[unseen] -= int(unreached.sum())
    missing = codes.not_shown | codes.not_answered | codes.empty | UNWRITTEN.keys()
    left = presence.reached & ~presence.answering
    codes_left = repeat_values(counts, sorted(missing & counts.keys()))
    cells[left] = deal(codes_left, scores[left], what=f"{cohort.status}, {column}")
    return cells


def deal_values(cohort: Cohort, question: Question, presence: Presence) -> dict[str, Texts]:
    """Fill single choices in one column, numbers and grids, along the traits they follow."""
    columns = {"": question.column} if isinstance(question, SingleQuestion) else {}
    columns |= {item.id: item.column for item in question_items(question)}
    style = cohort.noise() if isinstance(question, ScaleQuestion) else np.zeros(len(cohort))
    untouched = choose(
        presence.silent, cohort.count("untouched", question.id), scores=[cohort.untouched_only]
    )
    number, empty_handed = int(untouched.sum()), presence.answering
    filled = {}
    for part, column in ((part, str(name)) for part, name in columns.items()):
        scores = cohort.answer_scores(question.id, part) + style + cohort.noise()
        values = _values(cohort, question, column, untouched=number)
        # Whoever answers a grid answers one of its items: who has nothing yet goes first.
        first = [empty_handed, cohort.noise()]
        carrying = choose(presence.answering, len(values) - number, scores=first)
        empty_handed = empty_handed & ~carrying
        carrying |= untouched
        scores[untouched] = -np.inf
        there = replace(presence, answering=carrying)
        filled[column] = place_codes(cohort, column, there, scores=cohort.noise())
        what = f"{cohort.status}, {column}"
        filled[column][carrying] = deal(values, scores[carrying], what=what)
    return filled


def _values(cohort: Cohort, question: Question, column: str, *, untouched: int) -> list[str]:
    """List a column's values in their order, those of untouched defaults before all."""
    counts, codes = cohort.column_counts(column), cohort.codes(column)
    missing = codes.not_shown | codes.not_answered | codes.empty
    values = repeat_values(counts, _in_order(question, [v for v in counts if v not in missing]))
    defaults = [_default_value(question, counts)] * untouched if untouched else []
    for default in defaults:
        values.remove(default)
    return defaults + values


def _in_order(question: Question, values: list[str]) -> list[str]:
    """Order numbers by size, and labels as in the study file, off-scale answers first."""
    options = question_options(question)
    if not options:
        return sorted(values, key=float)
    if isinstance(question, ScaleQuestion):
        options = [*question.off_scale, *question.points]
    rank = {label: i for i, option in enumerate(options) for label in option.labels}
    return sorted(values, key=lambda value: (rank.get(value, len(rank)), value))


def _default_value(question: Question, counts: Mapping[str, int]) -> str:
    """Return the label that the export writes for the question's untouched default."""
    default = question.untouched_default if isinstance(question, SingleQuestion) else None
    labels = [label for o in question_options(question) if o.label == default for label in o.labels]
    return next(label for label in labels if label in counts)
