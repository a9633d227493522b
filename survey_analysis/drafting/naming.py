"""Ids and labels made of what an export calls things."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from survey_analysis.study.forms import slug

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,23}")
_LONGEST_ID = 40
_LONGEST_LABEL = 80


def make_ids(labels: Sequence[str]) -> list[str]:
    """Turn labels into ids of their own, short ones, whatever their script.

    Examples
    --------
    >>> make_ids(["Über 50", "R", "r", "はい"])
    ['uber-50', 'r', 'r-2', 'part-4']
    """
    ids: list[str] = []
    for number, label in enumerate(labels, start=1):
        plain = unicodedata.normalize("NFKD", label.replace("ß", "ss"))
        wanted = slug("".join(c for c in plain if not unicodedata.combining(c)))
        base = wanted[:_LONGEST_ID].rstrip("-") or f"part-{number}"
        ids.append(_free(base, ids, "-"))
    return ids


def make_question_id(name: str, number: int, taken: Collection[str]) -> str:
    """Return the export's own code of a question where it is one, else ``Q`` and its number.

    Examples
    --------
    >>> make_question_id("D4", 7, []), make_question_id("Which tools do you use?", 7, [])
    ('D4', 'Q7')
    >>> make_question_id("D4", 7, ["D4"]), make_question_id("Q3[SQ001]", 7, [])
    ('D4_2', 'Q3_SQ001')
    """
    wanted = _as_code(name) if is_code(name) else f"Q{number}"
    return _free(wanted, taken, "_")


def is_code(name: str) -> bool:
    """Tell whether a column's name, or the start of several, can be a question's id.

    Examples
    --------
    >>> is_code("Q3[SQ001]"), is_code("Which tools do you use?")
    (True, False)
    """
    return _ID.fullmatch(_as_code(name)) is not None


def _as_code(name: str) -> str:
    return re.sub(r"[\[\]._-]+", "_", name).strip("_")


def _free(wanted: str, taken: Collection[str], mark: str) -> str:
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}{mark}{number}"
    return free


def make_label(name: str, text: str) -> str:
    """Return a question's label: its wording, cut between words, or its name in words.

    Examples
    --------
    >>> make_label("Q13_Deploy_Approach", "")
    'Q13 Deploy Approach'
    """
    label = " ".join((text or name.replace("_", " ")).split()) or name.strip() or "?"
    if len(label) <= _LONGEST_LABEL:
        return label
    return label[:_LONGEST_LABEL].rpartition(" ")[0].rstrip(",;:") + " …"
