"""How many respondents reported each code and category: the table `codes.csv`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import BoolArray, IntArray
from survey_analysis.coded.cohort import Cohort
from survey_analysis.coded.reports import Reports
from survey_analysis.estimates import EstimateSettings, tabulate
from survey_analysis.measures import Key, QuestionMeasures, Shares

COLUMNS = [
    "question_id", "category", "code", "segment_by", "segment", "respondents", "answered",
    "estimate", "ci_low", "ci_high", "method", "wilson_low", "wilson_high", "applications",
    "flag",
]  # fmt: skip


def measure_shares(
    reports: Reports, keys: Sequence[tuple[str, str, str]], hits: BoolArray
) -> QuestionMeasures:
    """Put who counts into the form that `survey_analysis.estimates.tabulate` takes.

    Parameters
    ----------
    reports
        The reports: their respondents are the base.
    keys
        What identifies a row, k of them, in three texts: they come back as `item_id`,
        `option_id` and `source`.
    hits
        Who counts for each, shape (n, k).
    """
    base, nobody = reports.base, np.zeros(reports.size, dtype=bool)
    named = [Key(reports.question_id, *key, "proportion") for key in keys]
    parts = [Shares(named, np.asarray(hits & base[:, None]), base)] if named else []
    return QuestionMeasures(reports.question_id, [*parts], base, nobody, nobody)


def tabulate_codes(
    counted: Sequence[Reports], cohort: Cohort, *, settings: EstimateSettings
) -> pd.DataFrame:
    """Estimate which share of respondents reported each code, category and grouping.

    Respondents are counted, never applications: who reports a code three times counts once.

    Parameters
    ----------
    counted
        From `survey_analysis.coded.reports.count_reports`.
    cohort
        Respondents and segments.
    settings
        Level, kind of interval, and whether to resample.

    Returns
    -------
    DataFrame
        The table `codes.csv`. `code` is empty in rows of a category or a grouping (its id
        stands in `category`). `respondents` of the `answered` reported it; `answered` have
        at least one codable, coded report in this question. `estimate` is a fraction,
        `applications` how often it was applied to their reports. `flag` as in
        `estimates.csv`. Codes that were never applied in the question are left out.
    """
    filled = [reports for reports in counted if reports.figures]
    if not filled:
        return pd.DataFrame(columns=COLUMNS)
    measures = [
        measure_shares(
            reports,
            [(figure.category, figure.code, "") for figure in reports.figures],
            np.asarray(reports.by_respondent(reports.applications) > 0),
        )
        for reports in filled
    ]
    table = tabulate(measures, cohort.groups, settings=settings)
    names = {"item_id": "category", "option_id": "code", "count": "respondents"}
    applied = [_sum_in_groups(reports, cohort.groups.masks) for reports in filled]
    return table.rename(columns=names).assign(applications=np.concatenate(applied))[COLUMNS]


def _sum_in_groups(reports: Reports, masks: BoolArray) -> IntArray:
    """Add up applications in each group: all groups of the first figure first."""
    totals = masks.astype(np.int64) @ reports.by_respondent(reports.applications)
    return np.asarray(totals.T.ravel())
