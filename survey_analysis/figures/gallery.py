"""All figures that a study's results allow, as files with captions and alternative texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from survey_analysis.errors import PublishError
from survey_analysis.figures.adoption import describe_adoption, plot_adoption
from survey_analysis.figures.distribution import describe_distribution, plot_distribution
from survey_analysis.figures.dropout import describe_dropout, plot_dropout
from survey_analysis.figures.effort import describe_effort, plot_effort
from survey_analysis.figures.relevance import (
    describe_relevance_difficulty,
    plot_relevance_difficulty,
)
from survey_analysis.figures.sample import describe_sample, plot_sample
from survey_analysis.figures.saving import mark_replica, save_figure
from survey_analysis.figures.scale import describe_scale, plot_scale
from survey_analysis.figures.segments import (
    describe_segments,
    plot_adoption_by_segment,
    plot_mean_by_segment,
)
from survey_analysis.figures.sensitivity import describe_sensitivity, plot_sensitivity
from survey_analysis.publish import write_csv
from survey_analysis.results import Results
from survey_analysis.study import (
    NumericQuestion,
    Question,
    ScaleQuestion,
    SingleQuestion,
    Study,
    question_items,
)

INDEX = "figures.csv"


@dataclass(frozen=True)
class Drawing:
    """One figure of a study.

    Attributes
    ----------
    name
        The files' name without suffix: ``Q13``, ``Q13-by-role``, ``sample``.
    caption
        What it shows.
    alt
        The same for those who cannot see it, with the main numbers.
    axes
        The axes, on a figure of their own.
    """

    name: str
    caption: str
    alt: str
    axes: Axes

    @property
    def figure(self) -> Figure:
        """The figure the axes are on."""
        figure = self.axes.get_figure(root=True)
        if figure is None:
            msg = f"the axes of {self.name} are on no figure"
            raise PublishError(msg)
        return figure


def write_figures(results: Results, folder: str | Path) -> pd.DataFrame:
    """Write all figures of a study as SVG and PNG, and their index.

    Figures of a replica say so on their face. What crosses questions, such as segments or
    populations, is not drawn from a replica, whose associations are invented.

    Parameters
    ----------
    results
        The results of one study.
    folder
        Where to write; made if it is not there.

    Returns
    -------
    DataFrame
        The index, also written as ``figures.csv``: `name`, `caption`, `alt`.

    Examples
    --------
    >>> import tempfile
    >>> from survey_analysis import load_results
    >>> index = write_figures(load_results("ml-deployment-monitoring"), tempfile.mkdtemp())
    >>> index["name"].iloc[0]
    'D2'
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    rows = []
    for drawing in draw_figures(results):
        if results.kind == "replica":
            mark_replica(drawing.figure)
        save_figure(drawing.figure, place / drawing.name)
        rows.append((drawing.name, drawing.caption, drawing.alt))
    index = pd.DataFrame(rows, columns=["name", "caption", "alt"])
    write_csv(index, place / INDEX)
    return index


def draw_figures(results: Results) -> Iterator[Drawing]:
    """Draw every figure that the results allow: questions first, then what joins them.

    Parameters
    ----------
    results
        The results of one study.
    """
    for question in results.study.questions:
        yield from _draw_question(question, results)
    yield from _draw_sample(results)
    yield from _draw_pairs(results)
    if "dropout" in results.tables:
        yield _draw_dropout(results)
    if results.kind != "replica":
        yield from _draw_breakdowns(results)
        yield from _draw_sensitivity(results)


def _draw_question(question: Question, results: Results) -> Iterator[Drawing]:
    rows = results.question(question.id)
    if question.kind in ("single", "multiple"):
        ordered = is_ordered(question)
        axes = plot_adoption(rows, is_ordered=ordered)
        alt = describe_adoption(rows, is_ordered=ordered)
        what = "share of respondents" + " (several answers possible)" * (question.kind == "multiple")
        yield Drawing(question.id, _caption(question, what, rows), alt, axes)
    elif question.kind == "scale":
        what = "answers to each item, and share of the top two points"
        axes = plot_scale(rows)
        yield Drawing(question.id, _caption(question, what, rows), describe_scale(rows), axes)
    elif question.kind == "allocation":
        axes = plot_effort(rows, unit=question.unit)
        alt = describe_effort(rows, unit=question.unit)
        yield Drawing(question.id, _caption(question, "mean of each item", rows), alt, axes)
    elif isinstance(question, NumericQuestion) and "distributions" in results.tables:
        yield from _draw_numbers(question, rows, results.table("distributions"))


def _draw_numbers(
    question: NumericQuestion, rows: pd.DataFrame, distribution: pd.DataFrame
) -> Iterator[Drawing]:
    """Draw a figure for each number of a block that anybody answered."""
    for item in question_items(question):
        own = rows[rows["item_id"] == item.id]
        if own["answered"].max() == 0:
            continue
        name = f"{question.id}-{item.id}" if item.id else question.id
        what = "respondents for each value, with mean and median"
        caption = _caption(question, what if not item.id else f"{item.label}, {what}", own)
        axes = plot_distribution(own, distribution=distribution, unit=question.unit)
        alt = describe_distribution(own, distribution=distribution, unit=question.unit)
        yield Drawing(name, caption, alt, axes)


