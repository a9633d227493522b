"""Naming the numbers of results for pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from survey_analysis.analysis import DEFAULT_RUN, analyse, describe_run
from survey_analysis.loading import load_responses
from survey_analysis.publish import write_results
from survey_analysis.responses import read_responses
from survey_analysis.results import Results, load_results
from survey_analysis.study import load_study
from survey_analysis.suppression import SMALLEST_BASE
from survey_analysis.values import name_values

FLAGSHIP = "ml-deployment-monitoring"
CLAIMS = """
claims:
  - id: automatic
    sentence: Releases are automatic.
    research_question: RQ1
    checks: [{question: P1, option: automatic, above: 0.01, expected: holds}]
  - id: problems
    sentence: Problems abound.
    research_question: RQ2
    awaits: the coding
"""
CITATION = (
    "about: Eight",
    "citation: {authors: [A. Author, B. Author], title: Eight, venue: Proc, year: 2024, "
    'arxiv: "2401.1"}\nabout: Eight',
)


@pytest.fixture
def tiny(edited_study: Callable[..., Path], tiny_folder: Path, tmp_path: Path) -> Results:
    """The results of the survey of eight, with two claims and a citation."""
    folder = edited_study(CITATION)
    (folder / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    responses = read_responses(load_study(folder), tiny_folder / "responses.csv")
    return write_and_load(responses, folder, tmp_path / "results")


@pytest.fixture(scope="module")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The results of the replica of the real survey."""
    responses = load_responses(FLAGSHIP)
    folder = Path(__file__).parents[1] / "data" / FLAGSHIP
    return write_and_load(responses, folder, tmp_path_factory.mktemp("results") / FLAGSHIP)


def write_and_load(responses, folder: Path, out: Path) -> Results:  # type: ignore[no-untyped-def]
    manifest = describe_run(responses, folder, settings=DEFAULT_RUN, command="survey-analysis run")
    tables = analyse(responses, folder, settings=DEFAULT_RUN)
    return load_results(folder, write_results(tables, out, manifest=manifest))


