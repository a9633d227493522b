"""The order in which options are drafted, and which of them exclude all others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from survey_analysis.drafting.ladders import fold, is_off_scale

_OTHER = re.compile(
    r"(an)?other|others|something else|andere[rs]?|sonstige[rs]?|anderes|outr[oa]s?|otr[oa]s?"
    r"|autres?|-oth-",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"none|none of (the|these|those|them)\b.*|nothing|no,? none|not any"
    r"|(i|we) (do not|don't|have not|haven't|have never|never)\b.*"
    r"|keine[rs]?|keine[rs]? (davon|von|der|dieser)\b.*|nichts( davon)?"
    r"|nenhum[a]?( (das|dos|destas|destes|deles)\b.*)?|nada"
    r"|ningun[oa]( de (las|los|estas|estos|ellos)\b.*)?|aucun[e]?( (de|des|d')\b.*)?"
)
_YES = ("yes", "ja", "sim", "sí", "oui")
_NO = ("no", "nein", "não", "non")


def is_other(label: str) -> bool:
    """Tell whether an option stands for what is not listed: "Other", "Sonstiges: …".

    Examples
    --------
    >>> is_other("Other, which one?"), is_other("Otherwise satisfied")
    (True, False)
    """
    first = re.split(r"[,;:.(]|\s(please|which|bitte)", label.strip())[0]
    return _OTHER.fullmatch(first.strip()) is not None


def is_exclusive(label: str) -> bool:
    """Tell whether an option denies all others: "None of these", "I do not use any".

    Examples
    --------
    >>> is_exclusive("None of the above"), is_exclusive("I don't know"), is_exclusive("Nonesuch")
    (True, True, False)
    """
    return is_off_scale(label) or _NONE.fullmatch(fold(label)) is not None


def arrange_labels(labels: Sequence[str]) -> list[str]:
    """Put labels without an order of their own as a questionnaire has them.

    Yes before no, then the others as they come; what is not listed, "none" and "I don't know"
    at the end.

    Examples
    --------
    >>> arrange_labels(["Other", "No", "I don't know", "Yes"])
    ['Yes', 'No', 'Other', "I don't know"]
    """
    return sorted(labels, key=_place)


def _place(label: str) -> int:
    if is_off_scale(label):
        return 5
    if is_exclusive(label):
        return 4
    if is_other(label):
        return 3
    return (*_YES, *_NO).index(fold(label)) // len(_YES) if fold(label) in (*_YES, *_NO) else 2


def mark_exclusive(options: Sequence[dict[str, Any]]) -> list[str]:
    """Mark the drafted options that exclude all others, in place; returns their labels."""
    found = [option for option in options if is_exclusive(str(option["label"]))]
    for option in found:
        option["exclusive"] = True
    return [str(option["label"]) for option in found]
