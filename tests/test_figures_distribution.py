import pandas as pd
import pytest
from legible import overlapping
from result_rows import UNDEFINED, load_record, make_rows, mean_row

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_distribution, plot_distribution

NUMBER = {"question_id": "P5", "question": "Models monitored", "item": "Models monitored"}
MEAN = NUMBER | mean_row(20.0, 8.5, 31.25)
MEDIAN = NUMBER | mean_row(10.0, 0.0, 40.0, statistic="median")
UPPER = NUMBER | mean_row(40.0, 10.0, 40.0, statistic="quantile_75")
ROWS = make_rows(MEAN, MEDIAN, UPPER)


def values_of(counts: dict[float, int], question: str = "P5", item: str = "") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "question_id": question,
            "item_id": item,
            "population": "complete",
            "value": list(counts),
            "count": list(counts.values()),
        }
    )


VALUES = values_of({0.0: 40, 10.0: 25, 40.0: 35})


def test_there_is_a_spike_for_each_value_as_high_as_its_count() -> None:
    ax = plot_distribution(ROWS, distribution=VALUES, unit="%")
    spikes = [segment.tolist() for segment in ax.collections[0].get_segments()]
    assert spikes == [[[0, 0], [0, 40]], [[10, 0], [10, 25]], [[40, 0], [40, 35]]]


def test_mean_and_median_lie_at_the_numbers_of_the_table() -> None:
    ax = plot_distribution(ROWS, distribution=VALUES, unit="%")
    intervals = [c.get_segments()[0][:, 0].tolist() for c in ax.collections[1:]]
    assert intervals == [[8.5, 31.25], [0.0, 40.0]]
    assert [line.get_xdata()[0] for line in ax.lines] == [20.0, 10.0]


def test_mean_and_median_are_named_with_their_intervals() -> None:
    texts = [t.get_text() for t in plot_distribution(ROWS, distribution=VALUES, unit="%").texts]
    assert texts == ["mean 20.0\u00a0% (8.5–31.2)", "median 10\u00a0% (0–40)"]


def test_the_name_of_an_interval_as_wide_as_the_axis_stays_within_the_figure() -> None:
    wide = mean_row(17.5, 0.5, 39.5), mean_row(20.0, 1.0, 39.0, statistic="median")
    rows = make_rows(*(NUMBER | row for row in wide), UPPER)
    assert overlapping(plot_distribution(rows, distribution=VALUES, unit="months")) == []


def test_mean_and_median_lie_above_every_spike() -> None:
    ax = plot_distribution(ROWS, distribution=VALUES)
    assert min(line.get_ydata()[0] for line in ax.lines) > 40


def test_the_base_and_the_unit_stand_in_the_label() -> None:
    ax = plot_distribution(ROWS, distribution=VALUES, unit="%")
    assert ax.get_xlabel() == "Models monitored, %, n = 100"


def test_a_long_tail_is_drawn_on_an_axis_that_says_so() -> None:
    ax = plot_distribution(ROWS, distribution=values_of({0.0: 3, 500.0: 1}))
    assert ax.get_xscale() == "symlog"
    assert "The axis is logarithmic beyond 10" in ax.get_xlabel()


def test_without_a_long_tail_the_axis_is_linear() -> None:
    ax = plot_distribution(ROWS, distribution=VALUES)
    assert ax.get_xscale() == "linear"
    assert "logarithmic" not in ax.get_xlabel()


def test_an_undefined_interval_leaves_the_point_alone() -> None:
    alone = {"ci_low": UNDEFINED, "ci_high": UNDEFINED, "answered": 1}
    rows = make_rows(MEAN | alone, MEDIAN | alone)
    ax = plot_distribution(rows, distribution=values_of({20.0: 1}), unit="%")
    assert [text.get_text() for text in ax.texts] == ["mean 20.0\u00a0%", "median 10\u00a0%"]


def test_a_distribution_of_another_question_is_refused() -> None:
    other = values_of({0.0: 1}, question="P6")
    with pytest.raises(InvalidCallError, match="the distribution has no value of P5"):
        plot_distribution(ROWS, distribution=other)


def test_two_items_at_once_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="one item is shown at a time, found 2"):
        plot_distribution(make_rows(MEAN, MEDIAN | {"item": "Ended"}), distribution=VALUES)


def test_the_alternative_text_has_the_numbers_and_the_most_frequent_values() -> None:
    assert describe_distribution(ROWS, distribution=VALUES, unit="%") == (
        "Chart of the number of respondents for each value. Models monitored, n = 100: mean "
        "20.0\u00a0% (8.5–31.2), median 10\u00a0% (0–40). Most often: 40 answered 0, "
        "35 answered 40, 25 answered 10."
    )


def test_the_monitored_models_of_the_original() -> None:
    results = load_record()
    rows, values = results.question("Q15"), results.table("distributions")
    ax = plot_distribution(rows, distribution=values, unit="%")
    heights = {x: y for (x, _), (_, y) in (s.tolist() for s in ax.collections[0].get_segments())}
    assert heights[0.0] == 23
    assert sum(heights.values()) == 161
    assert ax.lines[1].get_xdata()[0] == 30.0
