"""The codes with which an export says that there is no answer, joined for one question."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from survey_analysis.readers.codes import FormatCodes, format_codes
from survey_analysis.study import Question, Study, question_options

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


def question_codes(
    study: Study, question: Question, *, detected: str, declared: Collection[str] = ()
) -> Codes:
    """Join the codes of a question: the format's, overruled by the export's, then its own.

    Parameters
    ----------
    study
        The study file.
    question
        One of its questions.
    detected
        The format that the reader found; the study file's `export.format` goes first.
    declared
        Texts that the file itself declares to be no answer; those that the study declares as
        options are answers all the same.

    Examples
    --------
    >>> from survey_analysis.study import load_study
    >>> study = load_study("ml-deployment-monitoring")
    >>> sorted(question_codes(study, study.question("Q15"), detected="unipark").not_shown)
    ['-66', '-77']
    """
    export = study.export
    of_format = format_codes(export.format or detected)
    codes = _preset_codes(question, of_format)
    for missing in (export.missing, question.missing):
        if missing is not None:
            codes.update(missing.model_dump(exclude_unset=True))
    if question.kind == "text":
        codes["not_answered"] = []
    answers = {label for option in question_options(question) for label in option.labels}
    return Codes(
        not_answered=frozenset(codes["not_answered"]) | (set(declared) - answers),
        not_shown=frozenset(codes["not_shown"]) | ({""} if export.finished else set()),
        empty=frozenset(codes["empty"]),
        ticked=frozenset(export.ticked or of_format.ticked),
        not_ticked=frozenset(export.not_ticked or of_format.not_ticked),
        nothing_ticked=export.nothing_ticked,
    )


def _preset_codes(question: Question, codes: FormatCodes) -> dict[str, list[str]]:
    """List the format's codes; a text that the question declares as an answer is none."""
    answers = {label for option in question_options(question) for label in option.labels}
    is_number = question.kind in _NUMBERS
    closed = codes.number_not_answered if is_number else codes.not_answered
    return {
        "not_answered": [code for code in closed if code not in answers],
        "not_shown": [code for code in codes.not_shown if code not in answers],
        "empty": list(codes.empty),
    }
