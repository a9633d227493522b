"""All figures that a study's results allow, as files with captions and alternative texts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations
from pathlib import Path

import pandas as pd

from survey_analysis.drawing_pool import DrawingPool
from survey_analysis.figures.adoption import describe_adoption, plot_adoption
from survey_analysis.figures.conversations import plan_conversations
from survey_analysis.figures.distribution import describe_distribution, plot_distribution
from survey_analysis.figures.drawing import Drawing
from survey_analysis.figures.dropout import describe_dropout, plot_dropout
from survey_analysis.figures.effort import describe_effort, plot_effort
from survey_analysis.figures.problems import plan_problems
from survey_analysis.figures.relevance import (
    describe_relevance_difficulty,
    plot_relevance_difficulty,
)
from survey_analysis.figures.sample import describe_sample, plot_sample
from survey_analysis.figures.saving import mark_origin, save_figure
from survey_analysis.figures.scale import describe_scale, plot_scale
from survey_analysis.figures.segments import (
    describe_segments,
    plot_adoption_by_segment,
    plot_mean_by_segment,
)
from survey_analysis.figures.sensitivity import describe_sensitivity, plot_sensitivity
from survey_analysis.figures.style import SERIES, figure_of
from survey_analysis.publish import write_csv
from survey_analysis.results import Results
from survey_analysis.study import (
    NumericQuestion,
    QualitativeStudy,
    Question,
    ScaleQuestion,
    Study,
    question_items,
)
from survey_analysis.tables.differences import lower
from survey_analysis.tables.ordering import is_ordered

INDEX = "figures.csv"


def write_figures(
    results: Results, folder: str | Path, *, pool: DrawingPool | None = None
) -> pd.DataFrame:
    """Write all figures of a study as SVG and PNG, and their index.

    Figures of a replica or of illustrations say so on their face. What crosses questions,
    such as segments or populations, is not drawn from a replica, whose associations are
    invented.

    Parameters
    ----------
    results
        The results of one study.
    folder
        Where to write; made if it is not there.
    pool
        Draws them; they are there when it is left. None draws them here and now.

    Returns
    -------
    DataFrame
        The index, also written as ``figures.csv``: `name`, `caption`, `alt`.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> results = load_results("ml-deployment-monitoring")  # doctest: +SKIP
    >>> write_figures(results, "figures")["name"].iloc[0]  # doctest: +SKIP
    'D2'
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    drawings = list(plan_figures(results))
    save = partial(_save, folder=place, kind=results.kind)
    if pool is not None:
        pool.draw(save, drawings)
    else:
        for drawing in drawings:
            save(drawing)
    rows = [(drawing.name, drawing.caption, drawing.alt) for drawing in drawings]
    index = pd.DataFrame(rows, columns=["name", "caption", "alt"])
    write_csv(index, place / INDEX)
    return index


def _save(drawing: Drawing, *, folder: Path, kind: str) -> None:
    figure = figure_of(drawing.plot())
    mark_origin(figure, kind)
    save_figure(figure, folder / drawing.name)


def plan_figures(results: Results) -> Iterator[Drawing]:
    """Plan every figure that the results allow: questions first, then what joins them.

    Parameters
    ----------
    results
        The results of one study.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> [drawing.name for drawing in plan_figures(results)][:3]
    ['D2', 'D3', 'D4']
    """
    if isinstance(results.study, QualitativeStudy):
        yield from plan_conversations(results)
        return
    for question in results.survey.questions:
        yield from _plan_question(question, results)
    yield from _plan_sample(results)
    yield from _plan_pairs(results)
    if "dropout" in results.tables:
        yield _plan_dropout(results)
    yield from plan_problems(results)
    if results.kind != "replica":
        yield from _plan_breakdowns(results)
        yield from _plan_sensitivity(results)


def _plan_question(question: Question, results: Results) -> Iterator[Drawing]:
    rows = results.question(question.id)
    if question.kind in ("single", "multiple"):
        ordered = is_ordered(question)
        plot = partial(plot_adoption, rows, is_ordered=ordered)
        alt = describe_adoption(rows, is_ordered=ordered)
        several = " (several answers possible)" if question.kind == "multiple" else ""
        what = f"share of respondents{several}"
        yield Drawing(question.id, _caption(question, what, rows), alt, plot)
    elif question.kind == "scale":
        what = "answers to each item, and share of the top two points"
        caption, plot = _caption(question, what, rows), partial(plot_scale, rows)
        yield Drawing(question.id, caption, describe_scale(rows), plot)
    elif question.kind == "ranking":
        firsts = rows[rows["statistic"] == "first_share"].assign(statistic="proportion")
        caption = _caption(question, "share of respondents who rank each first", rows)
        yield Drawing(
            question.id, caption, describe_adoption(firsts), partial(plot_adoption, firsts)
        )
    elif question.kind == "allocation":
        plot = partial(plot_effort, rows, unit=question.unit)
        alt = describe_effort(rows, unit=question.unit)
        yield Drawing(question.id, _caption(question, "mean of each item", rows), alt, plot)
    elif isinstance(question, NumericQuestion) and "distributions" in results.tables:
        yield from _plan_numbers(question, rows, results.table("distributions"))


