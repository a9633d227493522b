from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey_analysis.responses import CellState, Responses, read_responses
from survey_analysis.study import Study, load_study

PRESET = CellState.UNTOUCHED_DEFAULT


@pytest.fixture
def friday(tiny_study: Study, tiny_table: pd.DataFrame, tmp_path: Path) -> Callable[..., int]:
    """Change cells of record 20 (row 9), and give the state of its preset question B3."""

    def state(**cells: str) -> int:
        for column, text in cells.items():
            tiny_table.loc[9, column] = text
        tiny_table.to_csv(tmp_path / "export.csv", index=False)
        responses = read_responses(tiny_study, tmp_path / "export.csv")
        return int(responses.states["B3"][responses.ids == 20, 0][0])

    return state


def test_a_preset_on_a_page_without_another_answer_is_untouched(friday: Callable[..., int]) -> None:
    assert friday() == PRESET


@pytest.mark.parametrize(
    "cells",
    [{"B1_Role": "Developer"}, {"B2_Years": "0"}, {"B4_Deployed": "2"}, {"B3_Friday": "Often"}],
)
def test_an_answer_on_the_page_makes_the_preset_an_answer(
    friday: Callable[..., int], cells: dict[str, str]
) -> None:
    assert friday(**cells) == CellState.ANSWERED


@pytest.mark.parametrize("cells", [{"B2_Years": "999"}, {"P1_Manual": "quoted"}])
def test_a_sentinel_or_an_answer_on_another_page_does_not(
    friday: Callable[..., int], cells: dict[str, str]
) -> None:
    assert friday(**cells) == PRESET


def test_a_tick_touches_a_page_and_its_absence_does_not(
    edited_study: Callable[..., Path], tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    folder = edited_study(
        ("[B1, B2, B3, B4]", "[B1, B2, B4]"), ("[P1, P2, P3, P4, P5]", "[B3, P1, P2, P3, P4, P5]")
    )
    tiny_table.loc[9, ["P2_Yes", "P2_No"]] = "0"
    for ticks, expected in (("not quoted", PRESET), ("quoted", CellState.ANSWERED)):
        tiny_table.loc[9, "P1_Manual"] = ticks
        tiny_table.to_csv(tmp_path / "export.csv", index=False)
        responses = read_responses(load_study(folder), tmp_path / "export.csv")
        assert responses.states["B3"][5, 0] == expected


def test_a_question_that_was_not_asked_is_not_shown(tiny_responses: Responses) -> None:
    # asked: 3, 5 and 21 (21 skipped it); not asked: 8 and 11 (no), 12 and 20 (did not say)
    states = tiny_responses.states["P5"][:, 0]
    assert tiny_responses.ids[states == CellState.NOT_SHOWN].tolist() == [8, 11, 12, 20, 30]
    assert tiny_responses.ids[states == CellState.NOT_ANSWERED].tolist() == [21]


def test_an_answer_to_a_question_that_was_not_asked_is_kept(
    tiny_study: Study, tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    tiny_table.loc[5, "P5_Monitored"] = "7"
    tiny_table.to_csv(tmp_path / "export.csv", index=False)
    responses = read_responses(tiny_study, tmp_path / "export.csv")
    assert responses.ids[5 - 3] == 8
    assert responses.states["P5"][2, 0] == CellState.ANSWERED
    np.testing.assert_array_equal(responses.values["P5"][2], [7])
