"""Contrasts, counted by hand on the survey of eight (see conftest) and on the real export."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from survey_analysis.bootstrap import mean_difference_limits, mean_limits
from survey_analysis.bootstrap.samples import count_values
from survey_analysis.contrasts import COLUMNS, ContrastSettings, contrast, contrast_declared
from survey_analysis.errors import InvalidCallError
from survey_analysis.loading import load_responses
from survey_analysis.responses import population_mask


@pytest.fixture(scope="module")
def replica_responses():
    return load_responses("ml-deployment-monitoring")


def _contrast(responses, seed=1, **asked):
    return contrast(responses, rng=np.random.default_rng(seed), **asked)


def _row(table, **key):
    rows = table
    for name, value in key.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def _pair(table, option, versus, **key):
    return _row(table, option_id=option, versus_option_id=versus, **key)


# Within respondents


def test_every_pair_of_options_and_items_is_compared_once(tiny_responses):
    table = _contrast(tiny_responses)
    assert list(table.columns) == COLUMNS
    assert table["question_id"].value_counts().to_dict() == {"P1": 6, "P2": 1, "P3": 1}
    assert table["paired"].all()
    assert (table[["segment_by", "segment", "versus_segment"]] == "").all(axis=None)


def test_options_of_one_question_are_compared_on_its_base(tiny_responses):
    row = _pair(_contrast(tiny_responses), "automatic", "other")
    assert (row["n"], row["estimate"]) == (5, pytest.approx(1 / 5))
    assert row["p_value"] == stats.binomtest(2, 3).pvalue
    assert (row["test"], row["effect"]) == ("mcnemar-exact", 2)
    assert row["effect_name"] == "discordant-odds-ratio"


def test_an_option_chosen_together_with_the_other_is_not_discordant(tiny_responses):
    row = _pair(_contrast(tiny_responses), "none", "manual")  # 8 only none, 3 only by hand, 11 both
    assert (row["estimate"], row["effect"], row["p_value"]) == (0, 1, 1)


def test_the_interval_within_a_question_is_that_of_all_resamples(tiny_responses):
    settings = ContrastSettings(interval="percentile", level=0.8)
    row = _pair(_contrast(tiny_responses, settings=settings), "automatic", "other")
    totals = np.sort([sum(drawn) for drawn in product([1, 1, 0, 0, -1], repeat=5)])
    low, high = (totals[math.ceil(p * len(totals) - 1e-9) - 1] / 5 for p in (0.1, 0.9))
    assert (row["ci_low"], row["ci_high"]) == (pytest.approx(low), pytest.approx(high))
    assert row["method"] == "percentile-exact"


def test_items_of_a_grid_are_compared_on_who_answered_both(tiny_responses):
    row = _row(_contrast(tiny_responses), question_id="P3")
    assert (row["item_id"], row["versus_item_id"]) == ("deployment", "monitoring")
    assert (row["n"], row["estimate"], row["p_value"]) == (3, 0, 1)
    assert row["flag"] == "few;degenerate"
    assert math.isnan(row["ci_low"])
    assert row["method"] == ""


def test_items_of_an_allocation_are_compared_by_their_mean_difference(tiny_responses):
    table = _contrast(tiny_responses, questions="P4")
    row = _row(table, item_id="build", versus_item_id="deploy")
    limits = mean_limits(count_values([20.0, 40.0, 0.0, 50.0, 0.0]))
    assert (row["n"], row["estimate"]) == (5, 22)
    assert (row["ci_low"], row["ci_high"]) == (limits.low[0], limits.high[0])
    assert row["p_value"] == pytest.approx(1 / 4, abs=0.02)  # 2 of the 8 sign changes of 3
    assert (row["test"], row["effect_name"]) == ("permutation-10000", "cliffs-delta-within")
    assert row["effect"] == pytest.approx(3 / 5)
    assert row["flag"].startswith("few")


def test_two_scales_with_the_same_items_are_compared_item_by_item(replica_responses):
    table = _contrast(replica_responses)
    across = table[table["question_id"] != table["versus_question_id"]]
    assert (across["question_id"] + across["versus_question_id"]).unique().tolist() == ["Q1Q2"]
    assert (across["item_id"] == across["versus_item_id"]).all()
    assert len(across) == 7


def test_single_numbers_are_not_compared_with_anything_within(tiny_responses):
    with pytest.raises(InvalidCallError, match="P5 has no two options or items to compare"):
        _contrast(tiny_responses, questions=["P5"])


# Between segments


def test_segments_are_compared_by_independent_proportions(tiny_responses):
    table = _contrast(tiny_responses, questions="P1", by="role")
    row = _row(table, option_id="none", segment="Developer", versus_segment="Data scientist")
    assert (row["n"], row["estimate"], row["p_value"]) == (4, 0.5, 1)
    assert (row["test"], row["effect_name"]) == ("fisher-exact", "cohens-h")
    assert row["effect"] == pytest.approx(math.pi / 2)
    assert (row["versus_option_id"], row["segment_by"], row["paired"]) == ("none", "role", False)
    assert row["flag"] == "few"


def test_every_pair_of_segments_has_a_row_for_every_option(tiny_responses):
    table = _contrast(tiny_responses, questions="P1", by=["role", "experience"])
    assert table["segment_by"].value_counts().to_dict() == {"role": 12, "experience": 4}
    assert table["option_id"].drop_duplicates().tolist() == ["none", "manual", "automatic", "other"]


def test_of_a_single_choice_of_two_only_the_first_option_is_compared(tiny_responses):
    table = _contrast(tiny_responses, questions="P2", by="makers")
    assert table["option_id"].tolist() == ["yes"]


def test_a_segment_without_answers_keeps_its_row(tiny_responses):
    table = _contrast(tiny_responses, questions="P5", by="role")
    row = _row(table, segment="Developer", versus_segment="Other role")
    assert row["n"] == 1
    assert row[["estimate", "ci_low", "p_value", "effect"]].isna().all()
    assert (row["test"], row["flag"]) == ("", "few;degenerate")


def test_scales_are_tested_over_all_their_points(tiny_responses):
    table = _contrast(tiny_responses, questions="P3", by="makers")
    row = _row(table, item_id="deployment")
    assert (row["n"], row["estimate"], row["effect"]) == (5, 1, 1)
    assert (row["test"], row["effect_name"]) == ("permutation-10000", "cliffs-delta")
    assert row["p_value"] == pytest.approx(1 / 5, abs=0.02)  # one of five is the lowest


def test_numbers_of_segments_are_compared_by_their_means(tiny_responses):
    table = _contrast(tiny_responses, questions="B2", by="role")
    row = _row(table, segment="Developer", versus_segment="Data scientist")
    limits = mean_difference_limits(count_values([2.0, 5.0, 0.0]), count_values([10.0, 3.0]))
    assert (row["n"], row["estimate"]) == (5, pytest.approx(7 / 3 - 6.5))
    assert (row["ci_low"], row["ci_high"]) == (limits.low[0], limits.high[0])
    assert row["p_value"] == pytest.approx(4 / 10, abs=0.02)
    assert row["effect"] == pytest.approx(-4 / 6)


def test_only_the_named_segments_are_compared(tiny_responses):
    settings = ContrastSettings(segments=("Developer", "Other role"))
    table = _contrast(tiny_responses, questions="P2", by="role", settings=settings)
    assert table[["segment", "versus_segment"]].to_numpy().tolist() == [["Developer", "Other role"]]


# Families and flags


def test_p_values_are_adjusted_within_a_question_and_a_breakdown(replica_responses):
    table = _contrast(replica_responses, questions=["Q13", "Q16"], by=["role", "region"])
    for _, family in table.groupby(["question_id", "segment_by"]):
        known = family.dropna(subset="p_value")
        expected = stats.false_discovery_control(known["p_value"], method="by")
        np.testing.assert_allclose(known["p_by"], expected)
        smallest = min(1, known["p_value"].min() * len(known))
        assert known["p_holm"].min() == pytest.approx(smallest)


def test_test_and_interval_that_disagree_are_flagged(replica_responses):
    table = _contrast(replica_responses)
    apart = (table["ci_low"] > 0) | (table["ci_high"] < 0)
    disagree = table["ci_low"].notna() & (apart != (table["p_value"] <= 0.05))
    assert disagree.any()
    assert (table["flag"].str.contains("test-interval-disagree") == disagree).all()


# The whole


def test_real_contrasts_of_the_deployment_approach(original_responses):
    table = _contrast(original_responses, questions="Q13")
    row = _pair(table, "embedded", "service")
    assert (row["n"], row["estimate"]) == (168, pytest.approx((72 - 100) / 168))
    assert row["ci_high"] < 0
    assert row["p_value"] < 0.05


def test_resampled_intervals_agree_with_exact_ones(replica_responses):
    asked = {"questions": ["Q13", "Q15"], "by": "region"}
    exact = _contrast(replica_responses, **asked)
    drawn = _contrast(replica_responses, settings=ContrastSettings(n_resamples=10_000), **asked)
    certain = (exact["flag"] == "").to_numpy()
    assert set(drawn.loc[certain, "method"]) == {"bca-10000-respondents"}
    width = (exact["ci_high"] - exact["ci_low"])[certain]
    for limit in ("ci_low", "ci_high"):
        assert ((drawn[limit] - exact[limit])[certain].abs() < 0.1 * width).all()
    within = {"questions": ["Q13", "Q3"]}
    exact = _contrast(replica_responses, **within)
    drawn = _contrast(replica_responses, settings=ContrastSettings(n_resamples=10_000), **within)
    assert ((drawn["ci_low"] - exact["ci_low"]).abs() < 0.1 * exact["estimate"].abs() + 0.1).all()
    pd.testing.assert_series_equal(drawn["estimate"], exact["estimate"])


def test_a_further_question_changes_no_number(replica_responses):
    one = _contrast(replica_responses, questions=["Q15"], by="role")
    more = _contrast(replica_responses, questions=["Q1", "Q15"], by="role")
    kept = more[more["question_id"] == "Q15"].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, kept)


def test_the_same_random_numbers_give_the_same_bytes(tiny_responses):
    settings = ContrastSettings(n_resamples=500)
    tables = [_contrast(tiny_responses, settings=settings).to_csv() for _ in range(2)]
    assert tables[0] == tables[1]


def test_exact_intervals_and_tests_do_not_depend_on_the_seed(replica_responses):
    tables = [_contrast(replica_responses, seed=s, questions=["Q13", "Q1"]) for s in (1, 2)]
    pd.testing.assert_frame_equal(*tables)


def test_a_real_difference_is_that_of_the_segments_shares(original_responses, flagship_study):
    table = _contrast(original_responses, questions="Q16", by="region")
    inside = population_mask(original_responses, "complete")
    answered = original_responses.values["Q16"].any(axis=1) & inside
    row = _row(table, option_id="fairness", segment="Brazil", versus_segment="Turkey")
    shares = []
    countries = [option.id for option in flagship_study.question("D2").options]
    for country in ("brazil", "turkey"):
        group = answered & (original_responses.values["D2"][:, 0] == countries.index(country))
        shares.append(original_responses.values["Q16"][group, 3].mean())
    assert row["estimate"] == pytest.approx(shares[0] - shares[1])


# What a report declares


def test_a_report_compares_leading_questions_and_declared_breakdowns(tiny_responses):
    table = contrast_declared(tiny_responses, rng=np.random.default_rng(1))
    assert table["segment_by"].value_counts().to_dict() == {"role": 15, "": 8, "experience": 5}
    assert set(table.loc[table["segment_by"] != "", "question_id"]) == {"P1", "P5"}


def test_a_report_about_nobody_has_no_contrasts(tiny_responses):
    settings = ContrastSettings(where="B2 > 50")
    table = contrast_declared(tiny_responses, rng=np.random.default_rng(1), settings=settings)
    assert list(table.columns) == COLUMNS
    assert table.empty


def test_a_report_of_a_population_with_one_segment_keeps_the_empty_ones(tiny_responses):
    settings = ContrastSettings(population="developers")
    table = contrast_declared(tiny_responses, rng=np.random.default_rng(1), settings=settings)
    role = table[table["segment_by"] == "role"]
    assert len(role) == 15
    assert role["estimate"].isna().all()


# Wrong calls


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"questions": ["P9"]}, "'P9' is not a question of tiny"),
        ({"questions": ["T1"]}, "T1 is open text, nothing to compare; choose from: B1"),
        ({"by": "rolle"}, "'rolle' is not a segment; nearest is 'role'"),
        ({"by": "release"}, "'None' and 'By hand' share 1.*name disjoint segments"),
        (
            {"by": "role", "settings": ContrastSettings(segments=("Developers",))},
            "nearest is 'Developer'",
        ),
        (
            {"by": "role", "settings": ContrastSettings(segments=("Developer",))},
            "needs two segments of 'role', and only 'Developer' holds anybody",
        ),
        (
            {
                "by": "role",
                "settings": ContrastSettings(
                    where="B1 != 'Other role'", segments=("Developer", "Other role")
                ),
            },
            "nobody of complete where .* belongs to 'Other role'; leave it out",
        ),
        ({"settings": ContrastSettings(segments=("Developer",))}, "name theirs with by"),
        ({"settings": ContrastSettings(where="B2 > 50")}, "nobody belongs to complete where"),
        ({"settings": ContrastSettings(level=1.2)}, "level is 1.2"),
        ({"settings": ContrastSettings(n_resamples=0)}, "n_resamples is 0"),
        ({"settings": ContrastSettings(population="complet")}, "nearest is 'complete'"),
    ],
)
def test_a_wrong_call_says_what_to_do(tiny_responses, asked, message):
    with pytest.raises(InvalidCallError, match=message):
        _contrast(tiny_responses, **asked)
