"""Which codes are reported together, by one respondent or in one report: `cooccurrence.csv`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.bootstrap import (
    IntervalSettings,
    Limits,
    Weights,
    proportion_limits,
    ratio_influence,
    ratio_replicates,
    replicate_limits,
    resample_weights,
)
from survey_analysis.bootstrap.limits import BoolArray
from survey_analysis.coded.cohort import CodedSettings
from survey_analysis.coded.reports import Reports

COLUMNS = [
    "question_id", "within", "code", "with_code", "answered", "count", "with_count", "together",
    "estimate", "ci_low", "ci_high", "method",
]  # fmt: skip


def tabulate_cooccurrence(
    counted: Sequence[Reports],
    codes: Sequence[str],
    *,
    rng: np.random.Generator,
    settings: CodedSettings,
) -> pd.DataFrame:
    """Count which codes are reported together.

    Parameters
    ----------
    counted
        From `survey_analysis.coded.reports.count_reports`.
    codes
        Ids of the codes behind `Reports.own`, c of them.
    rng
        Random numbers of the resamples.
    settings
        Level, kind of interval, number of resamples.

    Returns
    -------
    DataFrame
        The table `cooccurrence.csv`, one row a pair that occurs together, in the codebook's
        order: `within` a ``respondent`` or a ``unit``; `answered`, all respondents or units
        of the base; `count` and `with_count` with the one and with the other code,
        `together` with both. `estimate` is Jaccard's index, together over either, a fraction;
        its interval within respondents is the exact one of a share, within units it comes
        from resamples of respondents.

    References
    ----------
    Jaccard (1912), The distribution of the flora in the alpine zone, New Phytologist 11,
    37-50.
    """
    intervals = IntervalSettings(settings.level, settings.interval)
    tables = []
    for reports in counted:
        rows = np.flatnonzero(reports.base)
        marks = np.asarray(reports.by_respondent(reports.own)[rows] > 0)
        pairs = _count_pairs(marks, codes)
        either = pairs["count"] + pairs["with_count"] - pairs["together"]
        limits = proportion_limits(pairs["together"], either, settings=intervals)
        tables.append(_lay_out(pairs, limits, (reports.question_id, "respondent")))
        tables.append(tabulate_within_units(reports, codes, rng=rng, settings=settings))
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)


def tabulate_within_units(
    reports: Reports, codes: Sequence[str], *, rng: np.random.Generator, settings: CodedSettings
) -> pd.DataFrame:
    """Count which codes are reported together in one unit.

    Parameters
    ----------
    reports
        Of one question.
    codes, rng, settings
        As for `tabulate_cooccurrence`.

    Returns
    -------
    DataFrame
        The rows of `tabulate_cooccurrence` within a ``unit``.
    """
    pairs = _count_pairs(np.asarray(reports.own > 0), codes)
    respondents = int(np.count_nonzero(reports.base))
    weights = list(resample_weights(respondents, settings.resamples, rng=rng))
    intervals = IntervalSettings(settings.level, settings.interval)
    limits = _resampled_limits(reports, pairs, weights, intervals)
    return _lay_out(pairs, limits, (reports.question_id, "unit"))


def _count_pairs(marks: BoolArray, codes: Sequence[str]) -> pd.DataFrame:
    """Count the pairs of codes that occur together in rows of `marks`, shape (m, c)."""
    both = marks.T.astype(np.int64) @ marks.astype(np.int64)
    first, second = np.nonzero(np.triu(both, 1))
    return pd.DataFrame(
        {
            "first": first,
            "second": second,
            "code": [codes[i] for i in first.tolist()],
            "with_code": [codes[i] for i in second.tolist()],
            "answered": len(marks),
            "count": both.diagonal()[first],
            "with_count": both.diagonal()[second],
            "together": both[first, second],
        }
    )


def _resampled_limits(
    reports: Reports, pairs: pd.DataFrame, weights: list[Weights], settings: IntervalSettings
) -> Limits:
    """Return limits of together over either, in reports, from resamples of respondents."""
    present = reports.own > 0
    one, other = present[:, pairs["first"]], present[:, pairs["second"]]
    together, either = (
        reports.by_respondent(marks.astype(np.int64))[reports.base]
        for marks in (one & other, one | other)
    )
    return replicate_limits(
        together.sum(axis=0) / either.sum(axis=0),
        ratio_replicates(together, either, weights),
        influence=ratio_influence(together, either),
        settings=settings,
    )


def _lay_out(pairs: pd.DataFrame, limits: Limits, which: tuple[str, str]) -> pd.DataFrame:
    either = pairs["count"] + pairs["with_count"] - pairs["together"]
    return pairs.assign(
        question_id=which[0],
        within=which[1],
        estimate=pairs["together"] / either,
        ci_low=limits.low,
        ci_high=limits.high,
        method=limits.method.astype(object),
    )[COLUMNS]
