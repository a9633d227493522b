from __future__ import annotations

import numpy as np
import pytest

from survey_analysis.responses import CellState
from survey_analysis.responses.answers import raw_columns, type_question, type_texts
from survey_analysis.responses.cells import Cells, Findings
from survey_analysis.responses.codes import Codes
from survey_analysis.study import Study

ANSWERED, NOT_SHOWN, NOT_ANSWERED, EMPTY, AMBIGUOUS, _, SENTINEL = CellState


def cells(study: Study, question_id: str, texts: list[list[str]], **codes: object) -> Cells:
    """Make the cells of a question; the last respondent did not reach its page."""
    given: dict[str, object] = {
        "not_answered": {"0"},
        "not_shown": {"-77"},
        "empty": {"-99"},
        "ticked": {"1"},
        "not_ticked": {"-"},
        "nothing_ticked": "ambiguous",
    }
    reached = np.ones(len(texts), dtype=bool)
    reached[-1] = False
    return Cells(
        texts=np.array(texts, dtype=object),
        columns=raw_columns(study.question(question_id)),
        rows=np.arange(2, len(texts) + 2),
        reached=reached,
        codes=Codes(**{**given, **codes}),  # type: ignore[arg-type]
        findings=Findings(),
    )


def test_a_question_has_its_columns_in_its_own_order(tiny_study: Study) -> None:
    columns = {q.id: raw_columns(q) for q in tiny_study.questions}
    assert columns["B1"] == ["B1_Role"]
    assert columns["P2"] == ["P2_Yes", "P2_No"]
    assert columns["P3"] == ["P3_Deployment", "P3_Monitoring"]
    assert columns["T1"] == ["T1_First", "T1_Second"]


def test_not_shown_codes_mean_not_answered_on_a_page_that_was_reached(tiny_study: Study) -> None:
    given = cells(tiny_study, "P3", [["Low", "-77"], ["0", "High"], ["-77", "-77"]])
    values, states = type_question(tiny_study.question("P3"), given)
    assert values.tolist() == [[0, -1], [-1, 2], [-1, -1]]
    assert states.tolist() == [
        [ANSWERED, NOT_ANSWERED],
        [NOT_ANSWERED, ANSWERED],
        [NOT_SHOWN, NOT_SHOWN],
    ]


def test_no_tick_at_all_is_ambiguous(tiny_study: Study) -> None:
    given = cells(tiny_study, "P1", [["-", "1", "-", "-"], ["-"] * 4, ["-77"] * 4])
    values, states = type_question(tiny_study.question("P1"), given)
    assert values.sum() == 1
    assert states.tolist() == [[ANSWERED] * 4, [AMBIGUOUS] * 4, [NOT_SHOWN] * 4]


def test_no_tick_at_all_is_an_answer_where_the_export_tells_it_from_skipping(
    tiny_study: Study,
) -> None:
    rows = [["-"] * 4, ["0"] * 4, ["-77"] * 4]
    given = cells(tiny_study, "P1", rows, nothing_ticked="answered")
    _, states = type_question(tiny_study.question("P1"), given)
    assert states.tolist() == [[ANSWERED] * 4, [NOT_ANSWERED] * 4, [NOT_SHOWN] * 4]


def test_a_code_for_both_not_ticked_and_not_answered_is_read_as_not_ticked(
    tiny_study: Study,
) -> None:
    rows = [["", "1", "", ""], [""] * 4, [""] * 4]
    given = cells(tiny_study, "P1", rows, not_answered={""}, not_ticked={""})
    values, states = type_question(tiny_study.question("P1"), given)
    assert values.tolist() == [[False, True, False, False], [False] * 4, [False] * 4]
    assert states.tolist() == [[ANSWERED] * 4, [AMBIGUOUS] * 4, [AMBIGUOUS] * 4]


def test_a_choice_spread_over_columns_is_one_answer(tiny_study: Study) -> None:
    rows = [["1", "-"], ["-", "1"], ["-", "-"], ["0", "0"], ["-77", "-77"]]
    given = cells(tiny_study, "P2", rows)
    values, states = type_question(tiny_study.question("P2"), given)
    assert values[:, 0].tolist() == [0, 1, -1, -1, -1]
    expected = [ANSWERED, ANSWERED, NOT_ANSWERED, NOT_ANSWERED, NOT_SHOWN]
    assert states[:, 0].tolist() == expected
    assert given.findings.problems == []


def test_a_sentinel_is_neither_an_answer_nor_out_of_range(tiny_study: Study) -> None:
    given = cells(tiny_study, "B2", [["999"], [" 60 "], ["1e1"], ["-77"]])
    values, states = type_question(tiny_study.question("B2"), given)
    np.testing.assert_array_equal(values[:, 0], [np.nan, 60, 10, np.nan])
    assert states[:, 0].tolist() == [SENTINEL, ANSWERED, ANSWERED, NOT_SHOWN]
    assert given.findings.problems == []


@pytest.mark.parametrize("blank", ["-99", "", "  ", "\n"])
def test_a_blank_text_is_empty(tiny_study: Study, blank: str) -> None:
    given = cells(tiny_study, "T1", [["Drift", blank], ["None", " x "], ["-77", "-77"]])
    values, states = type_texts(given)
    assert values.tolist() == [["Drift", ""], ["None", " x "], ["", ""]]
    assert states.tolist() == [[ANSWERED, EMPTY], [ANSWERED, ANSWERED], [NOT_SHOWN, NOT_SHOWN]]


def test_problems_are_collected_and_not_raised(tiny_study: Study) -> None:
    given = cells(tiny_study, "P3", [["Hihg", "Low"], ["Hihg", "Lo"], ["-77", "-77"]])
    type_question(tiny_study.question("P3"), given)
    found = [(p.rows, p.column, p.message.split(";")[1]) for p in given.findings.problems]
    assert found == [
        ((2, 3), "P3_Deployment", " nearest is 'High'"),
        ((3,), "P3_Monitoring", " nearest is 'Low'"),
    ]
