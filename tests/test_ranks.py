"""Ranks of options, held against enumeration and loops."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from survey_analysis.bootstrap import resample_weights
from survey_analysis.errors import InvalidCallError
from survey_analysis.loading import load_responses
from survey_analysis.ranks import COLUMNS, rank_options
from survey_analysis.responses import population_mask

OPTIONS = ["none", "manual", "automatic", "other"]
# The answers of the five who answered P1, and of the two complete ones who did not.
TICKS = np.array(
    [[0, 1, 1, 0], [0, 0, 1, 0], [1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 1], [0] * 4, [0] * 4]
)


@pytest.fixture(scope="module")
def replica_responses():
    return load_responses("ml-deployment-monitoring")


def _rank(responses, seed=1, **asked):
    return rank_options(responses, rng=np.random.default_rng(seed), **asked)


def _of(table, question):
    return table[table["question_id"] == question].set_index("option_id")


def test_every_choice_is_ranked_and_nothing_else(tiny_responses):
    table = _rank(tiny_responses, n_resamples=100)
    assert list(table.columns) == COLUMNS
    assert table["question_id"].value_counts().to_dict() == {"P1": 4, "B1": 3, "B3": 3, "P2": 2}
    assert (table["n_resamples"] == 100).all()


def test_first_places_agree_with_all_resamples(tiny_responses):
    drawn = np.array(list(product(range(7), repeat=7)))
    counts = sum(TICKS[drawn[:, i]] for i in range(7))
    is_first = counts == counts.max(axis=1, keepdims=True)
    expected = (is_first / is_first.sum(axis=1, keepdims=True)).mean(axis=0)
    table = _of(_rank(tiny_responses, n_resamples=20_000), "P1")
    np.testing.assert_allclose(table.loc[OPTIONS, "share_first"], expected, atol=0.015)


def test_first_and_top_places_are_shared_out_completely(tiny_responses, replica_responses):
    for responses in (tiny_responses, replica_responses):
        sums = _rank(responses, n_resamples=500).groupby("question_id")[
            ["share_first", "share_top3"]
        ]
        np.testing.assert_allclose(sums.sum()["share_first"], 1)
        sizes = np.minimum(sums.size(), 3)
        np.testing.assert_allclose(sums.sum()["share_top3"], sizes)


def test_places_equal_those_counted_one_resample_at_a_time(tiny_responses):
    rng = np.random.default_rng(5)
    weights = np.concatenate(list(resample_weights(7, 400, rng=rng))).astype(int)
    inside = population_mask(tiny_responses, "complete")
    best, worst = [], []
    for row in weights:
        counts = row @ tiny_responses.values["P1"][inside].astype(int)
        best.append([1 + np.sum(counts > count) for count in counts])
        worst.append([np.sum(counts >= count) for count in counts])
    table = _of(_rank(tiny_responses, seed=5, n_resamples=400, level=0.8), "P1")
    for place, column, tail in ((best, "rank_low", 0.1), (worst, "rank_high", 0.9)):
        expected = np.quantile(place, tail, axis=0, method="inverted_cdf")
        np.testing.assert_array_equal(table[column].to_numpy(dtype=int), expected)


def test_options_that_nobody_chose_are_last_together(replica_responses):
    table = _of(_rank(replica_responses, n_resamples=500), "D2")
    nobody = table[table["flag"] == "few;degenerate"]
    assert len(nobody) > 1
    assert (nobody["rank_high"] == 32).all()
    assert (nobody["share_first"] == 0).all()


def test_the_separate_service_is_first_among_deployment_approaches(original_responses):
    table = _of(_rank(original_responses), "Q13")
    assert table.loc["service", "share_first"] > 0.95
    assert table.loc["service", ["rank_low", "rank_high"]].tolist() == [1, 1]
    assert table.loc["other", "share_top3"] < 0.01


def test_close_options_share_the_first_place(replica_responses):
    table = _of(_rank(replica_responses), "Q8")  # project lead 96, data scientist 93 of 170
    first = table.loc[["project-lead", "data-scientist"], "share_first"]
    assert first.between(0.3, 0.7).all()


def test_a_further_question_changes_no_rank(tiny_responses):
    study = tiny_responses.study
    fewer = study.model_copy(update={"questions": [q for q in study.questions if q.id != "B1"]})
    one = _rank(replace(tiny_responses, study=fewer), n_resamples=300)
    more = _rank(tiny_responses, n_resamples=300)
    kept = more[more["question_id"] != "B1"].reset_index(drop=True)
    assert one.to_csv() == kept.to_csv()


def test_a_question_without_answers_has_no_ranks(tiny_responses):
    ticked_nothing = np.isin(tiny_responses.ids.astype(int), [12, 20])
    table = _of(_rank(tiny_responses, n_resamples=50, everybody=ticked_nothing), "P1")
    assert table[["share_first", "share_top3", "rank_low", "rank_high"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"level": 0.0}, "level is 0.0"),
        ({"n_resamples": 0}, "n_resamples is 0"),
        ({"everybody": np.zeros(8, dtype=bool)}, "nobody to count; choose a wider population"),
    ],
)
def test_a_wrong_call_says_what_to_do(tiny_responses, asked, message):
    with pytest.raises(InvalidCallError, match=message):
        _rank(tiny_responses, **asked)
