from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy.stats import binom, bootstrap, norm

from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import COLUMNS, EstimateSettings, Groups, estimate, form_groups
from survey_analysis.loading import load_responses
from survey_analysis.responses import Responses
from survey_analysis.study import Study

Row = tuple[str, str, str, str, int, int, float, str]

FEW, AMBIGUOUS, DEFAULT = "few", "few;ambiguous-missing", "few;untouched-default"

# question, item, option, statistic, answered, count, estimate, flag: counted by hand.
EXPECTED: list[Row] = [
    ("B1", "", "developer", "proportion", 6, 3, 3 / 6, FEW),
    ("B1", "", "data-scientist", "proportion", 6, 2, 2 / 6, FEW),
    ("B1", "", "other", "proportion", 6, 1, 1 / 6, FEW),
    ("B2", "", "", "mean", 5, 5, 4.0, ""),
    ("B2", "", "", "median", 5, 5, 3.0, ""),
    ("B2", "", "", "quantile_25", 5, 5, 2.0, ""),
    ("B2", "", "", "quantile_75", 5, 5, 5.0, ""),
    ("B3", "", "never", "proportion", 7, 3, 3 / 7, DEFAULT),
    ("B3", "", "sometimes", "proportion", 7, 2, 2 / 7, DEFAULT),
    ("B3", "", "often", "proportion", 7, 2, 2 / 7, DEFAULT),
    ("B4", "begun", "", "mean", 6, 6, 25 / 6, ""),
    ("B4", "begun", "", "median", 6, 6, 3.0, ""),
    ("B4", "begun", "", "quantile_25", 6, 6, 1.25, ""),
    ("B4", "begun", "", "quantile_75", 6, 6, 5.5, ""),
    ("B4", "deployed", "", "mean", 5, 5, 3.8, ""),
    ("B4", "deployed", "", "median", 5, 5, 3.0, ""),
    ("B4", "deployed", "", "quantile_25", 5, 5, 1.0, ""),
    ("B4", "deployed", "", "quantile_75", 5, 5, 6.0, ""),
    ("P1", "", "none", "proportion", 5, 2, 2 / 5, AMBIGUOUS),
    ("P1", "", "manual", "proportion", 5, 2, 2 / 5, AMBIGUOUS),
    ("P1", "", "automatic", "proportion", 5, 2, 2 / 5, AMBIGUOUS),
    ("P1", "", "other", "proportion", 5, 1, 1 / 5, AMBIGUOUS),
    ("P2", "", "yes", "proportion", 5, 3, 3 / 5, FEW),
    ("P2", "", "no", "proportion", 5, 2, 2 / 5, FEW),
    ("P3", "deployment", "low", "proportion", 5, 1, 1 / 5, FEW),
    ("P3", "deployment", "middle", "proportion", 5, 1, 1 / 5, FEW),
    ("P3", "deployment", "high", "proportion", 5, 3, 3 / 5, FEW),
    ("P3", "deployment", "dont-know", "proportion", 5, 0, 0.0, "few;degenerate"),
    ("P3", "deployment", "", "top_share", 5, 4, 4 / 5, FEW),
    ("P3", "deployment", "", "mean", 5, 5, 12 / 5, ""),
    ("P3", "deployment", "", "median", 5, 5, 3.0, ""),
    ("P3", "monitoring", "low", "proportion", 5, 1, 1 / 5, FEW),
    ("P3", "monitoring", "middle", "proportion", 5, 1, 1 / 5, FEW),
    ("P3", "monitoring", "high", "proportion", 5, 2, 2 / 5, FEW),
    ("P3", "monitoring", "dont-know", "proportion", 5, 1, 1 / 5, FEW),
    ("P3", "monitoring", "", "top_share", 4, 3, 3 / 4, FEW),
    ("P3", "monitoring", "", "mean", 4, 4, 9 / 4, FEW),
    ("P3", "monitoring", "", "median", 4, 4, 2.5, FEW),
    ("P4", "build", "", "mean", 5, 5, 50.0, ""),
    ("P4", "build", "", "median", 5, 5, 50.0, ""),
    ("P4", "build", "", "quantile_25", 5, 5, 40.0, ""),
    ("P4", "build", "", "quantile_75", 5, 5, 60.0, ""),
    ("P4", "deploy", "", "mean", 5, 5, 28.0, ""),
    ("P4", "deploy", "", "median", 5, 5, 30.0, ""),
    ("P4", "deploy", "", "quantile_25", 5, 5, 20.0, ""),
    ("P4", "deploy", "", "quantile_75", 5, 5, 30.0, ""),
    ("P4", "watch", "", "mean", 5, 5, 22.0, ""),
    ("P4", "watch", "", "median", 5, 5, 20.0, ""),
    ("P4", "watch", "", "quantile_25", 5, 5, 20.0, ""),
    ("P4", "watch", "", "quantile_75", 5, 5, 20.0, ""),
    ("P5", "", "", "mean", 2, 2, 20.0, FEW),
    ("P5", "", "", "median", 2, 2, 20.0, FEW),
    ("P5", "", "", "quantile_25", 2, 2, 10.0, FEW),
    ("P5", "", "", "quantile_75", 2, 2, 30.0, FEW),
]


