"""Rank correlations, held against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from survey_analysis.bootstrap import resample_weights
from survey_analysis.correlations import COLUMNS, correlate_items
from survey_analysis.errors import InvalidCallError
from survey_analysis.loading import load_responses
from survey_analysis.responses import population_mask

SCIPY = {"spearman": stats.spearmanr, "kendall": stats.kendalltau}


@pytest.fixture(scope="module")
def replica_responses():
    return load_responses("ml-deployment-monitoring")


def _correlate(responses, question, seed=1, n_resamples=200, **asked):
    rng = np.random.default_rng(seed)
    return correlate_items(responses, question, rng=rng, n_resamples=n_resamples, **asked)


def _on_scale(responses, question):
    inside = population_mask(responses, "complete")
    cells = responses.values[question][inside].astype(float)
    return np.where((cells >= 0) & (cells < 5), cells, np.nan)


@pytest.mark.parametrize("coefficient", ["spearman", "kendall"])
@pytest.mark.parametrize("question", ["Q1", "Q3"])
def test_estimates_equal_scipys_on_who_answered_both(replica_responses, question, coefficient):
    table = _correlate(replica_responses, question, n_resamples=2, coefficient=coefficient)
    inside = population_mask(replica_responses, "complete")
    values = (
        _on_scale(replica_responses, question)
        if question == "Q1"
        else replica_responses.values[question][inside]
    )
    assert list(table.columns) == COLUMNS
    assert len(table) == 21
    row = 0
    for i in range(7):
        for j in range(i + 1, 7):
            both = ~np.isnan(values[:, [i, j]]).any(axis=1)
            expected = SCIPY[coefficient](values[both, i], values[both, j]).statistic
            assert table["estimate"][row] == pytest.approx(expected)
            assert table["n"][row] == both.sum()
            row += 1


@pytest.mark.parametrize("coefficient", ["spearman", "kendall"])
def test_limits_are_those_of_resampled_respondents(replica_responses, coefficient):
    values = _on_scale(replica_responses, "Q1")[:, :2]
    rng = np.random.default_rng(6)
    weights = np.concatenate(list(resample_weights(len(values), 150, rng=rng)))
    drawn = []
    for row in weights:
        resample = np.repeat(values, row, axis=0)
        both = resample[~np.isnan(resample).any(axis=1)]
        drawn.append(SCIPY[coefficient](*both.T).statistic)
    table = _correlate(replica_responses, "Q1", seed=6, n_resamples=150, coefficient=coefficient)
    for limit in ("ci_low", "ci_high"):
        assert np.min(np.abs(np.array(drawn) - table[limit][0])) < 1e-9
    assert np.quantile(drawn, 0.005) <= table["ci_low"][0] <= np.quantile(drawn, 0.15)
    assert np.quantile(drawn, 0.85) <= table["ci_high"][0] <= np.quantile(drawn, 0.999)
    assert table["method"][0] == "bca-150-respondents"


def test_a_constant_item_has_no_correlation(tiny_responses):
    table = _correlate(tiny_responses, "P3", n_resamples=20)
    assert table["n"].tolist() == [3]
    assert not math.isnan(table["estimate"][0])
    table = _correlate(tiny_responses, "P3", n_resamples=20, coefficient="kendall")
    assert table["estimate"][0] == pytest.approx(stats.kendalltau([3, 3, 1], [2, 3, 1]).statistic)


@pytest.mark.parametrize(
    ("question", "asked", "message"),
    [
        ("P1", {}, "P1 has not two items to correlate; choose a grid or an allocation"),
        ("P5", {}, "P5 has not two items"),
        ("P3", {"coefficient": "pearson"}, "'pearson' is not a coefficient"),
        ("P3", {"n_resamples": 0}, "n_resamples is 0"),
    ],
)
def test_a_wrong_call_says_what_to_do(tiny_responses, question, asked, message):
    with pytest.raises(InvalidCallError, match=message):
        _correlate(tiny_responses, question, **asked)
