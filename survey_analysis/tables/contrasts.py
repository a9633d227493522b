"""Tables of comparisons: which differences stand, and which stay open."""

from __future__ import annotations

from typing import Any

import pandas as pd

from survey_analysis.study import Study
from survey_analysis.suppression import SUPPRESSED as SUPPRESSED_FLAG
from survey_analysis.tables.differences import (
    ROUNDING,
    Contrast,
    format_p_value,
    lower,
    name_breakdown,
    read_contrasts,
    write_difference,
    write_difference_interval,
)
from survey_analysis.tables.questions import GROUP, write_count
from survey_analysis.tables.rounding import NO_BREAK, SUPPRESSED, UNDEFINED

_FAMILY = ["question_id", "versus_question_id", "segment_by"]
NOTES = {
    "few": "few answers",
    "degenerate": "no interval",
    "test-interval-disagree": "test and interval disagree",
}


def contrasts_table(contrasts: pd.DataFrame, *, study: Study, level: float = 0.95) -> pd.DataFrame:
    r"""Tabulate differences with their intervals and adjusted p-values.

    Parameters
    ----------
    contrasts
        Rows of the table `contrasts.csv`.
    study
        The study, for labels and units.
    level
        The level of the intervals. A difference stands if interval and test (Holm) exclude
        zero at it.

    Returns
    -------
    DataFrame
        Text, a row a contrast: `Comparison` (the larger side first), `Base`, `Difference`
        (of shares in percentage points), its interval, `p`, `Holm`, `BY` (Benjamini and
        Yekutieli), `Finding` (``differs`` or ``open``), `Note`; before them `Group`, what is
        compared, if there is more than one such.

    Raises
    ------
    InvalidCallError
        If columns are missing, or there is no row.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import contrast, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = contrast(responses, questions="Q14", rng=np.random.default_rng(1))
    >>> shown = contrasts_table(table, study=responses.study)
    >>> shown.loc[0, ["Comparison", "Difference", "Finding"]].tolist()
    ['No over Yes', '42\xa0points', 'differs']
    """
    return tabulate_contrasts(read_contrasts(contrasts, study=study), level=level)


def tabulate_contrasts(rows: list[Contrast], *, level: float = 0.95) -> pd.DataFrame:
    r"""Tabulate differences that were read; see `contrasts_table`.

    Parameters
    ----------
    rows
        The differences.
    level
        The level of their intervals.

    Examples
    --------
    >>> numbers = (168, 0.42, 0.27, 0.55, 0.001, 0.001, 0.001)
    >>> rows = [Contrast("Pipeline", "No", "Yes", "", *numbers, "")]
    >>> tabulate_contrasts(rows).loc[0, ["Comparison", "Difference"]].tolist()
    ['No over Yes', '42\xa0points']
    """
    table = pd.DataFrame(
        {
            GROUP: [row.family for row in rows],
            "Comparison": [row.name for row in rows],
            "Base": [write_count(row.n) for row in rows],
            "Difference": [
                SUPPRESSED if row.is_suppressed else write_difference(row) for row in rows
            ],
            f"{100 * level:g}{NO_BREAK}% interval": [write_difference_interval(r) for r in rows],
            "p": [format_p_value(row.p_value) for row in rows],
            "Holm": [format_p_value(row.p_holm) for row in rows],
            "BY": [format_p_value(row.p_by) for row in rows],
            "Finding": [_write_finding(row, level) for row in rows],
            "Note": [_write_note(row) for row in rows],
        }
    )
    return table if len(set(table[GROUP])) > 1 else table.drop(columns=GROUP)


def _write_finding(row: Contrast, level: float) -> str:
    if row.is_suppressed:
        return UNDEFINED
    return "differs" if row.is_standing(level) else "open"


def _write_note(row: Contrast) -> str:
    flags = [flag for flag in row.flag.split(";") if flag and flag != SUPPRESSED_FLAG]
    return ", ".join(NOTES.get(flag, flag) for flag in flags)


def families_table(contrasts: pd.DataFrame, *, study: Study, level: float = 0.95) -> pd.DataFrame:
    """Count for each family of comparisons how many differ, before and after adjusting.

    Parameters
    ----------
    contrasts
        Rows of the table `contrasts.csv`.
    study
        The study, for labels.
    level
        One less the level of the tests.

    Returns
    -------
    DataFrame
        Text, a row a family (a question or two like scales, and a breakdown): `Group` (the
        question), `Compared`, `Comparisons` (those with a figure), `Flagged few`,
        `Unadjusted`, `Holm` and `BY`, the numbers of p-values that are not above 1 - level.

    Raises
    ------
    InvalidCallError
        If columns are missing, or there is no row.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import contrast, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = contrast(responses, questions="Q14", rng=np.random.default_rng(1))
    >>> families_table(table, study=responses.study).iloc[0].tolist()
    ['MLOps pipeline followed for deployment', 'within respondents', '1', '0', '1', '1', '1']
    """
    rows = pd.DataFrame(read_contrasts(contrasts, study=study))
    for column in _FAMILY:
        rows[column] = contrasts[column].tolist()
    shown = rows[rows["estimate"].notna()]
    parts = shown.groupby(_FAMILY, sort=False)
    alpha = 1 - level + ROUNDING
    return pd.DataFrame(
        [
            {
                GROUP: study.question(part["question_id"].iloc[0]).label,
                "Compared": _name_kind(part.iloc[0], study),
                "Comparisons": write_count(len(part)),
                "Flagged few": write_count(part["flag"].str.contains(r"\bfew\b").sum()),
                "Unadjusted": write_count((part["p_value"] <= alpha).sum()),
                "Holm": write_count((part["p_holm"] <= alpha).sum()),
                "BY": write_count((part["p_by"] <= alpha).sum()),
            }
            for _, part in parts
        ]
    )


def _name_kind(row: Any, study: Study) -> str:
    if row["segment_by"]:
        return "by " + name_breakdown(row["segment_by"], study)
    if row["question_id"] == row["versus_question_id"]:
        return "within respondents"
    return f"with {lower(study.question(row['versus_question_id']).label)}"
