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


class NotInChunksError(DataError):
    """The export can be read, but only as a whole."""


class RecordError(SurveyAnalysisError):
    """A computed figure differs from the record."""


class TriangulationError(SurveyAnalysisError):
    """The figures behind a judgement no longer support it."""


class PublishError(SurveyAnalysisError):
    """Results cannot be written where they should go."""


class OutputFolderError(InvalidCallError, PublishError):
    """The folder that was named is none, or holds what this package did not write."""


class FetchError(SurveyAnalysisError):
    """The original cannot be fetched, or is not the expected file."""


class SiteError(SurveyAnalysisError):
    """The site cannot be built, or what was built must not be published."""


_NAMED_ROWS = 8
_LONGEST_QUOTE = 40  # a longer text may be somebody's own words
_LISTED_NAMES = 30


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what was found, what is allowed.

    Never holds free text of a respondent.

    Attributes
    ----------
    message
        What was found and what is allowed.
    file
        The file's name; empty where a heading names it.
    rows
        Rows in the file, the header being 1.
    column
        The column's name.
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
    """Name up to eight rows in ascending order, and say how many more there are."""
    if len(rows) < 2:
        return f"row {rows[0]}" if rows else ""
    named = ", ".join(str(row) for row in sorted(rows)[:_NAMED_ROWS])
    more = len(rows) - _NAMED_ROWS
    return f"rows {named}" + (f" and {more} more" if more > 0 else "")


def describe_problems(problems: Iterable[Problem], *, heading: str) -> str:
    """Write a heading and all problems below it, one a line.

    Parameters
    ----------
    problems
        The problems, in the order in which they are listed.
    heading
        What they are problems of.

    Examples
    --------
    >>> print(describe_problems([Problem("found 'x'", rows=(2,))], heading="a.csv"))
    a.csv (1 problem):
      row 2: found 'x'
    """
    lines = [f"  {problem}" for problem in problems]
    return "\n".join([f"{heading} ({len(lines)} problem{'s' * (len(lines) != 1)}):", *lines])


def nearest(name: str, known: Iterable[str]) -> str:
    """Suggest the known name most like `name`: ``; nearest is 'Brazil'``, or nothing.

    Upper and lower case count as alike.

    Examples
    --------
    >>> nearest("brasil", ["Bulgaria", "Brazil"])
    "; nearest is 'Brazil'"
    """
    folded = {k.casefold(): k for k in known}
    matches = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f"; nearest is {folded[matches[0]]!r}" if matches else ""


def unknown_name(kind: str, name: str, known: Iterable[str]) -> str:
    """Say that a name is not known, which is nearest, and which there are.

    Parameters
    ----------
    kind
        What the name should be one of, such as ``"question"``.
    name
        The name that was found; a long one may be somebody's own words, and is not quoted.
    known
        The names that are allowed; more than thirty are not listed.

    Examples
    --------
    >>> unknown_name("segment", "rolle", ["role", "country"])
    "'rolle' is not a segment; nearest is 'role'; allowed: 'role', 'country'"
    """
    names = list(known)
    listed = ", ".join(repr(n) for n in names) or "none"
    allowed = "" if len(names) > _LISTED_NAMES else f"; allowed: {listed}"
    article = "an" if kind[0] in "aeiou" else "a"
    shown = repr(name) if len(name) <= _LONGEST_QUOTE else quote(name)
    return f"{shown} is not {article} {kind}{nearest(name, names)}{allowed}"


def quote(text: str) -> str:
    """Quote a short text of an export; describe what may be somebody's own words.

    Examples
    --------
    >>> quote("Brasil"), quote(""), quote("word " * 20)
    ("'Brasil'", 'an empty cell', 'a text of 100 characters')
    """
    if not text.strip():
        return "an empty cell"
    return repr(text) if len(text) <= _LONGEST_QUOTE else f"a text of {len(text)} characters"
