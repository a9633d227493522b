"""Cells that join several ticked options: by what, and which options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from survey_analysis.drafting.profiles import LONGEST_LABEL

_SEPARATORS = (";", ", ", "|", " / ")
_OFTEN = 0.6  # of what is ticked must be options, and come back in other cells


def find_joined(
    counts: Mapping[str, int], *, is_closed: bool = False
) -> tuple[str, dict[str, int], int] | None:
    """Find what joins the texts of cells, or None if they are not joined.

    Pieces that only ever follow one another are one option that holds the separator.

    Parameters
    ----------
    counts
        How often each text occurs.
    is_closed
        Whether nothing is written in: pieces that occur once are options as well.

    Returns
    -------
    separator, options, rest
        The options with how often they occur; how many pieces occur once and count as
        written in.

    Examples
    --------
    >>> find_joined({"Git;Jira;": 3, "Git;": 4, "Jira;Slack;": 2})
    (';', {'Git': 7, 'Jira': 5, 'Slack': 2}, 0)
    """
    for separator in _SEPARATORS:
        cells = [(_part(text, separator), n) for text, n in counts.items()]
        joined = sum(n for pieces, n in cells if len(pieces) > 1)
        answered = sum(n for _, n in cells)
        if joined < max(2, answered / 10):
            continue
        found: Counter[str] = Counter()
        for pieces, n in _mend(cells, separator):
            found.update(dict.fromkeys(pieces, n))
        options = {piece: n for piece, n in found.items() if n > 1 or is_closed}
        if not _come_back([pieces for pieces, _ in cells]):
            continue
        come_back = sum(options.values()) >= _OFTEN * found.total() and len(options) > 1
        if come_back and max(map(len, options)) <= LONGEST_LABEL and len(options) < answered:
            return separator, options, len(found) - len(options)
    return None


def _come_back(cells: list[list[str]]) -> bool:
    """Tell whether most pieces of joined cells stand in other cells, too."""
    stands_in = Counter(piece for pieces in cells for piece in set(pieces))
    joined = [piece for pieces in cells if len(pieces) > 1 for piece in set(pieces)]
    return sum(stands_in[piece] > 1 for piece in joined) >= _OFTEN * len(joined)


def _part(text: str, separator: str) -> list[str]:
    pieces = [piece.strip() for piece in text.split(separator.strip() or separator)]
    return [piece for piece in pieces if piece]


def _mend(cells: list[tuple[list[str], int]], separator: str) -> list[tuple[list[str], int]]:
    """Join pieces again of which one never stands without the other right behind it.

    Twice is enough where the second begins in lower case, as the middle of a sentence does.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for pieces, n in cells:
        alone.update(dict.fromkeys(pieces, n))
        pairs.update(dict.fromkeys(pairwise(pieces), n))
    glued = {
        pair
        for pair, n in pairs.items()
        if n > 1 + pair[1][0].isupper() and alone[pair[0]] == n and alone[pair[1]] == n
    }
    if not glued:
        return cells
    return [(_glue(pieces, glued, separator), n) for pieces, n in cells]


def _glue(pieces: list[str], glued: set[tuple[str, str]], separator: str) -> list[str]:
    mended: list[str] = []
    for before, piece in zip(["", *pieces], pieces, strict=False):
        if (before, piece) in glued and mended:
            mended[-1] += f"{separator}{piece}"
        else:
            mended.append(piece)
    return mended
