from __future__ import annotations

import pytest

from survey_analysis.readers import split_joined

OPTIONS = ["Git", "Git, hosted", "CI; CD", "None"]


@pytest.mark.parametrize(
    ("cell", "separator", "ticked", "rest"),
    [
        ("", ";", [], ""),
        ("Git", ";", [0], ""),
        ("Git;None", ";", [0, 3], ""),
        ("Git; None;", ";", [0, 3], ""),
        ("Git, hosted", ", ", [1], ""),
        ("Git, hosted, Git", ", ", [0, 1], ""),
        ("Git, hosting", ", ", [0], "hosting"),
        ("CI; CD;Git", ";", [0, 2], ""),
        ("CI;Git", ";", [0], "CI"),
        ("Gitlab, and more, None", ", ", [3], "Gitlab, and more"),
        ("own words, with a comma", ", ", [], "own words, with a comma"),
        (";;", ";", [], ""),
    ],
)
def test_the_longest_option_that_ends_at_a_separator_is_taken(
    cell: str, separator: str, ticked: list[int], rest: str
) -> None:
    split = split_joined([cell], OPTIONS, separator)
    assert [i for i, tick in enumerate(split.ticked[0]) if tick] == ticked
    assert split.rest.tolist() == [rest]


def test_cells_keep_their_order_and_repeated_cells_their_ticks() -> None:
    split = split_joined(["None", "Git", "None"], OPTIONS, ";")
    assert split.ticked.argmax(axis=1).tolist() == [3, 0, 3]
    assert split.ticked.shape == (3, 4)


def test_no_cells_give_no_rows() -> None:
    assert split_joined([], OPTIONS, ";").ticked.shape == (0, 4)
