"""An invented ranking survey of eight, counted by hand.

``N`` asks for the place of three needs, a column each; ``T`` for the first and the second
tool, a column per place.

== ===== ==== ====== ===== ======
id tools time people first second
== ===== ==== ====== ===== ======
1  1     2    3      Git   Jira
2  2     1    3      Jira
3  1     3    2      Git   Slack
4  1     2           Slack Git
5  3     1    2
6                    Git   Jira
7  1     1    3      jira* Git
8  1          3      Git
== ===== ==== ====== ===== ======

``*`` an alias. Record 7 ties tools and time; record 8 leaves place 2 out.

Expected with shared ties and closed gaps, of the seven who ranked needs:

- first: tools 1, 3, 4, 7, 8 = 5; time 2, 5, 7 = 3; people nobody.
- top two: tools all but 5 = 6; time 1, 2, 4, 5, 7 = 5; people 3, 5, 8 (moved up) = 3.
- mean place: tools (1 2 1 1 3 1.5 1) 10.5/7; time (2 1 3 2 1 1.5) 10.5/6;
  people (3 3 2 2 3 2) 15/6.

Of the seven who named tools:

- first: Git 1, 3, 6, 8 = 4; Jira 2, 7 = 2; Slack 4 = 1.
- top two: Git 1, 3, 4, 6, 7, 8 = 6; Jira 1, 2, 6, 7 = 4; Slack 3, 4 = 2.
- mean place: Git (1 1 2 1 2 1) 8/6; Jira (2 1 2 1) 6/4; Slack (2 1) 3/2.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey_analysis import estimate, load_study, read_responses
from survey_analysis.bootstrap import count_values, mean_limits, proportion_limits
from survey_analysis.contrasts import contrast
from survey_analysis.errors import DataError, StudyFileError
from survey_analysis.estimates import EstimateSettings
from survey_analysis.ranks import rank_options
from survey_analysis.responses import Responses, answers_frame, select

EXPORT = """id,tools,time,people,first,second
1,1,2,3,Git,Jira
2,2,1,3,Jira,
3,1,3,2,Git,Slack
4,1,2,,Slack,Git
5,3,1,2,,
6,,,,Git,Jira
7,1,1,3,jira,Git
8,1,,3,Git,
"""
STUDY = """
study: ranked
title: Ranked
kind: survey
about: Eight invented respondents who put things in order.
export: {id: id}
pages: [{id: all, label: All, questions: [N, T]}]
populations: {all: {label: All, default: true}}
questions:
  - id: N
    label: Needs
    kind: ranking
    ties: share
    gaps: close
    options:
      - {id: tools, label: Tools, column: tools}
      - {id: time, label: Time, column: time}
      - {id: people, label: People, column: people}
  - id: T
    label: Tools by place
    kind: ranking
    ranks: [first, second]
    options: [Git, {id: jira, label: Jira, aliases: [jira]}, Slack]
headlines:
  - {question: N, option: tools, statistic: first_share, label: Tools first}
"""

Read = Callable[..., Responses]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read the eight, with texts of the study file or the export replaced."""

    def read_eight(*changes: tuple[str, str], export: str = EXPORT) -> Responses:
        text = STUDY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "responses.csv").write_text(export, encoding="utf-8")
        return read_responses(load_study(tmp_path), tmp_path / "responses.csv")

    return read_eight


def figures(table: pd.DataFrame, question: str, statistic: str) -> dict[str, list[float]]:
    rows = table[(table["question_id"] == question) & (table["statistic"] == statistic)]
    return {
        row.option_id: [row.count, row.answered, row.estimate]
        for row in rows.itertuples(index=False)
    }


def test_places_in_columns_of_options_are_counted_as_by_hand(read: Read) -> None:
    table = estimate(read())
    assert figures(table, "N", "first_share") == {
        "tools": [5, 7, 5 / 7],
        "time": [3, 7, 3 / 7],
        "people": [0, 7, 0],
    }
    assert figures(table, "N", "top_k_share") == {
        "tools": [6, 7, 6 / 7],
        "time": [5, 7, 5 / 7],
        "people": [3, 7, 3 / 7],
    }
    assert figures(table, "N", "mean_rank") == {
        "tools": [7, 7, 1.5],
        "time": [6, 6, 1.75],
        "people": [6, 6, 2.5],
    }


def test_options_in_columns_of_places_are_counted_as_by_hand(read: Read) -> None:
    table = estimate(read())
    firsts, tops = figures(table, "T", "first_share"), figures(table, "T", "top_k_share")
    assert [count for count, *_ in firsts.values()] == [4, 2, 1]
    assert [count for count, *_ in tops.values()] == [6, 4, 2]
    assert {base for _, base, _ in (*firsts.values(), *tops.values())} == {7}
    means = {o: [n, mean] for o, (n, _, mean) in figures(table, "T", "mean_rank").items()}
    assert means == {"git": [6, pytest.approx(8 / 6)], "jira": [4, 1.5], "slack": [2, 1.5]}


def test_intervals_are_the_exact_ones_of_shares_and_means(read: Read) -> None:
    table = estimate(read()).set_index(["question_id", "statistic", "option_id"])
    share, mean = table.loc[("N", "first_share", "tools")], table.loc[("N", "mean_rank", "time")]
    limits = proportion_limits(np.array([5]), np.array([7]))
    assert [share["ci_low"], share["ci_high"]] == [limits.low[0], limits.high[0]]
    limits = mean_limits(count_values([2.0, 1.0, 3.0, 2.0, 1.0, 1.5]))
    assert [mean["ci_low"], mean["ci_high"]] == [limits.low[0], limits.high[0]]
    assert share["method"] == mean["method"] == "bca-exact"
    assert np.isfinite(share["wilson_low"])
    assert np.isnan(mean["wilson_low"])


