from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.findings import Finding, find_issues, is_junk
from survey_analysis.responses import Responses
from survey_analysis.study import TextQuestion
from survey_analysis.study.model import Check


def concerned(responses: Responses, findings: list[Finding]) -> dict[tuple[str, ...], list[int]]:
    """Tell by check and questions which records a finding concerns."""
    return {
        (finding.check, *finding.questions): responses.ids[finding.mask].tolist()
        for finding in findings
    }


def test_findings_of_the_survey_of_eight_are_those_made_by_hand(
    tiny_responses: Responses,
) -> None:
    assert concerned(tiny_responses, find_issues(tiny_responses)) == {
        ("untouched-only",): [20],
        ("unknown-duration",): [8],
        ("sentinel", "B2"): [11],
        ("untouched-default", "B3"): [20],
        ("ambiguous", "P1"): [12, 20],
        ("exclusive-with-others", "P1"): [11],
        ("junk-text", "T1"): [5],
        ("more-deployed-than-begun", "B4"): [21],
    }


def test_findings_say_how_grave_they_are_and_what_was_found(tiny_responses: Responses) -> None:
    findings = {finding.check: finding for finding in find_issues(tiny_responses)}
    severities = {check: finding.severity for check, finding in findings.items()}
    assert severities == {
        "untouched-only": "warning", "unknown-duration": "note", "sentinel": "warning",
        "untouched-default": "warning", "ambiguous": "note", "exclusive-with-others": "warning",
        "junk-text": "note", "more-deployed-than-begun": "warning",
    }  # fmt: skip
    assert findings["sentinel"].note == "A number that stands for something else: 999"
    assert findings["exclusive-with-others"].note == "'None' ticked with other options"
    assert findings["more-deployed-than-begun"].note == "More deployed than begun"


def test_records_outside_the_population_are_not_concerned(tiny_responses: Responses) -> None:
    everybody = concerned(tiny_responses, find_issues(tiny_responses, population="started"))
    assert everybody["unknown-duration",] == [8, 30]
    substantive = concerned(tiny_responses, find_issues(tiny_responses, population="substantive"))
    assert ("untouched-only",) not in substantive
    assert substantive["ambiguous", "P1"] == [12]


def test_a_condition_narrows_the_findings(tiny_responses: Responses) -> None:
    found = concerned(tiny_responses, find_issues(tiny_responses, where="B3 = 'Never'"))
    assert set(found) == {
        ("untouched-only",), ("untouched-default", "B3"), ("ambiguous", "P1"), ("junk-text", "T1"),
    }  # fmt: skip


def test_an_unknown_population_is_refused(tiny_responses: Responses) -> None:
    with pytest.raises(InvalidCallError, match="'complet' is not a population"):
        find_issues(tiny_responses, population="complet")


def test_records_that_agree_in_every_answer_are_duplicates(tiny_responses: Responses) -> None:
    copied, source = tiny_responses.ids == 8, tiny_responses.ids == 5
    for name in tiny_responses.values:
        tiny_responses.values[name][copied] = tiny_responses.values[name][source]
        tiny_responses.states[name][copied] = tiny_responses.states[name][source]
    texts = tiny_responses.option_texts.copy()
    texts.loc[copied] = texts.loc[source].to_numpy()
    same = replace(tiny_responses, option_texts=texts)
    assert concerned(same, find_issues(same))["duplicates",] == [5, 8]


def test_records_that_differ_in_a_text_beside_an_option_are_no_duplicates(
    tiny_responses: Responses,
) -> None:
    copied, source = tiny_responses.ids == 8, tiny_responses.ids == 5
    for name in tiny_responses.values:
        tiny_responses.values[name][copied] = tiny_responses.values[name][source]
        tiny_responses.states[name][copied] = tiny_responses.states[name][source]
    # Record 5 wrote "Jenkins" beside its pipeline, record 8 nothing.
    assert ("duplicates",) not in concerned(tiny_responses, find_issues(tiny_responses))


