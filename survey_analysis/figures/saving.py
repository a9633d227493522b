"""Figures as files, and what their data are on their face."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from survey_analysis.figures.rendering import render
from survey_analysis.figures.style import SMALL_TYPE, VERMILLION
from survey_analysis.results import ILLUSTRATION_LABEL
from survey_analysis.whole_files import write_files

_STRIP = 0.24
MARKS = {
    "replica": "Synthetic replica",
    "illustration": ILLUSTRATION_LABEL,
}
"""What figures say of data that are no original, by their kind."""


def save_figure(figure: Figure, path: str | Path) -> tuple[Path, Path]:
    """Save a figure as SVG and PNG: both whole, or none.

    Parameters
    ----------
    figure
        The figure: ``ax.figure``.
    path
        The files' path without suffix.

    Returns
    -------
    tuple of Path
        The SVG and the PNG.

    Raises
    ------
    PublishError
        If they cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from matplotlib.figure import Figure
    >>> svg, png = save_figure(Figure(figsize=(1, 1)), Path(tempfile.mkdtemp()) / "empty")
    >>> svg.name, png.name
    ('empty.svg', 'empty.png')
    """
    place = Path(path)
    svg, png = (place.with_name(f"{place.name}.{suffix}") for suffix in ("svg", "png"))
    write_files(dict(zip((svg, png), render(figure), strict=True)))
    return svg, png


def mark_origin(figure: Figure, kind: str) -> None:
    """Write below a figure that its data are no original; the figure grows by a strip.

    Parameters
    ----------
    figure
        The figure; one of originals stays as it is.
    kind
        Of the data: ``original``, ``replica`` or ``illustration``.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure()
    >>> mark_origin(figure, "replica")
    >>> figure.texts[0].get_text()
    'Synthetic replica'
    """
    if kind in MARKS:
        _add_strip(figure, MARKS[kind])


def _add_strip(figure: Figure, text: str) -> None:
    width, height = figure.get_size_inches()
    grown = height + _STRIP
    for ax in figure.axes:
        box = ax.get_position()
        place = (box.x0, (box.y0 * height + _STRIP) / grown, box.width, box.height * height / grown)
        ax.set_position(place)
    figure.set_size_inches(width, grown)
    figure.text(0.1 / width, 0.07 / grown, text, color=VERMILLION, fontsize=SMALL_TYPE)
