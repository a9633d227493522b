from __future__ import annotations

import numpy as np
import pytest

from survey_analysis.estimates import form_groups
from survey_analysis.measures import measure_questions
from survey_analysis.responses import Responses
from survey_analysis.scale import merge_tallies
from survey_analysis.tallies import Tally, tally


def assert_same(first: Tally, second: Tally) -> None:
    for name in ("eligible", "shown", "answered", "count", "ambiguous", "untouched"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    for one, other in zip(first.numbers, second.numbers, strict=True):
        np.testing.assert_array_equal(one.distinct, other.distinct)
        np.testing.assert_array_equal(one.times, other.times)


@pytest.mark.parametrize("seed", range(3))
def test_tallies_of_parts_add_up_to_that_of_the_whole(tiny_responses: Responses, seed: int) -> None:
    groups = form_groups(tiny_responses, by=["role", "release"]).masks
    measures = measure_questions(tiny_responses)
    part = np.random.default_rng(seed).integers(0, 3, len(tiny_responses))
    parts = [tally(measures, groups & (part == number)) for number in range(3)]
    assert_same(merge_tallies(parts), tally(measures, groups))


def test_the_order_of_the_parts_does_not_show(tiny_responses: Responses) -> None:
    groups = form_groups(tiny_responses).masks
    measures = measure_questions(tiny_responses)
    first = np.arange(len(tiny_responses)) < 3
    parts = [tally(measures, groups & members) for members in (first, ~first)]
    assert_same(merge_tallies(parts), merge_tallies(parts[::-1]))


def test_merging_leaves_its_parts_alone(tiny_responses: Responses) -> None:
    groups = form_groups(tiny_responses).masks
    counted = tally(measure_questions(tiny_responses), groups)
    before = counted.count.copy()
    merge_tallies([counted, counted])
    np.testing.assert_array_equal(counted.count, before)
