from __future__ import annotations

import pytest

from survey_analysis.findings import find_issues
from survey_analysis.quality import count_dropout, tabulate_quality
from survey_analysis.responses import Responses


def test_findings_become_rows_with_their_share_and_effect(tiny_responses: Responses) -> None:
    table = tabulate_quality(tiny_responses, find_issues(tiny_responses))
    assert list(table.columns) == [
        "check", "question_id", "severity", "respondents", "share", "effect", "note",
    ]  # fmt: skip
    assert table["check"].tolist() == [
        "untouched-only", "unknown-duration", "sentinel", "untouched-default", "ambiguous",
        "exclusive-with-others", "junk-text", "more-deployed-than-begun",
    ]  # fmt: skip
    assert table["question_id"].tolist() == ["", "", "B2", "B3", "P1", "P1", "T1", "B4"]
    assert table["respondents"].tolist() == [1, 1, 1, 1, 2, 1, 1, 1]
    assert table["share"].tolist() == pytest.approx([n / 7 for n in (1, 1, 1, 1, 2, 1, 1, 1)])
    assert table["effect"].isna().tolist() == [False] * 6 + [True, False]
    assert table["note"].iloc[5] == (
        "'None' ticked with other options. Without them P1.none goes from 40.0% to 25.0%"
    )
    assert table["note"].iloc[6] == "A text that says nothing"


def test_the_share_is_of_the_population_that_was_looked_at(tiny_responses: Responses) -> None:
    chosen = {"population": "started", "where": "B1 = 'Developer'"}
    table = tabulate_quality(tiny_responses, find_issues(tiny_responses, **chosen), **chosen)
    rows = table.set_index("check")
    assert rows.loc["unknown-duration", "respondents"] == 2  # 8 and 30 of 3, 8, 12, 30
    assert rows.loc["unknown-duration", "share"] == 0.5


def test_nothing_found_is_a_table_without_rows(tiny_responses: Responses) -> None:
    chosen = {"where": "B2 = 3 and P4.build = 70"}
    table = tabulate_quality(tiny_responses, find_issues(tiny_responses, **chosen), **chosen)
    assert table.empty
    assert "effect" in table


def test_dropout_counts_who_reached_each_page(tiny_responses: Responses) -> None:
    table = count_dropout(tiny_responses)
    assert list(table.columns) == ["page", "questions", "reached", "left_here", "share_of_started"]
    assert table["page"].tolist() == ["background", "practice", "problems"]
    assert table["questions"].tolist() == ["B1 B2 B3 B4", "P1 P2 P3 P4 P5", "T1"]
    assert table["reached"].tolist() == [8, 7, 7]
    assert table["left_here"].tolist() == [1, 0, 0]
    assert table["share_of_started"].tolist() == [1.0, 7 / 8, 7 / 8]


def test_the_originals_dropout_is_the_known_one(original_responses: Responses) -> None:
    table = count_dropout(original_responses)
    assert table["reached"].tolist() == [276, 206, 194, 190]
    assert table["left_here"].tolist() == [70, 12, 4, 2]  # 188 are complete


def test_the_originals_findings_are_written_with_their_effect(
    original_responses: Responses,
) -> None:
    table = tabulate_quality(original_responses, find_issues(original_responses))
    assert len(table) == 26
    row = table[table["check"] == "sentinel"].iloc[0]
    assert (row["question_id"], row["respondents"]) == ("D5", 1)
    assert row["note"].endswith("the mean of D5 would go from 9.05 to 10.45")
