from __future__ import annotations

import numpy as np
import pytest

from survey_analysis.bootstrap import IntervalSettings, proportion_limits, wilson_limits
from survey_analysis.errors import InvalidCallError
from survey_analysis.intervals import EstimateSettings, exact_intervals, wilson_intervals
from survey_analysis.measures import measure_questions
from survey_analysis.responses import Responses
from survey_analysis.tallies import Tally, tally


@pytest.fixture
def counted(tiny_responses: Responses) -> Tally:
    groups = np.array([np.ones(8, dtype=bool), np.arange(8) < 4])
    return tally(measure_questions(tiny_responses), groups)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"level": 1.0}, "level is 1.0; it must lie between 0 and 1, such as 0.95"),
        ({"level": 0}, "level is 0; it must lie between 0 and 1"),
        ({"interval": "bc"}, "interval is 'bc'; allowed is 'bca' or 'percentile'"),
        ({"n_resamples": 0}, "the number of resamples must be at least 1, found 0"),
        ({"n_resamples": -5}, "the number of resamples must be at least 1, found -5"),
        ({"n_resamples": 100}, r"resampling needs random numbers: rng=numpy.random.default_rng"),
    ],
)
def test_settings_out_of_range_are_refused(settings: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidCallError, match=message):
        EstimateSettings(**settings)  # type: ignore[arg-type]


def test_every_group_has_the_limits_of_its_own_counts(counted: Tally) -> None:
    settings = IntervalSettings()
    intervals = exact_intervals(counted, settings=settings)
    shares = counted.columns("proportion", "top_share")
    for group in range(2):
        count, answered = counted.count[group, shares], counted.answered[group, shares]
        limits = proportion_limits(count, answered, settings=settings)
        np.testing.assert_array_equal(intervals.low[group, shares], limits.low)
        np.testing.assert_array_equal(intervals.high[group, shares], limits.high)
        low, high = wilson_limits(count, answered)
        found = wilson_intervals(counted, level=0.95)
        np.testing.assert_array_equal(found[0][group, shares], low)
        np.testing.assert_array_equal(found[1][group, shares], high)


def test_a_group_has_the_limits_it_has_alone(counted: Tally, tiny_responses: Responses) -> None:
    alone = tally(measure_questions(tiny_responses), np.array([np.arange(8) < 4]))
    together = exact_intervals(counted, settings=IntervalSettings())
    separate = exact_intervals(alone, settings=IntervalSettings())
    np.testing.assert_array_equal(together.low[1], separate.low[0])
    np.testing.assert_array_equal(together.high[1], separate.high[0])
    np.testing.assert_array_equal(together.method[1], separate.method[0])


def test_quantiles_have_percentile_intervals_even_if_bca_is_asked_for(counted: Tally) -> None:
    intervals = exact_intervals(counted, settings=IntervalSettings())
    quantiles = counted.columns("median", "quantile_25", "quantile_75")
    assert set(intervals.method[0, quantiles]) == {"percentile-exact"}


def test_what_is_undefined_has_neither_limits_nor_a_method(counted: Tally) -> None:
    intervals = exact_intervals(counted, settings=IntervalSettings())
    undefined = intervals.method == ""
    assert undefined.any()
    np.testing.assert_array_equal(np.isnan(intervals.low), undefined)
    np.testing.assert_array_equal(np.isnan(intervals.high), undefined)
    assert not intervals.n_resamples.any()
