"""The parts of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Guess:
    """What a question may be.

    Attributes
    ----------
    question
        The keys of the study file beside id, label and wording.
    reason
        Why, as a half-sentence.
    decide
        What a person must decide about it; empty where the guess is safe.
    missing
        Texts that are no answer under this guess, such as "N/A" among numbers.
    """

    question: dict[str, Any]
    reason: str
    decide: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setting:
    """A guess about the export: what was guessed, and why."""

    value: str
    reason: str


@dataclass(frozen=True)
class Settings:
    """What is guessed about the export as a whole.

    Attributes
    ----------
    id
        The column of ids; an empty value: the rows' numbers.
    complete
        The condition on complete records; an empty value: every record is.
    duration
        The column of durations; empty if there is none.
    drop
        Columns that identify people, with the reason of each.
    metadata
        Other columns about the record, not about answers.
    """

    id: Setting
    complete: Setting
    duration: str
    drop: dict[str, str]
    metadata: tuple[str, ...]

    @property
    def columns(self) -> set[str]:
        """The columns that hold no answers."""
        named = {self.id.value, self.duration, *self.drop, *self.metadata}
        return named - {""}


Pages = tuple[tuple[str, tuple[str, ...]], ...]
"""Ids of pages, each with the ids of its questions."""


@dataclass(frozen=True)
class Consent:
    """A first question of which one answer ends the survey.

    Attributes
    ----------
    question
        Its id.
    goes_on
        The label of the answer with which the survey goes on.
    ends
        The label of the other answer.
    records
        How many records gave the other one.
    """

    question: str
    goes_on: str
    ends: str
    records: int

    @property
    def condition(self) -> str:
        """The condition that holds for who went on."""
        label = self.goes_on.replace("'", "''")
        return f"{self.question} = '{label}'"


@dataclass(frozen=True)
class DraftedQuestion:
    """A question of the draft: its keys in order, why it is so, and what to decide."""

    keys: dict[str, Any]
    reason: str
    decide: str


@dataclass(frozen=True)
class Draft:
    """A drafted study file.

    Attributes
    ----------
    name
        The study's name, a slug.
    title
        Its title.
    export
        The keys of `export`, without id, metadata, duration and drop.
    settings
        What is guessed about the export as a whole.
    questions
        The questions, in the export's order.
    pages
        Page id and questions, with the reason for the division.
    segments
        Segment id, question id and reason.
    source
        Sentences: as what the file was read, and the warnings of reading.
    consent
        The first question, where one of its answers ends the survey.
    """

    name: str
    title: str
    export: dict[str, Any]
    settings: Settings
    questions: tuple[DraftedQuestion, ...]
    pages: Pages
    pages_reason: str
    segments: tuple[tuple[str, str, str], ...]
    source: tuple[str, ...]
    consent: Consent | None = None