def test_resampling_gives_every_figure_that_varies_an_interval(read: Read) -> None:
    settings = EstimateSettings(n_resamples=500, rng=np.random.default_rng(3))
    table = estimate(read(), settings=settings)
    varying = table[~table["flag"].str.contains("degenerate")]
    assert len(varying) == 17  # all but people, whom nobody has first
    assert (varying["ci_low"] <= varying["estimate"]).all()
    assert (varying["ci_high"] >= varying["estimate"]).all()


def test_the_source_says_which_places_count(read: Read) -> None:
    table = estimate(read()).set_index(["question_id", "statistic", "option_id"])["source"]
    assert table["N", "first_share", "time"] == "time=1"
    assert table["N", "top_k_share", "time"] == "time=1|time=2"
    assert table["N", "mean_rank", "time"] == "time"
    assert table["T", "top_k_share", "jira"] == "first=Jira|first=jira|second=Jira|second=jira"
    assert table["T", "mean_rank", "jira"] == "first|second"


def test_a_gap_that_is_kept_leaves_the_places_as_given(read: Read) -> None:
    table = estimate(read(("gaps: close", "gaps: keep")))
    assert figures(table, "N", "mean_rank")["people"] == [6, 6, 16 / 6]
    assert figures(table, "N", "top_k_share")["people"] == [2, 7, 2 / 7]


def test_respondents_with_gaps_and_ties_leave_the_base_where_the_study_says_so(read: Read) -> None:
    responses = read(("ties: share", "ties: leave-out"), ("gaps: close", "gaps: leave-out"))
    assert figures(estimate(responses), "N", "first_share")["tools"] == [3, 5, 3 / 5]


def test_gaps_and_ties_are_errors_unless_the_study_allows_them(read: Read) -> None:
    with pytest.raises(DataError, match="row 8, column tools … people: options have the same"):
        read(("    ties: share\n", ""))
    with pytest.raises(DataError, match="row 9, column tools … people: a place is left out"):
        read(("    gaps: close\n", ""))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1,1,2,3", "1,1,2,4", "column people: found '4', which is out of range; allowed: from 1"),
        ("1,1,2,3", "1,1,2,1.5", "found '1.5', which is not a place; allowed: whole numbers"),
        ("1,1,2,3", "1,1,2,last", "found 'last', which is not a number"),
        ("Git,Jira\n2", "Git,Git\n2", "first … second: an option stands in two places"),
        ("Git,Jira\n2", "Git,Jirra\n2", "found 'Jirra', which study.yaml does not declare; near"),
        ("Jira,\n3", ",Jira\n3", "first … second: a place is left out"),
    ],
)
def test_what_is_no_ranking_is_named_with_its_place(
    read: Read, old: str, new: str, said: str
) -> None:
    assert old in EXPORT
    with pytest.raises(DataError) as raised:
        read(export=EXPORT.replace(old, new, 1))
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ranks: [first, second]\n    ", "", "T needs either 'ranks', or a 'column' on every"),
        ("gaps: close", "gaps: close\n    depth: 4", "depth: N has 3 places to give"),
        ("gaps: close", "gaps: close\n    top: 4", "top: N has 3 places to give"),
        ("option: tools, ", "", "an 'option' goes with proportion, first_share, mean_rank"),
        ("question: N, option: tools", "question: T, option: tools", "'tools' is not an option of"),
    ],
)
def test_a_ranking_that_contradicts_itself_is_refused(
    read: Read, old: str, new: str, said: str
) -> None:
    with pytest.raises(StudyFileError) as raised:
        read((old, new))
    assert said in str(raised.value)


def test_how_many_places_are_the_top_can_be_declared(read: Read) -> None:
    table = estimate(read(("gaps: close", "gaps: close\n    top: 1")))
    tops, firsts = (figures(table, "N", name) for name in ("top_k_share", "first_share"))
    assert tops == firsts


def test_a_top_two_question_has_no_third_place(read: Read) -> None:
    with pytest.raises(DataError, match="found '3', which is out of range; allowed: from 1 to 2"):
        read(("gaps: close", "gaps: close\n    depth: 2"))


def test_conditions_and_answers_name_what_is_ranked(read: Read) -> None:
    responses = read()
    assert responses.ids[select(responses, "N.time <= 1.5")].tolist() == [2, 5, 7]
    assert responses.ids[select(responses, "N not answered")].tolist() == [6]
    frame = answers_frame(responses, ["N"])
    assert frame.loc[7].tolist() == [1.5, 1.5, 3]
    assert frame["N.people"].isna().sum() == 2


def test_first_places_are_ranked_and_compared_like_choices(read: Read) -> None:
    ranks = rank_options(read(), rng=np.random.default_rng(1), n_resamples=200)
    assert ranks["question_id"].tolist() == ["N"] * 3 + ["T"] * 3
    compared = contrast(read(), questions=["N"], rng=np.random.default_rng(1))
    difference = compared.set_index(["option_id", "versus_option_id"])["estimate"]
    assert difference["tools", "time"] == pytest.approx(2 / 7)


def test_counting_in_chunks_gives_the_same_bytes(read: Read, tmp_path: Path) -> None:
    scale = pytest.importorskip("survey_analysis.scale")
    table = estimate(read())
    found = scale.estimate_file(load_study(tmp_path), tmp_path / "responses.csv").table
    assert found.to_csv(index=False) == table.to_csv(index=False)
