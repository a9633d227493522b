from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey_analysis.measures import Numbers, Shares, measure_questions
from survey_analysis.responses import Responses
from survey_analysis.tallies import Tally, point_estimates, tally


@pytest.fixture
def halves(tiny_responses: Responses) -> Tally:
    """Everybody, the first four records (3, 5, 8, 11), the other four, and nobody."""
    first = np.arange(8) < 4
    groups = np.array([first | True, first, ~first, first & False])
    return tally(measure_questions(tiny_responses), groups)


def test_counts_of_parts_add_up_to_the_whole(halves: Tally) -> None:
    for table in (halves.shown, halves.answered, halves.count, halves.ambiguous, halves.untouched):
        np.testing.assert_array_equal(table[0], table[1] + table[2])
        assert not table[3].any()
    for numbers in halves.numbers:
        np.testing.assert_array_equal(numbers.times[0], numbers.times[1] + numbers.times[2])
    assert halves.eligible.tolist() == [8, 4, 4, 0]


def test_figures_are_counted_in_each_group(halves: Tally) -> None:
    names = [(key.question_id, key.option_id) for key in halves.keys]
    manual = names.index(("P1", "manual"))
    assert halves.shown[:, manual].tolist() == [7, 4, 3, 0]
    assert halves.answered[:, manual].tolist() == [5, 4, 1, 0]
    assert halves.count[:, manual].tolist() == [2, 2, 0, 0]
    assert halves.ambiguous[:, manual].tolist() == [2, 0, 2, 0]


def test_the_base_of_numbers_is_the_answers_that_are_counted(halves: Tally) -> None:
    for numbers in halves.numbers:
        for column in numbers.columns:
            np.testing.assert_array_equal(halves.answered[:, column], numbers.times.sum(axis=1))
            np.testing.assert_array_equal(halves.count[:, column], numbers.times.sum(axis=1))


def test_estimates_of_numbers_are_those_of_numpy(halves: Tally, tiny_responses: Responses) -> None:
    values = tiny_responses.values["B4"]
    groups = [slice(0, 8), slice(0, 4), slice(4, 8)]
    estimates = point_estimates(halves)
    functions = {
        "mean": np.nanmean,
        "median": np.nanmedian,
        "quantile_25": lambda v: np.nanquantile(v, 0.25),
        "quantile_75": lambda v: np.nanquantile(v, 0.75),
    }
    checked = 0
    for column, key in enumerate(halves.keys):
        if key.question_id == "B4":
            item = ["begun", "deployed"].index(key.item_id)
            expected = [functions[key.statistic](values[rows, item]) for rows in groups]
            assert estimates[:3, column] == pytest.approx(expected)
            assert np.isnan(estimates[3, column])
            checked += 1
    assert checked == 8


def test_an_empty_base_has_no_estimate(halves: Tally) -> None:
    assert np.isnan(point_estimates(halves)[3]).all()


def test_figures_are_found_by_statistic(halves: Tally) -> None:
    assert {halves.keys[column].statistic for column in halves.columns("mean", "median")} == {
        "mean", "median",
    }  # fmt: skip
    assert halves.columns("no such statistic").size == 0


def test_many_respondents_are_counted_in_pieces_that_add_up(tiny_responses: Responses) -> None:
    times = 2500  # 20,000 respondents
    tiled = [
        replace(
            question,
            shown=np.tile(question.shown, times),
            ambiguous=np.tile(question.ambiguous, times),
            untouched=np.tile(question.untouched, times),
            parts=[_tile(part, times) for part in question.parts],
        )
        for question in measure_questions(tiny_responses)
    ]
    one = tally(measure_questions(tiny_responses), np.ones((1, 8), dtype=bool))
    many = tally(tiled, np.ones((1, 8 * times), dtype=bool))
    for name in ("eligible", "shown", "answered", "count", "ambiguous", "untouched"):
        np.testing.assert_array_equal(getattr(many, name), times * getattr(one, name))
    for few, all_of_them in zip(one.numbers, many.numbers, strict=True):
        np.testing.assert_array_equal(all_of_them.times, times * few.times)


def _tile(part: Shares | Numbers, times: int) -> Shares | Numbers:
    if isinstance(part, Numbers):
        return replace(part, codes=np.tile(part.codes, times))
    return replace(part, hits=np.tile(part.hits, (times, 1)), base=np.tile(part.base, times))


def test_a_study_without_closed_questions_has_no_figures(tiny_responses: Responses) -> None:
    empty = tally(measure_questions(tiny_responses, ["T1"]), np.ones((2, 8), dtype=bool))
    assert empty.keys == []
    assert empty.count.shape == (2, 0)
    assert empty.eligible.tolist() == [8, 8]
