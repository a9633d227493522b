"""What goes with a suppressed figure."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.analysis import RunSettings, analyse, describe_run
from survey_analysis.publish import write_results
from survey_analysis.record import make_record
from survey_analysis.responses import Responses
from survey_analysis.results import load_results
from survey_analysis.withholding import drop_suppressed, drop_unanswered, withhold_dependents

Tables = dict[str, pd.DataFrame]


def estimate(question: str, answered: int, item: str = "") -> dict[str, object]:
    flag = "suppressed" if answered < 10 else ""
    keys = {"question_id": question, "item_id": item, "option_id": "", "segment_by": ""}
    shown = None if flag else answered
    return {**keys, "statistic": "mean", "answered": shown, "estimate": None, "flag": flag}


@pytest.fixture
def tables() -> Tables:
    """Q1 has too few answers, of Q2 the item `b`."""
    rows = [estimate("Q1", 9), estimate("Q2", 40, "a"), estimate("Q2", 9, "b"), estimate("Q3", 40)]
    return {"estimates.csv": pd.DataFrame(rows)}


def test_values_of_a_suppressed_question_or_item_are_left_out(tables: Tables) -> None:
    keys = [("Q1", ""), ("Q2", "a"), ("Q2", "b"), ("Q3", "")]
    table = pd.DataFrame(keys, columns=["question_id", "item_id"])
    published = withhold_dependents({**tables, "distributions.csv": table})["distributions.csv"]
    assert published.to_numpy().tolist() == [["Q2", "a"], ["Q3", ""]]


def test_bounds_of_fewer_than_ten_are_left_out(tables: Tables) -> None:
    bounds = pd.DataFrame({"question_id": ["Q3", "Q4"], "shown": [40, 9]})
    published = withhold_dependents({**tables, "bounds.csv": bounds})["bounds.csv"]
    assert published["question_id"].tolist() == ["Q3"]


def test_claims_and_findings_lose_the_figures_of_suppressed_questions(tables: Tables) -> None:
    checks = ["Q1 mean > 2", "Q3 mean > 2"]
    claims = pd.DataFrame({"check": checks, "value": 1.0, "ci_low": 0.5, "ci_high": 2.0})
    notes = ["Without them Q1.a goes from 1 to 2", "Q3.a goes", "Q10.a goes"]
    quality = pd.DataFrame({"question_id": ["", "Q2", "Q10"], "effect": 0.1, "note": notes})
    published = withhold_dependents({**tables, "claims.csv": claims, "quality.csv": quality})
    assert published["claims.csv"]["value"].notna().tolist() == [False, True]
    assert published["quality.csv"]["note"].notna().tolist() == [False, False, True]
    assert claims["value"].notna().all()


def test_populations_that_differ_by_fewer_than_ten_are_suppressed(tables: Tables) -> None:
    rows = [estimate("Q3", answered) for answered in (40, 31, 30)]
    sensitivity = pd.DataFrame(rows).assign(variation=["a", "b", "c"], population=["a", "b", "c"])
    published = withhold_dependents({**tables, "sensitivity.csv": sensitivity})["sensitivity.csv"]
    assert published["flag"].tolist() == ["", "suppressed", ""]
    assert published["answered"].isna().tolist() == [False, True, False]


def test_what_was_coded_in_fewer_than_ten_answers_is_left_out(tables: Tables) -> None:
    codes = pd.DataFrame([{k: v for k, v in estimate("T1", 9).items() if k != "item_id"}])
    names = ["coded_units", "relations", "cooccurrence", "saturation", "saturation_points",
             "agreement"]  # fmt: skip
    coded = {f"{name}.csv": pd.DataFrame({"question_id": ["T1", "T2"]}) for name in names}
    published = withhold_dependents({**tables, "codes.csv": codes, **coded})
    assert all(published[name]["question_id"].tolist() == ["T2"] for name in coded)


def test_seven_respondents_leave_no_figure_at_all(
    tmp_path: Path, tiny_responses: Responses, tiny_folder: Path
) -> None:
    tables = analyse(tiny_responses, tiny_folder)
    manifest = describe_run(tiny_responses, tiny_folder, settings=RunSettings(), command="c")
    out = write_results(withhold_dependents(make_record(tables)), tmp_path / "r", manifest=manifest)
    results = drop_suppressed(load_results(tiny_folder, out))
    assert results.table("estimates").empty
    assert "sensitivity" not in results.tables
    assert results.table("distributions").empty
    assert results.table("quality")["effect"].isna().all()
    assert [q.id for q in drop_unanswered(results).survey.questions] == ["T1"]
