"""How far coding is: coded, double-coded and in conflict, by group and by coder."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from survey_analysis.coding.project import Coding, coders, open_conflicts

PROGRESS_COLUMNS = ["group", "coder", "units", "coded", "double_coded", "in_conflict"]


def count_progress(coding: Coding, assignment: pd.DataFrame) -> pd.DataFrame:
    """Count units by how far they are coded.

    Parameters
    ----------
    coding
        The coding.
    assignment
        Who codes what, from `survey_analysis.coding.assigning.read_assignment`.

    Returns
    -------
    DataFrame
        `group` (empty: all together), `coder` (empty: any), `units` (of a coder who has
        units assigned: only these), of which are `coded` (a row without a code, and
        ``NOT-CODABLE``, count as coded), `double_coded` (by two coders or more), and
        `in_conflict` (coders differ and nobody decided). All together first, then the
        groups as they stand in the study; any coder first, then each.
    """
    who = sorted({*coders(coding), *assignment["coder"]})
    rows = [
        {"group": group, "coder": coder, **_count(coding, units, coder)}
        for group, part in _groups(coding.units)
        for coder, units in _shares(part, who, assignment)
    ]
    return pd.DataFrame(rows, columns=PROGRESS_COLUMNS)


def _groups(units: pd.DataFrame) -> Iterator[tuple[str, pd.Series[str]]]:
    yield "", units["unit_id"]
    for group, part in units.groupby("group", sort=False):
        yield str(group), part["unit_id"]


def _shares(
    units: pd.Series[str], who: list[str], assignment: pd.DataFrame
) -> Iterator[tuple[str, pd.Series[str]]]:
    """Yield the units of any coder, then those that each has to code."""
    yield "", units
    for coder in who:
        own = assignment.loc[assignment["coder"] == coder, "unit_id"]
        yield coder, units[units.isin(own)] if len(own) else units


def _count(coding: Coding, units: pd.Series[str], coder: str) -> dict[str, int]:
    applied = coding.applications
    own = applied[applied["coder"] == coder] if coder else applied
    coded = units[units.isin(own["unit_id"])]
    times = applied.groupby("unit_id")["coder"].nunique()
    return {
        "units": len(units),
        "coded": len(coded),
        "double_coded": int(coded.isin(times.index[times > 1]).sum()),
        "in_conflict": int(coded.isin(open_conflicts(coding)["unit_id"]).sum()),
    }
