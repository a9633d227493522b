import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from result_rows import load_record, make_rows

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_scale, plot_scale
from survey_analysis.figures.scale import NEUTRAL, point_colors
from survey_analysis.tables.grid import arrange_grid

POINTS = {"low": "Low", "middle": "Middle", "high": "High", "dont-know": "I don't know"}


def grid_rows(
    points: dict[str, str], *items: tuple[str, list[float]], top: int = 2
) -> pd.DataFrame:
    """Rows of a grid: the shares of each item, the last one off the scale."""
    rows: list[dict[str, object]] = []
    for item, shares in items:
        of_item = {
            "question_id": "P3",
            "question": "Importance",
            "item_id": item.lower(),
            "item": item,
        }
        sources = [f"{item}={label}" for label in points.values()]
        for (option, label), source, share in zip(points.items(), sources, shares, strict=True):
            named = {"option_id": option, "option": label, "source": source}
            rows.append({**of_item, **named, "estimate": share, "answered": 200})
        on_scale = sources[len(points) - 1 - top : -1]
        joined = {"option_id": "", "option": "", "source": "|".join(on_scale)}
        rows.append(
            {**of_item, **joined, "statistic": "top_share", "estimate": 0.75, "answered": 160}
        )
    return make_rows(*rows)


TWO = grid_rows(POINTS, ("Deployment", [0.2, 0.1, 0.5, 0.2]), ("Monitoring", [0.4, 0.3, 0.2, 0.1]))


def bars_of(ax: Axes, label: str) -> list[tuple[float, float]]:
    """Start and end of the bars of an answer, an item each."""
    container = next(c for c in ax.containers if c.get_label() == label)
    return [(round(bar.get_x(), 9), round(bar.get_x() + bar.get_width(), 9)) for bar in container]


def test_the_neutral_answers_lie_half_on_either_side_of_the_centre() -> None:
    assert bars_of(plot_scale(TWO), "Middle") == [(-0.05, 0.05), (-0.15, 0.15)]


def test_lower_points_lie_left_and_higher_points_right_of_the_neutral() -> None:
    ax = plot_scale(TWO)
    assert bars_of(ax, "Low") == [(-0.25, -0.05), (-0.55, -0.15)]
    assert bars_of(ax, "High") == [(0.05, 0.55), (0.15, 0.35)]


def test_the_bars_of_an_item_sum_to_all_answers() -> None:
    ax = plot_scale(TWO)
    widths = np.array([[bar.get_width() for bar in container] for container in ax.containers])
    assert widths.sum(axis=0) == pytest.approx([1.0, 1.0])


def test_answers_off_the_scale_start_together_right_of_every_bar() -> None:
    (first, _), (second, _) = bars_of(plot_scale(TWO), "I don't know")
    assert first == second
    assert first > 0.55


def test_a_scale_without_a_neutral_point_is_split_between_its_halves() -> None:
    points = {"no": "No", "rather-no": "Rather no", "rather": "Rather", "yes": "Yes", "x": "X"}
    ax = plot_scale(grid_rows(points, ("Deployment", [0.1, 0.2, 0.3, 0.3, 0.1])))
    assert bars_of(ax, "Rather no") == [(-0.2, 0.0)]
    assert bars_of(ax, "Rather") == [(0.0, 0.3)]


def test_a_scale_without_answers_off_it_has_no_bar_there() -> None:
    whole = TWO[TWO["option_id"] != "dont-know"]
    assert len(plot_scale(whole).containers) == 3


def test_each_item_shows_both_bases() -> None:
    labels = [label.get_text() for label in plot_scale(TWO).get_yticklabels()]
    assert labels[0] == "Deployment\nn = 200, on the scale 160"


def test_the_top_share_stands_beside_with_its_interval() -> None:
    texts = [text.get_text() for text in plot_scale(TWO).texts]
    assert texts.count("75\u00a0% (31–50)") == 2


def test_bars_too_narrow_for_a_number_have_none() -> None:
    rows = grid_rows(POINTS, ("Deployment", [0.01, 0.09, 0.7, 0.2]))
    texts = [text.get_text() for text in plot_scale(rows).texts]
    assert "9.0" in texts
    assert "1.0" not in texts


def test_every_point_has_a_colour_of_its_own_and_only_the_neutral_is_grey() -> None:
    for points in range(2, 8):
        colors = point_colors(points)
        assert len(set(colors)) == points
        assert colors.count(NEUTRAL) == points % 2


def test_points_and_off_scale_answers_are_told_apart_by_what_the_top_share_counts() -> None:
    grid = arrange_grid(TWO)
    assert list(grid.points) == ["low", "middle", "high"]
    assert grid.off_scale == {"dont-know": "I don't know"}


def test_a_table_that_is_no_scale_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="with top_share; found: proportion"):
        plot_scale(make_rows({}))


def test_the_alternative_text_has_the_numbers_of_the_table() -> None:
    assert describe_scale(TWO) == (
        "Diverging bar chart of answers. Importance, from Low to High, n = 200. Top two points, "
        "n = 160: Deployment 75\u00a0% (31–50), Monitoring 75\u00a0% (31–50)."
    )


def test_the_difficulty_of_the_original() -> None:
    rows = load_record().question("Q2")
    grid = arrange_grid(rows)
    tops = {row.item: (row.estimate, row.answered) for row in grid.tops}
    assert tops["Model deployment"] == (89 / 170, 170)
    assert tops["Model monitoring"] == (68 / 168, 168)
    ax = plot_scale(rows)
    assert sum(bars.patches[5].get_width() for bars in ax.containers) == pytest.approx(1)


def test_an_item_without_answers_off_the_scale_has_one_base() -> None:
    rows = TWO.copy()
    on_scale = (rows["statistic"] == "top_share") & (rows["item"] == "Monitoring")
    rows.loc[on_scale, "answered"] = 200
    labels = [label.get_text() for label in plot_scale(rows).get_yticklabels()]
    assert labels == ["Deployment\nn = 200, on the scale 160", "Monitoring\nn = 200"]
