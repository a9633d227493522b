"""Estimates with intervals for every closed question: the table `estimates.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.intervals import EstimateSettings as EstimateSettings
from survey_analysis.intervals import Intervals, exact_intervals, wilson_intervals
from survey_analysis.measures import SHARES, Key, QuestionMeasures, measure_questions
from survey_analysis.populations import name_population
from survey_analysis.resampled_intervals import resampled_intervals
from survey_analysis.responses import BoolArray, Responses, segment_masks
from survey_analysis.tallies import Tally, point_estimates, tally

COLUMNS = [
    "question_id", "item_id", "option_id", "source", "population", "segment_by", "segment",
    "statistic", "eligible", "shown", "answered", "count", "estimate", "ci_low", "ci_high",
    "method", "wilson_low", "wilson_high", "confidence_level", "n_resamples", "flag",
]  # fmt: skip

FEW = 5
"""A count, or a count of those who do not count, below this is flagged `few`."""

DEFAULT_SETTINGS = EstimateSettings()


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups of respondents to count.

    Attributes
    ----------
    populations, by, labels
        The columns `population`, `segment_by` and `segment` of each group, s of them; the
        latter two are empty for a whole population.
    masks
        Who belongs to each group, shape (s, n). The first group holds all the others.
    """

    populations: list[str]
    by: list[str]
    labels: list[str]
    masks: BoolArray


def form_groups(
    responses: Responses,
    *,
    by: Sequence[str] = (),
    where: str | None = None,
    population: str | None = None,
) -> Groups:
    """Form the groups that `estimate` counts: the whole population, then its segments.

    Raises
    ------
    InvalidCallError
        If a segment, the population or the condition is not known.
    """
    name, everybody = name_population(responses, where=where, population=population)
    breakdowns = dict.fromkeys(by)
    segments = [segment for one in breakdowns for segment in segment_masks(responses, one)]
    return Groups(
        populations=[name] * (1 + len(segments)),
        by=["", *(segment.by for segment in segments)],
        labels=["", *(segment.label for segment in segments)],
        masks=np.array([everybody, *(everybody & segment.mask for segment in segments)]),
    )


def estimate(
    responses: Responses,
    *,
    by: Sequence[str] | str = (),
    where: str | None = None,
    population: str | None = None,
    settings: EstimateSettings = DEFAULT_SETTINGS,
) -> pd.DataFrame:
    """Estimate every closed question, for a whole population and by segments.

    Parameters
    ----------
    responses
        The responses.
    by
        Breakdowns beside the whole: segments of the study (``role``), or crossed ones
        (``role*country``).
    where
        A condition that narrows the population, such as ``"D6 >= 2"``.
    population
        A population of the study; its default if None.
    settings
        Level, kind of interval, and whether to resample.

    Returns
    -------
    DataFrame
        The table `estimates.csv`: one row a figure, in the study file's order, the whole
        before its segments. Shares are fractions; undefined is missing. `answered` is the
        base of the row, `count` who counts (the base again for means and quantiles).
        `flag` says where to take care: ``few`` (less than five count, or do not count),
        ``degenerate`` (all answers are alike), ``ambiguous-missing``, ``untouched-default``.

    Raises
    ------
    InvalidCallError
        If a segment, the population or the condition is not known, or the settings are
        out of range.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> table = estimate(load_responses("ml-deployment-monitoring"), by="role")
    >>> table.query("question_id == 'Q13' and option_id == 'service' and segment == ''")[
    ...     ["count", "answered"]].to_numpy().tolist()
    [[100, 168]]
    """
    breakdowns = [by] if isinstance(by, str) else list(by)
    groups = form_groups(responses, by=breakdowns, where=where, population=population)
    return tabulate(measure_questions(responses), groups, settings=settings)


def tabulate(
    measures: Sequence[QuestionMeasures], groups: Groups, *, settings: EstimateSettings
) -> pd.DataFrame:
    """Estimate measures in groups: the table `estimates.csv`, rows by figure, then by group."""
    counted = tally(measures, groups.masks)
    intervals = _intervals(measures, groups, counted, settings=settings)
    return tabulate_counts(counted, groups, intervals, level=settings.level)


def tabulate_counts(
    counted: Tally, groups: Groups, intervals: Intervals, *, level: float
) -> pd.DataFrame:
    """Lay out counts and intervals as the table `estimates.csv`.

    Parameters
    ----------
    counted
        Counts of r figures in s groups.
    groups
        The groups; their members do not matter.
    intervals
        Intervals of the same figures.
    level
        Their confidence level; Wilson's intervals have it, too.
    """
    wilson_low, wilson_high = wilson_intervals(counted, level=level)
    size, rows = counted.count.shape
    by_group: dict[str, npt.ArrayLike] = {
        "population": groups.populations,
        "segment_by": groups.by,
        "segment": groups.labels,
        "eligible": counted.eligible,
        "confidence_level": [level] * size,
    }
    by_figure_and_group = {
        "shown": counted.shown,
        "answered": counted.answered,
        "count": counted.count,
        "estimate": point_estimates(counted),
        "ci_low": intervals.low,
        "ci_high": intervals.high,
        "method": intervals.method,
        "wilson_low": wilson_low,
        "wilson_high": wilson_high,
        "flag": _flags(counted),
    }
    keys = {name: [getattr(key, name) for key in counted.keys] for name in Key._fields}
    columns: dict[str, object] = {
        **{name: np.repeat(np.array(texts, dtype=object), size) for name, texts in keys.items()},
        **{name: np.tile(np.asarray(values), rows) for name, values in by_group.items()},
        **{name: table.T.ravel() for name, table in by_figure_and_group.items()},
    }
    n_resamples = intervals.n_resamples.T.ravel()
    columns["n_resamples"] = pd.arrays.IntegerArray(n_resamples, n_resamples == 0)
    return pd.DataFrame(columns, columns=COLUMNS)


def _intervals(
    measures: Sequence[QuestionMeasures],
    groups: Groups,
    counted: Tally,
    *,
    settings: EstimateSettings,
) -> Intervals:
    if settings.n_resamples is None:
        return exact_intervals(counted, settings=settings.limits)
    return resampled_intervals(measures, groups.masks, counted, settings=settings)


def _flags(counted: Tally) -> npt.NDArray[np.object_]:
    """Join the reasons for care of each figure, shape (s, r)."""
    is_share = np.isin(np.arange(len(counted.keys)), counted.columns(*SHARES))
    rest = np.where(is_share, counted.answered - counted.count, FEW)
    alike = (counted.count == 0) | (rest == 0)
    for numbers in counted.numbers:
        alike[:, numbers.columns] = ((numbers.times > 0).sum(axis=1) < 2)[:, None]
    reasons = {
        "few": (counted.count < FEW) | (rest < FEW),
        "degenerate": alike,
        "ambiguous-missing": counted.ambiguous > 0,
        "untouched-default": counted.untouched > 0,
    }
    flags = np.full(counted.count.shape, "", dtype=object)
    for reason, holds in reasons.items():
        flags[holds] = [f"{flag};{reason}" if flag else reason for flag in flags[holds]]
    return flags
