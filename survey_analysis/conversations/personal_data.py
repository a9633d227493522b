"""Personal data in a quote: what must not be published even with consent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey_analysis.conversations.given_names import GIVEN_NAMES

_ENDINGS = "com|org|net|io|ai|dev|app|edu|gov|info|co|eu|uk|de|at|ch|br|fr|es|it|nl|in|jp"
_PATTERNS = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w|(?<!\w)@\w{2,}"),
    "a web address": re.compile(
        rf"\bhttps?:|\bwww\.|\b[a-z][\w-]*\.(?:{_ENDINGS})(?:/|\b(?!\.\w))", re.IGNORECASE
    ),
    "an IP address": re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
    "a phone number": re.compile(
        r"\+\d[\d ()/.-]{5,}\d|\(?\b0\d{1,4}\)?[ /.-]\d[\d ./-]{4,}\d|(?<!\d)(?:\d[ ()/.-]*){9,}"
    ),
    "a name": re.compile(
        r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Herr|Frau|Senhor|Senhora)\.? +[A-Z]\w+"
        r"|\b[Mm]y name is\b|\b(?:called|named) [A-Z][a-z]+ [A-Z][a-z]+"
    ),
    "an employer": re.compile(r"\b[A-Z][\w&-]+ (?:Inc|Ltd|LLC|LLP|Corp|GmbH|AG|SE|Ltda|S\.A)\b"),
}
_WORD = re.compile(r"[^\W\d_]+")


def find_personal_data(
    text: str, *, names: Sequence[str] = (), employers: Sequence[str] = ()
) -> list[str]:
    """List the kinds of personal data that a text seems to hold.

    The check would rather withhold a harmless text than let a name pass; it is no proof.

    Parameters
    ----------
    text
        What was said.
    names, employers
        Of the study file: texts that must not be quoted, in upper or lower case.

    Returns
    -------
    list of str
        Of ``an e-mail address``, ``a web address``, ``an IP address``, ``a phone number``,
        ``a name``, ``an employer``; empty if nothing was found. Never the text itself.

    Examples
    --------
    >>> find_personal_data("Write to ada@example.org, or to Maria."), find_personal_data("Yes.")
    (['an e-mail address', 'a web address', 'a name'], [])
    """
    listed = {"a name": names, "an employer": employers}
    return [
        kind
        for kind, pattern in _PATTERNS.items()
        if pattern.search(text) or _holds(text, listed.get(kind, ())) or _is_named(text, kind)
    ]


def _holds(text: str, listed: Sequence[str]) -> bool:
    words = (re.escape(one) for one in listed)
    return any(re.search(rf"(?<!\w){one}(?!\w)", text, re.IGNORECASE) for one in words)


def _is_named(text: str, kind: str) -> bool:
    return kind == "a name" and not GIVEN_NAMES.isdisjoint(_WORD.findall(text))
