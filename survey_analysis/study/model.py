"""The study file as data: what was asked, how it was exported, who counts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from survey_analysis.errors import InvalidCallError, nearest

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Condition = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def slug(text: str) -> str:
    """Turn a label into an id: lower case, words joined by hyphens.

    Examples
    --------
    >>> slug("More than 2,000 employees")
    'more-than-2-000-employees'
    """
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower().replace("'", ""))
    return "-".join(kept.split())


class StudyModel(BaseModel):
    """Base of every part of a study file: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


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
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    bytes: int
    licence: Text
    attribution: Text


class MissingCodes(StudyModel):
    """The texts with which the export says that there is no answer.

    `not_shown` codes mean "not shown" only on a page that the respondent did not
    reach; on a reached page they mean "not answered".
    """

    not_answered: list[str] = []
    not_shown: list[str] = []
    empty: list[str] = []


class Export(StudyModel):
    """How the export is laid out."""

    format: Literal["unipark", "delimited"] | None = None
    id: Text
    metadata: list[Text] = []
    duration: Text | None = None
    unknown_durations: list[str] = []
    drop: list[Text] = []
    missing: MissingCodes | None = None
    ticked: list[str] | None = None
    not_ticked: list[str] | None = None


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
    such as ``"2-4"`` (both ends included) and ``"10+"``.
    """

    label: Text
    question: QuestionId = Field(alias="from")
    bands: list[Annotated[str, StringConstraints(pattern=r"^\d+(-\d+|\+)$")]] = []
    groups: dict[Text, list[Slug]] = {}
    without: list[Slug] = []
    reason: Text | None = None


def _option(given: Any) -> Any:
    """Read ``Brazil`` as ``{id: brazil, label: Brazil}``."""
    return {"id": slug(given), "label": given} if isinstance(given, str) else given


class PlainOption(StudyModel):
    """One possible answer of a choice.

    `value` is the export's label where it is not ours, `aliases` are other spellings.
    With `column` the option has a column of its own; `text` is the column of what was
    written beside it. `exclusive`: contradicts every other option. `other`: takes every
    label that is not declared.
    """

    id: Slug
    label: Text
    value: Text | None = None
    aliases: list[Text] = []
    column: Text | None = None
    text: Text | None = None
    exclusive: bool = False
    other: bool = False

    @property
    def labels(self) -> list[str]:
        """Every text in the export that means this option."""
        return [self.value or self.label, *self.aliases]


Option = Annotated[PlainOption, BeforeValidator(_option)]


class Item(StudyModel):
    """One row of a grid, one number of a block, or one slot of an open question."""

    id: Slug
    label: Text
    column: Text
    group: Slug | None = None


class QuestionBase(StudyModel):
    """What every question has. `label` is ours; `text` is the wording where a source has it."""

    id: QuestionId
    label: Text
    text: Text | None = None
    research_question: Text | None = None
    note: Text | None = None
    missing: MissingCodes | None = None
    asked_if: Condition | None = None


class Reading(StudyModel):
    """Another base under which a multiple-choice question can be read.

    `base` is ``shown`` (everybody who saw the question) or a condition whose
    respondents join the base with nothing ticked beyond what they ticked.
    """

    id: Slug
    label: Text
    base: Condition


class SingleQuestion(QuestionBase):
    """One option per respondent: in one `column`, or a column per option."""

    kind: Literal["single"]
    column: Text | None = None
    options: list[Option] = Field(min_length=2)
    untouched_default: Text | None = None


class MultipleQuestion(QuestionBase):
    """Any number of options, a column each."""

    kind: Literal["multiple"]
    options: list[Option] = Field(min_length=1)
    readings: list[Reading] = []


class ScaleQuestion(QuestionBase):
    """A grid of items on one ordered scale; `off_scale` answers have no place on it."""

    kind: Literal["scale"]
    points: list[Option] = Field(min_length=2)
    off_scale: list[Option] = []
    items: list[Item] = Field(min_length=1)


class NumericQuestion(QuestionBase):
    """Numbers from `minimum` to `maximum`: one in `column`, or one an item.

    `sentinels` are numbers that stand for something else; they are no answers.
    """

    kind: Literal["numeric"]
    unit: Text
    column: Text | None = None
    items: list[Item] = []
    minimum: float | None = None
    maximum: float | None = None
    sentinels: list[str] = []


class AllocationQuestion(QuestionBase):
    """A `total` shared out over items. A row of zeros alone is not an answer."""

    kind: Literal["allocation"]
    unit: Text
    items: list[Item] = Field(min_length=2)
    total: float
    tolerance: float = 0.0
    other_totals: Literal["error", "leave-out"] = "error"


class TextQuestion(QuestionBase):
    """Open text in one or more slots; `junk` are texts that say nothing."""

    kind: Literal["text"]
    items: list[Item] = Field(min_length=1)
    groups: list[Option] = []
    junk: list[Text] = []


Question = Annotated[
    SingleQuestion
    | MultipleQuestion
    | ScaleQuestion
    | NumericQuestion
    | AllocationQuestion
    | TextQuestion,
    Field(discriminator="kind"),
]


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
    statistic: Literal["proportion", "top_share", "mean", "median"]
    label: Text


class Breakdowns(StudyModel):
    """Which questions the report breaks down, and by which segments."""

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
    research_questions: list[ResearchQuestion] = []
    pages: list[Page]
    populations: dict[Slug, Population]
    segments: dict[Slug, Segment] = {}
    questions: list[Question] = Field(min_length=1)
    checks: list[Check] = []
    headlines: list[Headline] = []
    sensitivity: list[Slug] = []
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
            msg = f"{question_id!r} is not a question of {self.study}{nearest(question_id, found)}"
            raise InvalidCallError(msg)
        return found[question_id]

    @property
    def default_population(self) -> str:
        """The name of the population that counts when none is named."""
        return next(name for name, p in self.populations.items() if p.default)


def question_options(question: Question) -> list[PlainOption]:
    """List the options of a choice, or the points of a scale followed by its off-scale answers.

    Empty for numbers, allocations and texts.
    """
    if isinstance(question, ScaleQuestion):
        return [*question.points, *question.off_scale]
    return list(question.options) if isinstance(question, SingleQuestion | MultipleQuestion) else []


def question_items(question: Question) -> list[Item]:
    """List the items of a grid, block or open question; empty for choices.

    A single number is one item without an id.
    """
    if isinstance(question, NumericQuestion) and question.column:
        return [
            Item.model_construct(id="", label=question.label, column=question.column, group=None)
        ]
    return [] if isinstance(question, SingleQuestion | MultipleQuestion) else list(question.items)
