"""What a questionnaire's own file says: questions, options, grids, filters and pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "single", "multiple", "scale", "numeric", "allocation", "ranking", "text", "display", "unknown"
]
"""The kinds of the study file; ``display`` asks nothing, ``unknown`` is none of them."""


@dataclass(frozen=True)
class AskedOption:
    """One possible answer.

    Attributes
    ----------
    code
        What the export writes for it in its numeric or short form.
    text
        What respondents read, and what the export writes in its text form.
    other
        Whether words of the respondent's own go with it.
    exclusive
        Whether it contradicts every other option.
    """

    code: str
    text: str
    other: bool = False
    exclusive: bool = False


@dataclass(frozen=True)
class AskedItem:
    """One row of a grid or block; `code` is its part of the export's column name."""

    code: str
    text: str


@dataclass(frozen=True)
class AskedQuestion:
    """One question.

    Attributes
    ----------
    id
        How the export's column names begin, such as ``Q5``.
    text
        The wording, as plain text.
    kind
        The kind of the study file that fits.
    options
        Options of a choice, or points of a scale, in the order shown.
    items
        Rows of a grid, of a block of numbers or texts, or of what is ranked.
    asked_if
        The filter, in the source's own terms made readable; empty where all were asked.
    is_required
        Whether an answer was enforced.
    source_type
        What the source calls the type, such as ``MC/MAVR`` or ``M``.
    total
        What an allocation shares out; None where the source states no number.
    """

    id: str
    text: str
    kind: Kind
    options: tuple[AskedOption, ...] = ()
    items: tuple[AskedItem, ...] = ()
    asked_if: str = ""
    is_required: bool = False
    source_type: str = ""
    total: float | None = None


@dataclass(frozen=True)
class AskedPage:
    """Questions that were shown together, by id; `asked_if` as in `AskedQuestion`."""

    id: str
    title: str
    questions: tuple[str, ...]
    asked_if: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire, from the file in which the survey tool keeps it.

    Attributes
    ----------
    file
        The file's name without folder.
    format
        ``qualtrics`` (.qsf) or ``limesurvey`` (.lss).
    title, language
        As the file states them; empty where it does not. `language` is a code such as ``en``.
    questions
        In the order in which they were asked.
    pages
        In order; every question stands on exactly one.
    warnings
        What could not be taken over.
    """

    file: str
    format: str
    title: str
    language: str
    questions: tuple[AskedQuestion, ...]
    pages: tuple[AskedPage, ...]
    warnings: tuple[str, ...] = ()

    def find(self, question_id: str) -> AskedQuestion | None:
        """Return the question with this id, or None.

        Examples
        --------
        >>> asked = AskedQuestion("Q1", "Role?", "single")
        >>> Questionnaire("a.qsf", "qualtrics", "", "en", (asked,), ()).find("Q1").text
        'Role?'
        """
        return next((q for q in self.questions if q.id == question_id), None)
