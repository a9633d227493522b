"""Sentences of a turn: where each begins and ends."""

from __future__ import annotations

import re

_END = re.compile(r"""[.!?…]+["')\]»”’]*\s+(?=["'(\[«“‘]?[A-Z0-9À-ÖØ-Þ])""")
_SHORT = re.compile(r"\b(?:e\.g|i\.e|cf|vs|etc|approx|resp|Dr|Mr|Ms|Mrs|Prof|Fig|[A-Z])\.$")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a text, as spans of code points without the space between them.

    A sentence ends with a full stop, a question or exclamation mark before a capital or a
    digit; common abbreviations and initials do not end one.

    Parameters
    ----------
    text
        What was said.

    Returns
    -------
    list of (start, end)
        From 0, end exclusive.

    Examples
    --------
    >>> text = "We retrain, e.g. On Mondays. Why? Drift."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['We retrain, e.g. On Mondays.', 'Why?', 'Drift.']
    """
    spans, start = [], 0
    for found in _END.finditer(text):
        said = text[start : found.end()].rstrip()
        if _SHORT.search(said) is None:
            spans.append((start, start + len(said)))
            start = found.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans
