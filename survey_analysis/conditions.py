"""Conditions on respondents: ``D2 = 'Brazil' and D6 >= 2``, parsed and never evaluated as code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from survey_analysis.errors import InvalidCallError

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "starts", "answered", "not answered"]

_NAME = r"[A-Za-z][A-Za-z0-9_]*(?:\.[a-z0-9][a-z0-9-]*)?"
_TOKEN = re.compile(
    rf"""\s*(?:(?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])"""
    rf"""|(?P<operator>!=|<=|>=|=|<|>)|(?P<name>{_NAME}))"""
)
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", "starts")


@dataclass(frozen=True)
class Reference:
    """A question (``D6``) or an item of it (``Q1.model-deployment``), or a metadata column."""

    question: str
    part: str = ""


@dataclass(frozen=True)
class Comparison:
    """One comparison: `left operator right`; `right` is None for ``answered``."""

    left: Reference
    operator: Operator
    right: str | float | Reference | None = None


def parse_condition(text: str) -> list[Comparison]:
    """Read comparisons joined by ``and``.

    A comparison is ``question op value`` with op one of ``= != < <= > >= starts``, or
    ``question answered``, or ``question not answered``. A value is a number, a label in
    quotes, or another question. There is no ``or``, so there is nothing to bracket: all
    comparisons must hold. Whether the names exist is for the study to say.

    Parameters
    ----------
    text
        For instance ``"D2 = 'Brazil' and D6 >= 2"``. A quote inside a quoted label is
        written twice, or the label stands in the other kind of quotes.

    Returns
    -------
    list of Comparison
        In the order in which they are written; at least one.

    Raises
    ------
    InvalidCallError
        If the text is not of that form; says where it stops making sense.

    Examples
    --------
    >>> parse_condition("D6 >= 2")
    [Comparison(left=Reference(question='D6', part=''), operator='>=', right=2.0)]
    """
    tokens = _tokens(text)
    comparisons = []
    while True:
        comparison, used = _comparison(tokens, text)
        comparisons.append(comparison)
        tokens = tokens[used:]
        if not tokens:
            return comparisons
        if tokens[0] != ("name", "and"):
            raise _error(text, f"expected 'and', found {tokens[0][1]!r}")
        tokens = tokens[1:]


def _tokens(text: str) -> list[tuple[str, str]]:
    """Split a condition into pairs of kind and text."""
    tokens, position = [], 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None or match.lastgroup is None:
            raise _error(text, f"cannot read {stripped[position:].strip()!r}")
        tokens.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return tokens


def _comparison(tokens: list[tuple[str, str]], text: str) -> tuple[Comparison, int]:
    """Read the first comparison of `tokens`, and count the tokens that it takes."""
    if not tokens or tokens[0][0] != "name":
        found = repr(tokens[0][1]) if tokens else "nothing"
        raise _error(text, f"expected a question, found {found}")
    left = _reference(tokens[0][1])
    words = [value for _, value in tokens[1:3]]
    if words[:1] == ["answered"]:
        return Comparison(left, "answered"), 2
    if words == ["not", "answered"]:
        return Comparison(left, "not answered"), 3
    if not words or words[0] not in _COMPARISONS:
        found = repr(words[0]) if words else "nothing"
        raise _error(text, f"expected an operator after {tokens[0][1]!r}, found {found}")
    if len(words) < 2 or tokens[2][0] == "operator":
        found = repr(words[1]) if len(words) > 1 else "nothing"
        raise _error(text, f"expected a value after {words[0]!r}, found {found}")
    return Comparison(left, cast("Operator", words[0]), _value(*tokens[2])), 3


def _value(kind: str, token: str) -> str | float | Reference:
    if kind == "number":
        return float(token)
    if kind == "name":
        return _reference(token)
    mark = token[0]
    return token[1:-1].replace(mark * 2, mark)


def _reference(token: str) -> Reference:
    question, _, part = token.partition(".")
    return Reference(question, part)


def _error(text: str, what: str) -> InvalidCallError:
    msg = (
        f"condition {text!r}: {what}. Allowed: comparisons joined by 'and', each "
        '"question op value" with op one of = != < <= > >= starts and labels in quotes, '
        'or "question answered", "question not answered"'
    )
    return InvalidCallError(msg)
