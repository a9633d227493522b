"""Estimates with intervals for every closed question: the table `estimates.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.bootstrap import (
    Interval,
    IntervalSettings,
    Limits,
    join_samples,
    mean_limits,
    proportion_limits,
    quantile_limits,
    samples_from_counts,
    wilson_limits,
)
from survey_analysis.measures import (
    SHARES,
    IntArray,
    Key,
    QuestionMeasures,
    measure_questions,
)
from survey_analysis.responses import (
    BoolArray,
    Responses,
    population_mask,
    segment_masks,
    select,
)
from survey_analysis.tallies import QUANTILES, Tally, point_estimates, tally

COLUMNS = [
    "question_id", "item_id", "option_id", "source", "population", "segment_by", "segment",
    "statistic", "eligible", "shown", "answered", "count", "estimate", "ci_low", "ci_high",
    "method", "wilson_low", "wilson_high", "confidence_level", "n_resamples", "flag",
]  # fmt: skip

FEW = 5
"""A count, or a count of those who do not count, below this is flagged `few`."""

@dataclass(frozen=True)
class EstimateSettings:
    """How intervals are made.

    Attributes
    ----------
    level
        Confidence level, between 0 and 1.
    interval
        ``bca`` or ``percentile``.
    n_resamples
        Number of resamples; None for the exact bootstrap, which needs none.
    rng
        Random numbers; needed with `n_resamples`.
    """

    level: float = 0.95
    interval: Interval = "bca"
    n_resamples: int | None = None
    rng: np.random.Generator | None = None

    @property
    def exact(self) -> IntervalSettings:
        """Settings of an exact interval."""
        return IntervalSettings(self.level, self.interval)


DEFAULT_SETTINGS = EstimateSettings()


@dataclass(frozen=True)
class Groups:
    """Respondents to count: everybody of a population first, then its segments.

    `masks` has shape (s, n); `by` and `labels` are empty for the first.
    """

    population: str
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
    """Form the groups that `estimate` counts.

    Raises
    ------
    InvalidCallError
        If a segment, the population or the condition is not known.
    """
    name = population or responses.study.default_population
    everybody = population_mask(responses, name)
    if where is not None:
        everybody = everybody & select(responses, where)
    segments = [segment for breakdown in by for segment in segment_masks(responses, breakdown)]
    return Groups(
        population=f"{name} where {where}" if where else name,
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
    counted = tally(measure_questions(responses), groups.masks)
    return tabulate(counted, groups, settings=settings)


def tabulate(
    measures: Sequence[QuestionMeasures], groups: Groups, *, settings: EstimateSettings
) -> pd.DataFrame:
    """Count measures in groups and make the table `estimates.csv`; rows by figure, then group."""
    counted = tally(measures, groups.masks)
    size, rows = counted.count.shape
    columns = {
        name: np.repeat(np.array(values, dtype=object), size)
        for name, values in zip(Key._fields, zip(*counted.keys, strict=True), strict=False)
    }
    for name, values in (
        ("population", groups.populations),
        ("segment_by", groups.by),
        ("segment", groups.labels),
        ("eligible", counted.eligible),
    ):
        columns[name] = np.tile(values, rows)
    for name, table in (
        ("shown", counted.shown),
        ("answered", counted.answered),
        ("count", counted.count),
        ("estimate", point_estimates(counted)),
        ("flag", _flags(counted)),
        *_limits(counted, settings).items(),
    ):
        columns[name] = table.T.ravel()
    columns["confidence_level"] = np.full(size * rows, settings.level)
    return pd.DataFrame(columns, columns=COLUMNS)


