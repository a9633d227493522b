"""The figures of interviews and focus groups."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from survey_analysis.figures.drawing import Drawing
from survey_analysis.figures.saturation import describe_saturation, plot_saturation
from survey_analysis.figures.speaking import describe_speaking, plot_speaking
from survey_analysis.figures.stances import describe_stances, plot_stances
from survey_analysis.figures.themes import describe_themes, plot_themes
from survey_analysis.results import ILLUSTRATION_LABEL, Results


def plan_conversations(results: Results) -> Iterator[Drawing]:
    """Plan every figure that the results of interviews or focus groups allow.

    Parameters
    ----------
    results
        The results of one study; captions say so where they are made from illustrations.
    """
    note = f" {ILLUSTRATION_LABEL}." if results.kind == "illustration" else ""
    for drawing in _plan(results):
        yield Drawing(drawing.name, drawing.caption + note, drawing.alt + note, drawing.plot)


def _plan(results: Results) -> Iterator[Drawing]:
    tables = results.tables
    speaking = results.table("speaking")
    caption = "Who speaks how much: shares of the words of each document."
    yield Drawing(
        "speaking", caption, describe_speaking(speaking), partial(plot_speaking, speaking)
    )
    if len(tables.get("themes", ())):
        themes = results.table("themes")
        caption = "Themes by participant: in how many turns each participant raises each theme."
        yield Drawing("themes", caption, describe_themes(themes), partial(plot_themes, themes))
        yield _plan_saturation(results)
    if "stances" in tables:
        stances, consensus = results.table("stances"), results.table("consensus")
        caption = "Stances: who agrees with which statement of the shared board."
        alt = describe_stances(stances, consensus=consensus)
        yield Drawing("stances", caption, alt, partial(plot_stances, stances, consensus=consensus))


def _plan_saturation(results: Results) -> Drawing:
    curve = results.table("saturation").assign(question=results.study.title)
    points = results.table("saturation_points")
    return Drawing(
        "saturation",
        "Saturation: how many different codes appear with more and more participants.",
        describe_saturation(curve, points=points),
        partial(plot_saturation, curve, points=points),
    )
