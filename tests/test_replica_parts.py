from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from survey_analysis.errors import StudyFileError
from survey_analysis.replica import Recipe, extract_margins, make_replica, read_recipe
from survey_analysis.replica.cohort import choose
from survey_analysis.replica.recipe import Traits
from survey_analysis.replica.shares import draw_shares
from survey_analysis.replica.texts import deal_statements
from survey_analysis.replica.ticks import spread_ticks
from survey_analysis.replica.values import deal
from survey_analysis.responses import read_responses
from survey_analysis.study import Study

RECIPE = Recipe(
    Traits.model_validate({"traits": ["skill"], "answers": {"B2": {"skill": 2.0}}}),
    {"B1": ["coach"], "P1": ["by pigeon"], "P2": ["a script"], "T1": ["too slow", "too dear"]},
)


@pytest.fixture
def unfiltered(tiny_study: Study) -> Study:
    """The survey of eight, every question asked of everybody."""
    questions = [q.model_copy(update={"asked_if": None}) for q in tiny_study.questions]
    return tiny_study.model_copy(update={"questions": questions})


@pytest.mark.parametrize("seed", range(20))
def test_a_replica_gives_the_margins_it_was_made_from(
    unfiltered: Study, tiny_folder: Path, tmp_path: Path, seed: int
) -> None:
    margins = extract_margins(unfiltered, tiny_folder / "responses.csv")
    replica = make_replica(unfiltered, margins, RECIPE, rng=np.random.default_rng(seed))
    path = tmp_path / "replica.csv"
    replica.to_csv(path, index=False)
    again = extract_margins(unfiltered, path)
    assert again.counts.equals(margins.counts)
    assert again.slots.equals(margins.slots)
    assert read_responses(unfiltered, path).source.kind == "replica"


