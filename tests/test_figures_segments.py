import pytest
from matplotlib.axes import Axes
from result_rows import UNDEFINED, load_record, make_rows, mean_row, nobody

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import (
    describe_segments,
    plot_adoption_by_segment,
    plot_mean_by_segment,
)

DEVELOPER = {"segment_by": "role", "segment": "Developer", "answered": 57}
LEAD = {"segment_by": "role", "segment": "Project lead", "answered": 10, "estimate": 0.3}
TESTER = {"segment_by": "role", "segment": "Tester", "answered": 9, "estimate": 0.9}
AUTOMATIC = {"option_id": "automatic", "option": "Automatic", "estimate": 0.2}
ROWS = make_rows(
    DEVELOPER, LEAD, TESTER, DEVELOPER | AUTOMATIC, LEAD | AUTOMATIC | nobody(), TESTER | AUTOMATIC
)


def labels_of(ax: Axes) -> list[str]:
    return [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]


def test_each_option_has_a_panel_with_its_name() -> None:
    panels = plot_adoption_by_segment(ROWS).child_axes
    assert [panel.get_title(loc="left") for panel in panels] == ["By hand", "Automatic"]


def test_each_segment_shows_its_own_base() -> None:
    first, second = plot_adoption_by_segment(ROWS).child_axes
    assert labels_of(first) == ["Developer (n = 57)", "Project lead (n = 10)", "Tester"]
    assert not any(labels_of(second))


def test_the_points_lie_at_the_estimates_of_their_segments() -> None:
    first, _ = plot_adoption_by_segment(ROWS).child_axes
    points = first.lines[0]
    assert list(zip(points.get_xdata(), points.get_ydata(), strict=True)) == [(0.4, 0), (0.3, 1)]


def test_a_base_below_ten_shows_no_figure_and_a_note() -> None:
    frame = plot_adoption_by_segment(ROWS)
    drawn = [x for panel in frame.child_axes for line in panel.lines for x in line.get_xdata()]
    assert 0.9 not in drawn
    assert "base below 10" in frame.texts[0].get_text().replace("\n", " ")


def test_a_base_of_ten_shows_its_figure_and_needs_no_note() -> None:
    frame = plot_adoption_by_segment(make_rows(DEVELOPER, LEAD))
    assert len(frame.child_axes[0].lines[0].get_xdata()) == 2
    assert "base below" not in frame.texts[0].get_text()


def test_suppressed_rows_of_the_record_keep_their_place_without_a_figure() -> None:
    blank = {
        "answered": UNDEFINED,
        "estimate": UNDEFINED,
        "ci_low": UNDEFINED,
        "flag": "suppressed",
    }
    rows = make_rows(DEVELOPER, TESTER | blank | {"wilson_low": UNDEFINED})
    (panel,) = plot_adoption_by_segment(rows).child_axes
    assert labels_of(panel) == ["Developer (n = 57)", "Tester"]
    assert list(panel.lines[0].get_xdata()) == [0.4]


def test_an_option_nobody_of_a_segment_chose_shows_wilson() -> None:
    frame = plot_adoption_by_segment(ROWS)
    _, wilson = frame.child_axes[1].collections[:2]
    assert wilson.get_segments()[0].tolist() == [[0.0, 1.0], [0.037, 1.0]]
    assert "Dashed: Wilson" in frame.texts[0].get_text()


def test_all_panels_share_one_axis() -> None:
    first, second = plot_adoption_by_segment(ROWS).child_axes
    assert first.get_xlim() == second.get_xlim()


def test_means_stand_beside_their_intervals_with_their_unit() -> None:
    rows = make_rows(DEVELOPER | mean_row(38.7, 33.5, 44.2) | {"answered": 57})
    (panel,) = plot_mean_by_segment(rows, unit="%").child_axes
    assert panel.collections[0].get_segments()[0].tolist() == [[33.5, 0.0], [44.2, 0.0]]
    assert panel.texts[0].get_text() == "38.7\u00a0% (33.5–44.2)"


def test_items_with_different_bases_stand_below_each_other_with_labels_of_their_own() -> None:
    begun = mean_row(4, 2, 6, item_id="begun", item="Begun", answered=50)
    ended = mean_row(3, 1, 5, item_id="ended", item="Ended", answered=40)
    first, second = plot_mean_by_segment(make_rows(DEVELOPER | begun, DEVELOPER | ended)).child_axes
    assert labels_of(first) == ["Developer (n = 50)"]
    assert labels_of(second) == ["Developer (n = 40)"]


def test_rows_of_the_whole_sample_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="no row of segments with proportion"):
        plot_adoption_by_segment(make_rows({}))


def test_two_breakdowns_at_once_are_refused() -> None:
    other = DEVELOPER | {"segment_by": "region", "segment": "Brazil"}
    with pytest.raises(InvalidCallError, match="one segment_by is shown at a time, found 2"):
        plot_adoption_by_segment(make_rows(DEVELOPER, other))


def test_the_alternative_text_names_the_ends_and_counts_what_is_not_shown() -> None:
    assert describe_segments(ROWS) == (
        "Charts of estimates with intervals for each segment. Ways to release by role: By hand "
        "from 30\u00a0% (Project lead, n = 10) to 40\u00a0% (Developer, n = 57); Automatic from "
        "0\u00a0% (Project lead, n = 10) to 20\u00a0% (Developer, n = 57). Grey, without a figure: "
        "base below 10, or would give such a one away: 1 of the segments."
    )


def test_a_panel_in_which_every_segment_is_small_is_drawn_empty() -> None:
    rows = make_rows(TESTER)
    (panel,) = plot_adoption_by_segment(rows).child_axes
    assert list(panel.lines) == []
    assert "By hand without a figure" in describe_segments(rows)


def test_the_pipelines_of_the_original_by_experience() -> None:
    rows = load_record().question("Q14", "breakdowns")
    yes, _ = plot_adoption_by_segment(rows[rows["segment_by"] == "experience"]).child_axes
    assert labels_of(yes)[0] == "0–1 (n = 47)"
    assert yes.lines[0].get_xdata()[0] == 6 / 47
