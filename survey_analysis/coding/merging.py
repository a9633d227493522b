"""Applications from elsewhere into coders' files: earlier ones go only when that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from survey_analysis.coding.applications import APPLICATIONS, sort_by_unit
from survey_analysis.coding.project import Coding
from survey_analysis.errors import DataError, Problem, describe_problems

_WHAT = ["code", "category", "start", "end", "memo"]
_NAMED = 8


@dataclass(frozen=True)
class Merged:
    """Coders' applications with those from elsewhere.

    Attributes
    ----------
    applications
        All of the coders concerned: columns `survey_analysis.coding.applications.APPLICATIONS`.
    new, changed, unchanged
        How many units were coded for the first time, otherwise than before, or as before;
        a unit counts for each coder.
    """

    applications: pd.DataFrame
    new: int
    changed: int
    unchanged: int


def merge_applications(coding: Coding, incoming: pd.DataFrame, *, replace: bool = False) -> Merged:
    """Merge applications into those of their coders, unit by unit.

    Parameters
    ----------
    coding
        The coding as it is.
    incoming
        Columns `survey_analysis.coding.applications.APPLICATIONS`; units that it does not
        hold keep their codes.
    replace
        Whether units that were coded otherwise take the incoming codes.

    Raises
    ------
    DataError
        If units were coded otherwise and `replace` is False; names coders and units.
    """
    had, given = _by_coder_and_unit(coding.applications), _by_coder_and_unit(incoming)
    changed = {key for key, rows in given.items() if key in had and had[key] != rows}
    if changed and not replace:
        problems = list(_describe(changed))
        raise DataError(describe_problems(problems, heading="units that are coded otherwise"))
    own = coding.applications[coding.applications["coder"].isin(incoming["coder"])]
    keys = own[["coder", "unit_id"]].itertuples(index=False, name=None)
    merged = pd.concat([own[[key not in given for key in keys]], incoming])
    spans = {name: merged[name].astype("Int64") for name in ("start", "end")}
    return Merged(
        sort_by_unit(merged.assign(**spans), coding.units)[APPLICATIONS],
        new=len(given.keys() - had.keys()),
        changed=len(changed),
        unchanged=len(given.keys() & had.keys() - changed),
    )


def _by_coder_and_unit(table: pd.DataFrame) -> dict[tuple[str, str], frozenset[tuple[str, ...]]]:
    found: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    keys = table[["coder", "unit_id"]].itertuples(index=False, name=None)
    for key, row in zip(keys, table[_WHAT].astype(str).to_numpy().tolist(), strict=True):
        found.setdefault(key, set()).add(tuple(row))
    return {key: frozenset(rows) for key, rows in found.items()}


def _describe(changed: set[tuple[str, str]]) -> Iterator[Problem]:
    for coder in sorted({coder for coder, _ in changed}):
        units = sorted(unit for name, unit in changed if name == coder)
        more = f" and {len(units) - _NAMED} more" if len(units) > _NAMED else ""
        named = ", ".join(units[:_NAMED]) + more
        yield Problem(f"{coder}: {named}; --replace takes the file's codes")
