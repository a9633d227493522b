"""The questions of a study file: what was asked, and how it stands in the export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from survey_analysis.study.forms import (
    ColumnName,
    Condition,
    QuestionId,
    Slug,
    StudyModel,
    Text,
    slug,
)


class MissingCodes(StudyModel):
    """The texts with which the export says that there is no answer.

    `not_shown` codes mean "not shown" only on a page that the respondent did not
    reach; on a reached page they mean "not answered".
    """

    not_answered: list[str] = Field([])
    not_shown: list[str] = Field([])
    empty: list[str] = Field([])


def _option(given: Any) -> Any:
    """Read ``Brazil`` as ``{id: brazil, label: Brazil}``."""
    if isinstance(given, str):
        return {"id": slug(given), "label": given}
    if isinstance(given, dict | PlainOption):
        return given
    error, message = "option", "must be a label (in quotes if it looks like a number) or a block"
    raise PydanticCustomError(error, message)


class PlainOption(StudyModel):
    """One possible answer of a choice.

    `value` is the export's label where it is not ours, `aliases` are other spellings.
    With `column` the option has a column of its own; `text` is the column of what was
    written beside it. In an option's own column `value` and `aliases` are further texts
    that mean a tick. `exclusive`: contradicts every other option. `other`: takes every
    label that is not declared; in an option's own column every text is a tick.
    """

    id: Slug
    label: Text
    value: Text | None = None
    aliases: list[Text] = Field([])
    column: ColumnName | None = None
    text: ColumnName | None = None
    exclusive: bool = False
    other: bool = False

    @property
    def labels(self) -> list[str]:
        """Every text in the export that means this option."""
        return [self.value or self.label, *self.aliases]


Option = Annotated[PlainOption, BeforeValidator(_option, json_schema_input_type=str | PlainOption)]


class Item(StudyModel):
    """One row of a grid, one number of a block, or one slot of an open question."""

    id: Slug
    label: Text
    column: ColumnName
    group: Slug | None = None


class QuestionBase(StudyModel):
    """What every question has. `label` is ours; `text` is the wording where a source has it.

    `hidden`: the site has no figure and no table of the question, such as consent; conditions
    and segments may name it all the same.
    """

    id: QuestionId
    label: Text
    text: Text | None = None
    research_question: Text | None = None
    note: Text | None = None
    missing: MissingCodes | None = None
    asked_if: Condition | None = None
    hidden: bool = False


class Reading(StudyModel):
    """Another base under which a multiple-choice question can be read.

    `base` is ``shown`` (everybody who saw the question) or a condition whose
    respondents join the base with nothing ticked beyond what they ticked.
    """

    id: Slug
    label: Text
    base: Condition


class SingleQuestion(QuestionBase):
    """One option per respondent: in one `column`, or a column per option.

    `ordered`: the options have an order of their own, such as bands of numbers.
    """

    kind: Literal["single"]
    column: ColumnName | None = None
    options: list[Option] = Field(min_length=2)
    ordered: bool = False
    untouched_default: Text | None = None


class MultipleQuestion(QuestionBase):
    """Any number of options: a column each, or joined by `separator` in one `column`.

    Options that hold the separator are told by their whole text; what no option accounts
    for belongs to the option with ``other: true``.
    """

    kind: Literal["multiple"]
    column: ColumnName | None = None
    separator: str | None = Field(None, min_length=1)
    options: list[Option] = Field(min_length=1)
    readings: list[Reading] = Field([])


class ScaleQuestion(QuestionBase):
    """A grid of items on one ordered scale; `off_scale` answers have no place on it."""

    kind: Literal["scale"]
    points: list[Option] = Field(min_length=2)
    off_scale: list[Option] = Field([])
    items: list[Item] = Field(min_length=1)


class NumericQuestion(QuestionBase):
    """Numbers from `minimum` to `maximum`: one in `column`, or one an item.

    `sentinels` are numbers that stand for something else; they are no answers. `unit` may
    stand behind a number in the export. `decimal` is the mark of decimals where numbers are
    not written plainly: with ``","`` a point parts thousands, with ``"."`` a comma does. What
    is no number is an error, or where `unreadable` is ``leave-out`` no answer, and a finding.
    """

    kind: Literal["numeric"]
    unit: Text
    decimal: Literal[",", "."] | None = None
    column: ColumnName | None = None
    items: list[Item] = Field([])
    minimum: float | None = None
    maximum: float | None = None
    sentinels: list[str] = Field([])
    unreadable: Literal["error", "leave-out"] = "error"


class AllocationQuestion(QuestionBase):
    """A `total` shared out over items.

    A row of zeros alone is not an answer. A row with another total is an error, or counts
    as not answered where `other_totals` is ``leave-out``. `unit` and `decimal` as for numbers.
    """

    kind: Literal["allocation"]
    unit: Text
    decimal: Literal[",", "."] | None = None
    items: list[Item] = Field(min_length=2)
    total: float
    tolerance: float = 0.0
    other_totals: Literal["error", "leave-out"] = "error"


class RankingQuestion(QuestionBase):
    """Options put in order, the first place being 1.

    Either every option has a `column` of rank numbers, or `ranks` are the columns of the
    first place, the second and so on, which hold labels. `depth`: how many places there
    were to give, if not one an option. `top`: the k of `top_k_share`.

    `gaps`, where a place is left out: an ``error``, ``close`` (those behind move up),
    ``keep`` (the numbers stand), or ``leave-out`` (the respondent counts as not having
    answered). `ties`, where options have the same place: an ``error``, ``share`` (each
    has the mean of the places they take up, and counts as having the best of them), or
    ``leave-out``.
    """

    kind: Literal["ranking"]
    options: list[Option] = Field(min_length=2)
    ranks: list[ColumnName] = Field([])
    depth: int | None = Field(None, ge=1)
    top: int | None = Field(None, ge=1)
    gaps: Literal["error", "close", "keep", "leave-out"] = "error"
    ties: Literal["error", "share", "leave-out"] = "error"

    @property
    def places(self) -> int:
        """How many places there were to give."""
        return self.depth or len(self.ranks) or len(self.options)

    @property
    def top_places(self) -> int:
        """The k of `top_k_share`: as declared, or at most three and fewer than options."""
        return self.top or min(3, self.places, len(self.options) - 1)


class TextQuestion(QuestionBase):
    """Open text in one or more slots; `junk` are texts that say nothing."""

    kind: Literal["text"]
    items: list[Item] = Field(min_length=1)
    groups: list[Option] = Field([])
    junk: list[Text] = Field([])


Question = Annotated[
    SingleQuestion
    | MultipleQuestion
    | ScaleQuestion
    | NumericQuestion
    | AllocationQuestion
    | RankingQuestion
    | TextQuestion,
    Field(discriminator="kind"),
]

_CHOICES = SingleQuestion | MultipleQuestion | RankingQuestion


def question_options(question: Question) -> list[PlainOption]:
    """List the options of a choice or ranking, or a scale's points, then its off-scale answers.

    Empty for numbers, allocations and texts.
    """
    if isinstance(question, ScaleQuestion):
        return [*question.points, *question.off_scale]
    return list(question.options) if isinstance(question, _CHOICES) else []


def number_options(options: Sequence[PlainOption]) -> dict[str, int]:
    """Give each option's place by the names that a condition may use: its label, or its id.

    Examples
    --------
    >>> number_options([PlainOption(id="yes", label="Yes"), PlainOption(id="no", label="No")])
    {'yes': 0, 'no': 1, 'Yes': 0, 'No': 1}
    """
    ids = {option.id: number for number, option in enumerate(options)}
    return ids | {option.label: number for number, option in enumerate(options)}


def question_items(question: Question) -> list[Item]:
    """List the items of a grid, block or open question; empty for choices and rankings.

    A single number is one item without an id.
    """
    if isinstance(question, NumericQuestion) and question.column:
        return [
            Item.model_construct(id="", label=question.label, column=question.column, group=None)
        ]
    return [] if isinstance(question, _CHOICES) else list(question.items)


def question_parts(question: Question) -> list[str]:
    """List the ids by which a condition names one cell of several: items, or what is ranked.

    Examples
    --------
    >>> from survey_analysis.study import load_study
    >>> question_parts(load_study("ml-deployment-monitoring").question("Q1"))[-1]
    'model-monitoring'
    """
    if isinstance(question, RankingQuestion):
        return [option.id for option in question.options]
    return [item.id for item in question_items(question) if item.id]
