from __future__ import annotations

import pytest

from survey_analysis.responses.codes import question_codes
from survey_analysis.study import Study
from survey_analysis.study.model import Export
from survey_analysis.study.questions import MissingCodes


def with_export(study: Study, **export: object) -> Study:
    """Return the study with another `export`, its questions without codes of their own."""
    questions = [q.model_copy(update={"missing": None}) for q in study.questions]
    laid_out = Export.model_validate({"id": "ID", **export})
    return study.model_copy(update={"export": laid_out, "questions": questions})


@pytest.mark.parametrize(
    ("question_id", "not_answered"),
    [("B1", {"0"}), ("P1", {"0"}), ("P3", {"0"}), ("B2", {"-99"}), ("P4", {"-99"}), ("T1", set())],
)
def test_zero_is_a_unipark_code_for_choices_and_a_number_for_numbers(
    tiny_study: Study, question_id: str, not_answered: set[str]
) -> None:
    study = with_export(tiny_study)
    codes = question_codes(study, study.question(question_id), detected="unipark")
    assert codes.not_answered == not_answered
    assert codes.not_shown == {"-77", "-66"}


def test_other_formats_leave_a_cell_empty(tiny_study: Study) -> None:
    study = with_export(tiny_study)
    codes = question_codes(study, study.question("P1"), detected="delimited")
    assert (codes.not_answered, codes.not_shown, codes.empty) == ({""}, frozenset(), {""})
    assert (codes.ticked, codes.not_ticked) == ({"1", "Yes"}, {"0", "No", ""})


def test_the_declared_format_goes_before_the_detected_one(tiny_study: Study) -> None:
    study = with_export(tiny_study, format="unipark")
    assert question_codes(study, study.question("P1"), detected="delimited").ticked == {
        "quoted",
        "genannt",
    }


def test_the_exports_codes_go_before_the_formats_and_a_questions_before_both(
    tiny_study: Study,
) -> None:
    missing = MissingCodes(not_answered=["-5"], empty=["-6"])
    study = with_export(tiny_study, missing=missing.model_dump(exclude_unset=True))
    question = study.question("B2")
    codes = question_codes(study, question, detected="unipark")
    assert (codes.not_answered, codes.empty, codes.not_shown) == ({"-5"}, {"-6"}, {"-77", "-66"})
    own = question.model_copy(update={"missing": MissingCodes(not_answered=["-9"])})
    codes = question_codes(study, own, detected="unipark")
    assert (codes.not_answered, codes.empty, codes.not_shown) == ({"-9"}, {"-6"}, {"-77", "-66"})


def test_an_export_may_say_what_a_tick_is(tiny_study: Study) -> None:
    study = with_export(tiny_study, ticked=["x"], not_ticked=["-"], nothing_ticked="answered")
    codes = question_codes(study, study.question("P1"), detected="unipark")
    assert (codes.ticked, codes.not_ticked, codes.nothing_ticked) == ({"x"}, {"-"}, "answered")
