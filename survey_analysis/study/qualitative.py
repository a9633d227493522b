"""The study file of interviews and of focus groups: who took part, and where the documents lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.study.forms import ParticipantId, Slug, StudyModel, Text
from survey_analysis.study.model import Citation, ResearchQuestion

Place = tuple[str | int, ...]
Found = Iterator[tuple[Place, str]]

STANCES = ("agree", "disagree", "mixed", "silent")
"""What a participant may have to say to a statement of the shared board."""


class Documents(StudyModel):
    """Where the transcripts lie, and how they are read.

    `moderators` are the names under which questions are asked; they are never coded.
    `unit` is what is coded: whole turns, or their sentences. `illustration` says that the
    transcripts were written for the project; everything made from them then says so.
    """

    folder: Text = "documents"
    moderators: list[Text] = Field([])
    unit: Literal["turn", "sentence"] = "turn"
    illustration: bool = False
    note: Text | None = None


class Participant(StudyModel):
    """One person under a pseudonym. Nothing they said is quoted without `consent_to_quote`."""

    id: ParticipantId
    role: Text | None = None
    domain: Text | None = None
    company_size: Text | None = None
    organisation: Text | None = None
    experience_years: float | None = Field(None, ge=0)
    session: Slug | None = None
    consent_to_quote: bool = False


class Statement(StudyModel):
    """A card of a focus group's shared board."""

    id: ParticipantId
    text: Text
    kind: Literal["benefit", "limitation", "when"]


class QualitativeStudy(StudyModel):
    """The study file of interviews or focus groups.

    `participants` are declared here alone; the front matter of a document agrees or leaves
    it out. `employers` and `names` never reach a quote.
    """

    study: Slug
    title: Text
    kind: Literal["interviews", "focus-groups"]
    about: Text
    citation: Citation | None = None
    research_questions: list[ResearchQuestion] = Field([])
    documents: Documents = Documents()
    participants: list[Participant] = Field(min_length=1)
    employers: list[Text] = Field([])
    names: list[Text] = Field([])
    statements: list[Statement] = Field([])

    def participant(self, participant_id: str) -> Participant:
        """Return the participant with this id.

        Raises
        ------
        InvalidCallError
            If there is none; names the nearest.

        Examples
        --------
        >>> study = QualitativeStudy(
        ...     study="talks", title="Talks", kind="interviews", about="Two talks.",
        ...     participants=[Participant(id="P01", role="Developer")])
        >>> study.participant("P01").role
        'Developer'
        """
        found = {one.id: one for one in self.participants}
        if participant_id not in found:
            kind = f"participant of {self.study}"
            raise InvalidCallError(unknown_name(kind, participant_id, found))
        return found[participant_id]


def find_qualitative_problems(study: QualitativeStudy) -> list[tuple[Place, str]]:
    """List what does not fit together in such a study file, each with its place.

    Returns
    -------
    list of (place, message)
        `place` is the path of keys and positions, such as ``("participants", 2, "id")``.
    """
    return [*_find_twice(study), *_find_odd_sessions(study), *_find_odd_names(study)]


def _find_twice(study: QualitativeStudy) -> Found:
    ids: dict[str, Iterable[str]] = {
        "research_questions": [one.id for one in study.research_questions],
        "participants": [one.id for one in study.participants],
        "statements": [one.id for one in study.statements],
    }
    for key, names in ids.items():
        seen: set[str] = set()
        for i, name in enumerate(names):
            if name in seen:
                yield (key, i, "id"), f"the id {name!r} is declared twice"
            seen.add(name)


def _find_odd_sessions(study: QualitativeStudy) -> Found:
    if study.kind == "interviews":
        if study.statements:
            yield ("statements",), "only focus groups have statements of a shared board"
        return
    for i, participant in enumerate(study.participants):
        if participant.session is None:
            yield ("participants", i), f"{participant.id} needs a 'session'"


def _find_odd_names(study: QualitativeStudy) -> Found:
    participants = {one.id for one in study.participants}
    for i, name in enumerate(study.documents.moderators):
        if name in participants:
            yield ("documents", "moderators", i), f"{name!r} is a participant, too"
