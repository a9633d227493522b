"""Errors: one base, one-line subclasses, and problems that are reported together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class SurveyAnalysisError(Exception):
    """Base of every error this package raises on purpose."""


class InvalidCallError(SurveyAnalysisError, ValueError):
    """The call is wrong: an unknown name, a value outside its range."""


class StudyFileError(SurveyAnalysisError):
    """The study file, or another file of the study's folder, is wrong."""


class DataError(SurveyAnalysisError):
    """The export does not fit the study, or is damaged."""


class RecordError(SurveyAnalysisError):
    """A computed figure differs from the record."""


class PublishError(SurveyAnalysisError):
    """Results cannot be written where they should go."""


class FetchError(SurveyAnalysisError):
    """The original cannot be fetched, or is not the expected file."""


class SiteError(SurveyAnalysisError):
    """The site cannot be built, or what was built must not be published."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what was found, what is allowed.

    Never holds free text of a respondent.
    """

    message: str
    file: str = ""
    rows: tuple[int, ...] = ()
    column: str = ""

    def __str__(self) -> str:
        """Write the problem on one line: ``file, row 12, column D5: message``."""
        column = f"column {self.column}" if self.column else ""
        where = ", ".join(part for part in (self.file, _list_rows(self.rows), column) if part)
        return f"{where}: {self.message}" if where else self.message


def _list_rows(rows: tuple[int, ...]) -> str:
    """Name up to eight rows, and say how many more there are."""
    if len(rows) < 2:
        return f"row {rows[0]}" if rows else ""
    named = ", ".join(str(row) for row in rows[:8])
    return f"rows {named}" + (f" and {len(rows) - 8} more" if len(rows) > 8 else "")


def describe_problems(problems: Iterable[Problem], *, heading: str) -> str:
    """Write a heading and all problems below it, one a line."""
    lines = [str(problem) for problem in problems]
    return "\n".join([f"{heading} ({len(lines)} problem{'s' * (len(lines) != 1)}):", *lines])


def nearest(name: str, known: Iterable[str]) -> str:
    """Suggest the known name most like `name`: ``; nearest is 'Q13'``, or nothing."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; nearest is {matches[0]!r}" if matches else ""
