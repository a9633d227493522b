"""A coding project as other tools see it: documents, codes, and who marked what with which."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "survey-analysis")


def make_guid(*parts: object) -> str:
    """Derive a GUID from what it names, so that the same thing always gets the same one.

    Examples
    --------
    >>> make_guid("coder", "a") == make_guid("coder", "a") != make_guid("coder", "b")
    True
    """
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(map(str, parts))))


@dataclass(frozen=True)
class CodeNode:
    """One entry of a tree of codes: a code, or a heading that is not applied itself.

    Attributes
    ----------
    guid
        The GUID, lower case, without braces.
    name
        What the tool shows.
    description
        The definition; may be empty.
    is_codable
        Whether it can be applied; a category cannot.
    parent
        The GUID of the entry above it; empty at the top.
    color
        ``#rrggbb``, or empty.
    """

    guid: str
    name: str
    description: str = ""
    is_codable: bool = True
    parent: str = ""
    color: str = ""


@dataclass(frozen=True)
class Document:
    """A text that is coded. Positions count Unicode code points from 0; lines end in LF."""

    guid: str
    name: str
    text: str


@dataclass(frozen=True)
class Span:
    """A stretch of a document, from `start` up to but not including `end`.

    Attributes
    ----------
    document
        The document's GUID.
    start, end
        Positions in code points.
    label
        What the stretch is; here the unit's id.
    """

    document: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True)
class Selection:
    """One application: a coder gave a stretch of a document a code.

    Attributes
    ----------
    document, start, end
        As in `Span`.
    coder
        The coder's name; empty where the file does not say.
    code
        The code's GUID.
    memo
        The coder's note on it.
    """

    document: str
    start: int
    end: int
    coder: str
    code: str
    memo: str = ""


@dataclass(frozen=True)
class Case:
    """A respondent: attributes by name, and the stretches of text that are theirs."""

    guid: str
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class CodeSet:
    """A declared union of codes; `members` are GUIDs of codes."""

    guid: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A note on the project as a whole."""

    guid: str
    name: str
    text: str


@dataclass(frozen=True)
class Project:
    """Everything of a coding project that can be exchanged.

    Attributes
    ----------
    name
        The project's name.
    codes
        The tree of codes, parents before their children.
    coders
        The coders' names.
    documents, selections, cases, sets, notes
        What was coded, the applications, the respondents, unions of codes, and notes.

    Examples
    --------
    >>> code = CodeNode(make_guid("code", "drift"), "Drift")
    >>> Project("Monitoring", codes=(code,)).codes[0].name
    'Drift'
    """

    name: str
    codes: tuple[CodeNode, ...]
    coders: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    selections: tuple[Selection, ...] = ()
    cases: tuple[Case, ...] = ()
    sets: tuple[CodeSet, ...] = ()
    notes: tuple[Note, ...] = ()
