from __future__ import annotations

import pandas as pd
import pytest

from survey_analysis.results import Results
from survey_analysis.tables.views import JUDGEMENTS, evidence_table, judgement_badge
from survey_analysis.triangulated import Triangulated
from survey_analysis.triangulation import EVIDENCE_COLUMNS

NOTHING = {"value": None, "ci_low": None, "ci_high": None, "verdict": ""}


def test_every_judgement_has_a_sign_of_its_own() -> None:
    assert len({sign for sign, _ in JUDGEMENTS.values()}) == 4
    assert judgement_badge("silent") == '<span class="sa-verdict sa-silent">– silent</span>'
    assert judgement_badge("<b>") == "&lt;b&gt;"


def test_an_illustration_does_not_count_and_says_what_it_is() -> None:
    row = {"kind": "illustration", "counts": False, "says": "A voice.", "check": "pace", **NOTHING}
    table = evidence_table(pd.DataFrame([row]), reference="Ada (2022)", tables={})
    assert table.iloc[0].to_dict() == {
        "Evidence": "A voice.",
        "Counts": "no",
        "Source": "Illustration: transcripts written for this project",
    }


@pytest.fixture
def figures(triangulated: Triangulated, bundled_results: dict[str, Results]) -> pd.DataFrame:
    evidence = triangulated.evidence
    survey = bundled_results["ml-deployment-monitoring"]
    return evidence_table(
        evidence[evidence["kind"] == "figure"],
        reference="",
        tables={"estimates": survey.table("estimates")},
        units={"Q15": "%"},
    )


def test_a_figure_has_value_interval_base_verdict_and_file(figures: pd.DataFrame) -> None:
    assert figures.iloc[0].tolist()[1:] == [
        "Share of production models that is monitored, mean below 50\xa0%",
        "38.7\xa0%", "33.8–44.0\xa0%", "161", "holds", "estimates.csv",
    ]  # fmt: skip


def test_evidence_has_the_columns_it_is_shown_by(triangulated: Triangulated) -> None:
    assert list(triangulated.evidence.columns) == EVIDENCE_COLUMNS
