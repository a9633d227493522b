from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from survey_analysis.figures.placing import Box, place_labels, to_points


def axes() -> Axes:
    return Figure(figsize=(4, 4)).add_axes((0, 0, 1, 1))


def test_labels_of_points_on_one_spot_do_not_overlap() -> None:
    boxes = place_labels(axes(), ["first", "second", "third"], points=[(0.5, 0.5)] * 3, lines=[])
    assert not any(one.overlap(other) for one, other in combinations(boxes, 2))


def test_a_label_at_the_edge_stays_inside() -> None:
    (box,) = place_labels(axes(), ["a long label"], points=[(0.99, 0.99)], lines=[])
    assert box.x1 <= 4 * 72
    assert box.y1 <= 4 * 72


def test_a_label_keeps_clear_of_lines() -> None:
    ax = axes()
    x, y = to_points(ax, (0.5, 0.5))
    line = Box(x, y - 1, x + 100, y + 1)
    (box,) = place_labels(ax, ["label"], points=[(0.5, 0.5)], lines=[line])
    assert box.overlap(line) == 0


def test_a_label_that_must_go_far_has_a_leader_and_a_near_one_has_none() -> None:
    ax = axes()
    x, y = to_points(ax, (0.5, 0.5))
    crowd = Box(x - 30, y - 30, x + 30, y + 30)
    place_labels(ax, ["far"], points=[(0.5, 0.5)], lines=[crowd])
    place_labels(ax, ["near"], points=[(0.2, 0.2)], lines=[])
    far, near = ax.texts
    assert far.arrow_patch is not None
    assert near.arrow_patch is None


def test_rectangles_that_only_touch_do_not_overlap() -> None:
    assert Box(0, 0, 1, 1).overlap(Box(1, 0, 2, 1)) == 0
    assert Box(0, 0, 4, 4).overlap(Box(1, 1, 2, 3)) == 2
