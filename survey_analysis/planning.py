"""Planning a survey: widths and coverage of intervals, respondents needed, power.

Everything is enumerated over the counts that can occur; nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.bootstrap.laws import half_width
from survey_analysis.bootstrap.limits import (
    BoolArray,
    FloatArray,
    IntArray,
    IntervalSettings,
    check_level,
)
from survey_analysis.bootstrap.proportions import proportion_limits, wilson_limits
from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import FEW
from survey_analysis.significance import hypergeometric, log_factorials

COVERAGE_COLUMNS = [
    "base", "proportion", "method", "coverage", "expected_width", "undefined", "flag",
]  # fmt: skip
BASE_COLUMNS = ["proportion", "width", "base", "expected_width", "confidence_level", "flag"]
POWER_COLUMNS = [
    "first_base", "second_base", "first_proportion", "second_proportion", "alpha", "power",
]  # fmt: skip

SHOWN = "shown"
"""The interval that tables show: BCa where it is defined, else Wilson's."""

_ROUNDING = 1e-9
_LARGEST_BASE = 100_000
_LARGEST_GROUP = 5_000
_TIE = 1 + 1e-7


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
    {'percentile': 0.951, 'bca': 0.942, 'wilson': 0.951, 'shown': 0.942}
    """
    check_level(level)
    _check_bases(bases)
    _check_proportions(proportions)
    rows = [
        row
        for base in bases
        for proportion in proportions
        for row in _coverage_rows(int(base), float(proportion), level)
    ]
    return pd.DataFrame(rows, columns=COVERAGE_COLUMNS)


def _coverage_rows(base: int, proportion: float, level: float) -> list[tuple[object, ...]]:
    count, mass = _likely_counts(base, proportion)
    flag = "few" if _is_few(base, proportion) else ""
    rows: list[tuple[object, ...]] = []
    for method, (low, high) in _intervals(count, base, level).items():
        defined = np.isfinite(low)
        holds = (low <= proportion + _ROUNDING) & (proportion <= high + _ROUNDING)
        width = float((mass * (high - low))[defined].sum())
        known = float(mass[defined].sum())
        row = base, proportion, method, float(mass[holds].sum())
        rows.append((*row, width / known if known else np.nan, 1 - known if not defined.all() else 0.0, flag))
    return rows


def _is_few(base: int, proportion: float) -> bool:
    return base * min(proportion, 1 - proportion) < FEW - _ROUNDING


def _likely_counts(base: int, proportion: float) -> tuple[IntArray, FloatArray]:
    """Return the counts of Binomial(base, proportion), tails of 7e-13 apart, and their law."""
    variance = np.array([base * proportion * (1 - proportion)])
    reach = int(np.ceil(half_width(variance, np.ones(1)))[0]) + 1
    centre = round(base * proportion)
    count = np.arange(max(0, centre - reach), min(base, centre + reach) + 1)
    logs = log_factorials(base)
    log_mass = logs[base] - logs[count] - logs[base - count]
    log_mass += count * np.log(proportion) + (base - count) * np.log1p(-proportion)
    return count, np.exp(log_mass)


def _intervals(count: IntArray, base: int, level: float) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Return the limits of each method for every count."""
    bases = np.full(len(count), base)
    found = {}
    for interval in ("percentile", "bca"):
        limits = proportion_limits(count, bases, settings=IntervalSettings(level, interval))
        found[interval] = limits.low, limits.high
    found["wilson"] = wilson_limits(count, bases, level=level)
    is_known = np.isfinite(found["bca"][0])
    low, high = (
        np.where(is_known, *pair) for pair in zip(found["bca"], found["wilson"], strict=True)
    )
    return {**found, SHOWN: (low, high)}


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
        One row per proportion and width: `base`, the smallest number of answers from which
        on, as far as the next tenth, the shown interval's expected width is not above
        `width`; `expected_width` there; `flag` as of `coverage_table`.

    Raises
    ------
    InvalidCallError
        If a width or a proportion is not between 0 and 1, the level is out of range, or
        more than 100,000 answers would be needed.

    Examples
    --------
    >>> plan_base([0.15], [0.5])["base"].tolist()
    [167]
    """
    check_level(level)
    _check_proportions(proportions)
    _check_proportions(widths, name="width")
    rows = [
        (p, width, base, _expected_width(base, p, level), level, "few" if _is_few(base, p) else "")
        for p in map(float, proportions)
        for width in map(float, widths)
        for base in [_smallest_base(width, p, level)]
    ]
    return pd.DataFrame(rows, columns=BASE_COLUMNS)
