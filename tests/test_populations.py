from __future__ import annotations

import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.populations import name_population
from survey_analysis.responses import Responses


def test_the_default_population_counts_when_none_is_named(tiny_responses: Responses) -> None:
    name, mask = name_population(tiny_responses)
    assert (name, tiny_responses.ids[mask].tolist()) == ("complete", [3, 5, 8, 11, 12, 20, 21])


def test_a_condition_narrows_a_population_and_is_part_of_its_name(
    tiny_responses: Responses,
) -> None:
    name, mask = name_population(tiny_responses, where="B2 >= 5", population="started")
    assert (name, tiny_responses.ids[mask].tolist()) == ("started where B2 >= 5", [5, 8, 30])


@pytest.mark.parametrize(
    ("call", "message"),
    [({"population": "compleet"}, "nearest is 'complete'"), ({"where": "B2"}, "an operator")],
)
def test_an_unknown_population_or_condition_is_refused(
    tiny_responses: Responses, call: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidCallError, match=message):
        name_population(tiny_responses, **call)
