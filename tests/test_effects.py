from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey_analysis.effects import measure_effect
from survey_analysis.findings import Finding, find_issues
from survey_analysis.populations import name_population
from survey_analysis.responses import BoolArray, CellState, Responses


def effect(responses: Responses, check: str, question: str = "") -> tuple[float, str]:
    """Measure the effect of a finding of the default population."""
    (finding,) = [
        finding
        for finding in find_issues(responses)
        if finding.check == check and (not question or finding.questions == (question,))
    ]
    return measure_effect(responses, finding, everybody(responses))


def everybody(responses: Responses) -> BoolArray:
    return name_population(responses)[1]


def concerning(responses: Responses, questions: tuple[str, ...], ids: list[int]) -> Finding:
    return Finding("declared", questions, "warning", np.isin(responses.ids, ids), "Declared")


def test_a_sentinel_is_held_against_the_mean_without_it(tiny_responses: Responses) -> None:
    change, sentence = effect(tiny_responses, "sentinel")
    # 20 / 5 = 4; (20 + 999) / 6 = 169.83
    assert change == pytest.approx(1019 / 6 - 4)
    assert sentence == "Counted as a number, the mean of B2 would go from 4.00 to 169.83"


def test_a_sentinel_counts_in_the_items_that_hold_it(tiny_responses: Responses) -> None:
    study = tiny_responses.study
    questions = [
        q.model_copy(update={"sentinels": ["99"]}) if q.id == "B4" else q for q in study.questions
    ]
    declared = study.model_copy(update={"questions": questions})
    responses = replace(tiny_responses, study=declared)
    responses.states["B4"][responses.ids == 20] = [CellState.NOT_ANSWERED, CellState.SENTINEL]
    change, sentence = effect(responses, "sentinel", "B4")
    # Deployed: 19 / 5 = 3.8; (19 + 99) / 6 = 19.67. Begun holds no sentinel.
    assert change == pytest.approx(118 / 6 - 3.8)
    assert sentence == "Counted as a number, the mean of B4.deployed would go from 3.80 to 19.67"


def test_a_sentinel_without_any_number_has_no_effect(tiny_responses: Responses) -> None:
    finding = Finding("sentinel", ("B2",), "warning", tiny_responses.ids == 11, "")
    change, sentence = measure_effect(tiny_responses, finding, tiny_responses.ids == 11)
    assert np.isnan(change)
    assert sentence == ""


def test_ambiguous_cells_are_held_against_the_farthest_bound(tiny_responses: Responses) -> None:
    change, sentence = effect(tiny_responses, "ambiguous")
    # "other": 1 of 5, and 3 of 7 if both ambiguous respondents ticked it.
    assert change == pytest.approx(3 / 7 - 1 / 5)
    assert sentence == "Read either way, P1.other lies between 14.3% and 42.9% (estimate 20.0%)"


def test_ambiguous_cells_where_nobody_ticked_have_no_measurable_effect(
    tiny_responses: Responses,
) -> None:
    mask = np.isin(tiny_responses.ids, [12, 20])
    finding = Finding("ambiguous", ("P1",), "note", mask, "")
    change, sentence = measure_effect(tiny_responses, finding, mask)
    assert np.isnan(change)
    assert sentence == "Nobody ticked anything"


def test_other_findings_are_held_against_the_estimates_without_them(
    tiny_responses: Responses,
) -> None:
    change, sentence = effect(tiny_responses, "exclusive-with-others")
    # Without 11 "none" and "manual" go from 2 of 5 to 1 of 4; the first is named.
    assert change == pytest.approx(2 / 5 - 1 / 4)
    assert sentence == "Without them P1.none goes from 40.0% to 25.0%"


def test_means_and_shares_are_compared_by_percentage_points(tiny_responses: Responses) -> None:
    # Without 5: B2 from 4 to 10 / 4 = 2.5; "data scientist" from 2 of 6 to 1 of 5, 13 points.
    finding = concerning(tiny_responses, ("B1", "B2"), [5])
    change, sentence = measure_effect(tiny_responses, finding, everybody(tiny_responses))
    assert change == pytest.approx(2 / 6 - 1 / 5)
    assert sentence == "Without them B1.data-scientist goes from 33.3% to 20.0%"
    alone = concerning(tiny_responses, ("B2",), [5])
    change, sentence = measure_effect(tiny_responses, alone, everybody(tiny_responses))
    assert change == pytest.approx(1.5)
    assert sentence == "Without them B2 mean goes from 4.00 to 2.50"


def test_a_finding_about_everything_looks_at_every_question(tiny_responses: Responses) -> None:
    change, sentence = effect(tiny_responses, "untouched-only")
    # Record 20 holds the untouched default alone: "never" from 3 of 7 to 2 of 6.
    assert change == pytest.approx(3 / 7 - 2 / 6)
    assert sentence == "Without them B3.never goes from 42.9% to 33.3%"


def test_a_finding_that_moves_nothing_says_so(tiny_responses: Responses) -> None:
    finding = concerning(tiny_responses, ("P2",), [20])
    found = measure_effect(tiny_responses, finding, everybody(tiny_responses))
    assert found == (0.0, "No estimate changes without them")


def test_a_finding_about_everybody_leaves_nobody_to_estimate(tiny_responses: Responses) -> None:
    finding = concerning(tiny_responses, ("P5",), [3, 5])
    change, sentence = measure_effect(tiny_responses, finding, everybody(tiny_responses))
    assert np.isnan(change)
    assert sentence == "Without them nobody is left to estimate P5 mean"


def test_a_finding_about_texts_touches_no_estimate(tiny_responses: Responses) -> None:
    change, sentence = effect(tiny_responses, "junk-text")
    assert np.isnan(change)
    assert sentence == ""


def test_the_originals_sentinel_moves_the_mean_as_known(original_responses: Responses) -> None:
    change, sentence = effect(original_responses, "sentinel")
    assert change == pytest.approx(1.40, abs=0.005)
    assert sentence == "Counted as a number, the mean of D5 would go from 9.05 to 10.45"
