"""Pairs of disjoint segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from survey_analysis.bootstrap.limits import BoolArray
from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.estimates import Groups

_NAMED = 5


@dataclass(frozen=True, eq=False)
class SegmentPair:
    """Two segments of one breakdown, and who belongs to each, shape (n,)."""

    by: str
    labels: tuple[str, str]
    masks: tuple[BoolArray, BoolArray]


def pair_segments(groups: Groups, *, only: Sequence[str] = ()) -> list[SegmentPair]:
    """Pair the segments of each breakdown, everybody of the population being first in `groups`.

    Parameters
    ----------
    groups
        From `survey_analysis.estimates.form_groups`.
    only
        Labels of the segments to pair; all if empty.

    Returns
    -------
    list of SegmentPair
        The masks run over the respondents of the population only.

    Raises
    ------
    InvalidCallError
        If a label is not known, a named segment holds nobody, a breakdown has fewer than
        two segments that hold anybody, or segments overlap.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> from survey_analysis.estimates import form_groups
    >>> groups = form_groups(load_responses("ml-deployment-monitoring"), by=["pipeline"])
    >>> [pair.labels for pair in pair_segments(groups)]
    [('Yes', 'No')]
    """
    inside = groups.masks[:, groups.masks[0]]
    labels = groups.labels[1:]
    for label in only:
        if label not in labels:
            raise InvalidCallError(unknown_name("segment of this breakdown", label, labels))
    pairs = []
    for by in dict.fromkeys(groups.by[1:]):
        rows = [
            i
            for i, (name, label) in enumerate(zip(groups.by, groups.labels, strict=True))
            if name == by and (not only or label in only)
        ]
        _refuse_empty([i for i in rows if groups.labels[i] in only], groups, inside)
        _refuse_too_few(rows, by, groups, inside)
        _refuse_overlap(rows, by, groups, inside)
        pairs += [
            SegmentPair(by, (groups.labels[i], groups.labels[j]), (inside[i], inside[j]))
            for i, j in combinations(rows, 2)
        ]
    return pairs


def disjoint_pairs(groups: Groups) -> list[SegmentPair]:
    """Pair those segments of each breakdown that share nobody, empty ones too.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> from survey_analysis.estimates import form_groups
    >>> groups = form_groups(load_responses("ml-deployment-monitoring"), by=["experience"])
    >>> len(disjoint_pairs(groups))
    6
    """
    inside = groups.masks[:, groups.masks[0]]
    return [
        SegmentPair(groups.by[i], (groups.labels[i], groups.labels[j]), (inside[i], inside[j]))
        for by in dict.fromkeys(groups.by[1:])
        for i, j in combinations([i for i, name in enumerate(groups.by) if name == by], 2)
        if not np.any(inside[i] & inside[j])
    ]


def _refuse_empty(rows: list[int], groups: Groups, inside: BoolArray) -> None:
    empty = [repr(groups.labels[i]) for i in rows if not inside[i].any()]
    if empty:
        message = (
            f"nobody of {groups.populations[0]} belongs to {', '.join(empty)}; "
            "leave it out, or choose a wider population or condition"
        )
        raise InvalidCallError(message)


def _refuse_too_few(rows: list[int], by: str, groups: Groups, inside: BoolArray) -> None:
    held = [i for i in rows if inside[i].any()]
    if len(held) < 2:
        found = f"only {groups.labels[held[0]]!r} holds anybody" if held else "none holds anybody"
        message = (
            f"a contrast needs two segments of {by!r}, and {found} in {groups.populations[0]}; "
            "name two that are not empty, or choose a wider population or condition"
        )
        raise InvalidCallError(message)


def _refuse_overlap(rows: list[int], by: str, groups: Groups, inside: BoolArray) -> None:
    shared = [
        (groups.labels[i], groups.labels[j], int((inside[i] & inside[j]).sum()))
        for i, j in combinations(rows, 2)
        if np.any(inside[i] & inside[j])
    ]
    if shared:
        named = "; ".join(f"{a!r} and {b!r} share {n}" for a, b, n in shared[:_NAMED])
        more = f"; and {len(shared) - _NAMED} more pairs" if len(shared) > _NAMED else ""
        message = (
            f"segments of {by!r} overlap, so their difference has no valid interval "
            f"(respondents: {named}{more}); name disjoint segments, choose a breakdown by a "
            "single choice or a number, or compare the options within the question"
        )
        raise InvalidCallError(message)
