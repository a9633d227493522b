from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import COLUMNS, EstimateSettings, estimate
from survey_analysis.responses import CellState, Responses
from survey_analysis.sensitivity import bound_ambiguous, bound_options, estimate_sensitivity
from survey_analysis.study import MultipleQuestion


def written(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()


def test_every_headline_is_estimated_in_every_population(tiny_responses: Responses) -> None:
    table = estimate_sensitivity(tiny_responses)
    assert list(table.columns) == ["variation", "label", *COLUMNS]
    headlines = table.iloc[:9]
    assert headlines["label"].tolist() == [
        *["Automatic release"] * 3,
        *["Monitoring important"] * 3,
        *["Models monitored, mean share"] * 3,
    ]
    assert headlines["variation"].tolist() == ["complete", "substantive", "developers"] * 3
    assert headlines["population"].tolist() == headlines["variation"].tolist()
    assert headlines["eligible"].tolist() == [7, 6, 3] * 3
    # Automatic: 2 of 5; of the developers 3, 8 and 12 two ticked, one of them "automatic".
    assert headlines["answered"].tolist() == [5, 5, 2, 4, 4, 2, 2, 2, 1]
    estimates = [2 / 5, 2 / 5, 1 / 2, 3 / 4, 3 / 4, 1.0, 20, 20, 40]
    assert headlines["estimate"].tolist() == pytest.approx(estimates)


def test_readings_count_a_question_on_other_bases(tiny_responses: Responses) -> None:
    table = estimate_sensitivity(tiny_responses).iloc[9:]
    assert table["variation"].tolist() == [
        *["answered"] * 4, *["shown"] * 4, *["none-counted"] * 4,
    ]  # fmt: skip
    assert table["label"].unique().tolist() == [
        "Ticked at least one option",
        "Everybody who saw the question",
        "Without a pipeline counted as none",
    ]
    assert table["count"].tolist() == [2, 2, 2, 1] * 3
    # Seven saw it; 8 and 11 have no pipeline, and ticked something anyway.
    assert table["answered"].tolist() == [*[5] * 4, *[7] * 4, *[5] * 4]


def test_the_default_population_has_the_figures_of_the_estimates(
    tiny_responses: Responses,
) -> None:
    def settings() -> EstimateSettings:
        return EstimateSettings(n_resamples=200, rng=np.random.default_rng(3))

    table = estimate_sensitivity(tiny_responses, settings=settings())
    found = table[table["variation"] == "complete"][COLUMNS].reset_index(drop=True)
    every = estimate(tiny_responses, settings=settings()).set_index(
        ["question_id", "item_id", "option_id", "statistic"], drop=False
    )
    keys = [
        ("P1", "", "automatic", "proportion"),
        ("P3", "monitoring", "", "top_share"),
        ("P5", "", "", "mean"),
    ]
    assert written(found) == written(every.loc[keys, COLUMNS])
    usual = table[table["variation"] == "answered"][COLUMNS]
    assert written(usual) == written(every[every["question_id"] == "P1"][COLUMNS])


def test_a_condition_narrows_every_population(tiny_responses: Responses) -> None:
    table = estimate_sensitivity(tiny_responses, where="P2 = 'Yes'")
    assert table["eligible"].tolist() == [*[3, 3, 1] * 3, *[3] * 12]
    assert table["population"].iloc[2] == "developers where P2 = 'Yes'"


def test_a_study_without_headlines_and_readings_has_no_rows(tiny_responses: Responses) -> None:
    study = tiny_responses.study
    plain = [q.model_copy(update={"readings": []}) if q.id == "P1" else q for q in study.questions]
    bare = study.model_copy(update={"headlines": [], "questions": plain})
    table = estimate_sensitivity(replace(tiny_responses, study=bare))
    assert list(table.columns) == ["variation", "label", *COLUMNS]
    assert table.empty


def test_bounds_read_ambiguous_cells_as_not_ticked_and_as_ticked(
    tiny_responses: Responses,
) -> None:
    bounds = bound_ambiguous(tiny_responses)
    assert list(bounds.columns) == [
        "question_id", "option_id", "population", "shown", "answered", "ambiguous", "count",
        "estimate", "lowest", "highest",
    ]  # fmt: skip
    assert bounds["option_id"].tolist() == ["none", "manual", "automatic", "other"]
    assert set(bounds["population"]) == {"complete"}
    assert (bounds[["shown", "answered", "ambiguous"]] == [7, 5, 2]).all(axis=None)
    assert bounds["count"].tolist() == [2, 2, 2, 1]
    assert bounds["estimate"].tolist() == pytest.approx([2 / 5, 2 / 5, 2 / 5, 1 / 5])
    assert bounds["lowest"].tolist() == pytest.approx([2 / 7, 2 / 7, 2 / 7, 1 / 7])
    assert bounds["highest"].tolist() == pytest.approx([4 / 7, 4 / 7, 4 / 7, 3 / 7])


def test_who_skipped_for_certain_is_in_no_bound(tiny_responses: Responses) -> None:
    question = tiny_responses.study.question("P1")
    assert isinstance(question, MultipleQuestion)
    everybody = tiny_responses.ids != 30
    tiny_responses.states["P1"][tiny_responses.ids == 20] = CellState.NOT_ANSWERED
    bounds = bound_options(tiny_responses, question, everybody)
    assert bounds["highest"].tolist() == pytest.approx([3 / 6, 3 / 6, 3 / 6, 2 / 6])


def test_questions_without_ambiguous_cells_have_no_bounds(tiny_responses: Responses) -> None:
    bounds = bound_ambiguous(tiny_responses, where="P2 = 'Yes'")
    assert bounds.empty
    assert "highest" in bounds


def test_a_question_nobody_ticked_is_bounded_without_an_estimate(
    tiny_responses: Responses,
) -> None:
    bounds = bound_ambiguous(tiny_responses, where="B3 = 'Never' and P1 not answered")
    assert (bounds["answered"] == 0).all()
    assert bounds["estimate"].isna().all()
    assert (bounds[["lowest", "highest"]] == [0.0, 1.0]).all(axis=None)


def test_an_unknown_population_is_refused(tiny_responses: Responses) -> None:
    with pytest.raises(InvalidCallError, match="'all' is not a population"):
        bound_ambiguous(tiny_responses, population="all")


def test_the_readings_of_the_originals_monitored_aspects_are_the_known_ones(
    original_responses: Responses,
) -> None:
    table = estimate_sensitivity(original_responses)
    rows = table[(table["option_id"] == "inputs-outputs") & table["variation"].isin(
        ["answered", "shown", "none-counted"]
    )]  # fmt: skip
    # 153 ticked an aspect; of the 35 without a tick 10 said that nothing is monitored.
    assert rows["answered"].tolist() == [153, 188, 163]
    assert rows["count"].tolist() == [96, 96, 96]


def test_the_originals_brazilian_part_is_in_the_sensitivity_table(
    original_responses: Responses,
) -> None:
    table = estimate_sensitivity(original_responses)
    service = table[(table["option_id"] == "service")].set_index("variation")
    assert service["eligible"].to_dict() == {
        "complete": 188, "substantive": 179, "phases-answered": 176, "brazil": 72,
        "other-countries": 103,
    }  # fmt: skip
    assert service["answered"].to_dict()["brazil"] == 67
