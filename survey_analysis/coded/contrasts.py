"""Which segments report other problems: the table `code_contrasts.csv`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.bootstrap import IntervalSettings
from survey_analysis.coded.cohort import CodedSettings, Cohort
from survey_analysis.coded.reports import Reports
from survey_analysis.contrasts.compared import Compared, Side
from survey_analysis.contrasts.method import Method, choose_method
from survey_analysis.contrasts.segments import SegmentPair, disjoint_pairs
from survey_analysis.contrasts.unpaired import compare_segments
from survey_analysis.significance import adjust_benjamini_yekutieli, adjust_holm

COLUMNS = [
    "question_id", "category", "code", "segment_by", "segment", "versus_segment", "n",
    "estimate", "ci_low", "ci_high", "method", "p_value", "test", "p_holm", "p_by", "effect",
    "effect_name", "flag",
]  # fmt: skip


def contrast_codes(
    counted: Sequence[Reports],
    cohort: Cohort,
    *,
    rng: np.random.Generator,
    settings: CodedSettings,
) -> pd.DataFrame:
    """Compare the share of each code and category between disjoint segments.

    Parameters
    ----------
    counted
        From `survey_analysis.coded.reports.count_reports`.
    cohort
        Respondents and segments; pairs of segments that share respondents are left out.
    rng
        Random numbers, used only if `settings` ask for resamples.
    settings
        Level, kind of interval, resamples.

    Returns
    -------
    DataFrame
        The table `code_contrasts.csv`, columns as in `contrasts.csv`: `estimate` is the
        share in `segment` minus that in `versus_segment`, among respondents with a codable,
        coded report in the question (`n`, both segments together); Fisher's exact test.
        `p_holm` and `p_by` are adjusted within a question and a breakdown, for codes apart
        from categories and groupings.
    """
    pairs, n = disjoint_pairs(cohort.groups), int(cohort.everybody.sum())
    filled = [reports for reports in counted if reports.figures]
    if not pairs or not filled:
        return pd.DataFrame(columns=COLUMNS)
    intervals = IntervalSettings(settings.level, settings.interval)
    method = choose_method(intervals, n=n, n_resamples=settings.n_resamples, rng=rng)
    tables = [_contrast(reports, cohort, pairs, method) for reports in filled]
    table = pd.concat(tables, ignore_index=True)
    families = table.groupby(["question_id", "segment_by", table["code"] == ""], sort=False)
    table["p_holm"] = families["p_value"].transform(adjust_holm)
    table["p_by"] = families["p_value"].transform(adjust_benjamini_yekutieli)
    return table[COLUMNS]


def _contrast(
    reports: Reports, cohort: Cohort, pairs: Sequence[SegmentPair], method: Method
) -> pd.DataFrame:
    hits = reports.by_respondent(reports.applications) > 0
    values = np.where(reports.base[:, None], hits, np.nan)[cohort.everybody]
    yes = np.ones(len(reports.figures), dtype=bool)
    sides = [Side(reports.question_id, *figure) for figure in reports.figures]
    compared = Compared(sides, values, values, yes, ~yes)
    named = pd.DataFrame(
        [(*side, pair.by, *pair.labels) for side in sides for pair in pairs],
        columns=COLUMNS[:6],
    )
    return named.join(compare_segments(compared, pairs, method=method))
