"""The study file as data: what was asked, how it was exported, who counts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.study.forms import (
    Band,
    ColumnName,
    Condition,
    QuestionId,
    Sha256,
    Slug,
    StudyModel,
    Text,
)
from survey_analysis.study.questions import MissingCodes, Question

__all__ = [
    "UNTOUCHED_ONLY",
    "Breakdowns",
    "Check",
    "Citation",
    "Export",
    "Headline",
    "Original",
    "Page",
    "Population",
    "QuestionId",
    "ResearchQuestion",
    "Segment",
    "Slug",
    "Study",
    "StudyModel",
    "Text",
]

UNTOUCHED_ONLY = "untouched_only"
"""In a population's `without`: the records that hold nothing but untouched defaults."""


class Citation(StudyModel):
    """Where the study is published."""

    authors: list[Text]
    title: Text
    year: int
    venue: Text | None = None
    arxiv: Text | None = None
    doi: Text | None = None


class Original(StudyModel):
    """The public place of the real export, with what proves that it is the right file."""

    url: Text
    sha256: Sha256
    bytes: int
    licence: Text
    attribution: Text


class Export(StudyModel):
    """How the export is laid out.

    `file` is where the export lies, seen from the study's folder. `id` is the column of the
    respondents' ids; without it the rows' numbers in the file are the ids. `metadata`
    columns are kept as text, `drop` columns are identifying and never leave the reader.
    `duration` is the column of how long each respondent took, in seconds.
    `nothing_ticked` says what a multiple-choice question without a tick means in this
    export: it is ``ambiguous`` where "none of these" and "skipped" look alike, and
    ``answered`` where they do not.

    `finished` is for exports in which a cell is empty both where a question was left out and
    where it was never shown: a condition on `metadata`, such as ``Finished = 'True'``. A page
    is then reached if something stands on it or on a later one, or if the record finished
    (unless it holds nothing beyond the first page: who is screened out finishes there). Empty
    cells on other pages are not shown.
    """

    format: (
        Literal[
            "unipark",
            "qualtrics",
            "limesurvey",
            "google-forms",
            "microsoft-forms",
            "surveymonkey",
            "spss",
            "delimited",
        ]
        | None
    ) = None
    file: Text | None = None
    id: ColumnName | None = None
    metadata: list[ColumnName] = Field([])
    duration: ColumnName | None = None
    unknown_durations: list[str] = Field([])
    drop: list[ColumnName] = Field([])
    missing: MissingCodes | None = None
    finished: Condition | None = None
    ticked: list[str] | None = None
    not_ticked: list[str] | None = None
    nothing_ticked: Literal["ambiguous", "answered"] = "ambiguous"


class Page(StudyModel):
    """Questions that were shown together.

    A page is reached if any of its columns holds something other than a not-shown code.
    """

    id: Slug
    label: Text
    questions: list[QuestionId]


class Population(StudyModel):
    """Which respondents are counted: those of `of` that fulfil `where` and not `without`."""

    label: Text
    default: bool = False
    of: Slug | None = None
    where: Condition | None = None
    without: Condition | None = None


class Segment(StudyModel):
    """Subgroups of respondents, from the answers to one question.

    A choice gives one segment an option; `groups` joins options under a new label,
    `without` leaves options out, both for the stated `reason`. A number needs `bands`
    such as ``"2-4"`` (both ends included; 4.5 years count as 4) and ``"10+"``.
    """

    label: Text
    question: QuestionId = Field(alias="from")
    bands: list[Band] = Field([])
    groups: dict[Text, list[Slug]] = Field({})
    without: list[Slug] = Field([])
    reason: Text | None = None


class Check(StudyModel):
    """Something that should hold for each respondent: a `rule`, or a `contradiction` nobody has."""

    id: Slug
    label: Text
    rule: Condition | None = None
    contradiction: Condition | None = None


class ResearchQuestion(StudyModel):
    """A question that the study answers."""

    id: Text
    text: Text


class Headline(StudyModel):
    """A figure that the study is known for; the sensitivity table shows each."""

    question: QuestionId
    item: Slug | None = None
    option: Slug | None = None
    statistic: Literal[
        "proportion", "top_share", "mean", "median", "first_share", "mean_rank", "top_k_share"
    ]
    label: Text


class Breakdowns(StudyModel):
    """Which questions the report breaks down, and by which segments.

    The page about who answered shows what these segments are made from; without breakdowns,
    what all segments are made from: single choices and numbers.
    """

    questions: list[QuestionId]
    by: list[Slug]


class Study(StudyModel):
    """A whole study file."""

    study: Slug
    title: Text
    kind: Literal["survey"]
    about: Text
    wording: Text | None = None
    citation: Citation | None = None
    original: Original | None = None
    export: Export
    research_questions: list[ResearchQuestion] = Field([])
    pages: list[Page]
    populations: dict[Slug, Population]
    segments: dict[Slug, Segment] = Field({})
    questions: list[Question] = Field(min_length=1)
    checks: list[Check] = Field([])
    headlines: list[Headline] = Field([])
    sensitivity: list[Slug] = Field([])
    breakdowns: Breakdowns | None = None

    def question(self, question_id: str) -> Question:
        """Return the question with this id.

        Raises
        ------
        InvalidCallError
            If there is none; names the nearest.
        """
        found = {question.id: question for question in self.questions}
        if question_id not in found:
            raise InvalidCallError(unknown_name(f"question of {self.study}", question_id, found))
        return found[question_id]

    @property
    def default_population(self) -> str:
        """The name of the population that counts when none is named."""
        return next(name for name, p in self.populations.items() if p.default)
