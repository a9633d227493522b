"""Figures as files: the same bytes from the same numbers."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from survey_analysis.figures.style import SMALL_TYPE, VERMILLION
from survey_analysis.results import ILLUSTRATION_LABEL
from survey_analysis.whole_files import write_files

_FIXED: dict[Any, str] = {"svg.hashsalt": "survey_analysis", "svg.fonttype": "path"}
_DPI, _STRIP = 200, 0.24
MARKS = {
    "replica": "Synthetic replica",
    "illustration": ILLUSTRATION_LABEL,
}
"""What figures say of data that are no original, by their kind."""


def render_svg(figure: Figure) -> bytes:
    """Render a figure as SVG: text as shapes, no date, fixed ids.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure(figsize=(1, 1))
    >>> render_svg(figure) == render_svg(figure)
    True
    """
    with mpl.rc_context(_FIXED):
        return _render(figure, format="svg", metadata={"Date": None, "Creator": None})


def render_png(figure: Figure) -> bytes:
    r"""Render a figure as PNG of 200 dots per inch.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> render_png(Figure(figsize=(1, 1)))[:4]
    b'\x89PNG'
    """
    fast = {"compress_level": 3}  # the default takes twice as long for a tenth less
    return _render(figure, format="png", dpi=_DPI, metadata={"Software": None}, pil_kwargs=fast)


def _render(figure: Figure, **options: Any) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, facecolor="white", **options)
    return stream.getvalue()


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
    write_files({svg: render_svg(figure), png: render_png(figure)})
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
