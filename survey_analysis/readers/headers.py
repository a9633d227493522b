"""Header rows: names told apart, and what a reader makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from survey_analysis.readers.rows import Rows
from survey_analysis.readers.shapes import Column


@dataclass(frozen=True)
class LeftOut:
    """Records that were left out at reading.

    Attributes
    ----------
    what
        What they are, in the singular: ``preview record``.
    why
        By what they were known: ``Status = Survey Preview``.
    records
        How many there are.
    """

    what: str
    why: str
    records: int

    def __str__(self) -> str:
        """Say it in words: ``3 preview records were left out: Status = Survey Preview``."""
        several = "s were" if self.records != 1 else " was"
        return f"{self.records:,} {self.what}{several} left out: {self.why}"


@dataclass(frozen=True)
class Layout:
    """What a reader makes of the rows of a file.

    Attributes
    ----------
    columns
        What is known of each column, in the file's order.
    records
        The rows below the header, each with its number in the file.
    warnings
        For the person who runs the analysis.
    left_out
        Records that are none of the survey's.
    """

    columns: list[Column]
    records: Rows
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def tell_apart(names: Sequence[str]) -> list[str]:
    """Give columns that share a name names of their own, by position.

    Examples
    --------
    >>> tell_apart(["a", "b", "a", "a"])
    ['a', 'b', 'a#2', 'a#3']
    """
    taken = set(names)
    seen: Counter[str] = Counter()
    apart = []
    for name in names:
        seen[name] += 1
        new = name
        while seen[name] > 1 and new in taken:
            new = f"{name}#{seen[name]}"
            seen[name] += new in taken
        taken.add(new)
        apart.append(new)
    return apart


def warn_of_shared_names(names: Sequence[str], file: str) -> tuple[str, ...]:
    """Say that columns share names and are told apart, without quoting long headers."""
    shared = sum(times > 1 for times in Counter(names).values())
    if not shared:
        return ()
    what = "a name stands" if shared == 1 else f"{shared} names stand"
    return (f"{file}: {what} more than once in the header; told apart as name, name#2, …",)


def map_records(rows: Rows, change: Callable[[str], str]) -> Rows:
    """Change the text of every cell."""
    return [(number, [change(cell) for cell in row]) for number, row in rows]


def common_start(parts: Sequence[Sequence[str]]) -> list[str]:
    """Give the parts with which all sequences begin.

    Examples
    --------
    >>> common_start([["Tools?", "Python"], ["Tools?", "R"]])
    ['Tools?']
    """
    alike = (set(level) for level in zip(*parts, strict=False))
    return [level.pop() for level in takewhile(lambda level: len(level) == 1, alike)]
