from __future__ import annotations

import numpy as np
import pytest

from survey_analysis.measures import Numbers, QuestionMeasures, Shares, measure_questions
from survey_analysis.responses import Responses


def measure(responses: Responses, question: str) -> QuestionMeasures:
    (measured,) = measure_questions(responses, [question])
    return measured


def shares(measured: QuestionMeasures, part: int = 0) -> Shares:
    found = measured.parts[part]
    assert isinstance(found, Shares)
    return found


def numbers(measured: QuestionMeasures, part: int = 0) -> Numbers:
    found = measured.parts[part]
    assert isinstance(found, Numbers)
    return found


def ids(responses: Responses, mask: object) -> list[int]:
    return [int(i) for i in responses.ids[np.asarray(mask)]]


def test_closed_questions_are_measured_in_the_study_files_order(tiny_responses: Responses) -> None:
    measured = [measures.question_id for measures in measure_questions(tiny_responses)]
    assert measured == ["B1", "B2", "B3", "B4", "P1", "P2", "P3", "P4", "P5"]


def test_only_the_questions_asked_for_are_measured(tiny_responses: Responses) -> None:
    measured = measure_questions(tiny_responses, ["P2", "B1", "T1"])
    assert [measures.question_id for measures in measured] == ["B1", "P2"]


def test_ticks_count_on_the_base_of_who_ticked_anything(tiny_responses: Responses) -> None:
    part = shares(measure(tiny_responses, "P1"))
    assert ids(tiny_responses, part.base) == [3, 5, 8, 11, 21]
    assert ids(tiny_responses, part.hits[:, 0]) == [8, 11]


def test_a_choice_spread_over_columns_is_one_choice(tiny_responses: Responses) -> None:
    part = shares(measure(tiny_responses, "P2"))
    assert [key.source for key in part.keys] == ["P2_Yes", "P2_No"]
    assert ids(tiny_responses, part.hits[:, 0]) == [3, 5, 21]
    assert ids(tiny_responses, part.base) == [3, 5, 8, 11, 21]


def test_an_off_scale_answer_is_in_the_base_of_points_and_of_nothing_else(
    tiny_responses: Responses,
) -> None:
    measured = measure(tiny_responses, "P3")
    points, top, ranks = shares(measured, 3), shares(measured, 4), numbers(measured, 5)
    assert [key.item_id for key in points.keys] == ["monitoring"] * 4
    assert 8 in ids(tiny_responses, points.base)
    assert ids(tiny_responses, top.base) == ids(tiny_responses, ranks.base) == [3, 5, 11, 12]
    assert ids(tiny_responses, top.hits[:, 0]) == [3, 5, 12]
    assert ranks.values[ranks.base].tolist() == [2, 3, 1, 3]


def test_numbers_are_kept_as_distinct_values_and_who_gave_them(tiny_responses: Responses) -> None:
    part = numbers(measure(tiny_responses, "B2"))
    assert part.distinct.tolist() == [0, 2, 3, 5, 7, 10]
    assert ids(tiny_responses, ~part.base) == [11, 20]
    assert part.values[part.base].tolist() == [2, 10, 5, 0, 3, 7]
    assert [key.statistic for key in part.keys] == ["mean", "median", "quantile_25", "quantile_75"]


def test_a_question_nobody_answered_has_an_empty_base(tiny_responses: Responses) -> None:
    tiny_responses.values["B2"][:] = np.nan
    part = numbers(measure(tiny_responses, "B2"))
    assert not part.base.any()
    assert np.isnan(part.values).all()


def test_every_question_says_who_saw_it_and_whose_cells_need_care(
    tiny_responses: Responses,
) -> None:
    assert ids(tiny_responses, ~measure(tiny_responses, "P1").shown) == [30]
    assert ids(tiny_responses, measure(tiny_responses, "P1").ambiguous) == [12, 20]
    assert ids(tiny_responses, measure(tiny_responses, "B3").untouched) == [20]
    assert ids(tiny_responses, measure(tiny_responses, "P5").shown) == [3, 5, 21]


@pytest.mark.parametrize("question", ["B1", "P1", "P2", "P3"])
def test_who_counts_is_in_the_base(tiny_responses: Responses, question: str) -> None:
    for part in measure(tiny_responses, question).parts:
        if isinstance(part, Shares):
            assert not (part.hits & ~part.base[:, None]).any()
