from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from survey_analysis.estimates import EstimateSettings, estimate
from survey_analysis.loading import load_responses
from survey_analysis.responses import Responses

SHARES = ["proportion", "top_share"]


def resampling(
    n_resamples: int = 1000, *, seed: int = 1, interval: str = "bca"
) -> EstimateSettings:
    return EstimateSettings(
        interval="percentile" if interval == "percentile" else "bca",
        n_resamples=n_resamples,
        rng=np.random.default_rng(seed),
    )


def written(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()


@pytest.fixture(scope="module")
def replica() -> Responses:
    return load_responses("ml-deployment-monitoring")


@pytest.fixture(scope="module", params=["bca", "percentile"])
def pair(request: pytest.FixtureRequest, replica: Responses) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The exact table, and that of 10,000 resamples."""
    settings = resampling(10_000, interval=request.param)
    exact = estimate(replica, settings=EstimateSettings(interval=request.param))
    return exact, estimate(replica, settings=settings)


def test_resampled_limits_of_shares_are_within_two_steps_of_the_exact(
    pair: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    exact, drawn = pair
    rows = exact["statistic"].isin(SHARES) & (exact["count"] >= 5)
    rows &= exact["answered"] - exact["count"] >= 5
    assert rows.sum() > 150
    for end in ("ci_low", "ci_high"):
        steps = ((drawn[end] - exact[end]).abs() * exact["answered"])[rows]
        assert steps.max() < 2


def test_resampled_limits_of_means_are_near_the_exact(
    pair: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    exact, drawn = pair
    means = exact["statistic"] == "mean"
    width = exact["ci_high"] - exact["ci_low"]
    for end in ("ci_low", "ci_high"):
        assert ((drawn[end] - exact[end]).abs() / width)[means].max() < 0.05


def test_resampled_limits_of_quantiles_are_at_most_one_answer_from_the_exact(
    pair: tuple[pd.DataFrame, pd.DataFrame], replica: Responses
) -> None:
    exact, _ = pair
    for end in ("ci_low", "ci_high"):
        for name in ("D5", "D6", "D7", "D8", "Q7", "Q15"):
            rows = (exact["question_id"] == name) & (exact["statistic"] != "mean")
            given = np.unique(replica.values[name][np.isfinite(replica.values[name])])
            places = [np.searchsorted(given, table[rows][end]) for table in pair]
            assert np.abs(places[0] - places[1]).max() <= 1


def test_the_method_and_the_number_of_resamples_are_named(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, settings=resampling(500))
    is_quantile = table["statistic"].isin(["median", "quantile_25", "quantile_75"])
    defined = table["method"] != ""
    assert set(table[defined & ~is_quantile]["method"]) == {"bca-500-respondents"}
    assert set(table[defined & is_quantile]["method"]) == {"percentile-500-respondents"}
    assert (table[defined & (table["question_id"] != "P5")]["n_resamples"] == 500).all()


def test_resamples_in_which_nobody_answered_are_not_counted(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, settings=resampling(2000))
    used = table.set_index(["question_id", "statistic"]).loc[("P5", "mean"), "n_resamples"]
    # Two of seven answered: none of them is drawn in (5/7)^7 = 9.5 % of the resamples.
    assert int(used) == pytest.approx(2000 * (1 - (5 / 7) ** 7), abs=60)


def test_what_is_the_same_in_every_resample_is_undefined(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, settings=resampling(200))
    rows = table[table["option_id"].eq("dont-know") & table["item_id"].eq("deployment")]
    assert rows[["ci_low", "ci_high", "n_resamples"]].isna().all(axis=None)
    assert rows["method"].tolist() == [""]
    assert rows["flag"].tolist() == ["few;degenerate"]


def test_nothing_but_the_intervals_depends_on_resampling(tiny_responses: Responses) -> None:
    columns = ["ci_low", "ci_high", "method", "n_resamples"]
    exact, drawn = estimate(tiny_responses), estimate(tiny_responses, settings=resampling(50))
    assert written(exact.drop(columns=columns)) == written(drawn.drop(columns=columns))


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(
    tiny_responses: Responses,
) -> None:
    one, same, other = (
        written(estimate(tiny_responses, settings=resampling(seed=seed))) for seed in (7, 7, 8)
    )
    assert one == same
    assert one != other


def test_a_question_more_or_less_changes_no_other_number(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, settings=resampling())
    kept = [question for question in tiny_responses.study.questions if question.id != "B4"]
    smaller = tiny_responses.study.model_copy(update={"questions": kept})
    without = estimate(replace(tiny_responses, study=smaller), settings=resampling())
    expected = table[table["question_id"] != "B4"].reset_index(drop=True)
    assert written(without) == written(expected)


def test_a_breakdown_more_or_less_changes_no_other_number(tiny_responses: Responses) -> None:
    both = estimate(tiny_responses, by=["role", "experience"], settings=resampling())
    one = estimate(tiny_responses, by=["experience"], settings=resampling())
    expected = both[both["segment_by"] != "role"].reset_index(drop=True)
    assert written(one) == written(expected)


def test_segments_come_from_the_draws_of_the_whole(tiny_responses: Responses) -> None:
    """A segment that is the whole population has the whole's intervals."""
    settings = resampling(300)
    table = estimate(tiny_responses, by="pipeline", where="P2 = 'Yes'", settings=settings)
    columns = ["ci_low", "ci_high", "method", "n_resamples"]
    whole = table[table["segment"] == ""][columns].reset_index(drop=True)
    segment = table[table["segment"] == "Yes"][columns].reset_index(drop=True)
    assert whole["ci_low"].notna().sum() > 10
    assert written(whole) == written(segment)


def test_a_population_of_nobody_has_no_intervals(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, where="B2 > 50", by="role", settings=resampling(50))
    assert table[["ci_low", "ci_high", "n_resamples"]].isna().all(axis=None)
