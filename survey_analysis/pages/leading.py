"""What stands out in the answers to one question, in one line."""

from __future__ import annotations

from typing import Any

import pandas as pd

from survey_analysis.pages.markdown import escape
from survey_analysis.pages.material import Material
from survey_analysis.pages.questions import anchor
from survey_analysis.study import Question
from survey_analysis.tables.ordering import LAST_OPTIONS

_WORDS = {
    "proportion": "most often {name}",
    "top_share": "highest for {name}, share of the top two points",
    "first_share": "most often first {name}",
    "mean": "mean of {name}",
}
_SUFFIX = {"proportion": "", "top_share": ".top", "first_share": ".first_share", "mean": ".mean"}


def summarise_question(material: Material, question: Question) -> str:
    """Write the largest figure of a question by reference, as an item of a list.

    Where "other" is the largest, the largest of the named options stands beside it.

    Parameters
    ----------
    material
        What the pages are made of.
    question
        A closed question of its study.
    """
    link = f"[{escape(question.label)}](#{anchor(material, question)})"
    rows = material.rows(question)
    if rows.empty:
        return f"- {link}: fewer than ten answers"
    first, *others = _leading(rows, question).to_dict("records")
    name = _name(first)
    words = _WORDS[first["statistic"]].format(name=name) + "," if name else "mean"
    text = f"- {link}: {words} {_figure(first)}"
    named = [row for row in others if row["option_id"] not in LAST_OPTIONS]
    if first["option_id"] in LAST_OPTIONS and named:
        text += f"; of the named ones {_name(named[0])}, {_figure(named[0])}"
    return text


def is_unanimous(material: Material, question: Question) -> bool:
    """Tell whether all gave the same answer to a single choice.

    Parameters
    ----------
    material
        What the pages are made of.
    question
        A closed question of its study.
    """
    rows = material.rows(question)
    return question.kind == "single" and bool((rows["estimate"] == 1).any())


def _leading(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Put the row with the largest figure first; of a block of numbers the first mean."""
    found = [name for name in ("first_share", "top_share", "proportion", "mean")
             if (rows["statistic"] == name).any()]  # fmt: skip
    shown = rows[rows["statistic"] == found[0]]
    if question.kind == "numeric":
        return shown
    return shown.sort_values("estimate", ascending=False, kind="stable")


def _name(row: dict[Any, Any]) -> str:
    name = row["option"] or (row["item"] if row["item_id"] else "")
    return f"*{escape(name)}*" if name else ""


def _figure(row: dict[Any, Any]) -> str:
    parts = [row["question_id"], row["item_id"], row["option_id"]]
    key = ".".join(part for part in parts if part) + _SUFFIX[row["statistic"]]
    return f"{{{{ survey.{key}.full }}}}"
