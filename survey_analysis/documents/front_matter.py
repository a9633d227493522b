"""Front matter: what a document says about itself, held against the study file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from survey_analysis.errors import Problem, nearest, quote, unknown_name
from survey_analysis.study import QualitativeStudy
from survey_analysis.study.forms import ParticipantId, Slug, StudyModel, Text

_ABOUT_PERSON = (
    "role", "domain", "company_size", "organisation", "experience_years", "session",
    "consent_to_quote",
)  # fmt: skip


class FrontMatter(StudyModel):
    """The keys that may stand before the turns; all of them may be left out.

    What is said of the `participant` must be what the study file says.
    """

    document: Text | None = None
    participant: ParticipantId | None = None
    participants: list[ParticipantId] = Field([])
    role: Text | None = None
    domain: Text | None = None
    company_size: Text | None = None
    organisation: Text | None = None
    experience_years: float | None = None
    session: Slug | None = None
    consent_to_quote: bool | None = None
    date: datetime.date | None = None
    illustration: bool | None = None
    note: Text | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """Who takes part, as declared here."""
        return (self.participant, *self.participants) if self.participant else (*self.participants,)


@dataclass(frozen=True)
class Front:
    """What stands before the turns.

    Attributes
    ----------
    matter
        The keys; none where they do not fit.
    lines
        The line of the file of each key.
    problems
        What does not fit.
    """

    matter: FrontMatter
    lines: Mapping[str, int]
    problems: Sequence[Problem] = ()


def read_front_matter(text: str) -> Front:
    r"""Read the YAML before the first turn.

    Parameters
    ----------
    text
        What stands between the two lines of dashes.

    Examples
    --------
    >>> front = read_front_matter("participant: P07\nrol: Developer\n")
    >>> str(front.problems[0])[:49]
    "line 3: unknown key 'rol'; nearest is 'role'; all"
    """
    try:
        document: Any = YAML(typ="rt").load(text) or CommentedMap()
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return _refuse(f"line {line}: not valid YAML: {error.problem}")
    except (YAMLError, ValueError):
        return _refuse("line 1: not valid YAML, or a date that does not exist")
    if not isinstance(document, CommentedMap):
        return _refuse("line 1: the front matter must be a block of keys and values")
    lines = {str(key): document.lc.key(key)[0] + 2 for key in document}
    try:
        matter = FrontMatter.model_validate({str(key): cell for key, cell in document.items()})
    except ValidationError as error:
        return Front(FrontMatter(), {}, [_explain(one, lines) for one in error.errors()])
    return Front(matter, lines)


def _refuse(message: str) -> Front:
    return Front(FrontMatter(), {}, [Problem(message)])


def _explain(error: Any, lines: Mapping[str, int]) -> Problem:
    key = str(error["loc"][0])
    line = lines[key]
    if error["type"] == "extra_forbidden":
        known = list(FrontMatter.model_fields)
        hint = f"{nearest(key, known)}; allowed: {', '.join(known)}"
        return Problem(f"line {line}: unknown key {quote(key)}{hint}")
    found = error["input"]
    shown = f", found {quote(found)}" if isinstance(found, str) else ""
    said = error["msg"].removeprefix("Input ").removeprefix("should ").removeprefix("must ")
    return Problem(f"line {line}: {key} must {said}{shown}")


def find_disagreements(front: Front, study: QualitativeStudy) -> Iterator[Problem]:
    r"""Yield where the front matter names unknown people or says other than the study file.

    Parameters
    ----------
    front
        The front matter of one document.
    study
        The study file.

    Examples
    --------
    >>> from survey_analysis.study import Participant
    >>> study = QualitativeStudy(
    ...     study="talks", title="Talks", kind="interviews", about="A talk.",
    ...     participants=[Participant(id="P07", role="Developer")])
    >>> front = read_front_matter("participant: P07\nrole: Lead")
    >>> [str(problem) for problem in find_disagreements(front, study)]
    ["line 3: role of P07 is 'Lead' here and 'Developer' in study.yaml; keep it there alone"]
    """
    for key, text in _disagree(front.matter, study):
        yield Problem(f"line {front.lines[key]}: {text}")


def _disagree(matter: FrontMatter, study: QualitativeStudy) -> Iterator[tuple[str, str]]:
    known = {one.id: one for one in study.participants}
    for name in matter.named:
        if name not in known:
            key = "participant" if name == matter.participant else "participants"
            yield key, unknown_name("participant of the study", name, known)
    declared = known.get(matter.participant or "")
    for key in _ABOUT_PERSON if declared else ():
        here, there = getattr(matter, key), getattr(declared, key)
        if here is not None and here != there:
            of = f"{key} of {matter.participant}"
            yield key, f"{of} is {here!r} here and {there!r} in study.yaml; keep it there alone"
    for name in matter.participants if matter.session else ():
        there = known[name].session if name in known else matter.session
        if there != matter.session:
            yield "session", f"{name} is of session {there!r} in study.yaml"
    illustration = study.documents.illustration
    if matter.illustration not in (None, illustration):
        here, there = str(matter.illustration).lower(), str(illustration).lower()
        yield "illustration", f"illustration is {here} here and {there} in study.yaml"
