import pytest
from matplotlib.figure import Figure

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.style import (
    SERIES,
    WIDTH,
    Margins,
    figure_of,
    measure,
    name_id,
    new_axes,
    show_shares,
    wrap,
)


def test_new_axes_have_the_given_height_and_margins_in_inches() -> None:
    ax = new_axes(None, height=2.0, margins=Margins(left=1.5, right=0.5, top=0.2, bottom=0.8))
    box, (width, height) = ax.get_position(), figure_of(ax).get_size_inches()
    assert width == WIDTH
    assert box.height * height == pytest.approx(2.0)
    assert box.width * width == pytest.approx(WIDTH - 2.0)
    assert box.x0 * width == pytest.approx(1.5)
    assert box.y0 * height == pytest.approx(0.8)


def test_a_base_is_never_broken_over_lines() -> None:
    assert wrap("Approach, n = 168", 14) == "Approach,\nn = 168"


def test_a_word_longer_than_the_line_stays_whole() -> None:
    assert wrap("Interpretability of outputs", 8) == "Interpretability\nof\noutputs"


def test_the_widest_line_is_measured() -> None:
    assert measure(["short", "a good deal longer\nx"]) == measure(["a good deal longer"])
    assert measure([]) == 0.0


def test_larger_type_is_wider() -> None:
    assert measure(["text"], size=20) == pytest.approx(2 * measure(["text"], size=10), rel=0.05)


def test_names_keep_their_capitals() -> None:
    assert name_id("MLOps-practice") == "MLOps practice"


def test_no_two_series_share_colour_or_marker() -> None:
    assert len({color for color, _ in SERIES}) == len(SERIES)
    assert len({marker for _, marker in SERIES}) == len(SERIES)


def test_axes_without_a_figure_are_refused() -> None:
    figure = Figure()
    ax = figure.add_subplot()
    ax.remove()
    with pytest.raises(InvalidCallError, match="the axes are on no figure"):
        figure_of(ax)


@pytest.mark.parametrize("limit", [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
@pytest.mark.parametrize("width", [1.0, 2.5, 5.0])
def test_an_axis_of_shares_has_ticks_at_whole_per_cent(limit: float, width: float) -> None:
    ax = Figure(figsize=(width, 2)).add_subplot()
    show_shares(ax, limit=limit)
    labels = ax.xaxis.get_major_formatter().format_ticks(ax.get_xticks())
    said = [float(label.removesuffix("\u00a0%")) / 100 for label in labels]
    assert said == pytest.approx(list(ax.get_xticks()))