def _caption(question: Question, what: str, rows: pd.DataFrame) -> str:
    """Say what a figure shows, at which level, and what is odd about the answers."""
    text = f"{question.label} ({question.id}): {what}, with {_level(rows)} intervals."
    if rows["flag"].str.contains("untouched-default").any():
        text += " Includes presets that respondents left as they were."
    return text


def _level(rows: pd.DataFrame) -> str:
    return f"{100 * rows['confidence_level'].max():g}\u00a0%"


def is_ordered(question: Question) -> bool:
    """Tell whether the options of a single choice have an order of their own.

    They do if they are bands of numbers, or if the question has a preset, as sliders have.

    Examples
    --------
    >>> from survey_analysis import load_study
    >>> study = load_study("ml-deployment-monitoring")
    >>> [is_ordered(study.question(name)) for name in ("D3", "D4", "D11", "Q13")]
    [True, False, True, False]
    """
    if not isinstance(question, SingleQuestion):
        return False
    return question.untouched_default is not None or question.options[0].label[0].isdigit()


def _draw_sample(results: Results) -> Iterator[Drawing]:
    """Draw the sample by the questions of the first page that the report breaks down by."""
    questions = _describing(results.study)
    if not questions:
        return
    estimates = results.table("estimates")
    rows = estimates[estimates["question_id"].isin([question.id for question in questions])]
    ordered = [question.id for question in questions if is_ordered(question)]
    ids = ", ".join(question.id for question in questions)
    yield Drawing(
        "sample",
        f"Who answered ({ids}): respondents and their share; of numbers the median and the "
        "middle half.",
        describe_sample(rows, ordered=ordered),
        plot_sample(rows, ordered=ordered),
    )


def _describing(study: Study) -> list[Question]:
    names = study.breakdowns.by if study.breakdowns else list(study.segments)
    asked = {study.segments[part].question for name in names for part in name.split("*")}
    first = study.pages[0].questions if study.pages else []
    return [q for q in study.questions if q.id in asked & set(first) and q.kind in ("single", "numeric")]


def _draw_pairs(results: Results) -> Iterator[Drawing]:
    """Draw two scales with the same items against each other; the first two such scales."""
    scales = [q for q in results.study.questions if isinstance(q, ScaleQuestion)]
    for one, other in combinations(scales, 2):
        if [item.id for item in one.items] == [item.id for item in other.items]:
            rows, more = results.question(one.id), results.question(other.id)
            yield Drawing(
                "relevance-difficulty",
                f"{one.label} ({one.id}) against {other.label.lower()} ({other.id}): shares of the "
                f"top two points among answers on the scale, with {_level(rows)} intervals.",
                describe_relevance_difficulty(rows, difficulty=more),
                plot_relevance_difficulty(rows, difficulty=more),
            )
            return


def _draw_dropout(results: Results) -> Drawing:
    labels = {page.id: page.label for page in results.study.pages}
    table = results.table("dropout")
    named = table.assign(page=[labels.get(page, page) for page in table["page"]])
    caption = "Dropout: share of all who started that reached each page, and how many left there."
    return Drawing("dropout", caption, describe_dropout(named), plot_dropout(named))


def _draw_breakdowns(results: Results) -> Iterator[Drawing]:
    if "breakdowns" not in results.tables:
        return
    table = results.table("breakdowns")
    for (question_id, by), rows in table.groupby(["question_id", "segment_by"], sort=False):
        question = results.study.question(str(question_id))
        label = " × ".join(results.study.segments[part].label for part in str(by).split("*"))
        name = f"{question_id}-by-{by}".replace("*", "-")
        if question.kind in ("single", "multiple"):
            axes, unit, what = plot_adoption_by_segment(rows), "", "share of respondents"
        elif isinstance(question, NumericQuestion):
            axes, unit, what = plot_mean_by_segment(rows, unit=question.unit), question.unit, "mean"
        else:
            continue
        caption = _caption(question, f"{what} by {label[0].lower()}{label[1:]}", rows)
        yield Drawing(name, caption, describe_segments(rows, unit=unit), axes)


def _draw_sensitivity(results: Results) -> Iterator[Drawing]:
    if "sensitivity" not in results.tables:
        return
    table = results.table("sensitivity")
    units = {q.id: q.unit for q in results.study.questions if q.kind in ("numeric", "allocation")}
    found = {units[name] for name in table["question_id"] if name in units}
    unit = found.pop() if len(found) == 1 else ""
    caption = f"The headlines among different respondents, with {_level(table)} intervals."
    alt = describe_sensitivity(table, unit=unit)
    yield Drawing("sensitivity", caption, alt, plot_sensitivity(table, unit=unit))
