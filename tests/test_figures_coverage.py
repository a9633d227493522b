import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_coverage, plot_coverage
from survey_analysis.planning import coverage_table

SHARES = [0.05, 0.1, 0.3, 0.5]
COVERAGE = coverage_table([20, 100], SHARES)


def test_each_base_has_a_panel_and_each_method_a_line() -> None:
    panels = plot_coverage(COVERAGE).child_axes
    assert [panel.get_title(loc="left") for panel in panels] == ["Base of 20", "Base of 100"]
    labels = [line.get_label() for line in panels[0].lines[:4]]
    assert labels == ["Percentile", "BCa", "Wilson", "As shown"]


def test_the_lines_show_the_coverage_of_the_table() -> None:
    line = plot_coverage(COVERAGE).child_axes[1].lines[2]
    rows = COVERAGE[(COVERAGE["base"] == 100) & (COVERAGE["method"] == "wilson")]
    assert list(line.get_xdata()) == SHARES
    assert list(line.get_ydata()) == rows["coverage"].tolist()


def test_methods_differ_in_line_as_well_as_colour() -> None:
    lines = plot_coverage(COVERAGE).child_axes[0].lines[:4]
    assert len({line.get_linestyle() for line in lines}) == 4
    assert len({line.get_color() for line in lines}) == 4


def test_the_nominal_level_is_a_line() -> None:
    line = plot_coverage(COVERAGE, level=0.9).child_axes[0].lines[4]
    assert list(line.get_ydata()) == [0.9, 0.9]


def test_shares_with_few_expected_answers_are_grey() -> None:
    small, large = plot_coverage(COVERAGE).child_axes
    (grey,) = small.patches
    assert grey.get_extents().transformed(small.transData.inverted()).intervalx.tolist() == (
        pytest.approx([0.05, 0.1])
    )
    assert [patch.get_width() for patch in large.patches] == []


def test_the_panels_share_their_axes() -> None:
    small, large = plot_coverage(COVERAGE).child_axes
    assert small.get_xlim() == large.get_xlim()
    assert small.get_ylim() == large.get_ylim()


def test_the_alternative_text_names_the_lowest_coverage_of_each_method() -> None:
    text = describe_coverage(COVERAGE)
    rows = COVERAGE[(COVERAGE["base"] == 20) & (COVERAGE["method"] == "bca")]
    lowest = rows["coverage"].min()
    assert f"base of 20: Percentile 64\u00a0% (5), BCa {100 * lowest:.0f}\u00a0% (5)" in text


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="no coverage to show"):
        plot_coverage(COVERAGE.iloc[:0])
