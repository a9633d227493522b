"""Which codings and relations count where several coders coded, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

SETTLED_COLUMNS = ["unit_id", "code", "category", "start", "end", "decided"]
CONFLICT_COLUMNS = ["unit_id", "coder", "codes"]
_ENDS = ("from_code", "to_code")
_CODED = ("unit_id", "coder")


def fill_categories(rows: pd.DataFrame, defaults: Mapping[str, str]) -> pd.DataFrame:
    """Give rows without a category their code's default; what is no code has none.

    Parameters
    ----------
    rows
        Rows with `code` and `category`.
    defaults
        The default category of each code.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["drift", "drift", ""], "category": ["", "data", ""]})
    >>> fill_categories(rows, {"drift": "operation"})["category"].tolist()
    ['operation', 'data', '']
    """
    names = [defaults.get(code, "") for code in rows["code"].tolist()]
    default = pd.Series(names, index=rows.index, dtype="str")
    return rows.assign(category=rows["category"].where(rows["category"] != "", default))


def find_differing(applications: pd.DataFrame) -> set[str]:
    """Return the units on which coders differ: in a code, or in a code's category.

    Where a span begins and ends makes no difference.

    Parameters
    ----------
    applications
        Applications of all coders, with categories filled in.
    """
    applied: dict[str, dict[str, set[tuple[str, str]]]] = {}
    columns = (applications[name].tolist() for name in ("unit_id", "coder", "code", "category"))
    for unit, coder, code, category in zip(*columns, strict=True):
        applied.setdefault(unit, {}).setdefault(coder, set()).add((code, category))
    return {unit for unit, sets in applied.items() if len({*map(frozenset, sets.values())}) > 1}


def settle_applications(applications: pd.DataFrame, resolved: pd.DataFrame) -> pd.DataFrame:
    """Choose the codings that count, unit by unit.

    Parameters
    ----------
    applications, resolved
        As in `Coding`, with categories filled in.

    Returns
    -------
    DataFrame
        `unit_id`, `code`, `category`, `start`, `end` and `decided`: ``resolved`` (what
        was resolved), ``one coder``, ``agreed`` (the rows of the first coder by id), or
        ``open`` (coders differ, nothing is resolved; again those of the first).
    """
    coders: dict[str, set[str]] = {}
    for unit, coder in zip(*(applications[name].tolist() for name in _CODED), strict=True):
        coders.setdefault(unit, set()).add(coder)
    first = applications["unit_id"].map({unit: min(who) for unit, who in coders.items()})
    is_resolved = applications["unit_id"].isin(resolved["unit_id"])
    chosen = applications[(applications["coder"] == first) & ~is_resolved]
    differing = find_differing(applications)
    decided = [
        "open" if unit in differing else "agreed" if len(coders[unit]) > 1 else "one coder"
        for unit in chosen["unit_id"].tolist()
    ]
    parts = [chosen.assign(decided=decided), resolved.assign(decided="resolved")]
    return pd.concat([part[SETTLED_COLUMNS] for part in parts], ignore_index=True)


def settle_relations(relations: pd.DataFrame, resolved: pd.DataFrame) -> pd.DataFrame:
    """Leave out relations that lost a code: the unit was resolved, and the code was not kept.

    Parameters
    ----------
    relations, resolved
        As in `Coding`.

    Returns
    -------
    DataFrame
        The relations that count, as they were noted.

    Examples
    --------
    >>> noted = {"from_code": ["cost", "cost"], "to_code": ["delay", "drift"], "unit_id": "3:T1.a"}
    >>> resolved = pd.DataFrame({"unit_id": "3:T1.a", "code": ["cost", "delay"]})
    >>> settle_relations(pd.DataFrame(noted), resolved)["to_code"].tolist()
    ['delay']
    """
    kept = set(zip(resolved["unit_id"], resolved["code"], strict=True))
    ends = (zip(relations["unit_id"], relations[end], strict=True) for end in _ENDS)
    stands = np.array([kept.issuperset(pair) for pair in zip(*ends, strict=True)], dtype=bool)
    return relations[~relations["unit_id"].isin(resolved["unit_id"]) | stands]
