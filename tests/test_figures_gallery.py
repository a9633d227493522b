from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from result_rows import load_record

from survey_analysis.analysis import analyse
from survey_analysis.drawing_pool import open_drawing_pool
from survey_analysis.figures import plan_figures, write_figures
from survey_analysis.figures.drawing import Drawing
from survey_analysis.figures.style import figure_of
from survey_analysis.publish import write_results
from survey_analysis.responses import Responses
from survey_analysis.results import Results, load_results
from survey_analysis.study import Study
from survey_analysis.tables.ordering import is_ordered


@pytest.fixture
def tiny_results(tiny_responses: Responses, tiny_folder: Path, tmp_path: Path) -> Results:
    """The results of the survey of eight, as if they came from a replica."""
    manifest = {"study": "tiny", "data": {"kind": "replica", "respondents": 7}}
    folder = write_results(
        analyse(tiny_responses, tiny_folder), tmp_path / "results", manifest=manifest
    )
    return load_results(tiny_folder, folder)


def test_any_study_gets_a_figure_for_each_closed_question(tiny_results: Results) -> None:
    names = [drawing.name for drawing in plan_figures(tiny_results)]
    questions = ["B1", "B2", "B3", "B4-begun", "B4-deployed", "P1", "P2", "P3", "P4", "P5"]
    assert names == [*questions, "sample", "dropout"]


def test_nothing_that_crosses_questions_is_drawn_from_a_replica(tiny_results: Results) -> None:
    names = [drawing.name for drawing in plan_figures(tiny_results)]
    assert not [name for name in names if "-by-" in name or name == "sensitivity"]


def test_the_files_are_those_of_the_index(tiny_results: Results, tmp_path: Path) -> None:
    index = write_figures(tiny_results, tmp_path / "figures")
    written = {path.name for path in (tmp_path / "figures").iterdir()}
    expected = {f"{name}.{kind}" for name in index["name"] for kind in ("svg", "png")}
    assert written == expected | {"figures.csv"}
    read = pd.read_csv(tmp_path / "figures" / "figures.csv")
    pd.testing.assert_frame_equal(read, index, check_dtype=False)


def test_a_pool_of_processes_writes_the_same_bytes(tiny_results: Results, tmp_path: Path) -> None:
    write_figures(tiny_results, tmp_path / "here")
    with open_drawing_pool() as pool:
        write_figures(tiny_results, tmp_path / "pool", pool=pool)
    here, there = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("here", "pool")
    )
    assert here == there


def fail(drawing: Drawing) -> None:
    msg = f"cannot draw {drawing.name}"
    raise OSError(msg)


def test_a_pool_tells_what_could_not_be_drawn(tiny_results: Results) -> None:
    drawings = list(plan_figures(tiny_results))[:2]
    with (
        pytest.raises(OSError, match=f"cannot draw {drawings[0].name}"),
        open_drawing_pool() as pool,
    ):
        pool.draw(fail, drawings)


def test_a_pool_that_is_left_by_an_error_does_not_wait(tiny_results: Results) -> None:
    def draw_and_fail() -> None:
        with open_drawing_pool() as pool:
            pool.draw(fail, plan_figures(tiny_results))
            int("of mine")

    with pytest.raises(ValueError, match="of mine"):
        draw_and_fail()


def test_a_figure_of_a_replica_says_so_on_its_face(
    tiny_results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = Figure.draw

    def keep(figure: Figure, renderer: RendererBase) -> None:
        drawn.extend(text.get_text() for text in figure.texts)
        draw(figure, renderer)

    monkeypatch.setattr(Figure, "draw", keep)
    index = write_figures(tiny_results, tmp_path / "figures")
    assert drawn == ["Synthetic replica"] * len(index)


def test_a_preset_that_was_left_is_told_in_the_caption(tiny_results: Results) -> None:
    captions = {drawing.name: drawing.caption for drawing in plan_figures(tiny_results)}
    assert captions["B3"].endswith("Includes presets that respondents left as they were.")
    assert "preset" not in captions["B1"]


def test_frequencies_bands_and_sliders_are_ordered(flagship_study: Study) -> None:
    ordered = [question.id for question in flagship_study.questions if is_ordered(question)]
    assert ordered == ["D3", "D9", "D11", "Q6"]


def test_the_flagship_has_all_its_figures() -> None:
    drawings = list(plan_figures(load_record()))
    names = [drawing.name for drawing in drawings]
    assert len(names) == len(set(names))
    assert {"Q13", "Q1", "sample", "relevance-difficulty", "dropout", "sensitivity"} <= set(names)
    assert {"Q13-by-role", "Q15-by-experience"} <= set(names)
    assert all(drawing.alt and drawing.caption for drawing in drawings)


def test_no_text_of_any_figure_overlaps_another_or_leaves_the_figure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for drawing in plan_figures(load_record()):
        if "-by-" in drawing.name and not drawing.name.endswith(("-by-role", "-by-agility")):
            continue  # laid out like those two
        figure = figure_of(drawing.plot())
        boxes = drawn_boxes(figure, monkeypatch)
        assert boxes
        for (one, box), (other, other_box) in combinations(boxes, 2):
            assert not box.overlaps(other_box), (drawing.name, one, other)
        for text, box in boxes:
            assert figure.bbox.x0 <= box.x0, (drawing.name, text)
            assert figure.bbox.y0 <= box.y0, (drawing.name, text)
            assert box.x1 <= figure.bbox.x1, (drawing.name, text)
            assert box.y1 <= figure.bbox.y1, (drawing.name, text)


def drawn_boxes(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Bbox]]:
    """Every text that is drawn, and its place; labels of ticks out of view are not."""
    drawn: list[Text] = []
    draw = Text.draw

    def note(text: Text, *args: object) -> None:
        drawn.append(text)
        draw(text, *args)

    with monkeypatch.context() as patched:
        patched.setattr(Text, "draw", note)
        figure.draw_without_rendering()
    shown = [text for text in drawn if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent().padded(-0.5)) for text in shown]


def test_the_sample_shows_the_segments_whatever_page_they_are_on(tiny_results: Results) -> None:
    study = tiny_results.survey
    pages = [page.model_copy(update={"questions": page.questions[::-1]}) for page in study.pages]
    turned = study.model_copy(update={"pages": pages[::-1]})
    every = turned.model_copy(update={"breakdowns": None})
    for given, asked in ((turned, "(B1, B2)"), (every, "(B1, B2, P2)")):
        drawn = plan_figures(replace(tiny_results, study=given))
        caption = next(drawing.caption for drawing in drawn if drawing.name == "sample")
        assert asked in caption
