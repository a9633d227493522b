"""Which column of the export holds what: the account of every column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey_analysis.study.model import Study
from survey_analysis.study.questions import (
    MultipleQuestion,
    Question,
    RankingQuestion,
    SingleQuestion,
    question_items,
    question_options,
)

Role = Literal["question", "item", "option", "text", "metadata", "dropped"]


@dataclass(frozen=True)
class Column:
    """What one column of the export holds.

    Attributes
    ----------
    name
        The column's name in the export.
    role
        The whole of a question, an item of it, an option of it, free text (of an open
        question's slot or written beside an option), metadata, or dropped.
    question_id, item_id, option_id
        What it belongs to; empty where that does not apply.
    """

    name: str
    role: Role
    question_id: str = ""
    item_id: str = ""
    option_id: str = ""


def account_for_columns(study: Study) -> dict[str, Column]:
    """Say of every column that the study file names what it holds.

    Returns
    -------
    dict
        Column name to `Column`, in the study file's order: metadata, dropped, questions.
        A column that is named twice is listed once; `load_study` refuses such a file.
    """
    return {column.name: column for column in list_columns(study)}


def list_columns(study: Study) -> list[Column]:
    """List every use of a column, repeated ones too."""
    export = study.export
    duration = [export.duration] if export.duration else []
    known = [export.id] if export.id else []
    metadata = [Column(name, "metadata") for name in [*known, *duration, *export.metadata]]
    dropped = [Column(name, "dropped") for name in export.drop]
    return [*metadata, *dropped, *(c for q in study.questions for c in question_columns(q))]


def question_columns(question: Question) -> list[Column]:
    """List the columns of one question in its own order."""
    columns = []
    if isinstance(question, SingleQuestion | MultipleQuestion) and question.column:
        columns.append(Column(question.column, "question", question.id))
    if isinstance(question, RankingQuestion):
        columns += [Column(name, "question", question.id) for name in question.ranks]
    for item in question_items(question):
        role: Role = "text" if question.kind == "text" else "item"
        columns.append(Column(item.column, role, question.id, item_id=item.id))
    for option in question_options(question):
        if option.column:
            columns.append(Column(option.column, "option", question.id, option_id=option.id))
        if option.text:
            columns.append(Column(option.text, "text", question.id, option_id=option.id))
    return columns
