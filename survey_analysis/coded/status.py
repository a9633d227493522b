"""What became of every unit: coded, excluded, in conflict; the table `coded_units.csv`."""

from __future__ import annotations

import pandas as pd

from survey_analysis.coded.cohort import Cohort
from survey_analysis.coded.reports import list_questions, name_questions
from survey_analysis.coding.codebook import NOT_CODABLE, NOTHING_APPLIES
from survey_analysis.coding.project import Coding, settle

COLUMNS = [
    "question_id", "units", "not_coded", "not_codable", "nothing_applies", "coded",
    "double_coded", "resolved", "open_conflicts", "respondents", "answered",
]  # fmt: skip


def tabulate_status(coding: Coding, cohort: Cohort) -> pd.DataFrame:
    """Say what became of every unit, so that each base can be traced.

    Parameters
    ----------
    coding
        The codings.
    cohort
        Whose units are counted.

    Returns
    -------
    DataFrame
        One row a question: `units`, which are `not_coded` yet, `not_codable`,
        `nothing_applies` (seen, without a code) or `coded`; `double_coded` by two coders or
        more; `resolved`, where it was decided what counts; `open_conflicts`, where coders
        differ and nobody resolved it (the first coder's codings count); `respondents` with a unit,
        and those in the base, `answered`.
    """
    units = coding.units[["unit_id", "respondent"]].assign(question_id=name_questions(coding))
    units = units[cohort.locate(units) >= 0].reset_index(drop=True)
    table = units.join(_states(coding, units["unit_id"])).assign(units=1)
    counts = table.groupby("question_id", sort=False)[COLUMNS[1:9]].sum()
    in_base = table["coded"] | table["nothing_applies"]
    for name, part in (("respondents", table), ("answered", table[in_base])):
        found = part.groupby("question_id", sort=False)["respondent"].nunique()
        counts[name] = found.reindex(counts.index, fill_value=0)
    ordered = [one for one in list_questions(coding) if one in counts.index]
    return counts.loc[ordered].reset_index()[COLUMNS]


def _states(coding: Coding, units: pd.Series[str]) -> pd.DataFrame:
    """Tell of each unit which states it is in."""
    settled = settle(coding)
    seen, empty, excluded = (
        units.isin(part["unit_id"])
        for part in (
            settled,
            settled[settled["code"] == NOTHING_APPLIES],
            settled[settled["code"] == NOT_CODABLE],
        )
    )
    coders = coding.applications.groupby("unit_id")["coder"].nunique()
    return pd.DataFrame(
        {
            "not_coded": ~seen,
            "not_codable": excluded,
            "nothing_applies": empty,
            "coded": seen & ~empty & ~excluded,
            "double_coded": units.map(coders).fillna(0) >= 2,
            "resolved": units.isin(coding.resolved["unit_id"]),
            "open_conflicts": units.isin(settled.loc[settled["decided"] == "open", "unit_id"]),
        }
    )
