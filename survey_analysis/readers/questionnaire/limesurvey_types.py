"""What LimeSurvey's question types and filters mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey_analysis.readers.questionnaire.shapes import AskedOption, Kind

KINDS: dict[str, Kind] = {
    "L": "single", "!": "single", "O": "single", "5": "single", "Y": "single", "G": "single",
    "M": "multiple", "P": "multiple",
    "F": "scale", "H": "scale", "A": "scale", "B": "scale", "C": "scale", "E": "scale",
    "1": "scale",
    "N": "numeric", "K": "numeric", ":": "numeric",
    "S": "text", "T": "text", "U": "text", "Q": "text", ";": "text", "D": "text",
    "R": "ranking", "X": "display",
}  # fmt: skip
"""The kind of the study file for each type letter."""

SHARES = (":", ";")
"""Types with rows and columns of cells, one export column each."""

_FIXED = {
    "5": ["1", "2", "3", "4", "5"],
    "A": ["1", "2", "3", "4", "5"],
    "B": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
}
_FIXED_TEXTS = {
    "Y": {"Y": "Yes", "N": "No"},
    "G": {"F": "Female", "M": "Male"},
    "C": {"Y": "Yes", "U": "Uncertain", "N": "No"},
    "E": {"I": "Increase", "S": "Same", "D": "Decrease"},
}
_TERM = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9]*)(?:_(?P<sub>[A-Za-z0-9]+))?(?:\.(?:NAOK|value|code))?"
    r"\s*(?P<operator>==|!=|eq|ne)\s*[\"'](?P<code>[^\"']*)[\"']"
)


def fixed_options(letter: str) -> list[AskedOption]:
    """List the options that a type brings along.

    Examples
    --------
    >>> [option.text for option in fixed_options("C")]
    ['Yes', 'Uncertain', 'No']
    """
    texts = _FIXED_TEXTS.get(letter) or {code: code for code in _FIXED.get(letter, [])}
    return [AskedOption(code, text) for code, text in texts.items()]


def read_relevance(written: str, labels: Mapping[str, Mapping[str, str]]) -> str:
    """Write a relevance equation as ``Q1 = 'Yes'``; what is none of that stays as it is.

    Parameters
    ----------
    written
        The equation; ``1`` and nothing mean that all are asked.
    labels
        Texts of options, by question and code.

    Examples
    --------
    >>> read_relevance('((Q1.NAOK == "A2"))', {"Q1": {"A2": "Monthly"}})
    "Q1 = 'Monthly'"
    >>> read_relevance("1", {})
    ''
    """
    if written.strip() in ("", "1"):
        return ""

    def write(term: re.Match[str]) -> str:
        operator = "=" if term["operator"] in ("==", "eq") else "!="
        if term["sub"] and term["code"] in ("Y", ""):
            ticked = operator == "=" if term["code"] == "Y" else operator == "!="
            option = labels.get(term["name"], {}).get(term["sub"], term["sub"])
            return f"{term['name']} {'=' if ticked else '!='} {option!r}"
        label = labels.get(term["name"], {}).get(term["code"], term["code"])
        return f"{term['name']} {operator} {label!r}"

    read = " ".join(_TERM.sub(write, written).split())
    while read.startswith("(") and read.endswith(")") and "(" not in read[1:-1].strip("()"):
        read = read[1:-1].strip()
    return read.replace("&&", "and").replace("||", "or")
