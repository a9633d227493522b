"""A user's own statistic, held against what is known exactly."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from survey_analysis.bootstrap import mean_limits, proportion_limits
from survey_analysis.bootstrap.samples import count_values
from survey_analysis.errors import InvalidCallError
from survey_analysis.resampling import COLUMNS, resample
from survey_analysis.responses import answers_frame, population_mask


def _resample(data, statistic, seed=1, n_resamples=2000, **asked):
    rng = np.random.default_rng(seed)
    return resample(data, statistic, rng=rng, n_resamples=n_resamples, **asked)


@pytest.fixture
def numbers():
    return pd.DataFrame({"x": [1.0, 2.0, 4.0, 4.0, 9.0, 15.0], "y": [2.0, 2.0, 1.0, 5.0, 3.0, 8.0]})


def test_a_ratio_of_two_items_gets_a_bca_interval_in_three_lines(original_responses):
    def ratio(weights):
        deployment, monitoring = original_responses.values["Q3"][:, 5:].T
        return np.nansum(weights * deployment) / np.nansum(weights * monitoring)

    row = _resample(original_responses, ratio).iloc[0]
    assert row["estimate"] == pytest.approx(9.99 / 7.18, abs=0.002)
    assert 1.15 < row["bca_low"] < row["estimate"] < row["bca_high"] < 1.65
    assert row["bca_low"] != row["percentile_low"]


def test_frames_and_weights_give_the_same_numbers(tiny_responses):
    frame = answers_frame(tiny_responses, ["B4"])[population_mask(tiny_responses, "complete")]
    begun = tiny_responses.values["B4"][:, 0]

    def of_frame(frame):
        return frame["B4.begun"].sum()

    def of_weights(weights):
        return np.nansum(weights * begun)

    one, other = _resample(frame, of_frame), _resample(tiny_responses, of_weights)
    pd.testing.assert_frame_equal(one, other)


def test_responses_are_given_as_the_answers_of_the_default_population(tiny_responses):
    def complete(frame):
        return [len(frame), frame["B1"].notna().sum(), "T1.first" in frame]

    assert _resample(tiny_responses, complete, n_resamples=2)["estimate"].tolist() == [7, 6, 0]


def test_limits_of_a_mean_agree_with_the_exact_bootstrap():
    values = np.random.default_rng(2).integers(0, 40, 50).astype(float)

    def mean(weights):
        return weights @ values / 50

    found = _resample(pd.DataFrame({"x": values}), mean, n_resamples=8000)
    exact = mean_limits(count_values(values))
    width = exact.high[0] - exact.low[0]
    assert found["bca_low"][0] == pytest.approx(exact.low[0], abs=0.05 * width)
    assert found["bca_high"][0] == pytest.approx(exact.high[0], abs=0.05 * width)


def test_limits_of_a_share_agree_with_the_exact_bootstrap():
    def share(weights):
        return weights[:40].sum() / weights.sum()

    found = _resample(pd.DataFrame({"x": range(168)}), share, n_resamples=5000)
    exact = proportion_limits([40], [168])
    assert found["bca_low"][0] == pytest.approx(exact.low[0], abs=2 / 168 + 1e-9)
    assert found["bca_high"][0] == pytest.approx(exact.high[0], abs=2 / 168 + 1e-9)


def test_limits_agree_with_scipys_bootstrap(numbers):
    x, y = numbers.to_numpy().T

    def ratio(weights):
        return weights @ x / (weights @ y)

    found = _resample(numbers, ratio, n_resamples=9999).iloc[0]
    for kind, low, high in (
        ("bca", "bca_low", "bca_high"),
        ("percentile", "percentile_low", "percentile_high"),
    ):
        expected = stats.bootstrap(
            (x, y),
            lambda x, y, axis: x.mean(axis=axis) / y.mean(axis=axis),
            paired=True,
            vectorized=True,
            method=kind,
            n_resamples=9999,
            rng=np.random.default_rng(3),
        ).confidence_interval
        assert found[low] == pytest.approx(expected.low, rel=0.03)
        assert found[high] == pytest.approx(expected.high, rel=0.03)


def test_a_vector_has_a_row_a_number_and_a_series_names_them(numbers):
    by_position = _resample(numbers, lambda frame: frame.mean().to_numpy(), n_resamples=200)
    by_name = _resample(numbers, lambda frame: frame.mean(), n_resamples=200)
    assert list(by_name.columns) == COLUMNS
    assert by_position["component"].tolist() == ["0", "1"]
    assert by_name["component"].tolist() == ["x", "y"]
    pd.testing.assert_frame_equal(by_position.iloc[:, 1:], by_name.iloc[:, 1:])


def test_rows_with_one_label_are_drawn_together():
    reports = pd.DataFrame({"code": [1, 0, 0, 1, 1]}, index=["a", "a", "b", "c", "c"])

    def total(frame):
        return frame["code"].sum()

    found = _resample(reports, total, n_resamples=3000, level=0.8).iloc[0]
    totals = [sum(drawn) for drawn in product([1, 0, 2], repeat=3)]  # of a, b and c
    low, high = np.quantile(totals, [0.1, 0.9], method="inverted_cdf")
    assert (found["percentile_low"], found["percentile_high"]) == (low, high)


def test_every_copy_of_a_unit_is_a_unit_of_its_own():
    reports = pd.DataFrame({"code": [True, False, True]}, index=["a", "a", "b"])

    def respondents(frame):
        return frame.groupby(level=0)["code"].any().size

    found = _resample(reports, respondents, n_resamples=50)
    assert found["estimate"][0] == 2
    assert np.isnan(found["percentile_low"][0])  # always two, so there is no interval


def test_weights_of_rows_are_those_of_their_units():
    reports = pd.DataFrame({"x": [0, 0, 0]}, index=["a", "a", "b"])
    seen = []

    def keep(weights):
        seen.append(weights.tolist())
        return 1.0

    _resample(reports, keep, n_resamples=30)
    assert {(2, 2, 0), (0, 0, 2), (1, 1, 1), (0, 0, 1), (1, 1, 0)} == set(map(tuple, seen))


def test_the_caller_s_frame_is_not_changed(numbers):
    def careless(frame):
        frame["x"] = 0
        return frame["y"].mean()

    before = numbers.copy()
    _resample(numbers, careless, n_resamples=20)
    pd.testing.assert_frame_equal(numbers, before)


def test_the_same_random_numbers_give_the_same_bytes(numbers):
    tables = [_resample(numbers, lambda frame: frame["x"].std(), n_resamples=99) for _ in range(2)]
    assert tables[0].to_csv() == tables[1].to_csv()


def _growing(weights):
    return np.ones(1 + (weights > 1).any())


def _dividing(weights):
    return 1 / float(weights[0]) if weights[0] else float("inf")


def _raising(weights):
    return {1: 1.0, 0: 0.0}[int(weights[0])]


@pytest.mark.parametrize(
    ("statistic", "message"),
    [
        (lambda table: 1.0, "parameters are table; it needs one, called 'frame'"),
        (lambda frame, weights: 1.0, "parameters are frame, weights; it needs one"),
        (lambda: 1.0, "parameters are none; it needs one"),
        ("mean", "statistic is a str; pass a function"),
        (lambda frame: "high", "returned a str in the sample that is no number"),
        (lambda frame: None, "returned nan in the sample"),
        (lambda frame: frame, r"returned shape \(6, 2\) in the sample; return a number"),
        (lambda frame: [], r"returned shape \(0,\)"),
        (lambda frame: frame["x"].mean() * np.nan, "returned nan in the sample; say what it is"),
        (_growing, r"returned 2 numbers in resample \d+ and 1 on the sample; .* as many"),
        (_dividing, r"returned inf in resample \d+; say what it is where a base or divisor"),
        (_raising, r"raised KeyError in resample \d+; it must work on any weights"),
        (lambda frame: frame["z"].mean(), "raised KeyError in the sample"),
    ],
)
def test_a_wrong_statistic_is_told_what_to_do(numbers, statistic, message):
    with pytest.raises(InvalidCallError, match=message):
        _resample(numbers, statistic, n_resamples=200)


def test_the_statistic_s_own_error_is_kept(numbers):
    with pytest.raises(InvalidCallError, match="raised KeyError") as caught:
        _resample(numbers, lambda frame: frame["z"].mean())
    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.parametrize(
    ("data", "asked", "message"),
    [
        ([1.0, 2.0], {}, "needs responses or a DataFrame, not a list"),
        (pd.DataFrame({"x": [1.0, 2.0]}, index=["a", "a"]), {}, r"1 units .* at least 2"),
        (pd.DataFrame({"x": [1.0, 2.0]}), {"n_resamples": 0}, "n_resamples is 0"),
        (pd.DataFrame({"x": [1.0, 2.0]}), {"level": 1.0}, "level is 1.0"),
    ],
)
def test_a_wrong_call_says_what_to_do(data, asked, message):
    with pytest.raises(InvalidCallError, match=message):
        _resample(data, lambda frame: 1.0, **asked)
