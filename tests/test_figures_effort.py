import pytest
from result_rows import load_record, make_rows, mean_row

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_effort, plot_effort

SHARED = {"question_id": "P4", "question": "Share of effort"}
ROWS = make_rows(
    mean_row(50, 38, 62, item_id="build", item="Build", **SHARED),
    mean_row(28, 22, 34, item_id="deploy", item="Deploy", **SHARED),
    mean_row(22, 14, 32, item_id="watch", item="Watch", **SHARED),
)


def test_items_keep_their_order() -> None:
    labels = [label.get_text() for label in plot_effort(ROWS).get_yticklabels()]
    assert labels == ["Build", "Deploy", "Watch"]


def test_means_and_intervals_lie_at_the_numbers_of_the_table() -> None:
    ax = plot_effort(ROWS)
    lines = [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()]
    assert lines == [[38, 62], [22, 34], [14, 32]]
    assert list(ax.lines[0].get_xdata()) == [50, 28, 22]


def test_a_line_marks_the_even_share() -> None:
    ax = plot_effort(ROWS)
    assert list(ax.lines[1].get_xdata()) == pytest.approx([100 / 3, 100 / 3])
    assert "even share 33.3\u00a0%" in [text.get_text() for text in ax.texts]


def test_the_base_and_the_unit_stand_in_the_label() -> None:
    assert plot_effort(ROWS, unit="points").get_xlabel() == "Share of effort: mean, points, n = 100"


def test_a_table_without_means_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="with mean; found: proportion"):
        plot_effort(make_rows({}))


def test_the_alternative_text_has_the_numbers_of_the_table() -> None:
    assert describe_effort(ROWS) == (
        "Chart of means with intervals. Share of effort, n = 100: Build 50.0\u00a0% (38.0–62.0), "
        "Deploy 28.0\u00a0% (22.0–34.0), Watch 22.0\u00a0% (14.0–32.0). "
        "An even share would be 33.3\u00a0%."
    )


def test_the_effort_of_the_original() -> None:
    ax = plot_effort(load_record().question("Q3"))
    expected = [18.07, 17.25, 19.52, 16.99, 11.00, 9.99, 7.18]
    assert list(ax.lines[0].get_xdata()) == pytest.approx(expected, abs=0.005)
    assert ax.get_xlabel().endswith("n = 176")
