"""Widths and coverage of intervals, and how many respondents a width needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import check_level
from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import FEW
from survey_analysis.planning.counts import (
    LARGEST_BASE,
    ROUNDING,
    SHOWN,
    check_bases,
    check_proportions,
    likely_counts,
    limits_of_counts,
)

COVERAGE_COLUMNS = [
    "base", "proportion", "method", "coverage", "expected_width", "undefined", "flag",
]  # fmt: skip
BASE_COLUMNS = ["proportion", "width", "base", "expected_width", "confidence_level", "flag"]


def coverage_table(
    bases: Sequence[int], proportions: Sequence[float], *, level: float = 0.95
) -> pd.DataFrame:
    """Enumerate how often intervals of a proportion hold the true one, and how wide they are.

    Parameters
    ----------
    bases
        Numbers of respondents who answer.
    proportions
        True proportions, between 0 and 1.
    level
        Nominal confidence level.

    Returns
    -------
    DataFrame
        One row per base, proportion and `method`: ``percentile`` and ``bca`` (exact
        bootstrap; a count of 0 or all has no interval and counts as a miss), ``wilson``,
        and ``shown`` (BCa, Wilson where BCa is undefined). `coverage` is the probability
        that the interval holds the proportion, `expected_width` the mean width where there
        is an interval, `undefined` the probability that there is none; all fractions.
        `flag` is ``few`` where fewer than 5 are expected to count, or not to count.

    Raises
    ------
    InvalidCallError
        If a base is not a positive integer, a proportion is not between 0 and 1, or the
        level is out of range.

    Examples
    --------
    >>> coverage_table([170], [0.3]).set_index("method")["coverage"].round(3).to_dict()
    {'percentile': 0.955, 'bca': 0.964, 'wilson': 0.946, 'shown': 0.964}
    """
    check_level(level)
    check_bases(bases)
    check_proportions(proportions)
    rows = [
        row
        for base in bases
        for proportion in proportions
        for row in _coverage_rows(int(base), float(proportion), level)
    ]
    return pd.DataFrame(rows, columns=COVERAGE_COLUMNS)


def _coverage_rows(base: int, proportion: float, level: float) -> list[tuple[object, ...]]:
    count, mass = likely_counts(base, proportion)
    flag = "few" if _is_few(base, proportion) else ""
    rows: list[tuple[object, ...]] = []
    for method, (low, high) in limits_of_counts(count, base, level).items():
        defined = np.isfinite(low)
        holds = (low <= proportion + ROUNDING) & (proportion <= high + ROUNDING)
        width = float((mass * (high - low))[defined].sum())
        known = float(mass[defined].sum())
        undefined = float(mass[~defined].sum())
        coverage = float(mass[holds].sum())
        rows.append((base, proportion, method, coverage, width / known, undefined, flag))
    return rows


def _is_few(base: int, proportion: float) -> bool:
    return base * min(proportion, 1 - proportion) < FEW - ROUNDING


def plan_base(
    widths: Sequence[float], proportions: Sequence[float], *, level: float = 0.95
) -> pd.DataFrame:
    """Say how many respondents must answer for an interval of a given width.

    Parameters
    ----------
    widths
        Wanted widths, from lower to upper limit, as fractions: 0.1 is ±5 points.
    proportions
        Expected proportions; 0.5 is the worst case.
    level
        Confidence level.

    Returns
    -------
    DataFrame
        One row per proportion and width: `base`, a number of answers at which the shown
        interval's expected width is not above `width`, while with one less it is;
        `expected_width` there, which as counts are whole does not fall quite evenly beyond;
        `flag` as of `coverage_table`.

    Raises
    ------
    InvalidCallError
        If a width or a proportion is not between 0 and 1, the level is out of range, or
        more than 10,000 answers would be needed.

    Examples
    --------
    >>> plan_base([0.15], [0.5])["base"].tolist()
    [160]
    """
    check_level(level)
    check_proportions(proportions)
    check_proportions(widths, name="width")
    rows = [
        (p, width, base, _expected_width(base, p, level), level, "few" if _is_few(base, p) else "")
        for p in map(float, proportions)
        for width in map(float, widths)
        for base in [_smallest_base(width, p, level)]
    ]
    return pd.DataFrame(rows, columns=BASE_COLUMNS)


def _smallest_base(width: float, proportion: float, level: float) -> int:
    """Find a base at which the expected width is not above `width`, by bisection."""
    too_few, enough = 0, 16
    while _expected_width(enough, proportion, level) > width:
        too_few, enough = enough, 2 * enough
        if enough > LARGEST_BASE:
            message = (
                f"a width of {width:g} at proportion {proportion:g} needs more than "
                f"{LARGEST_BASE // 2:,} answers; ask for a wider interval"
            )
            raise InvalidCallError(message)
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if _expected_width(middle, proportion, level) > width:
            too_few = middle
        else:
            enough = middle
    return enough


def _expected_width(base: int, proportion: float, level: float) -> float:
    count, mass = likely_counts(base, proportion)
    low, high = limits_of_counts(count, base, level)[SHOWN]
    return float(mass @ (high - low) / mass.sum())
