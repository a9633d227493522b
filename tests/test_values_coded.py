"""Naming what was coded, for pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from result_rows import load_record

from survey_analysis.suppression import SMALLEST_BASE
from survey_analysis.values import name_values
from survey_analysis.values.coded import name_coded

DEPLOYMENT = "Q4.model-deployment"


@pytest.fixture(scope="module")
def named() -> dict[str, str]:
    return dict(name_coded(load_record()))


def test_a_code_has_count_base_and_interval(named: dict[str, str]) -> None:
    rows = load_record().table("codes").query("segment_by == '' and code == 'legacy-integration'")
    row = rows[rows["question_id"] == DEPLOYMENT].iloc[0]
    key = "code.model-deployment.legacy-integration"
    assert named[f"{key}.count"] == str(int(row["respondents"]))
    assert named[f"{key}.base"] == str(int(row["answered"]))
    assert named[f"{key}.full"].startswith(f"{named[key]} (n\u00a0=\u00a0{row['answered']:.0f}, 95")


def test_categories_and_unions_are_told_apart(named: dict[str, str]) -> None:
    assert "category.model-monitoring.measurement.full" in named
    assert "grouping.model-monitoring.tooling.full" in named
    assert "category.model-monitoring.tooling" not in named


def test_segments_have_names_unless_they_are_small(named: dict[str, str]) -> None:
    key = "category.model-deployment.infrastructure.by.pipeline.yes"
    assert int(named[f"{key}.base"]) >= SMALLEST_BASE
    bases = [int(text) for name, text in named.items() if ".by." in name and name[-5:] == ".base"]
    assert min(bases) >= SMALLEST_BASE


def test_reports_add_up_over_questions_and_respondents_do_not(named: dict[str, str]) -> None:
    parts = [named[f"coded.{group}.units"] for group in ("model-deployment", "model-monitoring")]
    assert int(named["coded.units"]) == sum(map(int, parts))
    assert "coded.respondents" not in named
    assert named["coded.double-share"] == "30\u00a0%"


def test_agreement_is_named_over_sets_by_code_and_by_question(named: dict[str, str]) -> None:
    assert named["agreement.masi.full"].startswith(f"{named['agreement.masi']} (")
    assert "95\u00a0% CI" in named["agreement.masi.full"]
    assert named["agreement.code.drift.full"] == "1.00 (75\u00a0units)"
    assert int(named["agreement.model-deployment.masi.units"]) < 75


def test_saturation_that_is_not_reached_has_no_name() -> None:
    record = load_record()
    points = record.table("saturation_points").assign(respondents=float("nan"))
    changed = replace(record, tables={**record.tables, "saturation_points": points})
    names = [name for name, _ in name_coded(changed) if name.startswith("saturation.")]
    assert names == []


def test_comparisons_are_counted_by_question(named: dict[str, str]) -> None:
    parts = [
        named[f"code-contrasts.{one}.tested"] for one in ("model-deployment", "model-monitoring")
    ]
    assert int(named["code-contrasts.tested"]) == sum(map(int, parts))


def test_a_study_without_codes_has_no_names_of_codes() -> None:
    record = load_record()
    assert not list(name_coded(replace(record, codebook=None)))
    tables = {name: table for name, table in record.tables.items() if name != "codes"}
    assert not list(name_coded(replace(record, tables=tables)))
    assert "survey.coded.units" in name_values(record)
