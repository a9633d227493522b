from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.analysis import RunSettings, analyse
from survey_analysis.loading import load_responses
from survey_analysis.printing import format_json
from survey_analysis.responses import Responses
from survey_analysis.summaries import Summary, summarise_run

NAME = "ml-deployment-monitoring"


@pytest.fixture
def summary(tiny_responses: Responses, tiny_folder: Path) -> Summary:
    settings = RunSettings(where="B2 >= 3")
    tables = analyse(tiny_responses, tiny_folder, settings=settings)
    return summarise_run(tiny_responses, tables, settings=settings, results=Path("results/tiny"))


def test_a_summary_says_what_was_counted_and_where_the_results_are(summary: Summary) -> None:
    lines = summary.as_text().replace("\u00a0", " ").splitlines()
    assert lines == [
        "tiny: original, 3 of 8 records (complete where B2 >= 3)",
        "",
        "  Automatic release              33 %      (0–100 %)  of 3",
        "  Monitoring important          100 %     (21–100 %)  of 1",
        "  Models monitored, mean share  0.0 %  (no interval)  of 1",
        "",
        "Results: results/tiny",
    ]


def test_a_summary_for_programs_is_not_rounded(summary: Summary) -> None:
    found = json.loads(format_json(summary.as_json()))
    assert found["headlines"][0] == {
        "headline": "Automatic release", "answered": 3, "estimate": 1 / 3, "ci_low": 0.0,
        "ci_high": 1.0,
    }  # fmt: skip
    assert found["headlines"][2]["ci_low"] is None
    assert (found["respondents"], found["records"], found["data"]) == (3, 8, "original")
    assert found["claims"] == []
    assert "site" not in found
    assert found["tables"]["dropout.csv"] == 3


def test_verdicts_stand_before_their_sentences(replica_tables: dict[str, pd.DataFrame]) -> None:
    responses = load_responses(NAME)
    summary = summarise_run(
        responses, replica_tables, settings=RunSettings(), results=Path("results")
    )
    text = replace(summary, site=Path("/site/intro.html")).as_text()
    assert "\n  holds      Models are typically deployed as separate services.\n" in text
    assert text.startswith(f"{NAME}: replica, 188 of 276 records (complete)\n")
    assert text.endswith("\nResults: results\nSite: /site/intro.html")
