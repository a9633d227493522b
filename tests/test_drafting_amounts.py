from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from survey_analysis import estimate, read_responses
from survey_analysis.drafting import draft_study, write_study_file
from survey_analysis.readers import read_table
from survey_analysis.responses import Responses
from survey_analysis.study import load_survey

Draft = Callable[[dict[str, list[str]]], tuple[Responses, str]]


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """Draft a study from columns; returns responses and the study file."""

    def from_columns(columns: dict[str, list[str]]) -> tuple[Responses, str]:
        path = tmp_path / "export.csv"
        pd.DataFrame(columns).to_csv(path, index=False, sep=";")
        text = write_study_file(draft_study(read_table(path), name="drafted"))
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        return read_responses(load_survey(tmp_path), path), text

    return from_columns


def ids(count: int) -> dict[str, list[str]]:
    return {"id": [f"r{i}" for i in range(count)]}


def means(responses: Responses) -> list[tuple[float, int]]:
    table = estimate(responses).query("statistic == 'mean'")
    return list(zip(table["estimate"], table["answered"], strict=True))


@pytest.mark.parametrize(
    ("cells", "mean"),
    [
        (["2,5", "3", "7,25"] * 3, 4.25),
        (["1.200,50", "800", "999,50"] * 3, 1000.0),
        (["1,200.50", "800", "999.50"] * 3, 1000.0),
    ],
)
def test_numbers_with_a_decimal_comma_or_thousands_are_no_ticks(
    draft: Draft, cells: list[str], mean: float
) -> None:
    responses, _ = draft({**ids(9), "amount": cells})
    assert means(responses) == [(mean, 9)]


def test_shares_with_a_percent_sign_are_shares(draft: Draft) -> None:
    half = [f"{i}%" for i in range(10, 90, 10)]
    responses, _ = draft(
        {**ids(8), "time_a": half, "time_b": [f"{100 - int(x[:-1])} %" for x in half]}
    )
    assert responses.study.questions[0].kind == "allocation"
    assert means(responses) == [(45.0, 8), (55.0, 8)]


@pytest.mark.parametrize("cells", [["1,200", "3,500"] * 8, ["1.200", "3.500"] * 8])
def test_what_may_be_thousands_or_decimals_is_never_computed_with(
    draft: Draft, cells: list[str]
) -> None:
    responses, _ = draft({**ids(16), "salary": cells})
    assert means(responses) == []


def test_no_answer_in_words_among_numbers_leaves_the_base(draft: Draft) -> None:
    cells = [*(str(i) for i in range(10, 30)), "I don't know", "N/A"]
    responses, text = draft({**ids(22), "people": cells})
    assert means(responses) == [(19.5, 20)]
    assert "I don't know" in text


def test_whole_numbers_from_one_may_be_codes_and_have_no_mean(draft: Draft) -> None:
    responses, text = draft({**ids(12), "role": ["1", "2", "3"] * 4, "years": ["1", "2", "3"] * 4})
    assert [question.kind for question in responses.study.questions] == ["single", "numeric"]
    assert "what its numbers stand for" in text


def test_numbers_beside_which_words_were_written_are_codes(draft: Draft) -> None:
    columns = {"Q1": ["1", "5", "9"] * 4, "Q1_other": ["", "", "own words"] * 4}
    responses, _ = draft({**ids(12), **columns})
    assert [question.kind for question in responses.study.questions] == ["single", "text"]


def unipark(column: list[str]) -> dict[str, list[str]]:
    count = len(column)
    return {"lfdn": [str(i) for i in range(count)], "dispcode": ["31"] * count,
            "lastpage": ["9"] * count, "v_1": column}  # fmt: skip


def test_zeros_stay_numbers_where_another_code_says_not_answered(draft: Draft) -> None:
    responses, _ = draft(unipark(["0", "10", "20", "-9"]))
    assert means(responses) == [(10.0, 3)]


def test_zeros_that_may_be_no_answer_are_to_be_decided(draft: Draft) -> None:
    _, text = draft(unipark(["0", "10", "20", "0"]))
    assert "whether its zeros (2) are numbers" in " ".join(text.split())
