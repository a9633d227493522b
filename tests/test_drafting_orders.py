from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest

from survey_analysis import estimate, read_responses
from survey_analysis.drafting import draft_study, write_study_file
from survey_analysis.readers import read_table
from survey_analysis.responses import Responses
from survey_analysis.study import load_survey

ORDERS = [list(map(str, order)) for order in permutations((1, 2, 3, 4))]
OPTIONS = ["Speed", "Cost", "Fun", "Safety"]

Draft = Callable[[dict[str, list[str]]], tuple[Responses, str]]


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """Draft a study from columns; returns responses and the study file."""

    def from_columns(columns: dict[str, list[str]]) -> tuple[Responses, str]:
        path = tmp_path / "export.csv"
        pd.DataFrame(columns).to_csv(path, index=False)
        text = write_study_file(draft_study(read_table(path), name="drafted"))
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        return read_responses(load_survey(tmp_path), path), text

    return from_columns


def in_columns(names: list[str], rows: list[list[str]]) -> dict[str, list[str]]:
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def firsts(responses: Responses) -> dict[str, tuple[int, int]]:
    table = estimate(responses).query("statistic == 'first_share'")
    counts = zip(table["count"], table["answered"], strict=True)
    return dict(zip(table["option_id"], counts, strict=True))


def test_places_with_gaps_and_ties_are_a_ranking_and_never_shares_of_ten(draft: Draft) -> None:
    rows = [*ORDERS, ["1", "3", "4", ""], ["1", "1", "3", "4"], ["", "", "", ""]]
    responses, text = draft(in_columns([f"rank_{o}" for o in OPTIONS], rows))
    assert responses.study.questions[0].kind == "ranking"
    assert firsts(responses) == {option.lower(): (6, 24) for option in OPTIONS}
    assert "1 records that leave a place out (gaps)" in text
    assert "1 records that give a place twice (ties)" in text


def test_not_applicable_among_places_is_no_answer(draft: Draft) -> None:
    rows = [*ORDERS, ["N/A"] * 4]
    responses, _ = draft(in_columns([f"rank_{o}" for o in OPTIONS], rows))
    assert firsts(responses) == {option.lower(): (6, 24) for option in OPTIONS}


def test_ordinals_in_the_columns_of_options_are_no_options(draft: Draft) -> None:
    names = {"1": "1st", "2": "2nd", "3": "3rd", "4": "4th"}
    rows = [[names[place] for place in order] for order in ORDERS]
    responses, text = draft(in_columns([f"rank_{o}" for o in OPTIONS], rows))
    (question,) = responses.study.questions
    assert question.kind == "scale"
    assert [item.label for item in question.items] == OPTIONS
    assert "places of a ranking" in text


@pytest.mark.parametrize(
    "heading", ["prio[{}]", "prio_{}", "prio[{0}]. Rank these [Rank {0}]", "Rank these [Rank {0}]"]
)
def test_limesurvey_has_a_column_for_each_place_whatever_the_codes(
    draft: Draft, heading: str
) -> None:
    kinds = {"prio[{}]": ["id", "submitdate", "lastpage"], "prio_{}": ["id", "submitdate", "seed"]}
    mixed = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page"]
    full = ["Response ID", "Date submitted", "Last page"]
    metadata = kinds.get(heading, mixed if heading.startswith("prio") else full)
    rows = [[str(i), "2024-05-01", "1", *order] for i, order in enumerate(ORDERS)]
    rows.append(["99", "2024-05-01", "1", "4", "1", "", ""])
    responses, _ = draft(in_columns([*metadata, *(heading.format(i) for i in range(1, 5))], rows))
    assert firsts(responses) == {"1": (6, 25), "2": (6, 25), "3": (6, 25), "4": (7, 25)}


def test_a_bare_numbered_ranking_asks_which_way_round_it_is(draft: Draft) -> None:
    _, text = draft(in_columns([f"rank_{i}" for i in range(1, 5)], ORDERS))
    assert "columns are places (ranks)" in " ".join(text.split())


def test_bare_variables_are_parted_into_a_ranking_shares_and_the_rest(draft: Draft) -> None:
    rows = [
        ["31", *order, str(10 * i % 50), str(100 - 10 * i % 50), str(i)]
        for i, order in enumerate(ORDERS)
    ]
    names = ["dispcode", *(f"v_{i}" for i in range(1, 5)), "v_5", "v_6", "v_7"]
    more = {"lfdn": [str(i) for i in range(24)], "lastpage": ["7"] * 24}
    responses, _ = draft({**more, **in_columns(names, rows)})
    kinds = [question.kind for question in responses.study.questions]
    assert kinds == ["ranking", "allocation", "numeric"]
