import re

import pandas as pd
import pytest
from result_rows import UNDEFINED, load_record, make_rows, mean_row

from survey_analysis.errors import InvalidCallError
from survey_analysis.study import load_survey
from survey_analysis.tables import claims_table, quality_table, read_coded


def claim(check: str, verdict: str = "holds", **given: object) -> dict[str, object]:
    figures = {"value": 0.4, "ci_low": 0.31, "ci_high": 0.5}
    return {"sentence": "By hand.", "check": check, "verdict": verdict, **figures, **given}


def test_a_check_is_written_with_names_and_its_base() -> None:
    claims = pd.DataFrame([claim("P1.manual proportion < 0.5")])
    assert claims_table(claims, estimates=make_rows({})).iloc[0].to_dict() == {
        "Group": "By hand.",
        "Check": "Ways to release: By hand below 50\u00a0%",
        "Value": "40\u00a0%",
        "Interval": "31–50\u00a0%",
        "Base": "100",
        "Verdict": "holds",
    }


def test_a_mean_has_its_unit_and_is_named() -> None:
    number = {"question_id": "P5", "question": "Monitored", "item": "Monitored"}
    estimates = make_rows(number | mean_row(38.74, 33.5, 44.2))
    claims = pd.DataFrame([claim("P5 mean > 40", "fails", value=38.74, ci_low=33.5, ci_high=39.9)])
    row = claims_table(claims, estimates=estimates, units={"P5": "%"}).iloc[0]
    assert row["Check"] == "Monitored, mean above 40\u00a0%"
    assert row["Interval"] == "33.5–39.9\u00a0%"


def test_a_claim_that_waits_has_no_figure() -> None:
    undefined = dict.fromkeys(("value", "ci_low", "ci_high"), UNDEFINED)
    claims = pd.DataFrame([claim("awaits the coding", "pending", **undefined)])
    row = claims_table(claims, estimates=make_rows({})).iloc[0]
    assert list(row[1:]) == ["Awaits the coding", "–", "–", "–", "pending"]


def test_every_check_of_the_original_has_a_base_or_waits() -> None:
    results = load_record()
    table = claims_table(
        results.table("claims"),
        estimates=results.table("estimates"),
        codes=read_coded(results, "codes"),
    )
    assert len(table) == len(results.table("claims"))
    assert set(table.loc[table["Base"] == "–", "Verdict"]) <= {"pending"}
    assert (
        "Difficulty of each life-cycle phase: Model monitoring, top two points above 50\u00a0%"
        in (list(table["Check"]))
    )


def test_a_table_that_holds_no_claims_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="lacks the columns sentence, check"):
        claims_table(pd.DataFrame({"value": [1.0]}), estimates=make_rows({}))


def test_findings_are_sorted_by_gravity_and_keep_their_order_within() -> None:
    rows = [
        {"check": name, "question_id": "", "severity": severity, "respondents": 5, "share": 0.05}
        for name, severity in [("a-b", "note"), ("c", "error"), ("d", "warning"), ("e", "error")]
    ]
    study = load_survey("ml-deployment-monitoring")
    table = quality_table(pd.DataFrame(rows).assign(note="Text."), study=study)
    assert list(table["Finding"]) == ["C", "E", "D", "A b"]
    assert set(table["Questions"]) == {"all"}
    assert set(table["Share"]) == {"5\u00a0%"}


def test_notes_on_findings_name_figures_and_checks_by_their_labels() -> None:
    record = load_record()
    notes = quality_table(record.table("quality"), study=record.survey).set_index(
        ["Finding", "Questions"]
    )["Note"]
    assert notes["Sentinel", "D5"].endswith(
        "the mean of “Years in software development” would go from 9.05 to 10.45"
    )
    assert notes["More years with ML than in software", "D6, D5"] == (
        "Without them “Years in software development: mean” goes from 9.05 to 9.82"
    )
    assert not [note for note in notes if re.search(r"\b[DQ]\d+\b|\d%", note)]
