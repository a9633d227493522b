from __future__ import annotations

import pandas as pd
import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.responses import (
    CellState,
    Responses,
    answers_frame,
    cell_names,
    count_states,
    states_frame,
)


def test_answers_stand_in_a_table_with_labels(tiny_responses: Responses) -> None:
    frame = answers_frame(tiny_responses)
    assert frame.index.tolist() == [3, 5, 8, 11, 12, 20, 21, 30]
    assert frame.index.name == "respondent"
    assert frame.loc[5, ["B1", "B2", "P2", "P3.monitoring", "P4.build", "T1.first"]].tolist() == [
        "Data scientist",
        10,
        "Yes",
        "High",
        60,
        "-",
    ]


def test_cells_without_a_value_are_missing(tiny_responses: Responses) -> None:
    frame = answers_frame(tiny_responses)
    missing = frame.loc[20].isna()
    assert missing[~missing].index.tolist() == ["B3"]  # an untouched default carries its value
    assert frame["P1.none"].tolist()[:4] == [False, False, True, True]
    assert frame["P1.none"].isna().tolist() == [False] * 4 + [True, True, False, True]


def test_only_a_scale_without_off_scale_answers_is_ordered(tiny_responses: Responses) -> None:
    frame = answers_frame(tiny_responses, ["B3", "P3"])
    assert [*frame["P3.monitoring"].cat.categories] == ["Low", "Middle", "High", "I don't know"]
    assert not frame["P3.monitoring"].cat.ordered
    assert not frame["B3"].cat.ordered


def test_a_table_may_hold_some_questions_only(tiny_responses: Responses) -> None:
    assert [*answers_frame(tiny_responses, ["P2", "B4"])] == ["P2", "B4.begun", "B4.deployed"]
    assert [*states_frame(tiny_responses, ["P2"])] == ["P2"]


def test_an_unknown_question_is_named_with_the_nearest(tiny_responses: Responses) -> None:
    with pytest.raises(InvalidCallError, match="'p2' is not a question of tiny; nearest is 'P2'"):
        answers_frame(tiny_responses, ["p2"])


def test_the_table_of_states_has_the_cells_of_the_table_of_answers(
    tiny_responses: Responses,
) -> None:
    answers, states = answers_frame(tiny_responses), states_frame(tiny_responses)
    pd.testing.assert_index_equal(answers.columns, states.columns)
    carries = states.isin(["answered", "untouched default"])
    pd.testing.assert_frame_equal(carries, answers.notna())
    assert states.loc[[11, 12, 20, 21, 30], "B3"].tolist() == [
        "answered",
        "answered",
        "untouched default",
        "answered",
        "answered",
    ]
    assert states["P5"].tolist() == ["answered"] * 2 + ["not shown"] * 4 + [
        "not answered",
        "not shown",
    ]


def test_states_are_counted_for_every_cell(tiny_responses: Responses) -> None:
    counts = count_states(tiny_responses)
    names = [name for q in tiny_responses.study.questions for name in cell_names(q)]
    assert counts["cell"].tolist() == names
    assert [*counts.columns[2:]] == [state.label for state in CellState]
    assert (counts.drop(columns=["question_id", "cell"]).sum(axis=1) == 8).all()


def test_an_untouched_default_carries_its_value(tiny_responses: Responses) -> None:
    assert tiny_responses.is_answered("B3").all()


def test_a_question_is_shown_if_any_of_its_cells_is(tiny_responses: Responses) -> None:
    assert tiny_responses.is_shown("P3").tolist() == [True] * 7 + [False]
    assert tiny_responses.is_shown("P5").tolist() == [True, True, *[False] * 4, True, False]
    assert len(tiny_responses) == 8
