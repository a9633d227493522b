"""Which columns belong to one question, and which hold words written beside an option."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from survey_analysis.drafting.naming import make_ids
from survey_analysis.drafting.profiles import Profile

_TOKEN = re.compile(r"([A-Za-z]{1,4}\d+[a-z]?)(?=[_.\-\[( ]|$)")
_PARTED = re.compile(r"(?P<start>[^:\[]+?)(: | - | – | ?\[)(?=.)")
_LEVELS = re.compile(r"(?<=[_.\[])|(?<=: )|(?<= - )|(?<= – )")
_BESIDE = re.compile(
    r"(?P<base>.+?)(?P<what>[_ .\-](free|text|other|others|comment|specify|freetext|txt)"
    r"|\[other\]|\[comment\])",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Group:
    """Columns of one question.

    Attributes
    ----------
    name
        What they share: the question's code, or its wording.
    text
        The wording, if the file has it; else the words that the columns' names share.
    columns
        Those with answers.
    beside
        Those with words written beside an option.
    """

    name: str
    text: str
    columns: list[Profile]
    beside: list[Profile]


def group_columns(profiles: Sequence[Profile]) -> list[Group]:
    """Put neighbouring columns of one question together.

    By what the file says; where it says nothing, by what neighbours share before a mark
    (``Tools: Git``), by the code with which names begin (``Q13_…``), or by all of the name but
    its last word.

    Parameters
    ----------
    profiles
        The columns, in the file's order.
    """
    groups = []
    shared = _shared_starts([profile.name for profile in profiles])
    named = [(_name(*pair), pair[0]) for pair in zip(profiles, shared, strict=True)]
    for name, members in groupby(named, key=itemgetter(0)):
        columns = [profile for _, profile in members]
        beside = [p for p in columns if p.about.role == "other" or _is_beside(p, columns)]
        rest = [p for p in columns if p not in beside]
        if not rest:  # words without a question to stand beside
            rest, beside = beside, []
        groups.append(Group(name, rest[0].about.text or _shared_words(name, rest), rest, beside))
    return groups


def _shared_words(name: str, columns: Sequence[Profile]) -> str:
    """Return the words that names share after the question's code: ``Country`` of D2_Country."""
    names = [p.name for p in columns]
    shared = names[0] if len(names) == 1 else common_name(names)
    return " ".join(re.sub(r"[_.\[\]]+", " ", shared.removeprefix(name)).split())


def _shared_starts(names: Sequence[str]) -> list[str]:
    """Give what each name shares with a neighbour before a mark: ``Tools`` of ``Tools: Git``."""
    found = [_PARTED.match(name) for name in names]
    starts = ["", *(match["start"].strip() if match else "" for match in found), ""]
    return [
        start if start in (starts[i], starts[i + 2]) else ""
        for i, (start, name) in enumerate(zip(starts[1:-1], names, strict=True))
    ]


def _name(profile: Profile, shared: str) -> str:
    about = profile.about
    if about.question != about.column or about.text:
        return about.question
    if shared:
        return shared
    beside = _BESIDE.fullmatch(about.column)
    column = beside["base"] if beside else about.column
    token = _TOKEN.match(column)
    if token:
        return token[1]
    base, mark, _ = column.rpartition("_")
    return base if mark and base.strip() else column


def _is_beside(profile: Profile, columns: Sequence[Profile]) -> bool:
    """Tell whether a column is named after another one, and "free" or "other"."""
    found = _BESIDE.fullmatch(profile.name)
    if found is None or profile.is_number:
        return False
    names = [p.name for p in columns if p is not profile and not _BESIDE.fullmatch(p.name)]
    names += [p.name for p in columns if p is not profile and p.name == found["base"]]
    if found["what"].strip("_ .-[]").casefold() in ("other", "others"):
        others = {text for p in columns if p is not profile for text in p.counts}
        is_words = bool(profile.counts) and not others & profile.counts.keys()
        is_last = len(names) > 1 and all(name.startswith(found["base"]) for name in names)
        return found["base"] in names or (is_last and is_words)
    return any(name.startswith(found["base"]) for name in names)


def find_text_beside(profile: Profile, beside: Sequence[Profile]) -> Profile | None:
    """Return the column of words that goes with an option's own column, or None.

    By its name, or by what the file says that it is about.
    """
    for other in beside:
        named = other.name.casefold().startswith(profile.name.casefold())
        about = bool(other.about.option) and other.about.option == profile.about.option
        if named or about:
            return other
    return None


def own_parts(columns: Sequence[Profile]) -> list[str]:
    """Say what each column of a question is about: what its name adds to the names' common start.

    Examples
    --------
    >>> from survey_analysis.readers.shapes import Column
    >>> def column(name):
    ...     return Profile(Column(name, "Q1"), None, (), {})
    >>> own_parts([column("Q1_Tools_Git_Hub"), column("Q1_Tools_Jira")])
    ['Git Hub', 'Jira']
    """
    shared = common_name([p.name for p in columns])
    parts = []
    for profile in columns:
        own = profile.name[len(shared) :] if len(columns) > 1 else ""
        words = " ".join(re.sub(r"[_.\[\]]+", " ", own).split())
        parts.append(profile.about.option or words or profile.name)
    return parts


def common_name(names: Sequence[str]) -> str:
    """Return what names share up to an underscore, point or bracket, never one of them whole.

    Examples
    --------
    >>> common_name(["Q1_Tools_Git", "Q1_Tools_Jira"])
    'Q1_Tools_'
    """
    shared = ""
    for level in zip(*(_LEVELS.split(name) for name in names), strict=False):
        if len(set(level)) > 1:
            break
        shared += level[0]
    return "" if shared in names else shared


def draft_items(columns: Sequence[Profile]) -> list[dict[str, str]]:
    """Draft the items, or the options with a column each, of a question.

    Returns
    -------
    list of dict
        `id`, `label` and `column` of each.
    """
    labels = own_parts(columns)
    return [
        {"id": part_id, "label": label, "column": profile.name}
        for part_id, label, profile in zip(make_ids(labels), labels, columns, strict=True)
    ]
