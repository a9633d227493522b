"""The codes with which an export says that there is no answer, joined for one question."""

from __future__ import annotations

from dataclasses import dataclass

from survey_analysis.readers import unipark
from survey_analysis.study import Question, Study

_NUMBERS = ("numeric", "allocation")


@dataclass(frozen=True)
class Codes:
    """The export's codes for one question, and what a question without a tick means."""

    not_answered: frozenset[str]
    not_shown: frozenset[str]
    empty: frozenset[str]
    ticked: frozenset[str]
    not_ticked: frozenset[str]
    nothing_ticked: str


def question_codes(study: Study, question: Question, *, detected: str) -> Codes:
    """Join the codes of a question: the format's, overruled by the export's, then its own.

    Parameters
    ----------
    study
        The study file.
    question
        One of its questions.
    detected
        The format that the reader found; the study file's `export.format` goes first.

    Examples
    --------
    >>> from survey_analysis.study import load_study
    >>> study = load_study("ml-deployment-monitoring")
    >>> sorted(question_codes(study, study.question("Q15"), detected="unipark").not_shown)
    ['-66', '-77']
    """
    export = study.export
    is_unipark = (export.format or detected) == "unipark"
    codes = _format_codes(question, is_unipark=is_unipark)
    for missing in (export.missing, question.missing):
        if missing is not None:
            codes.update(missing.model_dump(exclude_unset=True))
    if question.kind == "text":
        codes["not_answered"] = []
    ticked = export.ticked or (unipark.TICKED if is_unipark else ("1", "Yes"))
    not_ticked = export.not_ticked or (unipark.NOT_TICKED if is_unipark else ("0", "No", ""))
    return Codes(
        not_answered=frozenset(codes["not_answered"]),
        not_shown=frozenset(codes["not_shown"]),
        empty=frozenset(codes["empty"]),
        ticked=frozenset(ticked),
        not_ticked=frozenset(not_ticked),
        nothing_ticked=export.nothing_ticked,
    )


def _format_codes(question: Question, *, is_unipark: bool) -> dict[str, list[str]]:
    if not is_unipark:
        return {"not_answered": [""], "not_shown": [], "empty": [""]}
    is_number = question.kind in _NUMBERS
    closed = unipark.NUMBER_NOT_ANSWERED if is_number else unipark.NOT_ANSWERED
    return {
        "not_answered": list(closed),
        "not_shown": list(unipark.NOT_SHOWN),
        "empty": list(unipark.EMPTY),
    }
