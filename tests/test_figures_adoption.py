import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from result_rows import load_record, make_rows, nobody

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_adoption, plot_adoption
from survey_analysis.figures.style import STYLE

THREE = make_rows(
    {"option_id": "manual", "option": "By hand"},
    {"option_id": "other", "option": "Other way", "count": 70, "estimate": 0.7, "ci_high": 0.78},
    {"option_id": "automatic", "option": "Automatic", "count": 60, "estimate": 0.6, "ci_low": 0.5},
)


def labels_of(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def test_interval_lines_lie_at_the_limits_of_the_table() -> None:
    ax = plot_adoption(THREE)
    lines = [segment.tolist() for segment in ax.collections[0].get_segments()]
    assert lines == [[[0.5, 0], [0.5, 0]], [[0.31, 1], [0.5, 1]], [[0.31, 2], [0.78, 2]]]


def test_points_and_bars_lie_at_the_estimates() -> None:
    ax = plot_adoption(THREE)
    assert list(ax.lines[0].get_xdata()) == [0.6, 0.4, 0.7]
    assert [bar.get_width() for bar in ax.patches] == [0.6, 0.4, 0.7]


def test_options_are_sorted_by_frequency_and_other_stands_last() -> None:
    assert labels_of(plot_adoption(THREE)) == ["Automatic", "By hand", "Other way"]


def test_ordered_options_keep_their_order() -> None:
    ax = plot_adoption(THREE, is_ordered=True)
    assert labels_of(ax) == ["By hand", "Other way", "Automatic"]


def test_the_first_row_is_on_top() -> None:
    bottom, top = plot_adoption(THREE).get_ylim()
    assert bottom > top


def test_the_base_stands_in_the_label() -> None:
    assert plot_adoption(THREE).get_xlabel() == "Ways to release: share of respondents, n = 100"


def test_the_numbers_stand_beside_the_rows() -> None:
    texts = [text.get_text() for text in plot_adoption(THREE).texts]
    assert texts[1] == "40\u00a0% (31–50)"


def test_where_the_bootstrap_is_undefined_wilson_is_drawn_thin_dashed_and_hollow() -> None:
    ax = plot_adoption(make_rows({}, nobody(option_id="x", option="None")))
    bootstrap, wilson = ax.collections
    assert wilson.get_segments()[0].tolist() == [[0.0, 1.0], [0.037, 1.0]]
    assert wilson.get_linestyle() != bootstrap.get_linestyle()
    assert wilson.get_linewidth()[0] < bootstrap.get_linewidth()[0]
    assert ax.lines[1].get_markerfacecolor() == "white"
    assert "Dashed: Wilson interval" in ax.get_xlabel()


def test_without_an_undefined_interval_there_is_no_note_on_wilson() -> None:
    assert "Wilson" not in plot_adoption(THREE).get_xlabel()


def test_of_many_options_those_nobody_chose_are_left_out_and_counted() -> None:
    many = [{"option_id": f"o{i}", "option": f"Option {i}"} for i in range(14)]
    none = [nobody(option_id=f"n{i}", option=f"None {i}") for i in range(3)]
    ax = plot_adoption(make_rows(*many, *none))
    assert len(labels_of(ax)) == 14
    assert "3 options that nobody chose are left out" in ax.get_xlabel()


def test_segments_in_the_table_are_left_aside() -> None:
    with_segment = pd.concat([THREE, make_rows({"segment_by": "role", "segment": "Developer"})])
    assert len(labels_of(plot_adoption(with_segment))) == 3


def test_given_axes_are_drawn_on() -> None:
    ax = Figure().add_subplot()
    assert plot_adoption(THREE, ax=ax) is ax


def test_the_global_style_stays_as_it_was() -> None:
    before = {name: mpl.rcParams[name] for name in STYLE}
    plot_adoption(THREE)
    assert {name: mpl.rcParams[name] for name in STYLE} == before


def test_the_table_of_the_caller_is_not_changed() -> None:
    given = THREE.copy()
    plot_adoption(given)
    pd.testing.assert_frame_equal(given, THREE)


def test_two_questions_at_once_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="one question is shown at a time, found 2"):
        plot_adoption(make_rows({}, {"question": "Pipeline"}))


def test_a_table_without_shares_is_refused_and_says_what_it_has() -> None:
    with pytest.raises(InvalidCallError, match="with proportion; found: mean"):
        plot_adoption(make_rows({"statistic": "mean"}))


def test_a_table_without_labels_is_refused_and_says_who_adds_them() -> None:
    with pytest.raises(InvalidCallError, match=r"lacks the columns option; .*add_labels"):
        plot_adoption(THREE.drop(columns="option"))


def test_the_alternative_text_has_the_numbers_of_the_table() -> None:
    assert describe_adoption(THREE) == (
        "Chart of shares with intervals. Ways to release, n = 100: Automatic 60\u00a0% (50–50), "
        "By hand 40\u00a0% (31–50), Other way 70\u00a0% (31–78)."
    )


def test_the_alternative_text_sums_up_the_rest_of_many_options() -> None:
    rows = [{"option_id": f"o{i}", "option": f"O{i}", "estimate": i / 10} for i in range(9)]
    text = describe_adoption(make_rows(*rows))
    assert text.endswith("O4 40\u00a0% (31–50), and 4 more options with at most 30\u00a0%.")


def test_the_deployment_approach_of_the_original() -> None:
    ax = plot_adoption(load_record().question("Q13"))
    assert ax.get_xlabel() == "Deployment approach: share of respondents, n = 168"
    assert labels_of(ax)[0] == "Separate service"
    assert list(ax.lines[0].get_xdata()) == [100 / 168, 72 / 168, 40 / 168, 9 / 168]
