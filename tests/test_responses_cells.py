from __future__ import annotations

import numpy as np
import pytest

from survey_analysis.errors import Problem
from survey_analysis.responses.cells import Cells, Findings, is_in
from survey_analysis.responses.codes import Codes

NONE: frozenset[str] = frozenset()


@pytest.fixture
def cells() -> Cells:
    """Three respondents, two columns, rows of the file in another order."""
    return Cells(
        texts=np.array([["a", "b"], ["a", "c"], ["d", "c"]], dtype=object),
        columns=["Q1_One", "Q1_Two"],
        rows=np.array([4, 2, 3]),
        reached=np.array([True, True, False]),
        codes=Codes(NONE, NONE, NONE, NONE, NONE, "ambiguous"),
        findings=Findings(),
    )


def test_known_texts_are_found_in_every_column(cells: Cells) -> None:
    assert is_in(cells.texts, ["a", "c"]).tolist() == [[True, False], [True, True], [False, True]]
    assert not is_in(cells.texts, []).any()


def test_a_problem_of_all_columns_names_the_first_and_the_last(cells: Cells) -> None:
    cells.report(np.array([True, False, True]), "is wrong")
    assert cells.findings.problems == [Problem("is wrong", "", (4, 3), "Q1_One … Q1_Two")]


def test_a_problem_of_one_column_names_it(cells: Cells) -> None:
    cells.report(np.array([True, False, False]), "is wrong", column=1)
    assert cells.findings.problems == [Problem("is wrong", "", (4,), "Q1_Two")]


def test_texts_that_are_not_allowed_get_a_line_each_in_each_column(cells: Cells) -> None:
    bad = np.array([[True, False], [True, True], [False, True]])
    cells.report_texts(bad, lambda text: f"not {text.upper()}")
    assert [str(problem) for problem in cells.findings.problems] == [
        "rows 2, 4, column Q1_One: found 'a', not A",
        "rows 2, 3, column Q1_Two: found 'c', not C",
    ]


def test_nothing_bad_is_no_problem(cells: Cells) -> None:
    cells.report_texts(np.zeros((3, 2), dtype=bool), str.upper)
    assert cells.findings == Findings()
