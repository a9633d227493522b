"""The shapes of measures: shares that have a base, and numbers that are summarised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from survey_analysis.responses import BoolArray

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

SHARES = ("proportion", "top_share", "first_share", "top_k_share")
"""Statistics that are fractions of respondents; the others are in the question's unit."""
MEANS = ("mean", "mean_rank")


class Key(NamedTuple):
    """Which figure a row is: the columns that identify a row of `estimates.csv`."""

    question_id: str
    item_id: str
    option_id: str
    source: str
    statistic: str


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares that have one base.

    Attributes
    ----------
    keys
        Which figures, k of them.
    hits
        Who counts for each, shape (n, k); nobody counts who is not in the base.
    base
        Who is in the base, shape (n,).
    """

    keys: list[Key]
    hits: BoolArray
    base: BoolArray


@dataclass(frozen=True, eq=False)
class Numbers:
    """One number per respondent, and the statistics wanted of it.

    Attributes
    ----------
    keys
        Which figures: one a statistic.
    distinct
        The values that may occur, ascending, at least one, shape (d,).
    codes
        The position of each respondent's value in `distinct`, -1 without a value,
        shape (n,).
    """

    keys: list[Key]
    distinct: FloatArray
    codes: IntArray

    @property
    def base(self) -> BoolArray:
        """Who gave a number, shape (n,)."""
        return np.asarray(self.codes >= 0)

    @property
    def values(self) -> FloatArray:
        """Each respondent's number, NaN without one, shape (n,)."""
        return np.where(self.base, self.distinct[self.codes], np.nan)


@dataclass(frozen=True, eq=False)
class QuestionMeasures:
    """All measures of one question.

    Attributes
    ----------
    question_id
        The question.
    parts
        Its figures, in file order.
    shown, ambiguous, untouched
        Who saw the question, who has ambiguous cells, who left a preset, shape (n,).
    """

    question_id: str
    parts: list[Shares | Numbers]
    shown: BoolArray
    ambiguous: BoolArray
    untouched: BoolArray


def collect_numbers(keys: list[Key], values: FloatArray) -> Numbers:
    """Find the distinct values of one number per respondent.

    Parameters
    ----------
    keys
        Which figures.
    values
        Each respondent's number, NaN without one, shape (n,).

    Examples
    --------
    >>> key = Key("B2", "", "", "years", "mean")
    >>> numbers = collect_numbers([key], np.array([3.0, np.nan, 1.0, 3.0]))
    >>> numbers.distinct, numbers.codes
    (array([1., 3.]), array([ 1, -1,  0,  1]))
    """
    known = np.isfinite(values)
    ordered = np.sort(values[known])
    distinct = (
        ordered[np.append(ordered[1:] != ordered[:-1], True)] if len(ordered) else np.zeros(1)
    )
    return Numbers(keys, distinct, np.where(known, np.searchsorted(distinct, values), -1))
