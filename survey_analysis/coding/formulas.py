"""Texts that a spreadsheet would run: an apostrophe makes them harmless, and can be undone."""

from __future__ import annotations

import re

# A spreadsheet takes a cell that begins so for a formula, the wide forms in some locales.
_RISKY = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Source: OWASP, "CSV Injection". `restore` undoes it for every text.

    Examples
    --------
    >>> neutralise("=1+1"), neutralise("'=1+1"), neutralise("it's")
    ("'=1+1", "''=1+1", "it's")
    """
    return f"'{text}" if _RISKY.match(text) else text


def restore(text: str) -> str:
    """Undo `neutralise`.

    Examples
    --------
    >>> restore("'=1+1"), restore("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) else text
