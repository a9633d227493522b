import pandas as pd
import pytest
from result_rows import load_record, make_rows, mean_row

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_sensitivity, plot_sensitivity


def headline(label: str, variation: str, **given: object) -> dict[str, object]:
    return {"label": label, "variation": variation, "population": variation, **given}


ROWS = make_rows(
    headline("Automatic", "complete"),
    headline(
        "Automatic", "brazil", estimate=0.6, ci_low=0.5, ci_high=0.7, answered=40, eligible=44
    ),
    headline("Automatic", "few-only", estimate=0.99, answered=9, eligible=9),
    headline("Monitored", "complete", **mean_row(38.0, 30.0, 45.0)),
    headline("Monitored", "brazil", **mean_row(40.0, 31.0, 50.0), answered=40),
    headline("Monitored", "few-only", **mean_row(90.0, 80.0, 95.0), answered=9),
    {"label": "Everybody", "variation": "shown", "estimate": 0.123},
)


def drawn(frame_index: int, rows: pd.DataFrame = ROWS) -> list[float]:
    panel = plot_sensitivity(rows, unit="%").child_axes[frame_index]
    return [float(x) for line in panel.lines for x in line.get_xdata()]


def test_shares_and_other_numbers_have_an_axis_each() -> None:
    shares, numbers = plot_sensitivity(ROWS, unit="%").child_axes
    assert shares.get_xlim()[1] <= 1
    assert numbers.get_xlabel() == "Mean or median, %"


def test_points_lie_at_the_estimates_of_each_population() -> None:
    assert drawn(0) == [0.4, 0.6]
    assert drawn(1) == [38.0, 40.0]


def test_estimates_on_fewer_than_ten_are_not_drawn() -> None:
    assert 0.99 not in drawn(0)


def test_other_readings_of_a_base_are_left_aside() -> None:
    assert 0.123 not in drawn(0)


def test_each_headline_shows_its_bases() -> None:
    panel = plot_sensitivity(ROWS).child_axes[0]
    assert panel.get_yticklabels()[0].get_text() == "Automatic, n = 40–100"


def test_the_populations_are_explained_with_their_sizes() -> None:
    legend = plot_sensitivity(ROWS).get_legend()
    assert legend is not None
    labels = [text.get_text() for text in legend.get_texts()]
    assert labels == ["Complete (120)", "Brazil (44)", "Few only (9)"]


def test_populations_are_told_apart_by_marker_as_well_as_colour() -> None:
    legend = plot_sensitivity(ROWS).get_legend()
    assert legend is not None
    handles = legend.get_lines()
    assert len({line.get_marker() for line in handles}) == 3
    assert len({line.get_color() for line in handles}) == 3


def test_more_than_six_populations_are_refused() -> None:
    rows = make_rows(*(headline("Automatic", f"p{i}") for i in range(7)))
    with pytest.raises(InvalidCallError, match="one to 6 populations are shown together, found 7"):
        plot_sensitivity(rows)


def test_a_table_of_readings_alone_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="found 0"):
        plot_sensitivity(ROWS[-1:])


def test_the_alternative_text_names_the_widest_differences() -> None:
    assert describe_sensitivity(ROWS, unit="%") == (
        "Chart of 2 headlines with intervals among different respondents (Complete 120, Brazil "
        "44, Few only 9). They differ most in: Automatic from 40\u00a0% (Complete, n = 100) to "
        "60\u00a0% (Brazil, n = 40); Monitored from 38.0\u00a0% (Complete, n = 100) to "
        "40.0\u00a0% (Brazil, n = 40)."
    )


def test_the_headlines_of_the_original() -> None:
    shares, numbers = plot_sensitivity(load_record().table("sensitivity"), unit="%").child_axes
    assert len(shares.get_yticklabels()) == 12
    assert len(numbers.get_yticklabels()) == 4
    assert shares.lines[0].get_xdata()[0] == 100 / 168
