import struct
from datetime import datetime
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from result_rows import make_rows

from survey_analysis.errors import PublishError
from survey_analysis.figures import plot_adoption, save_figure
from survey_analysis.figures.rendering import render
from survey_analysis.figures.saving import mark_origin
from survey_analysis.figures.style import WIDTH, figure_of


def draw() -> Figure:
    return figure_of(plot_adoption(make_rows({}, {"option": "Automatic", "estimate": 0.6})))


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert render(draw()) == render(draw())


def test_neither_date_nor_program_is_written() -> None:
    svg, png = render(draw())
    assert b"<dc:date>" not in svg
    assert b"<cc:Agent>" not in svg
    assert str(datetime.now().year).encode() not in svg
    assert b"Software" not in png


def test_text_is_drawn_as_shapes_so_that_no_font_is_needed() -> None:
    assert b"<text" not in render(draw())[0]


def test_files_are_written_beside_each_other(tmp_path: Path) -> None:
    svg, png = save_figure(draw(), tmp_path / "Q13.v2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Q13.v2.png", "Q13.v2.svg"]
    assert (svg.read_bytes(), png.read_bytes()) == render(draw())


def test_the_png_has_200_dots_an_inch(tmp_path: Path) -> None:
    _, png = save_figure(draw(), tmp_path / "Q13")
    width, _ = struct.unpack(">II", png.read_bytes()[16:24])
    assert width == WIDTH * 200


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "Q13.svg" / "in-the-way").mkdir(parents=True)
    with pytest.raises(PublishError, match=r"Q13\.svg: cannot be written"):
        save_figure(draw(), tmp_path / "Q13")
    assert [path.name for path in tmp_path.iterdir()] == ["Q13.svg"]


def test_the_mark_of_the_replica_moves_the_axes_up_and_keeps_their_size() -> None:
    figure = draw()
    height = figure.get_size_inches()[1]
    before = figure.axes[0].get_position()
    mark_origin(figure, "replica")
    grown, after = figure.get_size_inches()[1], figure.axes[0].get_position()
    assert figure.texts[0].get_text() == "Synthetic replica"
    assert after.height * grown == pytest.approx(before.height * height)
    assert after.y0 * grown == pytest.approx(before.y0 * height + grown - height)
    assert grown > height
