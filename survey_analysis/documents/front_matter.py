"""Front matter: what a document says about itself, held against the study file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml  # type: ignore[import-untyped]
from pydantic import Field, ValidationError

from survey_analysis.errors import DataError, Problem, nearest, quote, unknown_name
from survey_analysis.study import QualitativeStudy
from survey_analysis.study.forms import ParticipantId, Slug, StudyModel, Text
from survey_analysis.yaml_loader import load_with_lines

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
        document, starts = _read_block(text)
    except DataError as error:
        return Front(FrontMatter(), {}, [Problem(str(error))])
    lines = {key: start + 2 for key, start in starts.items()}  # dashes stand before the first
    try:
        matter = FrontMatter.model_validate({str(key): cell for key, cell in document.items()})
    except ValidationError as error:
        return Front(FrontMatter(), {}, [_explain(one, lines) for one in error.errors()])
    return Front(matter, lines)


def _read_block(text: str) -> tuple[dict[Any, Any], dict[str, int]]:
    """Read keys and values, and the line, from 0, of each key."""
    try:
        document, starts = load_with_lines(text)
    except (yaml.YAMLError, ValueError):
        document, starts = _read_carefully(text)
    if document and not isinstance(document, dict):
        msg = "line 1: the front matter must be a block of keys and values"
        raise DataError(msg)
    return document or {}, starts


def _read_carefully(text: str) -> tuple[Any, dict[str, int]]:
    """Read what libyaml does not: in Python, slowly, saying what is wrong at which line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        document: Any = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        msg = f"line {line}: not valid YAML: {error.problem}"
        raise DataError(msg) from None
    except (YAMLError, ValueError):
        msg = "line 1: not valid YAML, or a date that does not exist"
        raise DataError(msg) from None
    keys = document if isinstance(document, CommentedMap) else ()
    return document, {str(key): document.lc.key(key)[0] for key in keys}


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
