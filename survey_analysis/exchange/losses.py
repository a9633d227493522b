"""What an exchange format could not carry: every kind of it, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from survey_analysis.exchange.project import Project


@dataclass(frozen=True)
class Loss:
    """One kind of thing that was dropped or changed, and how many of it.

    Attributes
    ----------
    what
        In words; never a text of a respondent.
    count
        How many.
    """

    what: str
    count: int


@dataclass(frozen=True)
class Imported:
    """What was read of a file, and what was not.

    Attributes
    ----------
    project
        What was read.
    losses
        What was dropped.
    remarks
        Departures from the standard that were accepted.
    """

    project: Project
    losses: tuple[Loss, ...]
    remarks: tuple[str, ...] = ()


def count_losses(found: Iterable[str]) -> tuple[Loss, ...]:
    """Count what was dropped by kind, in the order in which kinds first occur.

    Examples
    --------
    >>> count_losses(["Graph", "Link", "Graph"])
    (Loss(what='Graph', count=2), Loss(what='Link', count=1))
    """
    return tuple(Loss(what, count) for what, count in Counter(found).items())


def describe_losses(losses: Sequence[Loss]) -> str:
    """Write a loss report: one line a kind, or that nothing was lost.

    Examples
    --------
    >>> print(describe_losses([Loss("Graph", 2)]))
    Not carried over:
           2 × Graph
    >>> describe_losses([])
    'Everything was carried over.'
    """
    if not losses:
        return "Everything was carried over."
    return "\n".join(["Not carried over:", *(f"{x.count:8,} × {x.what}" for x in losses)])
