import io
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from survey_analysis.figures.rendering import render, render_svg


def draw_shapes() -> Figure:
    """Draw each kind of shape: lines, dashes, markers, hatches, meshes, clips, turned texts."""
    figure = Figure(figsize=(5, 4))
    ax, other = figure.subplots(1, 2)
    ax.plot([0, 3, 1], [0, 2, 5], "o--", linewidth=3, markersize=9, label="a line")
    ax.barh([1, 2], [2, 4], hatch="////", edgecolor="grey", facecolor="white", alpha=0.5)
    ax.fill_between([0, 4], [0, 0], [1, 3], alpha=0.3)
    ax.set_xlim(0, 2)  # what is beyond is clipped
    ax.set_ylabel("turned", rotation=90)
    ax.legend()
    other.pcolormesh(np.arange(12).reshape(3, 4), edgecolors="white", linewidth=2)
    wedge = other.pie([1, 2])[0][0]
    other.scatter([0, 0.5], [0, 0.5], s=900, c=["red", "blue"], clip_path=wedge)
    other.set_title(r"$x^2$ and words")
    return figure


def pixels(png: bytes) -> NDArray[np.float64]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)


def save(figure: Figure, **options: object) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, facecolor="white", **options)
    return stream.getvalue()


def test_the_svg_is_that_of_matplotlib() -> None:
    assert render(draw_shapes())[0] == render_svg(draw_shapes())


def test_the_png_is_that_of_matplotlib_but_for_the_edges_of_letters() -> None:
    shown = pixels(render(draw_shapes())[1])
    expected = pixels(save(draw_shapes(), format="png", dpi=200))
    assert shown.shape == expected.shape
    differing = np.abs(shown - expected).max(axis=2) > 64
    assert 0 < differing.mean() < 0.01


def test_what_is_clipped_is_clipped_in_pixels_too() -> None:
    figure = Figure(figsize=(2, 2))
    ax = figure.add_axes((0.25, 0.25, 0.5, 0.5))
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.plot([-5, 5], [0, 0], color="black", linewidth=9)
    dark = pixels(render(figure)[1])[..., 0] < 128
    columns = np.flatnonzero(dark.any(axis=0))
    assert (columns.min(), columns.max()) == (100, 299)


def with_image(figure: Figure) -> None:
    figure.add_subplot().imshow(np.arange(12).reshape(3, 4))


def with_gradient(figure: Figure) -> None:
    ax = figure.add_subplot()
    ax.tripcolor([0, 1, 0], [0, 0, 1], [1, 2, 3], shading="gouraud")


@pytest.mark.parametrize("add", [with_image, with_gradient])
def test_figures_with_images_or_gradients_are_drawn_twice(add: Callable[[Figure], None]) -> None:
    figure = Figure(figsize=(3, 2))
    add(figure)
    svg, png = render(figure)
    assert svg == render_svg(figure)
    assert np.array_equal(pixels(png), pixels(save(figure, format="png", dpi=200)))


@pytest.mark.parametrize("add", [with_image, lambda figure: figure.add_subplot()])
def test_rendering_leaves_the_figure_as_it_is(add: Callable[[Figure], None]) -> None:
    figure = Figure(figsize=(3, 2), dpi=120, facecolor="red")
    add(figure)
    canvas = figure.canvas
    render(figure)
    assert figure.canvas is canvas
    assert figure.dpi == 120
    assert figure.get_size_inches().tolist() == [3, 2]
    assert figure.get_facecolor() == (1, 0, 0, 1)


def test_a_layout_that_is_made_on_drawing_is_made() -> None:
    def make() -> Figure:
        figure = Figure(figsize=(3, 2), layout="constrained")
        figure.add_subplot().set_ylabel("one\ntwo\nthree")
        return figure

    assert render(make())[0] == render_svg(make())
