from __future__ import annotations

import pytest

from survey_analysis.readers import surveymonkey
from survey_analysis.readers.forms import is_google, is_microsoft, lay_out
from survey_analysis.readers.headers import common_start, tell_apart
from survey_analysis.readers.surveymonkey import is_surveymonkey
from survey_analysis.readers.wording import plain_text


@pytest.mark.parametrize(
    ("names", "apart"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", "a", "a"], ["a", "a#2", "a#3"]),
        (["a", "a#2", "a"], ["a", "a#2", "a#3"]),
        (["a", "a", "a#2"], ["a", "a#3", "a#2"]),
    ],
)
def test_names_are_told_apart_without_meeting_another(names: list[str], apart: list[str]) -> None:
    assert tell_apart(names) == apart


def test_parts_that_all_begin_with_are_found() -> None:
    assert common_start([["a", "b", "c"], ["a", "b"], ["a", "b", "d"]]) == ["a", "b"]
    assert common_start([["a"], ["b"]]) == []


@pytest.mark.parametrize(
    ("wording", "plain"),
    [
        ("<style>p {x}</style><p>Why?</p>", "Why?"),
        ("a<br/>b", "a b"),
        ("R&amp;D &lt; 5", "R&D < 5"),
        ("Age < 30 & more", "Age < 30 & more"),
        ("  one\u00a0two\n three ", "one two three"),
    ],
)
def test_markup_is_taken_out_of_wordings(wording: str, plain: str) -> None:
    assert plain_text(wording) == plain


def test_forms_are_known_in_several_languages() -> None:
    assert is_google(["Carimbo de data/hora", "Papel?"])
    assert not is_google(["Papel?", "Timestamp"])
    assert is_microsoft(["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"])
    assert not is_microsoft(["ID", "Start time"])


def test_rows_of_a_grid_in_a_form_are_columns_of_one_question() -> None:
    header = ["Timestamp", "How often? [Build]", "How often? [Test]", "Why? [optional] please"]
    layout = lay_out([(1, header)], file="a.csv")
    assert [(c.question, c.option, c.role) for c in layout.columns] == [
        ("Timestamp", "", "metadata"),
        ("How often?", "Build", "answer"),
        ("How often?", "Test", "answer"),
        ("Why? [optional] please", "", "answer"),
    ]


@pytest.mark.parametrize(
    ("top", "below", "known"),
    [
        (["Respondent ID", "Collector ID", "Role?"], ["", "", "Response"], True),
        (["Befragte", "Rolle?", ""], ["", "Response", "Other"], True),
        (["Respondent ID", "Collector ID", "Role?"], ["7", "1", "Tester"], False),
        (["id", "Role?", "x"], ["", "Response", ""], False),
    ],
)
def test_two_header_rows_tell_surveymonkey(top: list[str], below: list[str], known: bool) -> None:
    assert is_surveymonkey([(1, top), (2, below)]) is known


def test_words_beside_a_single_choice_without_an_answer_are_warned_of() -> None:
    rows = [
        (1, ["Respondent ID", "Collector ID", "Role?", "", "Tools?", ""]),
        (2, ["", "", "Response", "Other (please specify)", "Git", "Other (please specify)"]),
        (3, ["1", "1", "", "Founder", "", "DVC"]),
        (4, ["2", "1", "Tester", "", "Git", ""]),
    ]
    (warning,) = surveymonkey.lay_out(rows, file="a.csv").warnings
    assert warning.startswith("a.csv: 1 records have words under 'Other (please specify)' and no")
    assert "column Role?; they do not count in its base" in warning
