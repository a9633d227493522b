"""Where highlights lie in a document, told from their texts and their order alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey_analysis.exchange.documents import without_marks

Place = tuple[int, int]


def place_highlights(text: str, contents: Sequence[str]) -> list[Place | None]:
    """Find the places of highlights whose texts are known, in the order of their beginnings.

    Taguette writes highlights in the order in which they begin. One whose text occurs once is
    placed at once; one whose text occurs several times, if only one of these places lies
    between the highlights before and after it. If the file is in another order, which the
    highlights that occur once tell, only those are placed.

    Parameters
    ----------
    text
        The document.
    contents
        The texts of the highlights; white space stands for any other.

    Returns
    -------
    list
        Start and end of each, or None where the text is not there or cannot be told apart.

    Examples
    --------
    >>> place_highlights("cost. time. cost.", ["time", "cost"])
    [(6, 10), (12, 16)]
    >>> place_highlights("cost. time. cost.", ["cost"])
    [None]
    """
    candidates = [_occurrences(text, content) for content in contents]
    if _is_in_order(candidates):
        while (narrowed := _narrow(candidates)) != candidates:
            candidates = narrowed
    return [found[0] if len(found) == 1 else None for found in candidates]


def _occurrences(text: str, content: str) -> list[Place]:
    """List where a text occurs: outside the lines that carry ids, or else anywhere."""
    pattern = re.compile(r"\s+".join(map(re.escape, content.split())))
    found = [*pattern.finditer(without_marks(text))] or pattern.finditer(text)
    return [match.span() for match in found if match[0]]


def _is_in_order(candidates: Sequence[list[Place]]) -> bool:
    starts = [found[0][0] for found in candidates if len(found) == 1]
    return starts == sorted(starts)


def _narrow(candidates: Sequence[list[Place]]) -> list[list[Place]]:
    """Keep the places that lie between the highlights placed before and after."""
    bounds, low = [], 0
    for found in candidates:
        bounds.append(low)
        low = found[0][0] if len(found) == 1 else low
    narrowed, high = [], float("inf")
    for found, low in zip(reversed(candidates), reversed(bounds), strict=True):
        narrowed.append([place for place in found if low <= place[0] <= high])
        high = found[0][0] if len(found) == 1 else high
    return narrowed[::-1]
