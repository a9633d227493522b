from __future__ import annotations

import pytest

from survey_analysis.readers.forms import lay_out

HEADER = ["ID", "Start time", "Completion time", "Rank these"]


def records(*cells: str) -> list[tuple[int, list[str]]]:
    return [(i, [str(i), "s", "c", cell]) for i, cell in enumerate(cells, start=2)]


def test_a_ranking_that_microsoft_forms_joins_has_a_column_for_each_place() -> None:
    rows = records("Speed;Cost;Fun;", "Cost;Speed;Fun;", "", "Fun;Cost;Speed;")
    layout = lay_out([(1, HEADER), *rows], file="a.xlsx")
    names = [column.column for column in layout.columns[3:]]
    assert names == ["Rank these [Rank 1]", "Rank these [Rank 2]", "Rank these [Rank 3]"]
    assert [row[3:] for _, row in layout.records] == [
        ["Speed", "Cost", "Fun"],
        ["Cost", "Speed", "Fun"],
        ["", "", ""],
        ["Fun", "Cost", "Speed"],
    ]
    assert {column.question for column in layout.columns[3:]} == {"Rank these"}


@pytest.mark.parametrize(
    "cells",
    [
        ("Git;Jira;", "Jira;", "Git;Jira;", "Jira;Git;"),  # ticks
        ("Git;Jira;", "Git;Jira;", "Git;Jira;"),  # in one order
        ("Speed", "Cost", "Fun"),
    ],
)
def test_joined_ticks_stay_in_one_column(cells: tuple[str, ...]) -> None:
    layout = lay_out([(1, HEADER), *records(*cells)], file="a.xlsx")
    assert [column.column for column in layout.columns] == HEADER
