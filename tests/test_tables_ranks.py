import pandas as pd
import pytest
from result_rows import load_record

from survey_analysis.errors import InvalidCallError
from survey_analysis.tables import ranks_table


def rank(option: str, first: float | None, **given: object) -> dict[str, object]:
    ranks = {"share_top3": 1.0, "rank_low": 1, "rank_high": 2, "n_resamples": 10_000, "flag": ""}
    return {"question": "Release", "option": option, "share_first": first, **ranks, **given}


def test_the_surest_first_option_comes_on_top() -> None:
    table = ranks_table(pd.DataFrame([rank("By hand", 0.0632), rank("Automatic", 0.9368)]))
    assert list(table["Option"]) == ["Automatic", "By hand"]
    assert list(table["First in"]) == ["93.7\u00a0%", "6.3\u00a0%"]


def test_places_are_an_interval_or_one_number() -> None:
    rows = [rank("Automatic", 0.9), rank("By hand", 0.1, rank_low=2)]
    assert list(ranks_table(pd.DataFrame(rows))["Places"]) == ["1–2", "2"]


def test_few_answers_are_flagged_and_missing_ranks_are_dashes() -> None:
    missing = {"share_top3": None, "rank_low": None, "rank_high": None, "flag": "few;degenerate"}
    row = ranks_table(
        pd.DataFrame([rank("By hand", None, **missing)]).astype(
            {"share_first": float, "share_top3": float}
        )
    ).iloc[0]
    assert list(row) == ["By hand", "–", "–", "–", "few answers"]


def test_questions_keep_their_order_as_groups() -> None:
    rows = [rank("Yes", 0.2, question="Zeal"), rank("Yes", 0.9, question="Aim")]
    assert list(ranks_table(pd.DataFrame(rows))["Group"]) == ["Zeal", "Aim"]


def test_in_the_record_a_separate_service_is_first() -> None:
    ranks = load_record().question("Q13", "ranks")
    row = ranks_table(ranks).iloc[0]
    assert list(row[["Option", "Places"]]) == ["Separate service", "1"]


def test_other_tables_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="lacks the columns option, share_first"):
        ranks_table(pd.DataFrame({"question": ["Release"]}))
