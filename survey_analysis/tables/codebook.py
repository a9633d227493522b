"""The codebook: every question of a study, with its columns and bases; and any other table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from survey_analysis.study import Question, Study, question_columns
from survey_analysis.tables.questions import write_count
from survey_analysis.tables.rounding import UNDEFINED, format_bases, format_number, format_share
from survey_analysis.tables.rows import require_columns

_SHARES = ("share", "share_of_started", "estimate", "lowest", "highest")
_LISTED = 2  # columns that are named one by one
_PASSING_FLAGS = ("few", "degenerate", "")


def codebook_table(study: Study, estimates: pd.DataFrame) -> pd.DataFrame:
    """List every question: what it is, where it stands in the export, who answered.

    Parameters
    ----------
    study
        The study.
    estimates
        The table `estimates.csv`; those of the whole sample count.

    Returns
    -------
    DataFrame
        Text, a row a question: `Question` (its id), `Label`, `Kind`, `Columns`, `Base` (of
        its items the smallest and the largest), `Research question`, `Flags`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> from survey_analysis import estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> codebook = codebook_table(responses.study, estimate(responses))
    >>> codebook.set_index("Question").loc["Q13", ["Kind", "Base", "Research question"]].tolist()
    ['multiple', '168', 'RQ1']
    """
    require_columns(estimates, ["question_id", "segment_by", "answered", "flag"])
    whole = estimates[estimates["segment_by"] == ""]
    rows = [
        _entry(question, whole[whole["question_id"] == question.id]) for question in study.questions
    ]
    return pd.DataFrame(rows)


def _entry(question: Question, rows: pd.DataFrame) -> dict[str, str]:
    flags = {flag for flags in rows["flag"] for flag in flags.split(";")} - set(_PASSING_FLAGS)
    notes = [flag.replace("-", " ") for flag in sorted(flags)]
    if question.asked_if is not None:
        notes.append(f"asked if {question.asked_if}")
    return {
        "Question": question.id,
        "Label": question.label,
        "Kind": question.kind,
        "Columns": _name_columns(question),
        "Base": format_bases(rows["answered"]).removeprefix("n = ") if len(rows) else UNDEFINED,
        "Research question": question.research_question or "",
        "Flags": ", ".join(notes),
    }


def _name_columns(question: Question) -> str:
    names = [column.name for column in question_columns(question)]
    if len(names) <= _LISTED:
        return ", ".join(names)
    return f"{names[0]} to {names[-1]} ({len(names)})"


def display_table(
    table: pd.DataFrame, *, columns: Mapping[str, str], base: float = 0
) -> pd.DataFrame:
    r"""Write some columns of any result table as text, under headings of their own.

    Parameters
    ----------
    table
        The table.
    columns
        The heading of each column that is shown, by its name, in order.
    base
        The base of shares, for their rounding.

    Returns
    -------
    DataFrame
        Text: shares in per cent, counts with thousands, other numbers with one decimal.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> pages = pd.DataFrame({"page": ["start"], "reached": [1276], "share_of_started": [1.0]})
    >>> shown = {"page": "Page", "reached": "Reached", "share_of_started": "Share"}
    >>> display_table(pages, columns=shown).iloc[0].tolist()
    ['start', '1,276', '100\xa0%']
    """
    require_columns(table, columns)
    written = {
        heading: [_write(value, name, base) for value in table[name]]
        for name, heading in columns.items()
    }
    return pd.DataFrame(written)


def _write(value: object, name: str, base: float) -> str:
    if isinstance(value, float) and name in _SHARES:
        return format_share(value, base=base)
    if isinstance(value, float):
        return format_number(value, decimals=0 if value.is_integer() else 1)
    return write_count(value) if isinstance(value, int) else str(value)
