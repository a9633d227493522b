from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.responses import (
    Responses,
    is_untouched_only,
    population_mask,
    segment_masks,
    select,
)


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("B1 = 'Developer'", [3, 8, 12, 30]),
        ("B1 = 'developer'", [3, 8, 12, 30]),  # by its id
        ("P1 = 'none'", [8, 11]),
        ("B1 != 'Developer'", [5, 11, 21]),  # 20 did not answer
        ("B2 = 3", [21]),
        ("B2 != 3", [3, 5, 8, 12, 30]),  # 11 is a sentinel, 20 did not answer
        ("B2 < 3", [3, 12]),
        ("B2 <= 3", [3, 12, 21]),
        ("B2 > 5", [5, 30]),
        ("B2 >= 5", [5, 8, 30]),
        ("B2 = 999", []),
        ("B4.deployed > B4.begun", [21]),
        ("B4.deployed <= B4.begun", [3, 5, 8, 12, 30]),
        ("B4.begun >= B2", [3, 5, 8, 12]),
        ("P1 = 'None'", [8, 11]),
        ("P1 != 'None'", [3, 5, 21]),  # not 12 and 20: whether they ticked is not known
        ("P2 = 'No'", [8, 11]),
        ("P3.monitoring = 'High'", [5, 12]),
        ("P3.monitoring >= 'Middle'", [3, 5, 12]),  # 8 is off the scale
        ("P3.monitoring < 'High'", [3, 11]),
        ('P3.monitoring = "I don\'t know"', [8]),
        ("P3.monitoring != 'High'", [3, 8, 11]),
        ("P3.deployment > P3.monitoring", [3]),
        ("P3.deployment = P3.monitoring", [5, 11]),
        ("P3.deployment <= P3.monitoring", [5, 11]),  # 8 is off the scale
        ("P3 answered", [3, 5, 8, 11, 12, 21]),
        ("P3.deployment answered", [3, 5, 8, 11, 21]),
        ("P3.deployment not answered", [12, 20, 30]),
        ("P1 not answered", [12, 20, 30]),
        ("P4 not answered", [8, 20, 30]),
        ("P5 = 0", [5]),  # a true zero
        ("T1.second answered", [5, 11]),
        ("B3 = 'Never'", [5, 12, 20, 30]),
        ("Status = 'Completed (31)'", [3, 5, 11, 12, 20, 21]),
        ("Status != 'Completed (31)'", [8, 30]),
        ("Status starts 'Completed'", [3, 5, 8, 11, 12, 20, 21]),
        ("Status starts 'Completed' and B1 = 'Developer' and B2 >= 2", [3, 8]),
        ("B1 = 'Developer' and B1 = 'Other role'", []),
    ],
)
def test_a_condition_selects_those_who_fulfil_it(
    tiny_responses: Responses, condition: str, ids: list[int]
) -> None:
    assert tiny_responses.ids[select(tiny_responses, condition)].tolist() == ids


def test_a_condition_that_means_nothing_is_refused_with_all_its_problems(
    tiny_responses: Responses,
) -> None:
    with pytest.raises(InvalidCallError, match=r"'B9' is not a question.*; B2 holds numbers, and"):
        select(tiny_responses, "B9 = 1 and B2 = 'two'")


@pytest.mark.parametrize(
    ("population", "ids"),
    [
        ("started", [3, 5, 8, 11, 12, 20, 21, 30]),
        ("complete", [3, 5, 8, 11, 12, 20, 21]),
        ("substantive", [3, 5, 8, 11, 12, 21]),
        ("releasing", [3, 5, 8, 11, 21]),
        ("developers", [3, 8, 12]),
    ],
)
def test_a_population_is_part_of_another_with_and_without(
    tiny_responses: Responses, population: str, ids: list[int]
) -> None:
    assert tiny_responses.ids[population_mask(tiny_responses, population)].tolist() == ids


def test_an_unknown_population_is_named_with_the_nearest(tiny_responses: Responses) -> None:
    with pytest.raises(InvalidCallError, match="'complet' is not a population; nearest is 'comp"):
        population_mask(tiny_responses, "complet")


def test_only_untouched_defaults_are_found(tiny_responses: Responses) -> None:
    assert tiny_responses.ids[is_untouched_only(tiny_responses)].tolist() == [20]


@pytest.mark.parametrize(
    ("by", "segments"),
    [
        (
            "role",
            {"Developer": [3, 8, 12, 30], "Data scientist": [5, 21], "Other role": [11]},
        ),
        ("experience", {"0–4": [3, 12, 21], "5+": [5, 8, 30]}),
        (
            "release",
            {"None": [8, 11], "By hand": [3, 11], "Automatic": [3, 5], "Other way": [21]},
        ),
        ("pipeline", {"Yes": [3, 5, 21], "No": [8, 11]}),
        ("makers", {"Makers": [3, 5, 8, 12, 21, 30], "Others": [11]}),
        ("named-role", {"Developer": [3, 8, 12, 30], "Data scientist": [5, 21]}),
        (
            "pipeline * experience",
            {"Yes × 0–4": [3, 21], "Yes × 5+": [5], "No × 0–4": [], "No × 5+": [8]},
        ),
    ],
)
def test_segments_divide_those_who_answered(
    tiny_responses: Responses, by: str, segments: dict[str, list[int]]
) -> None:
    found = segment_masks(tiny_responses, by)
    assert {s.label: tiny_responses.ids[s.mask].tolist() for s in found} == segments
    assert {s.by for s in found} == {by.replace(" ", "")}


def test_three_segments_can_be_crossed(tiny_responses: Responses) -> None:
    found = segment_masks(tiny_responses, "role*pipeline*experience")
    assert len(found) == 3 * 2 * 2
    assert found[0].label == "Developer × Yes × 0–4"
    assert found[0].by == "role*pipeline*experience"
    assert tiny_responses.ids[found[0].mask].tolist() == [3]


def test_a_number_between_two_bands_belongs_to_the_lower(tiny_responses: Responses) -> None:
    years = tiny_responses.values["B2"].copy()
    years[:4, 0] = [4.5, 4.99, 5, -0.5]
    changed = replace(tiny_responses, values={**tiny_responses.values, "B2": years})
    young, old = segment_masks(changed, "experience")
    assert young.mask.tolist()[:4] == [True, True, False, False]
    assert old.mask.tolist()[:4] == [False, False, True, False]


@pytest.mark.parametrize("by", ["rolle", "role*rolle", "role*", ""])
def test_an_unknown_segment_is_named_with_what_is_allowed(
    tiny_responses: Responses, by: str
) -> None:
    with pytest.raises(InvalidCallError, match=r"is not a segment.*allowed: 'role', 'experience'"):
        segment_masks(tiny_responses, by)


def test_masks_belong_to_the_caller(tiny_responses: Responses) -> None:
    mask = select(tiny_responses, "P3 answered")
    mask[:] = False
    assert np.any(select(tiny_responses, "P3 answered"))