def test_a_share_is_named_with_its_count_base_and_intervals(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.P1.automatic"] == "40\u00a0%"
    assert values["survey.P1.automatic.count"] == "2"
    assert values["survey.P1.automatic.base"] == "5"
    interval = values["survey.P1.automatic.interval"]
    expected = f"40\u00a0% (n\u00a0=\u00a05, 95\u00a0% CI {interval})"
    assert values["survey.P1.automatic.full"] == expected
    listed = f"40\u00a0%; n\u00a0=\u00a05, 95\u00a0% CI {interval}"
    assert values["survey.P1.automatic.listed"] == listed
    assert values["survey.P1.automatic.wilson"] == "12–\u206077\u00a0%"


def test_a_top_share_and_a_mean_are_named_by_item_and_statistic(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.P3.deployment.top"] == "80\u00a0%"
    assert values["survey.P3.monitoring.top.base"] == "4"
    assert values["survey.P3.monitoring.dont-know.base"] == "5"
    assert values["survey.B4.deployed.mean"] == "3.8\u00a0projects"
    assert values["survey.B2.median"] == "3\u00a0years"


def test_an_interval_that_is_undefined_is_left_out(tiny: Results) -> None:
    estimates = tiny.table("estimates").copy()
    estimates.loc[estimates["statistic"] == "mean", ["ci_low", "ci_high"]] = float("nan")
    values = name_values(replace(tiny, tables={**tiny.tables, "estimates": estimates}))
    assert values["survey.B2.mean.full"] == "4.0\u00a0years (n\u00a0=\u00a05)"


def test_wilson_stands_in_where_nobody_chose_an_option(flagship: Results) -> None:
    text = name_values(flagship)["survey.D2.angola.full"]
    assert text == "0\u00a0% (n\u00a0=\u00a0175, Wilson 95\u00a0% CI 0–\u20602\u00a0%)"


def test_a_question_has_the_base_of_its_first_figure(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.P1.base"] == "5"
    assert values["survey.B2.base"] == "5"


def test_options_that_anybody_chose_are_counted(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.P1.chosen"] == "4"
    assert values["survey.segment.role.chosen"] == "3"
    assert values["survey.segment.named-role.chosen"] == "2"
    assert "survey.segment.experience.chosen" not in values
    assert "survey.segment.makers.chosen" not in values


def test_countries_are_counted_as_in_the_export_and_as_published(flagship: Results) -> None:
    values = name_values(flagship)
    assert values["survey.segment.country.chosen"] == "26"
    assert values["survey.segment.country-as-published.chosen"] == "25"


def test_segments_are_named_by_their_label(flagship: Results) -> None:
    rows = flagship.question("Q13", "breakdowns").query("option_id == 'service'")
    row = rows[rows["segment"] == "More than 2,000 employees"].iloc[0]
    key = "survey.Q13.service.by.company-size.more-than-2-000-employees"
    values = name_values(flagship)
    assert values[f"{key}.count"] == str(int(row["count"]))
    assert values[f"{key}.base"] == str(int(row["answered"]))


def test_a_segment_with_a_small_base_has_no_name(flagship: Results) -> None:
    assert (flagship.table("breakdowns")["answered"] < SMALLEST_BASE).any()
    bases = [
        int(text)
        for key, text in name_values(flagship).items()
        if ".by." in key and key.endswith(".base")
    ]
    assert bases
    assert min(bases) >= SMALLEST_BASE


def test_suppressed_rows_have_no_name(flagship: Results) -> None:
    table = flagship.table("breakdowns").copy()
    table.loc[table["segment_by"] == "role", ["answered", "count", "estimate"]] = float("nan")
    values = name_values(replace(flagship, tables={**flagship.tables, "breakdowns": table}))
    estimates = [key for key in values if key.startswith("survey.Q")]
    assert not any(".by.role." in key for key in estimates)
    assert any(".by.region." in key for key in estimates)


def test_other_populations_and_readings_are_named(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.population.complete"] == "7"
    assert values["survey.population.developers"] == "3"
    assert values["survey.sensitivity.shown.P1.automatic"] == "29\u00a0%"
    assert values["survey.sensitivity.substantive.P1.automatic.base"] == "5"


def test_a_contrast_within_respondents_is_named_by_both_sides(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.contrast.P2.yes.over.P2.no"] == "20\u00a0points"
    full = values["survey.contrast.P2.yes.over.P2.no.full"]
    assert re.fullmatch(
        r"20\xa0points \(n\xa0=\xa05, 95\xa0% CI [^,]+, adjusted\xa0p\xa01\.000\)", full
    )


def test_a_contrast_between_segments_is_named_by_their_labels(flagship: Results) -> None:
    table = flagship.table("contrasts")
    row = table.query("question_id == 'Q14' and segment == '0–1' and versus_segment == '5–9'")
    points = f"{abs(100 * row['estimate'].iloc[0]):.0f}\u00a0points"
    assert name_values(flagship)["survey.contrast.Q14.yes.by.experience.0-1.over.5-9"] == points


def test_contrasts_between_segments_are_counted_and_how_many_stand(flagship: Results) -> None:
    table = flagship.table("contrasts")
    between = table[(table["segment_by"] != "") & table["p_holm"].notna()]
    is_apart = (between["ci_low"] > 0) | (between["ci_high"] < 0)
    values = name_values(flagship)
    assert values["survey.contrasts.tested"] == f"{len(between):,}"
    standing = int((is_apart & (between["p_holm"] <= 0.05)).sum())
    assert values["survey.contrasts.standing"] == str(standing)
    one = between[between["question_id"] == "Q14"]
    assert values["survey.contrasts.Q14.tested"] == str(len(one))


def test_a_suppressed_contrast_has_no_name(flagship: Results) -> None:
    table = flagship.table("contrasts").copy()
    is_role = table["segment_by"] == "role"
    table.loc[is_role, ["n", "estimate", "ci_low", "ci_high", "p_value", "p_holm"]] = float("nan")
    values = name_values(replace(flagship, tables={**flagship.tables, "contrasts": table}))
    contrasts = [key for key in values if key.startswith("survey.contrast.")]
    assert not any(".by.role." in key for key in contrasts)
    assert any(".by.region." in key for key in contrasts)


def test_numbers_that_were_given_are_counted(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.P5.at.0"] == "1"
    assert values["survey.B4.begun.at.6"] == "1"


def test_bounds_are_named(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.bounds.P1.ambiguous"] == "2"
    assert values["survey.bounds.P1.shown"] == "7"
    assert values["survey.bounds.P1.automatic.lowest"] == "29\u00a0%"
    assert values["survey.bounds.P1.automatic.highest"] == "57\u00a0%"


def test_findings_are_named_by_check_and_question(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.quality.ambiguous.P1"] == "2"
    assert values["survey.quality.more-deployed-than-begun"] == "1"
    assert values["survey.quality.untouched-only"] == "1"


def test_pages_are_named(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.page.practice.reached"] == "7"
    assert values["survey.page.background.left"] == "1"


def test_claims_have_a_verdict_and_a_sentence(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.claim.automatic.sentence"] == "Releases are automatic."
    assert values["survey.claim.problems"] == "pending"
    assert values["survey.rq.RQ2"] == "How are models watched?"


def test_the_study_is_cited(tiny: Results) -> None:
    expected = (
        "A. Author, B. Author. *Eight*. Proc 2024. [arXiv 2401.1](https://arxiv.org/abs/2401.1)"
    )
    assert name_values(tiny)["survey.citation"] == expected


def test_the_data_and_the_run_are_described(tiny: Results) -> None:
    values = name_values(tiny)
    assert values["survey.records"] == "8"
    assert values["survey.complete"] == "7"
    assert values["survey.suspended"] == "1"
    assert values["survey.completion"] == "88\u00a0%"
    assert values["survey.level"] == "95\u00a0%"
    assert values["survey.setting.n_resamples"] == "none"
    assert values["survey.data.sha256"] == tiny.manifest["data"]["sha256"]
    assert len(values["survey.input.claims.yaml"]) == 64


def test_results_without_further_tables_name_what_they_have(tiny: Results) -> None:
    bare = replace(tiny, tables={"estimates": tiny.table("estimates")})
    values = name_values(bare)
    assert values["survey.P1.automatic"] == "40\u00a0%"
    assert not any(key.startswith("survey.quality") for key in values)