def _plan_numbers(
    question: NumericQuestion, rows: pd.DataFrame, distribution: pd.DataFrame
) -> Iterator[Drawing]:
    """Plan a figure for each number of a block that anybody answered."""
    for item in question_items(question):
        own = rows[rows["item_id"] == item.id]
        if own["answered"].max() == 0:
            continue
        name = f"{question.id}-{item.id}" if item.id else question.id
        what = "respondents for each value, with mean and median"
        caption = _caption(question, what if not item.id else f"{item.label}, {what}", own)
        plot = partial(plot_distribution, own, distribution=distribution, unit=question.unit)
        alt = describe_distribution(own, distribution=distribution, unit=question.unit)
        yield Drawing(name, caption, alt, plot)


def _caption(question: Question, what: str, rows: pd.DataFrame) -> str:
    """Say what a figure shows, at which level, and what is odd about the answers."""
    text = f"{question.label} ({question.id}): {what}, with {_level(rows)} intervals."
    if rows["flag"].str.contains("untouched-default").any():
        text += " Includes presets that respondents left as they were."
    return text


def _level(rows: pd.DataFrame) -> str:
    return f"{100 * rows['confidence_level'].max():g}\u00a0%"


def _plan_sample(results: Results) -> Iterator[Drawing]:
    """Plan the sample by the questions that tell who answered."""
    questions = _describing(results.survey)
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
        partial(plot_sample, rows, ordered=ordered),
    )


def _describing(study: Study) -> list[Question]:
    """List the questions of the segments that the report breaks down by; else of all segments."""
    names = study.breakdowns.by if study.breakdowns else list(study.segments)
    asked = {study.segments[part].question for name in names for part in name.split("*")}
    chosen = [question for question in study.questions if question.id in asked]
    return [question for question in chosen if question.kind in ("single", "numeric")]


def _plan_pairs(results: Results) -> Iterator[Drawing]:
    """Plan two scales with the same items against each other; the first two such scales."""
    scales = [q for q in results.survey.questions if isinstance(q, ScaleQuestion)]
    for one, other in combinations(scales, 2):
        if [item.id for item in one.items] == [item.id for item in other.items]:
            rows, more = results.question(one.id), results.question(other.id)
            yield Drawing(
                "relevance-difficulty",
                f"{one.label} ({one.id}) against {lower(other.label)} ({other.id}): shares of the "
                f"top two points among answers on the scale, with {_level(rows)} intervals.",
                describe_relevance_difficulty(rows, difficulty=more),
                partial(plot_relevance_difficulty, rows, difficulty=more),
            )
            return


def _plan_dropout(results: Results) -> Drawing:
    labels = {page.id: page.label for page in results.survey.pages}
    table = results.table("dropout")
    named = table.assign(page=[labels.get(page, page) for page in table["page"]])
    caption = "Dropout: share of all who started that reached each page, and how many left there."
    return Drawing("dropout", caption, describe_dropout(named), partial(plot_dropout, named))


def _plan_breakdowns(results: Results) -> Iterator[Drawing]:
    if "breakdowns" not in results.tables:
        return
    table = results.table("breakdowns")
    for (question_id, by), rows in table.groupby(["question_id", "segment_by"], sort=False):
        question = results.survey.question(str(question_id))
        label = " × ".join(results.survey.segments[part].label for part in str(by).split("*"))
        name = f"{question_id}-by-{by}".replace("*", "-")
        if question.kind in ("single", "multiple"):
            plot = partial(plot_adoption_by_segment, rows)
            unit, what = "", "share of respondents"
        elif isinstance(question, NumericQuestion):
            plot = partial(plot_mean_by_segment, rows, unit=question.unit)
            unit, what = question.unit, "mean"
        else:
            continue
        caption = _caption(question, f"{what} by {label[0].lower()}{label[1:]}", rows)
        yield Drawing(name, caption, describe_segments(rows, unit=unit), plot)


def _plan_sensitivity(results: Results) -> Iterator[Drawing]:
    if "sensitivity" not in results.tables:
        return
    table = results.table("sensitivity")
    if table["population"].nunique() > len(SERIES):
        return  # more than a figure can tell apart; the table has them
    units = {q.id: q.unit for q in results.survey.questions if q.kind in ("numeric", "allocation")}
    found = {units[name] for name in table["question_id"] if name in units}
    unit = found.pop() if len(found) == 1 else ""
    caption = f"The headlines among different respondents, with {_level(table)} intervals."
    alt = describe_sensitivity(table, unit=unit)
    yield Drawing("sensitivity", caption, alt, partial(plot_sensitivity, table, unit=unit))
