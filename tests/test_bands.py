"""Simultaneous bands, held against loops and a simulation of their coverage."""

from __future__ import annotations

import numpy as np
import pytest

from survey_analysis.bands import COLUMNS, simultaneous_bands
from survey_analysis.bootstrap import resample_weights
from survey_analysis.errors import InvalidCallError
from survey_analysis.loading import load_responses
from survey_analysis.responses import population_mask, read_responses
from survey_analysis.study import load_study


@pytest.fixture(scope="module")
def replica_responses():
    return load_responses("ml-deployment-monitoring")


def _band(responses, question, seed=1, **asked):
    return simultaneous_bands(responses, question, rng=np.random.default_rng(seed), **asked)


def test_bands_reach_as_far_as_the_largest_studentised_deviation(replica_responses):
    inside = population_mask(replica_responses, "complete")
    ticks = replica_responses.values["Q13"][inside].astype(float)
    base = ticks.any(axis=1).astype(float)
    weights = np.concatenate(list(resample_weights(len(ticks), 500, rng=np.random.default_rng(4))))
    share = ticks.sum(axis=0) / base.sum()
    error = np.sqrt(share * (1 - share) / base.sum())
    largest = [
        np.max(np.abs(row @ ticks / (row @ base) - share) / error) for row in weights.astype(float)
    ]
    critical = np.quantile(largest, 0.9, method="inverted_cdf")
    table = _band(replica_responses, "Q13", seed=4, n_resamples=500, level=0.9)
    assert list(table.columns) == COLUMNS
    np.testing.assert_allclose(table["critical"], critical)
    np.testing.assert_allclose(table["band_low"], share - critical * error)
    assert (table["answered"] == 168).all()
    assert (table["method"] == "max-t-500-respondents").all()


def test_a_band_is_wider_than_an_interval_for_one(replica_responses):
    table = _band(replica_responses, "Q11", n_resamples=2000)
    assert (table["critical"] > 2.5).all()


def test_what_nobody_or_everybody_chose_is_listed_without_a_band(replica_responses):
    table = _band(replica_responses, "D2", n_resamples=500).set_index("option_id")
    assert table.loc["mexico", "flag"] == "degenerate"
    assert table.loc["mexico", ["band_low", "band_high", "critical"]].isna().all()
    assert table.loc["mexico", "method"] == ""
    assert table.loc["brazil", "flag"] == ""
    assert table["band_low"].dropna().between(0, 1).all()


def test_items_and_numbers_have_bands_too(original_responses):
    top = _band(original_responses, "Q2", n_resamples=300)
    assert top.set_index("item_id").loc["model-deployment", "estimate"] == pytest.approx(89 / 170)
    effort = _band(original_responses, "Q3", n_resamples=300)
    assert effort["estimate"].sum() == pytest.approx(100, abs=0.05)
    assert (effort["band_high"] > 1).all()


def test_a_question_that_nobody_answered_has_no_bands(edited_study, tiny_folder):
    folder = edited_study(("where: \"Status starts 'Completed'\"", 'where: "P1 not answered"'))
    study = load_study(folder)
    responses = read_responses(study, tiny_folder / "responses.csv")
    table = _band(responses, "P1", n_resamples=50)
    assert (table["answered"] == 0).all()
    assert table["estimate"].isna().all()
    assert (table["flag"] == "degenerate").all()


@pytest.mark.parametrize(
    ("question", "asked", "message"),
    [
        ("P9", {}, "'P9' is not a question of tiny"),
        ("T1", {}, "T1 is open text"),
        ("P1", {"level": 0}, "level is 0"),
        ("P1", {"n_resamples": -1}, "n_resamples is -1"),
    ],
)
def test_a_wrong_call_says_what_to_do(tiny_responses, question, asked, message):
    with pytest.raises(InvalidCallError, match=message):
        _band(tiny_responses, question, **asked)
