"""Guesses that columns put things in order: a place for each, or the first, second … choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from survey_analysis.drafting.groups import draft_items, own_parts
from survey_analysis.drafting.labels import draft_options, order_by_number
from survey_analysis.drafting.ladders import find_ladder
from survey_analysis.drafting.profiles import Profile
from survey_analysis.drafting.shapes import Guess

_ALMOST = 0.7  # of the records give places without gap or tie; chance gives far fewer
_RANK_TEXT = re.compile(
    r"(rank|rang|ranking|place|platz|choice|puesto|posi[çc][ãa]o) ?(?P<place>[0-9]+)", re.IGNORECASE
)
_OTHER_WAY = (
    "whether columns are options and numbers their places, as drafted, or columns are "
    "places (ranks)"
)


@dataclass(frozen=True)
class Places:
    """What the numbers of some columns are as places.

    Attributes
    ----------
    last
        The worst place that was given.
    gaps, ties
        How many records leave a place out, or give one twice.
    """

    last: int
    gaps: int
    ties: int


def number_frame(columns: Sequence[Profile]) -> pd.DataFrame:
    """Put the numbers of columns side by side, NaN where there is no answer."""
    return pd.DataFrame({p.name: p.numbers for p in columns})


def find_places(columns: Sequence[Profile]) -> Places | None:
    """Read numbers as places 1, 2, 3 …; nothing where fewer than 7 of 10 records give them so.

    A record gives places if they begin with 1, and none is left out or given twice.
    """
    numbers = number_frame(columns).dropna(how="all")
    if len(columns) < 3 or len(numbers) < 2:
        return None
    given = numbers.count(axis=1)
    distinct, low, high = numbers.nunique(axis=1), numbers.min(axis=1), numbers.max(axis=1)
    is_whole = bool((numbers.fillna(1) % 1 == 0).all(axis=None))
    last = int(high.max()) if is_whole else 0
    if not 2 <= last <= len(columns) or low.min() < 1:
        return None
    ties = distinct < given
    gaps = ~ties & ((low > 1) | (high > given))
    if (~ties & ~gaps).mean() < _ALMOST:
        return None
    return Places(last, int(gaps.sum()), int(ties.sum()))


def guess_places(columns: Sequence[Profile], places: Places) -> Guess:
    """Draft a ranking of which each option has a column with its place."""
    question: dict[str, Any] = {"kind": "ranking"}
    decide = ["how many places count as the top (top)"]
    if places.last < len(columns):
        question["depth"] = places.last
    if places.gaps:
        question["gaps"] = "leave-out"
        decide.append(f"what counts in the {places.gaps} records that leave a place out (gaps)")
    if places.ties:
        question["ties"] = "leave-out"
        decide.append(f"what counts in the {places.ties} records that give a place twice (ties)")
    if all(part.strip().isdigit() for part in own_parts(columns)):
        decide.append(_OTHER_WAY)
    question["options"] = draft_items(columns)
    which = "each record" if not places.gaps + places.ties else "nearly every record"
    reason = f"{which} gives the places 1 to {places.last} once, or the first of them"
    return Guess(question, reason, decide="; ".join(decide))


def is_order(columns: Sequence[Profile]) -> bool:
    """Tell whether columns hold the first, second … choice: labels that no record repeats.

    Labels that are places themselves ("1st"), or points of a known scale, are none.
    """
    cells = pd.DataFrame({p.name: p.cells.where(p.cells.isin(list(p.counts))) for p in columns})
    given = cells.count(axis=1)
    labels = {text for p in columns for text in p.counts}
    enough = int((given > 1).sum()) >= 3 and len(labels) >= len(columns)
    often = sum(p.answered for p in columns) >= 2 * len(labels)
    shared = sum(len(p.counts.keys() & columns[0].counts.keys()) > 0 for p in columns[1:])
    without_gaps = cells.notna().to_numpy()
    is_filled = bool((without_gaps[:, 1:] <= without_gaps[:, :-1]).all())
    is_each_once = bool((cells.nunique(axis=1) == given).all())
    is_choices = enough and often and is_filled and is_each_once and shared == len(columns) - 1
    return is_choices and (has_rank_codes(columns) or not _are_points(sorted(labels)))


def _are_points(labels: Sequence[str]) -> bool:
    return order_by_number(labels) is not None or find_ladder(labels) is not None


def has_rank_codes(columns: Sequence[Profile]) -> bool:
    """Tell whether columns are places: ``Q[1]``, ``Q[2]`` as in LimeSurvey, or "Rank 1"."""
    texts = [p.about.option.strip() for p in columns]
    found = [_RANK_TEXT.fullmatch(text) for text in texts]
    if all(found):
        return [match["place"] for match in found if match] == _numbered("", len(columns), "")
    codes = [p.about.import_id for p in columns]
    is_coded = all(map(str.endswith, codes, _numbered("[", len(columns), "]")))
    return is_coded and not any(texts)


def _numbered(before: str, count: int, after: str) -> list[str]:
    return [f"{before}{number}{after}" for number in range(1, count + 1)]


def guess_ranks(columns: Sequence[Profile]) -> Guess:
    """Draft a ranking of which each place has a column with the option chosen for it."""
    declared = [text for p in columns for text in p.about.labels]
    labels = list(dict.fromkeys([*declared, *(text for p in columns for text in p.counts)]))
    question = {
        "kind": "ranking",
        "ranks": [p.name for p in columns],
        "options": draft_options(labels),
    }
    reason = "a column per place: no record names a label twice, and none leaves a place out"
    decide = "whether it is a ranking, and which options nobody named"
    return Guess(question, reason, decide=decide)
