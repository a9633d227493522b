"""What the tables of documents must say of themselves: few people, and illustrations."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from survey_analysis.conversations.quotes import ILLUSTRATION

SMALLEST_BASE = 10
"""Below this many participants there are counts only: no shares and no intervals."""

_SHARES = ["estimate", "ci_low", "ci_high", "wilson_low", "wilson_high"]
_COUNTED = ("codes.csv", "relations.csv", "cooccurrence.csv")
_FIXED = ("relations.csv", "quotes.csv")  # their columns are all there is


def count_only(tables: Mapping[str, pd.DataFrame], *, participants: int) -> dict[str, pd.DataFrame]:
    """Take shares and intervals away where fewer than ten participants are counted.

    Parameters
    ----------
    tables
        Tables by file name.
    participants
        How many participants have a coded turn.

    Examples
    --------
    >>> table = pd.DataFrame({"respondents": [2], "estimate": [2 / 6], "flag": [""]})
    >>> print(count_only({"codes.csv": table}, participants=6)["codes.csv"])
       respondents  estimate flag
    0            2       NaN  few
    """
    if participants >= SMALLEST_BASE:
        return dict(tables)
    return {
        name: _without_shares(table) if name in _COUNTED else table
        for name, table in tables.items()
    }


def _without_shares(table: pd.DataFrame) -> pd.DataFrame:
    emptied = table.copy()
    for column in _SHARES:
        if column in emptied:
            emptied[column] = float("nan")
    if "method" in emptied:
        emptied["method"] = ""
    if "flag" in emptied:
        emptied["flag"] = [_add(flag, "few") for flag in emptied["flag"]]
    return emptied


def mark_illustrations(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Say in every table that it was made from illustrations.

    The word stands in `flag` of `codes.csv`, in `label` of `quotes.csv`, and elsewhere in
    `note`. `relations.csv` has columns of its own alone: its manifest says it.

    Parameters
    ----------
    tables
        Tables by file name.

    Examples
    --------
    >>> marked = mark_illustrations({"speaking.csv": pd.DataFrame({"words": [7]})})
    >>> marked["speaking.csv"]["note"].tolist()
    ['illustration']
    """
    return {name: table if name in _FIXED else _mark(table) for name, table in tables.items()}


def _mark(table: pd.DataFrame) -> pd.DataFrame:
    if "flag" in table:
        return table.assign(flag=[_add(flag, ILLUSTRATION) for flag in table["flag"]])
    said = table["note"] if "note" in table else [""] * len(table)
    return table.assign(note=[f"{one}; {ILLUSTRATION}" if one else ILLUSTRATION for one in said])


def _add(said: str, word: str) -> str:
    parts = [part for part in said.split(";") if part]
    return ";".join([*parts, word] if word not in parts else parts)
