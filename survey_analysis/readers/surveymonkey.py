"""SurveyMonkey exports: the question above its first option only, the options in a second row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from survey_analysis.errors import DataError
from survey_analysis.readers.headers import Layout, map_records, tell_apart, warn_of_shared_names
from survey_analysis.readers.rows import Rows
from survey_analysis.readers.shapes import Column, Role
from survey_analysis.readers.wording import plain_text

_FIRST = ("respondent id", "collector id")
_METADATA = frozenset({
    "respondent id", "collector id", "start date", "end date", "ip address", "email address",
    "first name", "last name", "custom data 1", "date created", "date modified",
    "collection mode",
})  # fmt: skip
_ONE_ANSWER = ("response", "open-ended response")
_OTHER = ("other (please specify)", "other", "please specify")


def is_surveymonkey(rows: Rows) -> bool:
    """Tell an export by its two header rows.

    The first begins with the ids of respondent and collector, or leaves names out; the second
    leaves the ids' columns out and says ``Response`` under a question with one answer.

    Examples
    --------
    >>> top = ["Respondent ID", "Collector ID", "Role?"]
    >>> is_surveymonkey([(1, top), (2, ["", "", "Response"]), (3, ["7", "1", "Tester"])])
    True
    """
    if len(rows) < 2:
        return False
    top, below = ([_clean(cell).casefold() for cell in row] for _, row in rows[:2])
    if not below or below[0] or not top[0]:
        return False
    has_ids = tuple(top[:2]) == _FIRST
    return has_ids or ("" in top and any(cell in _ONE_ANSWER for cell in below))


def lay_out(rows: Rows, *, file: str) -> Layout:
    """Join the two header rows into one name a column, ``Question [Option]``.

    Parameters
    ----------
    rows
        All rows of the file.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If there are no two header rows.
    """
    if not is_surveymonkey(rows):
        msg = (
            f"{file}: is no SurveyMonkey export: expected a second header row with options, "
            "empty under the respondent's id"
        )
        raise DataError(msg)
    top, below = ([_clean(cell) for cell in row] for _, row in rows[:2])
    questions: list[str] = []
    for name in top:
        questions.append(name or (questions[-1] if questions else ""))
    single = [cell.casefold() in ("", *_ONE_ANSWER) for cell in below]
    names = [q if one else f"{q} [{b}]" for q, b, one in zip(questions, below, single, strict=True)]
    columns = [
        replace(_describe(name, question, "" if one else option), coded=option == "Response")
        for name, question, option, one in zip(
            tell_apart(names), questions, below, single, strict=True
        )
    ]
    records = map_records(rows[2:], lambda cell: cell.replace("\xa0", " "))
    warnings = [
        *warn_of_shared_names(names, file),
        *_warn_of_words_alone(columns, below, records, file),
    ]
    return Layout(columns, records, tuple(warnings))


def _warn_of_words_alone(
    columns: list[Column], below: list[str], records: Rows, file: str
) -> Iterator[str]:
    """Warn of single choices beside which people wrote without choosing anything."""
    for place, (column, after) in enumerate(pairwise(columns)):
        is_single = below[place].casefold() == "response" and after.role == "other"
        if not is_single or after.question != column.question:
            continue
        alone = sum(bool(row[place + 1].strip()) > bool(row[place].strip()) for _, row in records)
        if alone:
            yield (
                f"{file}: {alone} records have words under {after.option!r} and no answer in "
                f"column {column.column}; they do not count in its base"
            )


def _describe(name: str, question: str, option: str) -> Column:
    if question.casefold() in _METADATA and not option:
        return Column(name, name, question, role="metadata")
    role: Role = "other" if option.casefold() in _OTHER else "answer"
    return Column(name, question, question, option, role)


def _clean(cell: str) -> str:
    return plain_text(cell.replace("\xa0", " "))
