"""A figure drawn once, into SVG and PNG at the same time: the same bytes from the same numbers.

Drawing twice takes matplotlib twice as long, and a PNG laid out at its own resolution breaks
and places its texts a little differently from the SVG. Here the SVG is laid out, and each of
its shapes is drawn in pixels as well.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backend_bases import FigureCanvasBase, GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D, Transform, TransformedBbox, TransformedPath
from PIL import Image

_FIXED: dict[Any, str] = {"svg.hashsalt": "survey_analysis", "svg.fonttype": "path"}
_UNDATED = {"Date": None, "Creator": None}
_DPI, _POINTS = 200, 72
_KEPT = 4096  # texts
_Svg: Any = RendererSVG  # both have no types
_Agg: Any = RendererAgg


def render(figure: Figure) -> tuple[bytes, bytes]:
    r"""Render a figure as SVG and as PNG of 200 dots per inch.

    Texts are shapes, no date is written, and ids are fixed.

    Parameters
    ----------
    figure
        The figure; it stays as it is.

    Returns
    -------
    tuple of bytes
        The SVG and the PNG.

    Examples
    --------
    >>> svg, png = render(Figure(figsize=(1, 1)))
    >>> svg[:5], png[:4]
    (b'<?xml', b'\x89PNG')
    """
    try:
        return _render_pair(figure)
    except NotImplementedError:  # images and gradients are made of pixels, not of shapes
        return render_svg(figure), _render_png(figure)


def render_svg(figure: Figure) -> bytes:
    """Render a figure as SVG alone: text as shapes, no date, fixed ids.

    Examples
    --------
    >>> figure = Figure(figsize=(1, 1))
    >>> render_svg(figure) == render(figure)[0]
    True
    """
    stream = io.BytesIO()
    with mpl.rc_context(_FIXED):
        figure.savefig(stream, facecolor="white", format="svg", metadata=_UNDATED)
    return stream.getvalue()


def _render_pair(figure: Figure) -> tuple[bytes, bytes]:
    canvas = figure.canvas
    try:
        with mpl.rc_context(_FIXED):
            return _PairCanvas(figure).render()
    finally:
        figure.set_canvas(canvas)


def _render_png(figure: Figure) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, facecolor="white", format="png", dpi=_DPI, metadata={"Software": None})
    return stream.getvalue()


class _PairCanvas(FigureCanvasBase):
    """What matplotlib draws a figure on, here an SVG and pixels."""

    fixed_dpi = _POINTS

    def render(self) -> tuple[bytes, bytes]:
        made: tuple[bytes, bytes] = self.print_figure(io.BytesIO(), facecolor="white", format="svg")
        return made

    @classmethod
    def get_default_filetype(cls) -> str:
        return "svg"

    def print_svg(self, _: object, **__: object) -> tuple[bytes, bytes]:
        text = io.StringIO()
        dpi, self.figure.dpi = self.figure.dpi, _POINTS
        width, height = self.figure.get_size_inches() * _POINTS
        svg = _Svg(width, height, text, image_dpi=dpi, metadata=_UNDATED)
        pixels = _PixelRenderer(width, height, scale=_DPI / _POINTS)
        pair: Any = _PairRenderer(svg, pixels)
        self.figure.draw(pair)
        svg.finalize()
        return text.getvalue().encode(), pixels.encode()


class _PairRenderer:
    """Passes all that is drawn to two renderers, and asks the first for the layout."""

    def __init__(self, first: RendererBase, second: RendererBase) -> None:
        self._first = first
        for renderer in (first, second):
            renderer._text2path = _TEXTS
        for name in (name for name in dir(RendererBase) if name.startswith("draw_")):
            setattr(self, name, _call_both(getattr(first, name), getattr(second, name)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._first, name)


def _call_both(first: Callable[..., object], second: Callable[..., object]) -> Callable[..., None]:
    def call(*args: Any, **options: Any) -> None:
        first(*args, **options)
        second(*args, **options)

    return call


class _PixelRenderer(RendererBase):
    """Draws in pixels what is laid out in points; texts become paths."""

    def __init__(self, width: float, height: float, *, scale: float) -> None:
        super().__init__()
        self._size = width, height
        self._scale = Affine2D().scale(scale)
        across, down = (int(side * scale + 1e-6) for side in self._size)  # whole pixels alone
        self._pixels = _Agg(across, down, _POINTS * scale)

    def flipy(self) -> bool:
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803 - the name is matplotlib's
    ) -> None:
        self._pixels.draw_path(self._enlarge(gc), path, transform + self._scale, rgbFace)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803 - the name is matplotlib's
    ) -> None:
        marker, places = marker_trans + self._scale, trans + self._scale
        self._pixels.draw_markers(self._enlarge(gc), marker_path, marker, path, places, rgbFace)

    def draw_path_collection(self, gc: GraphicsContextBase, *drawn: Any, **more: Any) -> None:
        transform, paths, all_transforms, offsets, offset_trans, *looks = drawn
        self._pixels.draw_path_collection(
            self._enlarge(gc),
            (transform + self._scale).frozen(),
            paths, all_transforms, offsets, offset_trans + self._scale, *looks, **more,
        )  # fmt: skip

    def draw_quad_mesh(self, gc: GraphicsContextBase, *drawn: Any) -> None:
        transform, width, height, corners, offsets, offset_trans, *looks = drawn
        self._pixels.draw_quad_mesh(
            self._enlarge(gc),
            (transform + self._scale).frozen(),
            width, height, corners, offsets, offset_trans + self._scale, *looks,
        )  # fmt: skip

    def _enlarge(self, gc: GraphicsContextBase) -> GraphicsContextBase:
        """Enlarge where a graphics context clips; its line widths are in points, as they were."""
        enlarged = self.new_gc()
        enlarged.copy_properties(gc)
        rectangle: Any = gc.get_clip_rectangle()
        path: Any
        transform: Any
        path, transform = gc.get_clip_path()
        if rectangle is not None:
            rectangle = TransformedBbox(rectangle, self._scale)
            enlarged.set_clip_rectangle(rectangle)
        if path is not None:
            enlarged.set_clip_path(TransformedPath(path, transform + self._scale))
        return enlarged

    def encode(self) -> bytes:
        stream = io.BytesIO()
        size = int(self._pixels.width), int(self._pixels.height)
        image = Image.frombytes("RGB", size, bytes(self._pixels.buffer_rgba()), "raw", "RGBX")
        # compressing more takes twice as long for a tenth less
        image.save(stream, format="png", compress_level=3, dpi=(_DPI, _DPI))
        return stream.getvalue()


class _Texts(TextToPath):
    """Texts as shapes, each laid out once for all figures: they share most of their words."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        return _measure(s, prop, ismath)

    def get_text_path(
        self, prop: FontProperties, s: str, ismath: Any = False, **features: Any
    ) -> Any:
        return _outline(prop, s, ismath, **features)

    def get_glyphs_with_font(
        self,
        font: FT2Font,
        s: str,
        glyph_map: dict[str, Any] | None = None,
        return_new_glyphs_only: bool = False,
        **features: Any,
    ) -> tuple[list[Any], dict[str, Any], list[Any]]:
        placed, shapes = _place(font, s, **features)
        known = glyph_map or {}
        new = {name: shape for name, shape in shapes.items() if name not in known}
        return placed, new if return_new_glyphs_only else {**known, **new}, []


_PLAIN, _TEXTS = TextToPath(), _Texts()


@lru_cache(maxsize=_KEPT)
def _measure(text: str, font: FontProperties, ismath: Any) -> tuple[float, float, float]:
    return _PLAIN.get_text_width_height_descent(text, font, ismath)


@lru_cache(maxsize=_KEPT)
def _outline(font: FontProperties, text: str, ismath: Any, **features: Any) -> tuple[Any, Any]:
    points, codes = TextToPath.get_text_path(_TEXTS, font, text, ismath, **features)
    return np.asarray(points), np.asarray(codes, dtype=Path.code_type)


@lru_cache(maxsize=_KEPT)
def _place(font: FT2Font, text: str, **features: Any) -> tuple[list[Any], dict[str, Any]]:
    placed, shapes, _ = _PLAIN.get_glyphs_with_font(font, text, **features)
    return placed, shapes
