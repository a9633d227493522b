from itertools import combinations

import pandas as pd
import pytest
from matplotlib.transforms import Bbox
from result_rows import load_record, make_rows

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_relevance_difficulty, plot_relevance_difficulty
from survey_analysis.figures.style import figure_of


def tops(question: str, *given: tuple[str, float, float, float]) -> pd.DataFrame:
    return make_rows(
        *(
            {
                "question": question,
                "item_id": item.lower(),
                "item": item,
                "option": "",
                "statistic": "top_share",
                "estimate": estimate,
                "ci_low": low,
                "ci_high": high,
            }
            for item, estimate, low, high in given
        )
    )


RELEVANT = tops("Relevance", ("Build", 0.9, 0.85, 0.95), ("Watch", 0.7, 0.6, 0.8))
DIFFICULT = tops("Difficulty", ("Build", 0.5, 0.4, 0.6), ("Watch", 0.65, 0.55, 0.75))


def test_each_item_lies_at_its_two_shares() -> None:
    points = plot_relevance_difficulty(RELEVANT, difficulty=DIFFICULT).lines[0]
    assert list(zip(*points.get_data(), strict=True)) == [(0.9, 0.5), (0.7, 0.65)]


def test_each_cross_has_the_two_intervals_of_its_item() -> None:
    ax = plot_relevance_difficulty(RELEVANT, difficulty=DIFFICULT)
    across, up = (ax.collections[i].get_segments()[0].tolist() for i in (0, 1))
    assert across == [[0.85, 0.5], [0.95, 0.5]]
    assert up == [[0.9, 0.4], [0.9, 0.6]]


def test_both_axes_name_their_question_and_its_base() -> None:
    ax = plot_relevance_difficulty(RELEVANT, difficulty=DIFFICULT)
    assert ax.get_xlabel() == "Relevance: top two points, n = 100"
    assert ax.get_ylabel() == "Difficulty: top two points, n = 100"


def test_scales_with_different_items_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="different items: build, watch against build"):
        plot_relevance_difficulty(RELEVANT, difficulty=DIFFICULT[:1])


def test_the_alternative_text_has_the_numbers_of_both_tables() -> None:
    assert describe_relevance_difficulty(RELEVANT, difficulty=DIFFICULT) == (
        "Scatter plot of the shares of the top two points. Relevance: top two points, n = 100, "
        "and Difficulty: top two points, n = 100: Build 90\u00a0% and 50\u00a0%, "
        "Watch 70\u00a0% and 65\u00a0%."
    )


def test_the_labels_of_the_original_overlap_neither_each_other_nor_the_edge() -> None:
    results = load_record()
    ax = plot_relevance_difficulty(results.question("Q1"), difficulty=results.question("Q2"))
    figure = figure_of(ax)
    figure.draw_without_rendering()
    boxes = [Bbox(text.get_window_extent().get_points()) for text in ax.texts]
    assert len(boxes) == 7
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert all(box.x1 <= figure.bbox.x1 and box.x0 >= figure.bbox.x0 for box in boxes)
