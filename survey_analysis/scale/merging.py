"""Tallies of parts of the respondents to one tally of all: everything adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from survey_analysis.measures import FloatArray, IntArray, Numbers, QuestionMeasures
from survey_analysis.tallies import NumberTally, Tally

_ADDED = ("eligible", "shown", "answered", "count", "ambiguous", "untouched")


def merge_tallies(tallies: Sequence[Tally]) -> Tally:
    """Add up the tallies of disjoint parts of the respondents: the tally of all of them.

    Whole numbers only, so the order of the parts never shows.

    Parameters
    ----------
    tallies
        Counts of the same figures in the same groups, at least one.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> from survey_analysis.measures import measure_questions
    >>> from survey_analysis.tallies import tally
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> odd = np.arange(len(responses)) % 2 == 1
    >>> measures = measure_questions(responses, ["Q14"])
    >>> parts = [tally(measures, members[None]) for members in (odd, ~odd)]
    >>> merge_tallies(parts).count
    array([[ 49, 119]])
    """
    return reduce(_add, tallies)


def _add(first: Tally, second: Tally) -> Tally:
    sums = {name: getattr(first, name) + getattr(second, name) for name in _ADDED}
    pairs = zip(first.numbers, second.numbers, strict=True)
    return replace(first, **sums, numbers=[_add_numbers(*pair) for pair in pairs])


def _add_numbers(first: NumberTally, second: NumberTally) -> NumberTally:
    if np.array_equal(first.distinct, second.distinct):
        return replace(first, times=first.times + second.times)
    distinct = np.union1d(first.distinct, second.distinct)
    times = _spread(first, distinct) + _spread(second, distinct)
    return replace(first, distinct=distinct, times=times)


def _spread(numbers: NumberTally, distinct: FloatArray) -> IntArray:
    """Lay the times of values out over more values."""
    times = np.zeros((len(numbers.times), len(distinct)), dtype=np.int64)
    times[:, np.searchsorted(distinct, numbers.distinct)] = numbers.times
    return times


def drop_placeholders(counted: Tally, measures: Sequence[QuestionMeasures]) -> Tally:
    """Drop the value that stands in for none where a part holds no number at all.

    `merge_tallies` would add it to the values that occur; `restore_placeholders` puts it
    back where no part held a number.
    """
    parts = [part for m in measures for part in m.parts if isinstance(part, Numbers)]
    numbers = [
        part if measured.base.any() or len(part.distinct) > 1 else _empty(part)
        for part, measured in zip(counted.numbers, parts, strict=True)
    ]
    return replace(counted, numbers=numbers)


def _empty(numbers: NumberTally) -> NumberTally:
    return replace(numbers, distinct=numbers.distinct[:0], times=numbers.times[:, :0])


def restore_placeholders(counted: Tally) -> Tally:
    """Let every figure have at least one value that may occur, as tallies of a whole have."""
    numbers = [
        part
        if len(part.distinct)
        else replace(part, distinct=np.zeros(1), times=np.zeros((len(part.times), 1), np.int64))
        for part in counted.numbers
    ]
    return replace(counted, numbers=numbers)
