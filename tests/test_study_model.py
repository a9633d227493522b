from __future__ import annotations

import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.study import Study


def test_a_question_is_found_by_its_id(tiny_study: Study) -> None:
    assert tiny_study.question("P1").label == "Ways to release"


def test_an_unknown_question_is_named_with_the_nearest(tiny_study: Study) -> None:
    with pytest.raises(InvalidCallError, match="'p1' is not a question of tiny; nearest is 'P1'"):
        tiny_study.question("p1")


def test_the_default_population_is_the_one_that_says_so(tiny_study: Study) -> None:
    assert tiny_study.default_population == "complete"