@pytest.fixture(scope="module")
def replica() -> Responses:
    return load_responses("ml-deployment-monitoring")


def pick(
    table: pd.DataFrame, name: str, statistic: str = "proportion", segment: str = ""
) -> pd.Series:
    """Find the one row of a figure such as ``Q13.service``."""
    names = table[["question_id", "item_id", "option_id"]].apply(
        lambda row: ".".join(part for part in row if part), axis=1
    )
    found = table[
        (names == name) & (table["statistic"] == statistic) & (table["segment"] == segment)
    ]
    assert len(found) == 1
    return found.iloc[0]


def written(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()


def enumerate_statistic(
    values: list[float], statistic: str
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Compute a statistic in every resample there is: its values, and their distribution."""
    function = {"mean": np.mean, "median": np.median}[statistic]
    every = [round(float(function(draw)), 9) for draw in product(values, repeat=len(values))]
    support, times = np.unique(every, return_counts=True)
    return support, np.cumsum(times) / len(every)


def test_every_figure_of_the_survey_of_eight_is_the_one_counted_by_hand(
    tiny_responses: Responses,
) -> None:
    table = estimate(tiny_responses)
    columns = ["question_id", "item_id", "option_id", "statistic", "answered", "count"]
    found = [tuple(row) for row in table[columns].to_numpy().tolist()]
    assert found == [row[:6] for row in EXPECTED]
    assert table["estimate"].to_list() == pytest.approx([row[6] for row in EXPECTED], abs=1e-12)
    assert table["flag"].to_list() == [row[7] for row in EXPECTED]


def test_the_columns_are_the_contract() -> None:
    assert ",".join(COLUMNS) == (
        "question_id,item_id,option_id,source,population,segment_by,segment,statistic,eligible,"
        "shown,answered,count,estimate,ci_low,ci_high,method,wilson_low,wilson_high,"
        "confidence_level,n_resamples,flag"
    )


def test_rows_say_who_was_eligible_and_who_saw_the_question(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses)
    assert set(table["population"]) == {"complete"}
    assert set(table["segment_by"]) == set(table["segment"]) == {""}
    assert set(table["eligible"]) == {7}
    shown = table.groupby("question_id", sort=False)["shown"].unique().map(list).to_dict()
    everywhere = ["B1", "B2", "B3", "B4", "P1", "P2", "P3", "P4"]
    assert shown == {**{question: [7] for question in everywhere}, "P5": [3]}


def test_sources_name_the_columns_and_labels_that_were_counted(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses)
    sources = {
        "B1.data-scientist": "B1_Role=Data Scientist|B1_Role=Data Analyst",
        "P1.manual": "P1_Manual",
        "P2.no": "P2_No",
        "P3.monitoring.high": "P3_Monitoring=High",
    }
    assert {name: pick(table, name)["source"] for name in sources} == sources
    top = pick(table, "P3.monitoring", "top_share")["source"]
    assert top == "P3_Monitoring=Middle|P3_Monitoring=High"
    assert pick(table, "B4.begun", "mean")["source"] == "B4_Begun"


def test_exact_rows_have_a_method_and_no_number_of_resamples(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses)
    is_share = table["statistic"].isin(["proportion", "top_share"])
    is_mean = table["statistic"] == "mean"
    defined = ~table["flag"].str.contains("degenerate")
    assert set(table[(is_share | is_mean) & defined]["method"]) == {"bca-exact"}
    assert set(table[~is_share & ~is_mean]["method"]) == {"percentile-exact"}
    assert table["n_resamples"].isna().all()
    assert set(table["confidence_level"]) == {0.95}


def test_only_shares_have_a_wilson_interval(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses)
    is_share = table["statistic"].isin(["proportion", "top_share"])
    assert table.loc[is_share, ["wilson_low", "wilson_high"]].notna().all(axis=None)
    assert table.loc[~is_share, ["wilson_low", "wilson_high"]].isna().all(axis=None)


def test_a_share_of_nobody_or_everybody_has_no_bootstrap_interval(
    tiny_responses: Responses,
) -> None:
    row = pick(estimate(tiny_responses), "P3.deployment.dont-know")
    assert row["estimate"] == 0
    assert np.isnan(row["ci_low"])
    assert np.isnan(row["ci_high"])
    assert row["method"] == ""
    assert row["wilson_low"] == 0
    assert row["wilson_high"] == pytest.approx(0.4345, abs=5e-5)  # z² / (5 + z²)


def test_numbers_that_are_all_alike_have_no_interval(tiny_responses: Responses) -> None:
    row = pick(estimate(tiny_responses, where="B2 = 10"), "B2", "mean")
    assert (row["answered"], row["estimate"], row["flag"]) == (1, 10, "few;degenerate")
    assert np.isnan(row["ci_low"])
    assert row["method"] == ""


def test_an_empty_base_leaves_an_empty_estimate(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, where="B1 = 'Other role'")
    for name, statistic in (("P5", "mean"), ("P5", "median"), ("B2", "quantile_75")):
        row = pick(table, name, statistic)
        assert (row["answered"], row["count"]) == (0, 0)
        assert row[["estimate", "ci_low", "ci_high"]].isna().all()
        assert row["flag"].startswith("few;degenerate")


def test_a_population_of_nobody_has_rows_without_estimates(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, where="B2 > 50", by="role")
    assert len(table) == len(EXPECTED) * 4
    assert (table[["eligible", "shown", "answered", "count"]] == 0).all(axis=None)
    assert table[["estimate", "ci_low", "wilson_low"]].isna().all(axis=None)
    assert b",0,0,0,0,,,,,,,0.95,,few;degenerate\n" in written(table)


def test_a_breakdown_puts_the_whole_before_its_segments(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, by="role")
    rows = table[(table["question_id"] == "P1") & (table["option_id"] == "none")]
    assert rows["segment_by"].tolist() == ["", "role", "role", "role"]
    assert rows["segment"].tolist() == ["", "Developer", "Data scientist", "Other role"]
    assert rows["eligible"].tolist() == [7, 3, 2, 1]
    assert rows["answered"].tolist() == [5, 2, 2, 1]
    assert rows["count"].tolist() == [2, 1, 0, 1]
    whole = table[table["segment_by"] == ""].reset_index(drop=True)
    assert written(whole) == written(estimate(tiny_responses))


def test_several_breakdowns_follow_each_other_once_each(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, by=["experience", "role", "experience"])
    rows = table[(table["question_id"] == "B3") & (table["option_id"] == "often")]
    assert rows["segment"].tolist() == [
        "", "0–4", "5+", "Developer", "Data scientist", "Other role",
    ]  # fmt: skip
    assert rows["count"].tolist() == [2, 1, 1, 1, 1, 0]


def test_crossed_segments_hold_who_is_in_both(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, by="role*experience")
    row = pick(table, "B3.never", segment="Developer × 0–4")
    assert row["segment_by"] == "role*experience"
    assert (row["eligible"], row["answered"], row["count"]) == (2, 2, 1)  # records 3 and 12


def test_a_condition_narrows_the_population_and_is_named(tiny_responses: Responses) -> None:
    row = pick(estimate(tiny_responses, where="P2 = 'Yes' and B2 >= 3"), "P1.automatic")
    assert row["population"] == "complete where P2 = 'Yes' and B2 >= 3"
    assert (row["eligible"], row["answered"], row["count"]) == (2, 2, 1)  # records 5 and 21


def test_a_population_of_the_study_is_counted(tiny_responses: Responses) -> None:
    row = pick(estimate(tiny_responses, population="substantive"), "B3.never")
    assert (row["population"], row["eligible"], row["count"]) == ("substantive", 6, 2)
    assert row["flag"] == "few"
    started = pick(estimate(tiny_responses, population="started"), "P2.yes")
    assert (started["eligible"], started["shown"], started["answered"]) == (8, 7, 5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"by": "rolle"}, "'rolle' is not a segment; nearest is 'role'; allowed: 'role', "),
        ({"by": ["role*exp"]}, "'exp' is not a segment"),
        ({"population": "complet"}, "'complet' is not a population; nearest is 'complete'"),
        ({"where": "B22 > 1"}, "'B22' is not a question; nearest is 'B2'"),
        ({"where": "B1 = 'Devloper'"}, "'Devloper' is not a label of B1; nearest is 'Developer'"),
        ({"where": "B2 >"}, "expected a value after '>', found nothing"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(
    tiny_responses: Responses, call: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidCallError, match=message):
        estimate(tiny_responses, **call)


def test_the_whole_population_is_the_first_group(tiny_responses: Responses) -> None:
    groups = form_groups(tiny_responses, by=["pipeline"], population="started")
    assert isinstance(groups, Groups)
    assert groups.labels == ["", "Yes", "No"]
    assert groups.masks.sum(axis=1).tolist() == [8, 3, 2]
    assert not (groups.masks & ~groups.masks[0]).any()


def test_the_responses_are_left_as_they_were(tiny_responses: Responses) -> None:
    before = {name: values.copy() for name, values in tiny_responses.values.items()}
    estimate(tiny_responses, by="role")
    for name, values in before.items():
        np.testing.assert_array_equal(tiny_responses.values[name], values)


@pytest.mark.parametrize("by", [(), ("role", "experience", "agility", "region")])
def test_no_count_is_above_its_base(replica: Responses, by: tuple[str, ...]) -> None:
    table = estimate(replica, by=by)
    counts = table[["count", "answered", "shown", "eligible"]].to_numpy()
    assert (np.diff(counts, axis=1) >= 0).all()
    is_share = table["statistic"].isin(["proportion", "top_share"])
    assert (table["count"] == table["answered"])[~is_share].all()
    shares = table[is_share & (table["answered"] > 0)]
    np.testing.assert_array_equal(shares["estimate"], shares["count"] / shares["answered"])


def test_single_choices_and_scales_add_up_to_their_base(replica: Responses) -> None:
    table = estimate(replica)
    for name in ("D2", "D4", "Q14", "Q1", "Q2"):
        rows = table[(table["question_id"] == name) & (table["statistic"] == "proportion")]
        for _, items in rows.groupby("item_id"):
            assert items["count"].sum() == items["answered"].iloc[0]


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("interval", ["bca", "percentile"])
def test_limits_of_shares_are_those_recomputed_from_the_binomial_distribution(
    replica: Responses, level: float, interval: str
) -> None:
    table = estimate(replica, settings=EstimateSettings(level, interval))
    shares = table[table["statistic"].isin(["proportion", "top_share"]) & table["ci_low"].notna()]
    assert len(shares) > 200
    for row in shares.itertuples():
        n, x = int(row.answered), int(row.count)
        support = np.arange(n + 1)
        distribution = binom.cdf(support, n, x / n)
        tails = np.array([(1 - level) / 2, (1 + level) / 2])
        if interval == "bca":
            z0 = norm.ppf((binom.cdf(x - 1, n, x / n) + binom.cdf(x, n, x / n)) / 2)
            a = (1 - 2 * x / n) / (6 * np.sqrt(n * (x / n) * (1 - x / n)))
            shifted = z0 + norm.ppf(tails)
            tails = norm.cdf(z0 + shifted / (1 - a * shifted))
        low, high = (support[distribution >= tail - 1e-12][0] for tail in tails)
        assert (row.ci_low * n, row.ci_high * n) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize("method", ["BCa", "percentile"])
@pytest.mark.parametrize(("name", "statistic"), [("Q13.other", "proportion"), ("Q15", "mean")])
def test_limits_are_within_two_steps_of_scipys_bootstrap(
    replica: Responses, name: str, statistic: str, method: str
) -> None:
    settings = EstimateSettings(interval="bca" if method == "BCa" else "percentile")
    row = pick(estimate(replica, settings=settings), name, statistic)
    if statistic == "mean":
        numbers = replica.values["Q15"][:, 0]
        complete = form_groups(replica).masks[0]
        sample = numbers[complete & np.isfinite(numbers)]
        step = 0.25  # per cent, some 0.1 standard errors: the noise of the resamples
    else:
        sample = np.repeat([1.0, 0.0], [row["count"], row["answered"] - row["count"]])
        step = 2 / row["answered"]
    found = bootstrap(
        (sample,), np.mean, n_resamples=20_000, method=method, rng=np.random.default_rng(5)
    ).confidence_interval
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(tuple(found), abs=step + 1e-12)


@pytest.mark.parametrize("statistic", ["mean", "median"])
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("B2", [2, 10, 5, 0, 3]),
        ("B4.begun", [4, 12, 6, 1, 0, 2]),
        ("P4.watch", [20, 20, 20, 10, 40]),
        ("P3.monitoring", [2, 3, 1, 3]),
    ],
)
def test_percentile_limits_of_numbers_are_those_of_all_resamples(
    tiny_responses: Responses, name: str, values: list[float], statistic: str
) -> None:
    row = pick(
        estimate(tiny_responses, settings=EstimateSettings(interval="percentile")), name, statistic
    )
    support, distribution = enumerate_statistic(values, statistic)
    low, high = (support[distribution >= tail - 1e-12][0] for tail in (0.025, 0.975))
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high), abs=1e-8)


@pytest.mark.parametrize(
    ("name", "values"), [("B2", [2, 10, 5, 0, 3]), ("P4.build", [50, 60, 40, 70, 30])]
)
def test_bca_limits_of_means_are_those_of_all_resamples(
    tiny_responses: Responses, name: str, values: list[float]
) -> None:
    row = pick(estimate(tiny_responses), name, "mean")
    support, distribution = enumerate_statistic(values, "mean")
    mean = float(np.mean(values))
    below = distribution[support < mean - 1e-9][-1]
    at = distribution[support < mean + 1e-9][-1]
    deviations = np.array(values) - mean
    a = (deviations**3).sum() / (6 * (deviations**2).sum() ** 1.5)
    z0 = norm.ppf((below + at) / 2)
    shifted = z0 + norm.ppf([0.025, 0.975])
    tails = norm.cdf(z0 + shifted / (1 - a * shifted))
    low, high = (support[distribution >= tail - 1e-12][0] for tail in tails)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high), abs=1e-8)


def test_a_wider_level_gives_wider_intervals(replica: Responses) -> None:
    narrow = estimate(replica, settings=EstimateSettings(level=0.8))
    wide = estimate(replica, settings=EstimateSettings(level=0.99))
    defined = narrow["ci_low"].notna()
    assert (wide["ci_low"] <= narrow["ci_low"])[defined].all()
    assert (wide["ci_high"] >= narrow["ci_high"])[defined].all()
    assert set(wide["confidence_level"]) == {0.99}


REAL_SHARES = {
    "Q13.service": (100, 168), "Q13.embedded": (72, 168), "Q13.paas": (40, 168),
    "Q13.other": (9, 168), "Q14.yes": (49, 168), "Q14.no": (119, 168),
    "Q16.inputs-outputs": (96, 153), "Q16.outputs-decisions": (95, 153),
    "Q16.interpretability": (43, 153), "Q16.fairness": (20, 153), "Q16.other": (9, 153),
    "Q8.project-lead": (96, 170), "Q8.data-scientist": (93, 170),
}  # fmt: skip


def test_shares_of_the_original_are_the_known_ones(original_responses: Responses) -> None:
    table = estimate(original_responses)
    assert set(table["eligible"]) == {188}
    found = {name: pick(table, name) for name in REAL_SHARES}
    assert {name: (row["count"], row["answered"]) for name, row in found.items()} == REAL_SHARES
    for item, figure in (("model-deployment", (89, 170)), ("model-monitoring", (68, 168))):
        row = pick(table, f"Q2.{item}", "top_share")
        assert (row["count"], row["answered"]) == figure


def test_numbers_of_the_original_are_the_known_ones(original_responses: Responses) -> None:
    table = estimate(original_responses)
    mean, median = pick(table, "Q15", "mean"), pick(table, "Q15", "median")
    assert (mean["answered"], round(mean["estimate"], 2), median["estimate"]) == (161, 38.74, 30)
    efforts = table[(table["question_id"] == "Q3") & (table["statistic"] == "mean")]
    assert set(efforts["answered"]) == {176}
    means = [18.07, 17.25, 19.52, 16.99, 11.00, 9.99, 7.18]
    assert efforts["estimate"].round(2).tolist() == means


def test_intervals_of_the_original_are_the_known_ones(original_responses: Responses) -> None:
    table = estimate(original_responses)
    for name, ends in (("Q13.other", (4, 16)), ("Q13.paas", (30, 52))):
        row = pick(table, name)
        assert (row["ci_low"] * 168, row["ci_high"] * 168) == pytest.approx(ends)
    percentile = estimate(original_responses, settings=EstimateSettings(interval="percentile"))
    row = pick(percentile, "Q13.other")
    assert (row["ci_low"] * 168, row["ci_high"] * 168) == pytest.approx((4, 15))


def test_the_brazilian_part_of_the_original_is_the_known_one(
    original_responses: Responses,
) -> None:
    for call in ({"population": "brazil"}, {"where": "D2 = 'Brazil'"}):
        table = estimate(original_responses, **call)
        rows = table[table["question_id"] == "Q13"]
        assert set(rows["eligible"]) == {72}
        assert set(rows["answered"]) == {67}
        assert sorted(rows["count"].tolist()) == [6, 19, 21, 39]
        assert (pick(table, "Q14.yes")["count"], pick(table, "Q14.yes")["answered"]) == (17, 66)


def test_a_question_more_or_less_changes_no_other_number(
    tiny_responses: Responses, tiny_study: Study
) -> None:
    kept = [question for question in tiny_study.questions if question.id != "P4"]
    smaller = tiny_study.model_copy(update={"questions": kept})
    without = estimate(replace(tiny_responses, study=smaller))
    table = estimate(tiny_responses)
    expected = table[table["question_id"] != "P4"].reset_index(drop=True)
    assert written(without) == written(expected)


@pytest.mark.parametrize(
    ("kept", "rows"), [(["T1"], 0), (["B2", "P4", "T1"], 16), (["P1", "P2", "T1"], 6)]
)
@pytest.mark.parametrize("n_resamples", [None, 20])
def test_a_study_may_have_questions_of_one_kind_only(
    tiny_responses: Responses, kept: list[str], rows: int, n_resamples: int | None
) -> None:
    questions = [question for question in tiny_responses.study.questions if question.id in kept]
    study = tiny_responses.study.model_copy(update={"questions": questions})
    rng = np.random.default_rng(1)
    table = estimate(
        replace(tiny_responses, study=study),
        settings=EstimateSettings(n_resamples=n_resamples, rng=rng),
        population="started",
    )
    assert list(table.columns) == COLUMNS
    assert len(table) == rows