def test_the_same_rng_gives_the_same_replica(unfiltered: Study, tiny_folder: Path) -> None:
    margins = extract_margins(unfiltered, tiny_folder / "responses.csv")
    one, two, other = (
        make_replica(unfiltered, margins, RECIPE, rng=np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )
    assert one.equals(two)
    assert not one.equals(other)


def test_filtered_questions_are_refused(tiny_study: Study, tiny_folder: Path) -> None:
    margins = extract_margins(tiny_study, tiny_folder / "responses.csv")
    with pytest.raises(StudyFileError, match=r"cannot follow asked_if; tiny has it in \['P5'\]"):
        make_replica(tiny_study, margins, RECIPE, rng=np.random.default_rng(1))


def test_a_text_without_statements_is_named(unfiltered: Study, tiny_folder: Path) -> None:
    margins = extract_margins(unfiltered, tiny_folder / "responses.csv")
    wordless = Recipe(RECIPE.traits, {"B1": ["coach"], "P1": ["by pigeon"], "T1": ["a", "b"]})
    with pytest.raises(StudyFileError, match=r"nothing to write for P2\.yes; give it, or P2"):
        make_replica(unfiltered, margins, wordless, rng=np.random.default_rng(1))


def test_a_report_stands_in_its_slot_and_changes_no_other_cell(
    unfiltered: Study, tiny_folder: Path
) -> None:
    margins = extract_margins(unfiltered, tiny_folder / "responses.csv")
    reports = {"5:T1.second": "nobody answers the pager", "21:T1.first": "two clocks, two truths"}
    without, replica = (
        make_replica(unfiltered, margins, recipe, rng=np.random.default_rng(3)).set_index("ID")
        for recipe in (RECIPE, replace(RECIPE, reports=reports))
    )
    assert replica.loc["5", "T1_Second"] == "nobody answers the pager"
    assert replica.loc["21", "T1_First"] == "two clocks, two truths"
    assert int((replica != without).to_numpy().sum()) == 2


def test_reports_without_a_text_to_stand_for_are_all_named(
    unfiltered: Study, tiny_folder: Path
) -> None:
    margins = extract_margins(unfiltered, tiny_folder / "responses.csv")
    reports = {"5:T1.first": "junk stands there", "21:T1.frist": "no such slot"}
    with pytest.raises(StudyFileError, match=r"reports\.yaml") as caught:
        make_replica(
            unfiltered, margins, replace(RECIPE, reports=reports), rng=np.random.default_rng(1)
        )
    for unit, like in (("5:T1.first", "3:T1.first"), ("21:T1.frist", "21:T1.first")):
        expected = f"'{unit}' is no slot that holds a text; nearest is '{like}'"
        assert expected in str(caught.value)


def test_a_study_whose_reports_were_not_coded_needs_no_file_of_them(
    tiny_study: Study, tmp_path: Path
) -> None:
    (tmp_path / "traits.yaml").write_text("traits: [skill]\n", "utf-8")
    (tmp_path / "statements.yaml").write_text("T1.first: [too slow]\n", "utf-8")
    assert read_recipe(tmp_path, tiny_study).reports == {}


def test_counts_that_contradict_each_other_are_refused(
    unfiltered: Study, tiny_folder: Path
) -> None:
    margins = extract_margins(unfiltered, tiny_folder / "responses.csv")
    wrong = (margins.counts["column"] == "B3_Friday") & (margins.counts["value"] == "Often")
    margins.counts.loc[wrong, "count"] += 1
    with pytest.raises(StudyFileError, match=r"counts\.csv: 7 respondents .* there are 6"):
        make_replica(unfiltered, margins, RECIPE, rng=np.random.default_rng(1))


def test_missing_codes_that_do_not_fit_are_refused(unfiltered: Study, tiny_folder: Path) -> None:
    margins = extract_margins(unfiltered, tiny_folder / "responses.csv")
    wrong = (margins.counts["column"] == "B1_Role") & (margins.counts["value"] == "0")
    margins.counts.loc[wrong, "count"] = 3
    with pytest.raises(StudyFileError, match="complete, B1_Role: counts 3 values for 1 resp"):
        make_replica(unfiltered, margins, RECIPE, rng=np.random.default_rng(1))


def test_answers_follow_their_trait() -> None:
    assert deal(["1", "5", "9"], np.array([0.2, -1.0, 3.0]), what="D5").tolist() == ["5", "1", "9"]


def test_the_first_score_goes_before_the_second() -> None:
    everybody = np.ones(3, dtype=bool)
    scores = [np.array([False, True, False]), np.array([3.0, 1.0, 2.0])]
    assert choose(everybody, 2, scores=scores).tolist() == [True, True, False]


def test_nobody_is_chosen_from_outside() -> None:
    with pytest.raises(StudyFileError, match="2 respondents are needed where there are 1"):
        choose(np.array([True, False]), 2, scores=[np.zeros(2)])


def test_ticks_keep_their_sums_and_lean_towards_high_scores() -> None:
    rng = np.random.default_rng(5)
    sums, totals = np.repeat([1, 2], 50), np.array([50, 60, 40])
    scores = np.zeros((100, 3))
    scores[::2, 0] = 4
    ticked = spread_ticks(sums, totals, scores=scores, rng=rng)
    assert ticked.sum(axis=1).tolist() == sums.tolist()
    assert ticked.sum(axis=0).tolist() == totals.tolist()
    assert ticked[::2, 0].mean() > 0.7
    assert ticked[1::2, 0].mean() < 0.3


def test_ticks_without_a_solution_are_refused() -> None:
    with pytest.raises(StudyFileError, match=r"no answers give \[3, 0\] ticks an option"):
        spread_ticks(
            np.array([2, 1]), np.array([3, 0]), scores=np.zeros((2, 2)),
            rng=np.random.default_rng(1),
        )  # fmt: skip


def test_shares_keep_rows_zeros_and_sums() -> None:
    points, zeros = np.array([1203, 597, 200]), np.array([0, 2, 9])
    drawn = draw_shares(points, zeros, number=20, total=100, rng=np.random.default_rng(3))
    assert drawn.sum(axis=0).tolist() == points.tolist()
    assert (drawn == 0).sum(axis=0).tolist() == zeros.tolist()
    assert set(drawn.sum(axis=1).tolist()) == {100}
    assert (drawn % 5 == 0).mean() > 0.85


def test_shares_that_cannot_sum_are_refused() -> None:
    with pytest.raises(StudyFileError, match="items of 2 allocations sum to 190, not to 100 each"):
        draw_shares(
            np.array([100, 90]), np.array([0, 0]), number=2, total=100,
            rng=np.random.default_rng(1),
        )  # fmt: skip


def test_statements_are_spread_evenly_and_never_twice_in_a_row() -> None:
    wanted = np.ones((10, 3), dtype=bool)
    wanted[0, 1] = False
    dealt = deal_statements(list("abcdef"), wanted, rng=np.random.default_rng(2))
    assert dealt[0, 1] == ""
    assert all(len(set(row)) == 3 for row in dealt)
    uses = [int((dealt == statement).sum()) for statement in "abcdef"]
    assert sorted(uses) == [4, 5, 5, 5, 5, 5]


def test_too_few_statements_are_refused() -> None:
    with pytest.raises(StudyFileError, match="a respondent wants more than 1 statements"):
        deal_statements(["a"], np.ones((1, 2), dtype=bool), rng=np.random.default_rng(1))


def test_a_recipe_names_every_unknown_part_with_the_nearest(
    tiny_study: Study, tmp_path: Path
) -> None:
    (tmp_path / "traits.yaml").write_text(
        "traits: [skill]\nanswers: {P1.automattic: {skil: 1}}\nskipping: {defalt: {}}\n", "utf-8"
    )
    (tmp_path / "statements.yaml").write_text("T1.frist: [too slow]\n", "utf-8")
    with pytest.raises(StudyFileError) as caught:
        read_recipe(tmp_path, tiny_study)
    for expected in (
        "'P1.automattic' is not a trait or a part of the study; nearest is 'P1.automatic'",
        "'skil' is not a trait or a part of the study; nearest is 'skill'",
        "'defalt' is not a trait or a part of the study; nearest is 'default'",
        "statements.yaml: 'T1.frist' is not a trait or a part of the study; nearest is 'T1.first'",
    ):
        assert expected in str(caught.value)


def test_a_missing_recipe_is_named(tiny_study: Study, tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match=r"traits\.yaml: there is no such file"):
        read_recipe(tmp_path, tiny_study)
