"""What may be said of a raw cell in public: its code, its label, or the kind of text it holds."""

from __future__ import annotations

import pandas as pd

from survey_analysis.responses import REPLICA_MARK
from survey_analysis.responses.codes import Codes, question_codes
from survey_analysis.study import Column, Question, Study, TextQuestion

TEXT = "text"
JUNK = "junk"
SHARE = "share"
ID = "id"
UNWRITTEN = {"empty": "", "spaces": " "}
"""Kinds of text that hold nothing, and what the replica writes for them."""

CLASS_WIDTH = 300  # seconds
LONGEST_CLASS = 3600


def codes_of(study: Study, question: Question) -> Codes:
    """Return the codes of a question; a study with a replica names its format."""
    return question_codes(study, question, detected="delimited")


def problem_questions(study: Study) -> list[TextQuestion]:
    """List the open questions that ask for problem reports: they declare what is junk."""
    return [q for q in study.questions if isinstance(q, TextQuestion) and q.junk]


def cell_kinds(study: Study, column: Column, cells: pd.Series[str]) -> pd.Series[str]:
    """Say of each cell of a column what may be counted.

    Free text becomes ``text`` or ``junk`` (a code stays, ``empty`` and ``spaces`` hold
    nothing), ids ``id``, shares ``share``, durations their class; other cells stay.

    Examples
    --------
    >>> from survey_analysis.study import load_study
    >>> study = load_study("ml-deployment-monitoring")
    >>> column = Column("Duration", "metadata")
    >>> cell_kinds(study, column, pd.Series(["-1", "754", "9999"])).tolist()
    ['-1', '600-899', '3600+']
    """
    if column.name == study.export.id:
        return cells.mask(cells.notna(), ID)
    if column.role == "dropped":
        return cells.mask(cells.notna(), REPLICA_MARK)
    if column.name == study.export.duration:
        known = ~cells.isin(["", *study.export.unknown_durations])
        return cells.mask(known, cells.where(known).map(_duration_class, na_action="ignore"))
    if column.role == "metadata":
        return cells
    question = study.question(column.question_id)
    codes = codes_of(study, question)
    if column.role == "text":
        return _text_kinds(question, codes, cells)
    if question.kind == "allocation":
        return cells.where(cells.isin(codes.not_shown), SHARE)
    return cells


def _duration_class(seconds: str) -> str:
    low = int(float(seconds)) // CLASS_WIDTH * CLASS_WIDTH
    return f"{LONGEST_CLASS}+" if low >= LONGEST_CLASS else f"{low}-{low + CLASS_WIDTH - 1}"


def _text_kinds(question: Question, codes: Codes, cells: pd.Series[str]) -> pd.Series[str]:
    junk = question.junk if isinstance(question, TextQuestion) else []
    stripped = cells.str.strip()
    kinds = pd.Series(TEXT, index=cells.index, dtype=object)
    kinds[stripped.str.casefold().isin([text.casefold() for text in junk])] = JUNK
    kinds[stripped == ""] = "spaces"
    kinds[cells == ""] = "empty"
    coded = cells.isin([*codes.not_shown, *codes.empty]) & (cells != "")
    return kinds.mask(coded, cells)
