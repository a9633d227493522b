"""Who is counted when codings are: respondents, their segments, and how intervals are made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey_analysis.bootstrap import Interval
from survey_analysis.bootstrap.limits import BoolArray, IntArray
from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import EstimateSettings, Groups, form_groups
from survey_analysis.responses import Responses

RESAMPLES = 10_000
"""Resamples of what has no exact interval."""


@dataclass(frozen=True)
class CodedSettings:
    """How codings are analysed.

    Attributes
    ----------
    level
        Confidence level, between 0 and 1.
    interval
        ``bca`` or ``percentile``.
    n_resamples
        None for exact intervals, and 10,000 resamples where there are none; a number of
        resamples for all.
    by
        Breakdowns of `codes.csv`; those of the study's `breakdowns` and of `contrast_by` if None.
    contrast_by
        Breakdowns whose segments are compared in `code_contrasts.csv`; if None, those
        segments of the study that divide respondents in two.
    where
        A condition that narrows the population, such as ``"D6 >= 2"``.
    population
        A population of the study; its default if None.

    Raises
    ------
    InvalidCallError
        If a number is out of range.

    Examples
    --------
    >>> CodedSettings(level=0.9).resamples
    10000
    """

    level: float = 0.95
    interval: Interval = "bca"
    n_resamples: int | None = None
    by: tuple[str, ...] | None = None
    contrast_by: tuple[str, ...] | None = None
    where: str | None = None
    population: str | None = None

    def __post_init__(self) -> None:
        """Refuse settings out of range, before anything is computed."""
        self.for_estimates(np.random.default_rng(0))

    def for_estimates(self, rng: np.random.Generator) -> EstimateSettings:
        """Return the settings of the intervals of shares."""
        return EstimateSettings(self.level, self.interval, self.n_resamples, rng)

    @property
    def resamples(self) -> int:
        """Resamples of what has no exact interval."""
        return RESAMPLES if self.n_resamples is None else self.n_resamples


DEFAULT_SETTINGS = CodedSettings()


@dataclass(frozen=True, eq=False)
class Cohort:
    """The respondents of an analysis.

    Attributes
    ----------
    ids
        Their ids as text, n of them; they never reach results.
    groups
        The whole population, then the segments of the breakdowns, shape (s, n).
    """

    ids: list[str]
    groups: Groups

    @property
    def everybody(self) -> BoolArray:
        """Who belongs to the population, shape (n,)."""
        return np.asarray(self.groups.masks[0])

    def locate(self, units: pd.DataFrame) -> IntArray:
        """Find the respondent of each unit: a position, -1 outside the population."""
        place = pd.Index(self.ids).get_indexer(pd.Index(units["respondent"].astype(str)))
        return np.where(self.everybody[place], place, -1)


def form_cohort(
    responses: Responses | None,
    respondents: list[str],
    *,
    by: tuple[str, ...] | None,
    settings: CodedSettings = DEFAULT_SETTINGS,
) -> Cohort:
    """Say who is counted: the survey's population, or everybody who speaks in documents.

    Parameters
    ----------
    responses
        The survey's responses; None for documents, which have no questions, so no segments.
    respondents
        Who the units are of; the cohort without responses.
    by
        Breakdowns; those of the study if None.
    settings
        Population and condition.

    Raises
    ------
    InvalidCallError
        If a segment, the population or the condition is not known, or one is given without
        responses.

    Examples
    --------
    >>> form_cohort(None, ["P02", "P01", "P02"], by=None).ids
    ['P02', 'P01']
    """
    if responses is None:
        _refuse_without_responses(by, settings)
        ids = list(dict.fromkeys(respondents))
        return Cohort(ids, Groups(["all"], [""], [""], np.ones((1, len(ids)), dtype=bool)))
    declared = responses.study.breakdowns
    if by is None:
        by = tuple(declared.by) if declared else ()
    groups = form_groups(responses, by=by, where=settings.where, population=settings.population)
    return Cohort([str(one) for one in responses.ids.tolist()], groups)


def _refuse_without_responses(by: tuple[str, ...] | None, settings: CodedSettings) -> None:
    named = [*(by or ()), settings.where, settings.population]
    if any(named):
        listed = ", ".join(repr(name) for name in named if name)
        msg = f"documents have no answers to select or divide respondents by; found {listed}"
        raise InvalidCallError(msg)
