"""Whether the texts of a figure can be read: none covers another, none leaves the figure."""

from __future__ import annotations

from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg

from survey_analysis.figures.style import figure_of


def overlapping(ax: Axes) -> list[tuple[str, str]]:
    """List texts that cover each other, or leave the figure."""
    figure = figure_of(ax)
    renderer = FigureCanvasAgg(figure).get_renderer()
    labels = ax.get_yticklabels() if ax.axison else []
    texts = [text for text in (*ax.texts, *labels) if text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    whole = figure.bbox
    outside = [
        (name, "the edge")
        for name, box in boxes
        if box.x0 < 0 or box.y0 < 0 or box.x1 > whole.x1 or box.y1 > whole.y1
    ]
    pairs = [
        (one[0], other[0])
        for one, other in combinations(boxes, 2)
        if one[1].shrunk(0.98, 0.9).overlaps(other[1].shrunk(0.98, 0.9))
    ]
    return outside + pairs