def test_an_answer_against_the_filter_is_found(tiny_responses: Responses) -> None:
    tiny_responses.values["P5"][tiny_responses.ids == 8] = 10
    tiny_responses.states["P5"][tiny_responses.ids == 8] = 0
    findings = find_issues(tiny_responses)
    assert concerned(tiny_responses, findings)["answered-against-filter", "P5"] == [8]
    (note,) = [f.note for f in findings if f.check == "answered-against-filter"]
    assert note == "Answered, though asked only if P2 = 'Yes'"


def check(responses: Responses, **declared: str) -> list[int]:
    """Declare one check and tell which records it concerns."""
    one = Check(id="declared", label="Declared", **declared)
    study = responses.study.model_copy(update={"checks": [one]})
    findings = find_issues(replace(responses, study=study))
    return [int(i) for f in findings if f.check == "declared" for i in responses.ids[f.mask]]


def test_a_rule_concerns_who_answered_everything_and_breaks_it(tiny_responses: Responses) -> None:
    assert check(tiny_responses, rule="B4.deployed <= B4.begun") == [21]
    assert check(tiny_responses, rule="B2 <= 3") == [5, 8]  # 11 and 20 gave no number
    assert check(tiny_responses, rule="B2 <= 3 and B1 = 'Developer'") == [5, 8, 21]


def test_a_rule_that_asks_for_an_answer_concerns_who_gave_none(
    tiny_responses: Responses,
) -> None:
    assert check(tiny_responses, rule="P1 answered") == [12, 20]


def test_a_rule_may_be_about_metadata(tiny_responses: Responses) -> None:
    assert check(tiny_responses, rule="Status = 'Completed (31)'") == [8]


def test_a_contradiction_concerns_whom_it_holds_for(tiny_responses: Responses) -> None:
    assert check(tiny_responses, contradiction="P2 = 'No' and P1 = 'By hand'") == [11]


def test_junk_is_known_in_any_case_and_with_spaces(tiny_responses: Responses) -> None:
    question = tiny_responses.study.question("T1")
    assert isinstance(question, TextQuestion)
    vague = question.model_copy(update={"junk": ["-", "Not sure"]})
    texts = np.array([["not SURE ", "-"], ["sure", " - "]], dtype=object)
    assert is_junk(vague, texts).tolist() == [[True, True], [False, True]]


REAL = {
    ("untouched-only",): 9, ("duplicates",): 9, ("unknown-duration",): 24, ("sentinel", "D5"): 1,
    ("exclusive-with-others", "D10"): 7, ("exclusive-with-others", "Q10"): 6,
    ("exclusive-with-others", "Q11"): 3, ("untouched-default", "D11"): 9,
    ("untouched-default", "Q6"): 11, ("ambiguous", "Q13"): 20, ("ambiguous", "Q16"): 35,
    ("ml-longer-than-software", "D6", "D5"): 18, ("more-deployed-than-run", "D8", "D7"): 5,
    ("aspects-without-monitoring", "Q15", "Q16"): 13,
}  # fmt: skip


def test_findings_of_the_original_are_the_known_ones(original_responses: Responses) -> None:
    found = concerned(original_responses, find_issues(original_responses))
    assert {name: len(found[name]) for name in REAL} == REAL
    untouched = [65, 69, 75, 161, 360, 364, 375, 404, 421]
    assert found["untouched-only",] == found["duplicates",] == untouched
    assert found["sentinel", "D5"] == [413]


def test_the_originals_usable_problem_reports_are_the_known_ones(
    original_responses: Responses,
) -> None:
    question = original_responses.study.question("Q4")
    assert isinstance(question, TextQuestion)
    complete = np.array([i not in (0,) for i in original_responses.ids])
    complete &= original_responses.metadata["Status"].str.startswith("Completed").to_numpy()
    texts = original_responses.values["Q4"][complete]
    given = original_responses.is_answered("Q4")[complete]
    usable = given & ~is_junk(question, texts)
    assert (given.sum(), usable.sum(), usable.any(axis=1).sum()) == (1425, 1331, 141)
