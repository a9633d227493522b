"""Filters of a Qualtrics survey: display logic and branches, made readable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from survey_analysis.readers.wording import plain_text

_OPERATORS = {"Selected": "=", "NotSelected": "!=", "EqualTo": "=", "NotEqualTo": "!="}
_COMPARED = {
    "GreaterThan": ">",
    "LessThan": "<",
    "GreaterThanOrEqual": ">=",
    "LessThanOrEqual": "<=",
}


def read_filter(logic: Any, payloads: Mapping[str, Any]) -> str:
    """Write a filter as ``Q1 = 'Yes' and Q2 != 'No'``, or in Qualtrics' words where it is none.

    Parameters
    ----------
    logic
        The `DisplayLogic` of a question or the `BranchLogic` of a flow; None if there is none.
    payloads
        The payloads of all questions, by Qualtrics' id.

    Examples
    --------
    >>> asked = {"QID1": {"DataExportTag": "Q1", "Choices": {"2": {"Display": "Yes"}}}}
    >>> term = {"QuestionID": "QID1", "Operator": "Selected",
    ...         "ChoiceLocator": "q://QID1/SelectableChoice/2"}
    >>> read_filter({"0": {"0": term}}, asked)
    "Q1 = 'Yes'"
    """
    if not isinstance(logic, dict):
        return ""
    written = ""
    for term in _terms(logic):
        conjunction = str(term.get("Conjuction") or term.get("Conjunction") or "And").lower()
        own = _write_term(term, payloads)
        written = f"{written} {conjunction} {own}" if written else own
    return written


def _terms(logic: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the conditions, which stand under numbers in groups under numbers."""
    for group in _numbered(logic):
        yield from _numbered(group)


def _numbered(held: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (value for key, value in held.items() if key.isdigit() and isinstance(value, dict))


def _write_term(term: Mapping[str, Any], payloads: Mapping[str, Any]) -> str:
    asked = payloads.get(str(term.get("QuestionID"))) or {}
    operator = str(term.get("Operator"))
    name = asked.get("DataExportTag")
    if name and operator in _OPERATORS and "SelectableChoice" in str(term.get("ChoiceLocator")):
        key = str(term["ChoiceLocator"]).rsplit("/", 1)[-1]
        choices = asked.get("Choices") or {}
        choice = choices.get(key) if isinstance(choices, dict) else choices[int(key)]
        if choice:
            return f"{name} {_OPERATORS[operator]} {plain_text(choice['Display'])!r}"
    if name and {**_OPERATORS, **_COMPARED}.get(operator) and term.get("RightOperand") is not None:
        return f"{name} {(_OPERATORS | _COMPARED)[operator]} {term['RightOperand']}"
    return plain_text(str(term.get("Description") or f"{name or 'something'} {operator}"))
