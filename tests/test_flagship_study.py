"""The bundled survey: its study file against its export, trait by trait.

What counts one question holds for the replica too; what crosses questions is checked on
the real export alone.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from survey_analysis.readers import read_table
from survey_analysis.responses import (
    CellState,
    Responses,
    is_untouched_only,
    population_mask,
    read_responses,
    segment_masks,
    select,
)
from survey_analysis.study import (
    MultipleQuestion,
    Study,
    TextQuestion,
    account_for_columns,
    find_study_folder,
    question_options,
)

REPLICA = find_study_folder("ml-deployment-monitoring") / "responses.csv"


@pytest.fixture(scope="module")
def replica_responses(flagship_study: Study) -> Responses:
    return read_responses(flagship_study, REPLICA)


@pytest.fixture(params=["replica", "original"])
def responses(request: pytest.FixtureRequest) -> Responses:
    found: Responses = request.getfixturevalue(f"{request.param}_responses")
    return found


@pytest.fixture
def complete(responses: Responses) -> npt.NDArray[np.bool_]:
    return population_mask(responses, "complete")


def count_options(
    responses: Responses, question_id: str, mask: npt.NDArray[np.bool_]
) -> dict[str, int]:
    """Count who chose each option of a choice, among those of a mask."""
    question = responses.study.question(question_id)
    values = responses.values[question_id][mask]
    if isinstance(question, MultipleQuestion):
        return {o.id: int(values[:, i].sum()) for i, o in enumerate(question.options)}
    return {o.id: int((values == i).sum()) for i, o in enumerate(question_options(question))}


# Columns and cells


@pytest.mark.parametrize("file", ["replica", "original"])
def test_every_column_is_accounted_for(
    file: str, flagship_study: Study, request: pytest.FixtureRequest
) -> None:
    path = REPLICA if file == "replica" else request.getfixturevalue("original")
    header = [*read_table(path).cells]
    assert len(header) == 202
    assert set(header) == set(account_for_columns(flagship_study))


def test_replica_and_original_have_the_same_header(original: Path) -> None:
    assert [*read_table(REPLICA).cells] == [*read_table(original).cells]


def test_the_real_file_is_read_as_it_is(original: Path) -> None:
    table = read_table(original)
    assert (table.encoding, table.separator, table.format) == ("utf-8", ",", "unipark")
    assert table.cells.shape == (276, 202)
    assert table.warnings == ()
    assert sum(table.cells[name].str.contains(",").sum() for name in table.cells) == 421
    assert sum((table.cells[name] == "").sum() for name in table.cells) == 19
    assert any(table.cells[name].str.contains("İ").any() for name in table.cells)


def test_every_cell_has_a_state_and_carries_a_value_or_none(responses: Responses) -> None:
    for question in responses.study.questions:
        states, values = responses.states[question.id], responses.values[question.id]
        assert np.isin(states, [*CellState]).all()
        without = values[~responses.is_answered(question.id)]
        if question.kind in ("single", "scale"):
            assert (without == -1).all()
        elif question.kind in ("numeric", "allocation"):
            assert np.isnan(without).all()
        else:
            assert not without.any()


# Records


def test_the_status_tells_complete_from_suspended(responses: Responses) -> None:
    assert Counter(responses.metadata["Status"]) == {
        "Completed (31)": 164,
        "Completed after break (32)": 24,
        "Suspended (22)": 88,
    }
    assert population_mask(responses, "complete").sum() == 188


def test_ids_are_numbers_with_gaps_in_ascending_order(responses: Responses) -> None:
    assert (responses.ids[0], responses.ids[-1]) == (29, 546)
    assert (np.diff(responses.ids) > 0).all()


def test_durations_of_minus_one_and_zero_are_unknown(responses: Responses) -> None:
    durations = responses.metadata["duration"]
    assert durations.isna().sum() == 31 + 61
    assert durations[select(responses, "Status = 'Completed after break (32)'")].isna().all()
    assert (durations.dropna() > 0).all()


def test_pages_are_reached_by_fewer_and_fewer(responses: Responses) -> None:
    assert {page: int(mask.sum()) for page, mask in responses.reached.items()} == {
        "background": 276,
        "life-cycle": 206,
        "requirements": 194,
        "deployment-monitoring": 190,
    }


def test_origin_is_dropped(responses: Responses) -> None:
    assert [*responses.metadata] == ["Status", "duration"]


# What "no answer" looks like


@pytest.mark.parametrize(("question_id", "skipped"), [("Q7", 23), ("Q15", 27)])
def test_a_not_shown_code_on_a_reached_page_is_a_skipped_question(
    responses: Responses, complete: npt.NDArray[np.bool_], question_id: str, skipped: int
) -> None:
    states = Counter(responses.states[question_id][complete, 0].tolist())
    assert states == {CellState.ANSWERED: 188 - skipped, CellState.NOT_ANSWERED: skipped}


@pytest.mark.parametrize(
    ("question_id", "zeros", "not_shown"),
    [("D5", 17, 0), ("D6", 20, 0), ("D7", 8, 0), ("D8", 54, 0), ("Q7", 3, 70), ("Q15", 23, 86)],
)
def test_zero_is_a_number_in_numeric_questions(
    responses: Responses, question_id: str, zeros: int, not_shown: int
) -> None:
    assert (responses.values[question_id] == 0).sum() == zeros
    assert (responses.states[question_id] == CellState.NOT_SHOWN).sum() == not_shown


def test_seven_zeros_are_no_effort_and_all_others_sum_to_a_hundred(
    responses: Responses, complete: npt.NDArray[np.bool_]
) -> None:
    shares = responses.values["Q3"][complete]
    answered = responses.is_answered("Q3")[complete].all(axis=1)
    assert answered.sum() == 176
    assert (shares[answered].sum(axis=1) == 100).all()
    means = [18.07, 17.25, 19.52, 16.99, 11.00, 9.99, 7.18]
    np.testing.assert_allclose(shares[answered].mean(axis=0), means, atol=0.01)


def test_multiple_choice_without_a_tick_is_ambiguous(
    responses: Responses, complete: npt.NDArray[np.bool_]
) -> None:
    ambiguous = {
        q.id: int((responses.states[q.id][complete] == CellState.AMBIGUOUS).all(axis=1).sum())
        for q in responses.study.questions
        if q.kind == "multiple"
    }
    assert ambiguous.pop("Q16") == 35
    assert min(ambiguous.values()) == 12
    assert max(ambiguous.values()) == 20


def test_presets_that_nobody_touched_are_told_from_answers(responses: Responses) -> None:
    untouched = {
        q: int((responses.states[q] == CellState.UNTOUCHED_DEFAULT).sum()) for q in ("D11", "Q6")
    }
    assert untouched["D11"] == 21
    others = [s for q, s in responses.states.items() if q not in untouched]
    presets = CellState.UNTOUCHED_DEFAULT
    assert not any((states == presets).any() for states in others)


def test_the_sentinel_is_no_number_of_years(
    responses: Responses, complete: npt.NDArray[np.bool_]
) -> None:
    assert (responses.states["D5"] == CellState.SENTINEL).sum() == 1
    assert np.nanmean(responses.values["D5"][complete]) == pytest.approx(9.05, abs=0.005)
    assert np.nanmax(responses.values["D7"]) == 150


def test_blank_texts_and_codes_are_empty(
    responses: Responses, complete: npt.NDArray[np.bool_]
) -> None:
    states = responses.states["Q4"][complete]
    assert (states == CellState.ANSWERED).sum() == 1425
    assert (states == CellState.EMPTY).sum() == 188 * 24 - 1425


# Nine records, and others, of the real export


def test_nine_complete_records_hold_untouched_defaults_only(original_responses: Responses) -> None:
    complete = population_mask(original_responses, "complete")
    untouched = is_untouched_only(original_responses)
    assert (untouched & complete).sum() == 9
    assert population_mask(original_responses, "substantive").sum() == 179


def test_whoever_answered_nothing_else_left_the_presets(original_responses: Responses) -> None:
    untouched = is_untouched_only(original_responses)
    reached = original_responses.reached["life-cycle"]
    presets = {
        q: original_responses.states[q][:, 0] == CellState.UNTOUCHED_DEFAULT for q in ("D11", "Q6")
    }
    assert (untouched.sum(), (untouched & reached).sum()) == (21, 13)
    assert presets["D11"].tolist() == untouched.tolist()
    assert presets["Q6"][untouched & reached].all()
    # five more left Q6 as it was on a page without another answer
    assert presets["Q6"].sum() == 13 + 5


def test_twelve_complete_records_lack_both_grids(original_responses: Responses) -> None:
    assert population_mask(original_responses, "phases-answered").sum() == 188 - 12


@pytest.mark.parametrize(("rule", "broken"), [("D6 > D5", 18), ("D8 > D7", 5)])
def test_the_checks_find_what_contradicts_itself(
    original_responses: Responses, rule: str, broken: int
) -> None:
    complete = population_mask(original_responses, "complete")
    assert (select(original_responses, rule) & complete).sum() == broken


@pytest.mark.parametrize(("question_id", "both"), [("D10", 7), ("Q10", 6), ("Q11", 3)])
def test_exclusive_options_are_ticked_with_others(
    original_responses: Responses, question_id: str, both: int
) -> None:
    question = original_responses.study.question(question_id)
    assert isinstance(question, MultipleQuestion)
    exclusive = [o.exclusive for o in question.options]
    assert sum(exclusive) == 1
    ticks = original_responses.values[question_id][population_mask(original_responses, "complete")]
    assert (ticks[:, exclusive].any(axis=1) & (ticks.sum(axis=1) > 1)).sum() == both


def test_non_monitors_tick_aspects_or_nothing(original_responses: Responses) -> None:
    complete = population_mask(original_responses, "complete")
    none = select(original_responses, "Q15 = 0") & complete
    assert (none & select(original_responses, "Q16 answered")).sum() == 13
    assert (none & select(original_responses, "Q16 not answered")).sum() == 10


def test_declared_junk_leaves_the_usable_problem_reports(original_responses: Responses) -> None:
    question = original_responses.study.question("Q4")
    assert isinstance(question, TextQuestion)
    texts = original_responses.values["Q4"][population_mask(original_responses, "complete")]
    junk = {text.casefold() for text in question.junk}
    usable = np.vectorize(lambda t: t.strip().casefold() not in {"", *junk}, otypes=[bool])(texts)
    counts = {}
    for group in ("model-deployment", "model-monitoring"):
        slots = [item.group == group for item in question.items]
        counts[group] = (int(usable[:, slots].sum()), int(usable[:, slots].any(axis=1).sum()))
    assert (usable.sum(), usable.any(axis=1).sum()) == (1331, 141)
    assert counts == {"model-deployment": (139, 98), "model-monitoring": (113, 81)}
    assert np.median([len(text) for text in texts[usable]]) == 25


# The figures of the publication's questions


@pytest.mark.parametrize(
    ("question_id", "base", "counts"),
    [
        ("Q13", 168, {"service": 100, "embedded": 72, "paas": 40, "other": 9}),
        ("Q14", 168, {"yes": 49, "no": 119}),
        (
            "Q16",
            153,
            {
                "inputs-outputs": 96,
                "outputs-decisions": 95,
                "interpretability": 43,
                "fairness": 20,
                "other": 9,
            },
        ),
        ("Q8", 170, {"project-lead": 96, "data-scientist": 93}),
    ],
)
def test_bases_and_counts_are_those_of_the_real_export(
    responses: Responses,
    complete: npt.NDArray[np.bool_],
    question_id: str,
    base: int,
    counts: dict[str, int],
) -> None:
    assert responses.is_answered(question_id)[complete].any(axis=1).sum() == base
    found = count_options(responses, question_id, complete)
    assert {option: found[option] for option in counts} == counts


def test_two_fifths_of_the_models_are_monitored(
    responses: Responses, complete: npt.NDArray[np.bool_]
) -> None:
    shares = responses.values["Q15"][complete, 0]
    assert (shares >= 0).sum() == 161
    assert (shares == 0).sum() == 23
    assert np.nanmean(shares) == pytest.approx(38.74, abs=0.005)
    assert np.nanmedian(shares) == 30


@pytest.mark.parametrize(
    ("item", "high", "base"), [("model-deployment", 89, 170), ("model-monitoring", 68, 168)]
)
def test_difficulty_leaves_off_scale_answers_out(
    responses: Responses, complete: npt.NDArray[np.bool_], item: str, high: int, base: int
) -> None:
    difficult = select(responses, f"Q2.{item} >= 'Complex'") & complete
    on_scale = select(responses, f"Q2.{item} >= 'Very easy'") & complete
    assert (difficult.sum(), on_scale.sum()) == (high, base)


@pytest.mark.parametrize(("segment", "countries"), [("country", 26), ("country-as-published", 25)])
def test_countries_are_counted_with_and_without_hong_kong(
    responses: Responses, complete: npt.NDArray[np.bool_], segment: str, countries: int
) -> None:
    found = segment_masks(responses, segment)
    assert sum((s.mask & complete).any() for s in found) == countries


def test_regions_hold_everybody_who_named_a_country(responses: Responses) -> None:
    masks = np.array([segment.mask for segment in segment_masks(responses, "region")])
    assert (masks.sum(axis=0) == responses.is_answered("D2")[:, 0]).all()


def test_brazil_and_the_rest_are_everybody_who_named_a_country(responses: Responses) -> None:
    brazil = population_mask(responses, "brazil")
    rest = population_mask(responses, "other-countries")
    assert brazil.sum() == 72
    assert not (brazil & rest).any()
    named = responses.is_answered("D2")[:, 0] & population_mask(responses, "complete")
    assert ((brazil | rest) == named).all()
