from __future__ import annotations

import pytest

from survey_analysis import errors
from survey_analysis.errors import Problem, describe_problems, nearest, quote, unknown_name


def test_every_error_is_a_survey_analysis_error() -> None:
    raised = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, Exception)]
    assert len(raised) > 5
    assert all(issubclass(e, errors.SurveyAnalysisError) for e in raised)


def test_a_wrong_call_can_be_caught_as_a_value_error() -> None:
    assert issubclass(errors.InvalidCallError, ValueError)


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("is wrong"), "is wrong"),
        (Problem("is wrong", "a.csv", (12,), "D5"), "a.csv, row 12, column D5: is wrong"),
        (Problem("is wrong", rows=(9, 2)), "rows 2, 9: is wrong"),
        (Problem("is wrong", column="D5"), "column D5: is wrong"),
        (
            Problem("is wrong", rows=tuple(range(2, 13))),
            "rows 2, 3, 4, 5, 6, 7, 8, 9 and 3 more: is wrong",
        ),
    ],
)
def test_a_problem_names_file_rows_and_column(problem: Problem, line: str) -> None:
    assert str(problem) == line


def test_problems_are_counted_and_listed_below_a_heading() -> None:
    one, two = Problem("first", rows=(2,)), Problem("second", column="D5")
    assert describe_problems([one], heading="a.csv") == "a.csv (1 problem):\n  row 2: first"
    assert describe_problems([one, two], heading="a.csv").splitlines() == [
        "a.csv (2 problems):",
        "  row 2: first",
        "  column D5: second",
    ]


def test_the_nearest_name_ignores_case() -> None:
    assert nearest("BRASIL", ["Brazil", "Bulgaria"]) == "; nearest is 'Brazil'"


def test_nothing_is_suggested_when_nothing_is_near() -> None:
    assert nearest("xyz", ["Brazil", "Bulgaria"]) == ""


def test_an_unknown_name_comes_with_the_names_that_are_known() -> None:
    assert unknown_name("item", "depoy", ["deploy", "build"]) == (
        "'depoy' is not an item; nearest is 'deploy'; allowed: 'deploy', 'build'"
    )
    assert unknown_name("segment", "role", []) == "'role' is not a segment; allowed: none"


def test_more_than_thirty_known_names_are_not_listed() -> None:
    assert "allowed" not in unknown_name("country", "Brasil", [f"label {i}" for i in range(31)])


def test_only_short_texts_are_quoted() -> None:
    assert quote("Brasil") == "'Brasil'"
    assert quote("  ") == "an empty cell"
    assert quote("x" * 40) == repr("x" * 40)
    assert quote("x" * 41) == "a text of 41 characters"
