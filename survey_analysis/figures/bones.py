"""Where the parts of a cause-effect figure lie: spine, bones, twigs; lengths in inches."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from survey_analysis.figures.style import SMALL_TYPE, WIDTH, measure, wrap
from survey_analysis.tables.rows import Row, write_both

Point = tuple[float, float]

LINE = 0.145
"""Height of a line of small type."""

_GAP, _WIDE_GAP, _HEAD_GAP, _TIP, _SPINE, _EDGE = 0.11, 0.17, 0.22, 0.8, 0.2, 0.2
_TALL_LABEL, _WIDE_LABEL, _SLOPE, _HEAD = 42, 25, 0.32, 1.6


class Twig(NamedTuple):
    """A code: its line from the bone, its label, and where that begins (tall) or ends (wide)."""

    row: Row
    start: Point
    end: Point
    label: str
    anchor: Point


class Bone(NamedTuple):
    """A category: the line from its tip to the spine, its heading, and its twigs."""

    row: Row
    tip: Point
    joint: Point
    heading: str
    twigs: list[Twig]


@dataclass(frozen=True)
class Fish:
    """A whole figure.

    Attributes
    ----------
    width, height
        Size of the axes; the origin is the upper left corner.
    spine
        From its tail to the effect.
    bones
        The categories.
    is_tall
        Whether the spine runs downwards; else it runs to the right.
    """

    width: float
    height: float
    spine: tuple[Point, Point]
    bones: list[Bone]
    is_tall: bool


def arrange_tall(categories: list[tuple[Row, list[Row]]]) -> Fish:
    """Lay the bones out below each other, the spine at the left: for narrow screens.

    Parameters
    ----------
    categories
        The row of each category with those of its codes.

    Examples
    --------
    >>> row = Row("Problems", "Data", "", "", "proportion", 90, 0.3, 0.2, 0.4, 0.2, 0.4)
    >>> fish = arrange_tall([(row, [row._replace(option="Drift")])])
    >>> fish.bones[0].tip[1] < fish.bones[0].twigs[0].start[1] < fish.bones[0].joint[1]
    True
    """
    bones, below, width = [], 0.0, WIDTH - 2 * 0.1
    for row, codes in categories:
        heading = wrap(row.name, _TALL_LABEL)
        top = below + _HEAD_GAP + LINE * (1 + heading.count("\n"))
        labels = [wrap(code.name, _TALL_LABEL) for code in codes]
        heights = [LINE * (1 + label.count("\n")) + _GAP for label in labels]
        bottom = top + sum(heights) + 0.12
        edges = [top + sum(heights[:i]) for i in range(len(heights) + 1)]
        twigs = []
        for code, label, (start, end) in zip(codes, labels, pairwise(edges), strict=True):
            y = (start + end) / 2 + 0.03
            x = _TIP + (_SPINE - _TIP) * (y - top) / (bottom - top)
            twigs.append(Twig(code, (x, y), (_TIP + 0.1, y), label, (_TIP + 0.18, y)))
        bones.append(Bone(row, (_TIP, top), (_SPINE, bottom), heading, twigs))
        below = bottom
    return Fish(width, below + 0.3, ((_SPINE, 0.1), (_SPINE, below + 0.3)), bones, is_tall=True)


def arrange_wide(categories: list[tuple[Row, list[Row]]]) -> Fish:
    """Lay the bones out to both sides of a level spine, as fishbones are known.

    Parameters
    ----------
    categories
        The row of each category with those of its codes; the first is next to the effect.

    Examples
    --------
    >>> row = Row("Problems", "Data", "", "", "proportion", 90, 0.3, 0.2, 0.4, 0.2, 0.4)
    >>> fish = arrange_wide([(row, [row._replace(option="Drift")])] * 3)
    >>> [bone.joint[1] < bone.tip[1] for bone in fish.bones]
    [False, True, False]
    """
    written = [[_write(code) for code in codes] for _, codes in categories]
    every = [text for texts in written for text in texts]
    tallest = max(map(_height, every), default=0.0)  # the next bone leans by as much
    pitch = measure(every, size=SMALL_TYPE) + _SLOPE * tallest + 0.2
    depth = max((sum(map(_height, texts)) for texts in written), default=0.0)
    headings = [wrap(row.name, _WIDE_LABEL) for row, _ in categories]
    head = LINE * (2 + max((heading.count("\n") for heading in headings), default=0)) + 0.15
    columns = -(-len(categories) // 2)
    slant = _SLOPE * (depth + 0.2)
    width = pitch * columns + slant + _HEAD + _EDGE
    middle = head + depth + 0.2
    bones = []
    for number, ((row, codes), texts) in enumerate(zip(categories, written, strict=True)):
        side = -1 if number % 2 == 0 else 1
        joint = (width - _HEAD - 0.15 - pitch * (number // 2), middle)
        tip = (joint[0] - slant, middle + side * (depth + 0.2))
        twigs = _hang(codes, texts, tip, joint)
        bones.append(Bone(row, tip, joint, headings[number], twigs))
    spine = ((0.1, middle), (width - _HEAD, middle))
    return Fish(width, 2 * middle, spine, bones, is_tall=False)


def _write(code: Row) -> str:
    return f"{wrap(code.name, _WIDE_LABEL)}\n{write_both(code)}"


def _hang(codes: list[Row], texts: list[str], tip: Point, joint: Point) -> list[Twig]:
    """Hang twigs on a slanting bone, from the tip towards the spine."""
    length = abs(tip[1] - joint[1])
    side = 1 if tip[1] > joint[1] else -1
    free = (length - 0.2 - sum(map(_height, texts))) / len(texts)

    def at_bone(y: float) -> float:
        return joint[0] - (joint[0] - tip[0]) * abs(y - joint[1]) / length

    twigs, outward = [], 0.1
    for code, text in reversed(list(zip(codes, texts, strict=True))):
        y = joint[1] + side * (outward + (_height(text) + free if side > 0 else 0.0))
        outward += _height(text) + free
        top = y - _height(text) if side < 0 else y  # above the spine the bone leans over the label
        right = at_bone(top) - 0.06
        left = right - measure([text], size=SMALL_TYPE)
        twigs.append(Twig(code, (at_bone(y), y), (left, y), text, (right, y - 0.05)))
    return twigs[::-1]


def _height(text: str) -> float:
    return LINE * (1 + text.count("\n")) + _WIDE_GAP
