import pytest
from contrast_rows import STUDY, SUPPRESSED, effort, make_contrasts, open_row, segments
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from result_rows import load_record

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_contrasts, plot_contrasts

ROWS = make_contrasts(open_row(), {})


def intervals(ax: Axes) -> list[list[float]]:
    lines = [c for c in ax.collections if isinstance(c, LineCollection)]
    return [[float(x) for x, _ in line.get_segments()[0]] for line in lines]


def points(ax: Axes) -> list[tuple[float, str, str]]:
    """Return place, marker and fill of each point, without the line at zero."""
    return [
        (float(line.get_xdata()[0]), str(line.get_marker()), str(line.get_markerfacecolor()))
        for line in ax.lines
        if line.get_marker() not in ("None", "")
    ]


def test_the_largest_difference_is_on_top_and_none_is_negative() -> None:
    ax = plot_contrasts(ROWS, study=STUDY)
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert labels == [
        "Separate service over Embedded in the application",
        "Platform as a service over Other approach",
    ]
    assert [x for x, _, _ in points(ax)] == [0.17, 0.05]
    assert ax.yaxis_inverted()


def test_each_difference_has_its_interval_as_a_line_and_in_words() -> None:
    ax = plot_contrasts(ROWS, study=STUDY)
    assert intervals(ax) == [[0.04, 0.29], [0.01, 0.11]]
    assert [text.get_text() for text in ax.texts] == ["17 (4–29)", "5 (1–11)"]


def test_what_stands_differs_in_marker_fill_and_line_from_what_is_open() -> None:
    ax = plot_contrasts(ROWS, study=STUDY)
    (_, one, filled), (_, other, hollow) = points(ax)
    assert (one, other, hollow) == ("o", "D", "white")
    assert filled != "white"
    widths = [float(c.get_linewidth()[0]) for c in ax.collections]
    assert widths[0] > widths[1]


def test_the_legend_explains_both_kinds() -> None:
    legend = plot_contrasts(ROWS, study=STUDY).get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["differs (Holm)", "open"]


def test_zero_has_a_line_and_lies_inside_the_axes() -> None:
    ax = plot_contrasts(ROWS, study=STUDY)
    assert [0, 0] in [list(line.get_xdata()) for line in ax.lines]
    low, high = ax.get_xlim()
    assert low < 0 < 0.29 < high


def test_the_base_and_the_unit_are_in_the_label() -> None:
    label = plot_contrasts(ROWS, study=STUDY).get_xlabel()
    assert label == "Deployment approach: percentage points, n = 168"


def test_few_answers_are_said_beside_the_figure() -> None:
    ax = plot_contrasts(make_contrasts({"flag": "few"}), study=STUDY)
    assert ax.texts[0].get_text() == "17 (4–29), few"


def test_suppressed_comparisons_are_left_out() -> None:
    rows = make_contrasts(segments("0–1", "5–9"), segments("0–1", "10+") | SUPPRESSED)
    ax = plot_contrasts(rows, study=STUDY)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["5–9 over 0–1"]


def test_a_table_of_suppressed_comparisons_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="no contrast has a figure that may be shown"):
        plot_contrasts(make_contrasts(SUPPRESSED), study=STUDY)


def test_shares_and_means_are_not_mixed() -> None:
    with pytest.raises(InvalidCallError, match=r"one unit is shown at a time, found 2: share, %"):
        plot_contrasts(make_contrasts({}, effort()), study=STUDY)


def test_a_difference_without_an_interval_keeps_its_point() -> None:
    undefined = {"ci_low": None, "ci_high": None, "flag": "degenerate"}
    ax = plot_contrasts(make_contrasts(undefined, {}), study=STUDY)
    assert [marker for _, marker, _ in points(ax)] == ["D", "o"]


def test_the_alternative_text_counts_and_names_what_differs() -> None:
    assert describe_contrasts(ROWS, study=STUDY) == (
        "Chart of 2 differences with their intervals against a line at zero. Deployment "
        "approach: percentage points, n = 168. 1 of 2 differ: Separate service over Embedded in "
        "the application 17 (4–29)."
    )


def test_the_text_of_open_comparisons_names_none() -> None:
    text = describe_contrasts(make_contrasts(open_row()), study=STUDY)
    assert text.endswith("0 of 1 differ.")


def test_phases_of_two_scales_of_the_original_are_named_by_phase() -> None:
    rows = load_record().table("contrasts")
    both = rows[rows["question_id"] != rows["versus_question_id"]]
    ax = plot_contrasts(both, study=STUDY)
    assert ax.get_yticklabels()[0].get_text() == "Model monitoring"
    assert len(points(ax)) == len(both)
