"""One question on a page: what was asked, who answered, figure, table, and its segments."""

from __future__ import annotations

import pandas as pd

from survey_analysis.pages.markdown import escape, fold, join
from survey_analysis.pages.material import Material, list_missing
from survey_analysis.study import Question, RankingQuestion, question_items
from survey_analysis.tables import adoption_table, numeric_table, ranking_table, scale_table
from survey_analysis.tables.differences import lower
from survey_analysis.tables.ordering import is_ordered, sort_options
from survey_analysis.tables.segments import tabulate_segments

_KINDS = {
    "single": "one answer",
    "multiple": "several answers possible",
    "scale": "a scale",
    "numeric": "a number",
    "allocation": "a total shared out",
    "ranking": "a ranking",
    "text": "open answers",
}
_SEGMENTED = {
    "first_share": ": share of those who rank it first",
    "top_share": ": share of the top two points",
}


def anchor(material: Material, question: Question) -> str:
    """Name the place of a question, by its number in the study file."""
    ids = [one.id for one in material.study.questions]
    return f"question-{ids.index(question.id) + 1}"


def write_question(material: Material, question: Question) -> str:
    """Write everything about a closed question as Markdown.

    Parameters
    ----------
    material
        What the pages are made of.
    question
        A question of its study.
    """
    rows = material.rows(question)
    head = f"({anchor(material, question)})=\n## {escape(question.label)}"
    facts = [*_describe(material, question), escape(material.missing(question))]
    if rows.empty:
        few = "Fewer than ten respondents answered, so the answers are not shown."
        return join(head, *facts, few)
    left_out = [item.label for item in question_items(question) if not _has_item(rows, item.id)]
    return join(
        head,
        *facts,
        escape(list_missing(left_out)),
        *_figures(material, question),
        material.table(
            tabulate_question(rows, question=question),
            caption=f"{question.label}: all figures.",
            csv=f"questions/{question.id}",
        ),
        *_breakdowns(material, question),
    )


def _describe(material: Material, question: Question) -> list[str]:
    """Say what a question is, in paragraphs: id, kind, wording; filter, note; what it answers."""
    asked = {rq.id: rq.text for rq in material.study.research_questions}
    name = question.research_question
    paragraphs = (
        (
            f"{question.id}, {_KINDS[question.kind]}.",
            f"“{question.text}”" if question.text not in (None, "", question.label) else "",
        ),
        (
            f"Asked if {question.asked_if}." if question.asked_if else "",
            f"{question.note.rstrip('.')}." if question.note else "",
        ),
        (f"Research question {name}: {asked[name]}" if name in asked else "",),
    )
    return [escape(" ".join(part for part in parts if part)) for parts in paragraphs]


def _has_item(rows: pd.DataFrame, item: str) -> bool:
    return bool((rows["item_id"] == item).any())


def tabulate_question(rows: pd.DataFrame, *, question: Question) -> pd.DataFrame:
    """Tabulate the estimates of one question in the way of its kind, in the order of its figure.

    Parameters
    ----------
    rows
        Rows of the question from `estimates.csv`, with labels.
    question
        The question.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> rows = table[table["question_id"] == "Q14"]
    >>> shown = tabulate_question(rows, question=responses.study.question("Q14"))
    >>> shown["Option"].tolist()
    ['No', 'Yes']
    """
    if isinstance(question, RankingQuestion):
        ranked = sort_options(rows, statistic="first_share")
        return ranking_table(ranked, top=question.top_places)
    if question.kind == "scale":
        return scale_table(rows)
    if question.kind in ("single", "multiple"):
        return adoption_table(rows if is_ordered(question) else sort_options(rows))
    table = numeric_table(rows, units={question.id: getattr(question, "unit", "")})
    return table.assign(Number=table["Number"].str.removeprefix(f"{question.label}: "))


def _figures(material: Material, question: Question) -> list[str]:
    items = [f"{question.id}-{item.id}" for item in question_items(question) if item.id]
    return [material.figure(name) for name in (question.id, *items)]


def _breakdowns(material: Material, question: Question) -> list[str]:
    """Fold away a figure and a table for each breakdown of the question."""
    tables = material.results.tables
    if "breakdowns" not in tables or material.results.kind == "replica":
        return []
    table = tables["breakdowns"]
    own = table[table["question_id"] == question.id]
    parts = own.groupby("segment_by", sort=False)
    return [_breakdown(material, question, by=str(by), rows=rows) for by, rows in parts]


def _breakdown(material: Material, question: Question, *, by: str, rows: pd.DataFrame) -> str:
    segments = material.study.segments
    labels = " × ".join(lower(segments[part].label) for part in by.split("*"))
    if rows["estimate"].isna().all():
        few = f"{question.label} by {labels}: every group has too few answers to be shown."
        return escape(few)
    unit = material.units[question.id]
    shown, what = _pick_segmented(rows)
    table = material.table(
        tabulate_segments(shown, unit=unit),
        caption=f"{question.label} by {labels}{what}.",
        csv="breakdowns",
    )
    figure = material.figure(f"{question.id}-by-{by}".replace("*", "-"))
    return fold(f"{question.label} by {labels}", figure, table)


def _pick_segmented(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Pick one figure an option or item, and say which where that is not plain."""
    for statistic, what in _SEGMENTED.items():
        picked = rows[rows["statistic"] == statistic]
        if len(picked):
            return picked.assign(statistic="proportion"), what
    return rows[rows["statistic"].isin(["proportion", "mean"])], ""
