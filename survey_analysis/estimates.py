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
from survey_analysis.measures import FloatArray, IntArray, Key, measure_questions
from survey_analysis.responses import (
    BoolArray,
    Responses,
    population_mask,
    segment_masks,
    select,
)
from survey_analysis.tallies import Tally, tally

COLUMNS = [
    "question_id", "item_id", "option_id", "source", "population", "segment_by", "segment",
    "statistic", "eligible", "shown", "answered", "count", "estimate", "ci_low", "ci_high",
    "method", "wilson_low", "wilson_high", "confidence_level", "n_resamples", "flag",
]  # fmt: skip

FEW = 5
"""A count, or a count of those who do not count, below this is flagged `few`."""

SHARES = ("proportion", "top_share")


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


def tabulate(counted: Tally, groups: Groups, *, settings: EstimateSettings) -> pd.DataFrame:
    """Turn counts into the table `estimates.csv`; rows by figure, then by group."""
    size, rows = counted.count.shape
    keys = pd.DataFrame(counted.keys, columns=list(Key._fields))
    table = keys.loc[np.repeat(np.arange(rows), size)].reset_index(drop=True)
    table["population"] = groups.population
    table["segment_by"] = np.tile(groups.by, rows)
    table["segment"] = np.tile(groups.labels, rows)
    table["eligible"] = np.tile(counted.eligible, rows)
    for name in ("shown", "answered", "count"):
        table[name] = getattr(counted, name).T.ravel()
    table["estimate"] = point_estimates(counted).T.ravel()
    limits = _limits(counted, settings)
    for name, values in limits.items():
        table[name] = values.T.ravel()
    table["confidence_level"] = settings.level
    table["flag"] = _flags(counted).T.ravel()
    return table[COLUMNS]


def point_estimates(counted: Tally) -> FloatArray:
    """Compute the estimates of a tally, shape (s, r); NaN on an empty base."""
    base = np.where(counted.answered > 0, counted.answered, np.nan)
    estimates = counted.count / base
    for column, values in counted.distinct.items():
        statistic = counted.keys[column].statistic
        for group, times in enumerate(counted.multiplicities[column]):
            estimates[group, column] = _summarise(statistic, values, times)
    return estimates


QUANTILES = {"median": 0.5, "quantile_25": 0.25, "quantile_75": 0.75}


def _summarise(statistic: str, values: FloatArray, times: IntArray) -> float:
    """Compute the mean or a quantile (numpy's linear definition) of values with multiplicities."""
    total = int(times.sum())
    if total == 0:
        return np.nan
    if statistic == "mean":
        return float(values @ times) / total
    position = (total - 1) * QUANTILES[statistic]
    low, high = values[
        np.searchsorted(np.cumsum(times), [np.floor(position), np.ceil(position)], "right")
    ]
    return float(low + (high - low) * (position - np.floor(position)))


def _limits(counted: Tally, settings: EstimateSettings) -> dict[str, npt.NDArray[Any]]:
    """Compute the interval columns, each of shape (s, r)."""
    columns = _empty_columns(counted.count.shape)
    shares = np.flatnonzero([key.statistic in SHARES for key in counted.keys])
    count, answered = counted.count[:, shares].ravel(), counted.answered[:, shares].ravel()
    _fill(columns, shares, proportion_limits(count, answered, settings=settings.exact))
    wilson = wilson_limits(count, answered, level=settings.level)
    for name, values in zip(("wilson_low", "wilson_high"), wilson, strict=True):
        columns[name][:, shares] = values.reshape(-1, len(shares))
    for statistic in ("mean", *QUANTILES):
        rows = [i for i in counted.distinct if counted.keys[i].statistic == statistic]
        if not rows:
            continue
        samples = join_samples(
            [samples_from_counts(counted.distinct[i], counted.multiplicities[i]) for i in rows]
        )
        if statistic == "mean":
            limits = mean_limits(samples, settings=settings.exact)
        else:
            limits = quantile_limits(samples, QUANTILES[statistic], settings=settings.exact)
        _fill(columns, np.array(rows, dtype=np.int64), limits, by_row=True)
    return columns


def _empty_columns(shape: tuple[int, ...]) -> dict[str, npt.NDArray[Any]]:
    undefined = ("ci_low", "ci_high", "wilson_low", "wilson_high")
    return {
        **{name: np.full(shape, np.nan) for name in undefined},
        "method": np.full(shape, "", dtype=object),
        "n_resamples": np.full(shape, None, dtype=object),
    }


def _fill(
    columns: dict[str, npt.NDArray[Any]], rows: IntArray, limits: Limits, *, by_row: bool = False
) -> None:
    """Put limits into the columns of some rows; they run over groups, or over rows, first."""
    for name in ("low", "high", "method"):
        values = getattr(limits, name)
        table = values.reshape(len(rows), -1).T if by_row else values.reshape(-1, len(rows))
        columns[name if name == "method" else f"ci_{name}"][:, rows] = table


def _is_share(counted: Tally) -> BoolArray:
    return np.array([key.statistic in SHARES for key in counted.keys])


def _flags(counted: Tally) -> npt.NDArray[np.object_]:
    """Join the reasons for care of each figure, shape (s, r)."""
    rest = counted.answered - counted.count
    shares = _is_share(counted)[None, :]
    constant = np.zeros(counted.count.shape, dtype=bool)
    for column in counted.distinct:
        constant[:, column] = (counted.multiplicities[column] > 0).sum(axis=1) < 2
    reasons = {
        "few": shares & ((counted.count < FEW) | (rest < FEW)),
        "degenerate": np.where(shares, (counted.count == 0) | (rest == 0), constant),
        "ambiguous-missing": counted.ambiguous > 0,
        "untouched-default": counted.untouched > 0,
    }
    flags = np.full(counted.count.shape, "", dtype=object)
    for reason, holds in reasons.items():
        flags[holds] = [f"{flag};{reason}" if flag else reason for flag in flags[holds]]
    return flags
