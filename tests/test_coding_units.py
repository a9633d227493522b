from __future__ import annotations

import pytest

from survey_analysis.coding.codebook import CodedUnits
from survey_analysis.coding.units import UNIT_COLUMNS, list_units, text_sha256
from survey_analysis.errors import InvalidCallError
from survey_analysis.loading import load_responses
from survey_analysis.responses import Responses

PHASES = CodedUnits(question="Q4", groups=["model-deployment", "model-monitoring"])


def test_units_are_usable_texts_of_complete_responses_by_id_and_slot(
    tiny_responses: Responses,
) -> None:
    units = list_units(tiny_responses, CodedUnits(question="T1"))
    assert list(units.columns) == UNIT_COLUMNS
    assert units["unit_id"].tolist() == [
        "3:T1.first", "5:T1.second", "11:T1.first", "11:T1.second", "21:T1.first",
    ]  # fmt: skip
    assert units["respondent"].tolist() == [3, 5, 11, 11, 21]
    assert units.loc[1, "text"] == 'No "alerts" |\nyet'
    assert set(units["group"]) == {""}


def test_the_hash_is_that_of_the_text_as_read(tiny_responses: Responses) -> None:
    units = list_units(tiny_responses, CodedUnits(question="T1"))

    drift = "8b4c82401c9c9ecefe4d2553ed57913ccd5bb1449705931f1318d32478f9da4a"
    assert units.loc[2, "text_sha256"] == drift == text_sha256("Drift")


def test_another_population_gives_other_units(tiny_responses: Responses) -> None:
    units = list_units(tiny_responses, CodedUnits(question="T1"), population="developers")
    assert units["unit_id"].tolist() == ["3:T1.first"]


@pytest.mark.parametrize(
    ("coded", "message"),
    [
        (CodedUnits(question="T2"), "'T2' is not a question of tiny; allowed: 'B1'"),
        (CodedUnits(question="B1"), "B1 is no open question"),
        (CodedUnits(question="T1", groups=["a"]), "'a' is not a group of T1"),
        (CodedUnits(documents="all"), "codes documents, not the answers"),
    ],
)
def test_what_cannot_be_coded_is_refused(
    tiny_responses: Responses, coded: CodedUnits, message: str
) -> None:
    with pytest.raises(InvalidCallError, match=message):
        list_units(tiny_responses, coded)


def test_the_original_has_139_deployment_and_113_monitoring_reports(
    original_responses: Responses,
) -> None:
    units = list_units(original_responses, PHASES)
    counts = units.groupby("group").size().to_dict()
    assert counts == {"model-deployment": 139, "model-monitoring": 113}


def test_the_replica_has_the_units_of_the_original(original_responses: Responses) -> None:
    replica = list_units(load_responses("ml-deployment-monitoring"), PHASES)
    units = list_units(original_responses, PHASES)
    assert replica["unit_id"].tolist() == units["unit_id"].tolist()
    assert not (replica["text_sha256"] == units["text_sha256"]).any()
