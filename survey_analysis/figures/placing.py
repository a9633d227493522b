"""Place the labels of points so that they hide neither each other nor what is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from matplotlib.axes import Axes

from survey_analysis.figures.style import QUIET, SMALL_TYPE, figure_of, measure

_DISTANCES = (8.0, 14.0, 22.0, 32.0, 44.0, 60.0)
_DIRECTIONS = 16
_LEADER = 12.0


class Box(NamedTuple):
    """A rectangle, in points (1/72 inch) from the figure's corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlap(self, other: Box) -> float:
        """Return the area that both cover.

        Examples
        --------
        >>> Box(0, 0, 2, 2).overlap(Box(1, 1, 5, 5))
        1
        """
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return width * height if width > 0 and height > 0 else 0


def place_labels(
    ax: Axes, labels: Sequence[str], *, points: Sequence[tuple[float, float]], lines: Sequence[Box]
) -> list[Box]:
    """Write a label beside each point where it covers least; far ones get a thin leader.

    Greedy: the labels are placed in turn, each at the nearest of the free places around
    its point, or where it overlaps least.

    Parameters
    ----------
    ax
        Axes with final limits.
    labels
        One a point, on one line.
    points
        In the unit of the axes.
    lines
        What else must stay visible.

    Returns
    -------
    list of Box
        The place of each label.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> first, second = place_labels(ax, ["one", "two"], points=[(0.5, 0.5), (0.5, 0.51)], lines=[])
    >>> first.overlap(second)
    0
    """
    centres = [to_points(ax, point) for point in points]
    taken = [*lines, *(Box(x - 5, y - 5, x + 5, y + 5) for x, y in centres)]
    inside = _inside(ax)
    boxes: list[Box] = []
    for label, centre in zip(labels, centres, strict=True):
        size = (72 * measure([label], size=SMALL_TYPE), 1.15 * SMALL_TYPE)
        box = min(_candidates(centre, size), key=lambda b: _cost(b, [*taken, *boxes], inside))
        boxes.append(box)
        _write(ax, label, centre, box)
    return boxes


def to_points(ax: Axes, point: tuple[float, float]) -> tuple[float, float]:
    """Turn a place in data into points (1/72 inch) from the figure's corner.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure(figsize=(2, 2)).add_axes((0, 0, 1, 1))
    >>> to_points(ax, (0.5, 0.25))
    (72.0, 36.0)
    """
    x, y = ax.transData.transform(point) * 72 / figure_of(ax).dpi
    return float(x), float(y)


def _inside(ax: Axes) -> Box:
    (x0, y0), (x1, y1) = ax.transAxes.transform([(0, 0), (1, 1)]) * 72 / figure_of(ax).dpi
    return Box(float(x0), float(y0), float(x1), float(y1))


def _candidates(centre: tuple[float, float], size: tuple[float, float]) -> list[Box]:
    """List places around a point: the side that faces the point lies at each distance."""
    width, height = size
    boxes = []
    for distance, turn in product(_DISTANCES, range(_DIRECTIONS)):
        angle = 2 * math.pi * turn / _DIRECTIONS
        x = centre[0] + distance * math.cos(angle) + width / 2 * (_sign(math.cos(angle)) - 1)
        y = centre[1] + distance * math.sin(angle) + height / 2 * (_sign(math.sin(angle)) - 1)
        boxes.append(Box(x, y, x + width, y + height))
    return boxes


def _sign(value: float) -> float:
    return 0.0 if abs(value) < 1e-9 else math.copysign(1.0, value)


def _cost(box: Box, taken: list[Box], inside: Box) -> float:
    """Measure what a label would hide, and what of it would lie outside the axes."""
    hidden = sum(box.overlap(other) for other in taken)
    return hidden + 3 * (box.overlap(box) - box.overlap(inside))


def _write(ax: Axes, label: str, centre: tuple[float, float], box: Box) -> None:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    edge = (min(max(centre[0], box.x0), box.x1), min(max(centre[1], box.y0), box.y1))
    is_far = math.dist(edge, centre) > _LEADER
    figure = figure_of(ax)
    to_pixels = figure.dpi / 72
    place = figure.transFigure.inverted().transform((x * to_pixels, y * to_pixels))
    start = ax.transData.inverted().transform((centre[0] * to_pixels, centre[1] * to_pixels))
    leader = {"arrowstyle": "-", "color": QUIET, "linewidth": 0.7, "shrinkB": 4}
    ax.annotate(
        label, (start[0], start[1]), xytext=(place[0], place[1]), textcoords="figure fraction",
        ha="center", va="center", fontsize=SMALL_TYPE, zorder=6, annotation_clip=False,
        arrowprops=leader if is_far else None,
    )  # fmt: skip
