"""Looking around: estimates that are ready for tables and figures."""

from __future__ import annotations

import pytest
from result_rows import load_record

from survey_analysis.coding.project import open_coding
from survey_analysis.display import provenance
from survey_analysis.errors import InvalidCallError
from survey_analysis.exploring import explore, explore_codes
from survey_analysis.figures import plot_adoption, plot_adoption_by_segment
from survey_analysis.loading import load_responses
from survey_analysis.responses import Responses
from survey_analysis.study import find_study_folder
from survey_analysis.tables import read_coded


def test_the_whole_and_its_segments_are_kept_apart(tiny_responses: Responses) -> None:
    results = explore(tiny_responses, by="role")
    assert (results.table("estimates")["segment_by"] == "").all()
    assert set(results.table("breakdowns")["segment_by"]) == {"role"}
    assert results.question("P1")["option"].tolist() == [
        "None",
        "By hand",
        "Automatic",
        "Other way",
    ]


def test_a_condition_narrows_the_respondents(tiny_responses: Responses) -> None:
    results = explore(tiny_responses, where="B1 = 'Developer'")
    yes = results.question("P2").query("option_id == 'yes'").iloc[0]
    assert (yes["count"], yes["answered"], yes["eligible"]) == (1, 2, 3)
    assert results.manifest["data"]["respondents"] == 3


def test_values_are_counted_for_a_whole_population_only(tiny_responses: Responses) -> None:
    values = explore(tiny_responses, population="substantive").question("P5", "distributions")
    assert values[["value", "count"]].to_numpy().tolist() == [[0, 1], [40, 1]]
    assert "distributions" not in explore(tiny_responses, where="B2 >= 3").tables


def test_results_say_what_the_responses_are(tiny_responses: Responses) -> None:
    results = explore(tiny_responses)
    assert results.kind == tiny_responses.source.kind
    assert "7 respondents" in repr(provenance(results))


def test_figures_take_what_is_explored(tiny_responses: Responses) -> None:
    results = explore(tiny_responses, by="experience")
    assert "n = 5" in plot_adoption(results.question("P1")).get_xlabel()
    assert plot_adoption_by_segment(results.question("P1", "breakdowns")).child_axes


def test_an_unknown_segment_is_refused(tiny_responses: Responses) -> None:
    with pytest.raises(InvalidCallError, match=r"nearest.*role"):
        explore(tiny_responses, by="rolle")


def test_codes_are_counted_as_in_the_record_and_in_the_segments_asked_for() -> None:
    responses = load_responses("ml-deployment-monitoring")
    folder = find_study_folder("ml-deployment-monitoring") / "coding"
    results = explore_codes(responses, open_coding(folder, responses), by="role")
    key = ["question_id", "category", "code", "respondents", "answered"]
    found, recorded = (
        rows.loc[rows["segment_by"] == "", key].to_numpy().tolist()
        for rows in (results.table("codes"), load_record().table("codes"))
    )
    assert found == recorded
    assert set(results.table("codes")["segment_by"]) == {"", "role"}
    assert set(read_coded(results, "code_contrasts")["segment_by"]) == {"role"}


def test_a_condition_narrows_who_is_counted_with_codes() -> None:
    responses = load_responses("ml-deployment-monitoring")
    coding = open_coding(find_study_folder("ml-deployment-monitoring") / "coding", responses)
    some = explore_codes(responses, coding, where="D8 >= 1")
    everybody = explore_codes(responses, coding)
    assert some.manifest["data"]["respondents"] < everybody.manifest["data"]["respondents"]
    assert some.table("codes")["answered"].max() < everybody.table("codes")["answered"].max()
