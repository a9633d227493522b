from __future__ import annotations

import pytest
from pydantic import ValidationError

from survey_analysis.study import SingleQuestion, Study, question_items, question_options


def test_a_label_alone_is_an_option_with_an_id_of_its_own(tiny_study: Study) -> None:
    option = question_options(tiny_study.question("B1"))[0]
    assert (option.id, option.label, option.labels) == ("developer", "Developer", ["Developer"])


def test_the_exports_label_goes_before_ours_and_aliases_follow(tiny_study: Study) -> None:
    option = question_options(tiny_study.question("B1"))[1]
    assert option.labels == ["Data Scientist", "Data Analyst"]


def test_off_scale_answers_follow_the_points(tiny_study: Study) -> None:
    labels = [option.label for option in question_options(tiny_study.question("P3"))]
    assert labels == ["Low", "Middle", "High", "I don't know"]


@pytest.mark.parametrize(
    ("question_id", "items"),
    [
        ("B1", []),
        ("P1", []),
        ("B2", [""]),
        ("B4", ["begun", "deployed"]),
        ("P3", ["deployment", "monitoring"]),
        ("T1", ["first", "second"]),
    ],
)
def test_grids_blocks_and_slots_have_items(
    tiny_study: Study, question_id: str, items: list[str]
) -> None:
    assert [item.id for item in question_items(tiny_study.question(question_id))] == items


@pytest.mark.parametrize("question_id", ["B2", "P4", "T1"])
def test_numbers_and_texts_have_no_options(tiny_study: Study, question_id: str) -> None:
    assert question_options(tiny_study.question(question_id)) == []


def test_a_question_cannot_be_changed(tiny_study: Study) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        tiny_study.question("B1").label = "Another"


def test_an_option_that_is_a_number_is_refused() -> None:
    with pytest.raises(ValidationError, match="must be a label"):
        SingleQuestion.model_validate(
            {"id": "Q1", "label": "x", "kind": "single", "column": "c", "options": [1, 2]}
        )
