"""Planning a survey: widths and coverage of intervals, respondents needed, power.

Everything is enumerated over the counts that can occur; nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.laws import half_width
from survey_analysis.bootstrap.limits import (
    FloatArray,
    IntArray,
    IntervalSettings,
    check_level,
)
from survey_analysis.bootstrap.proportions import proportion_limits, wilson_limits
from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import FEW
from survey_analysis.significance import fisher_exact, log_factorials

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
_LARGEST_BASE = 20_000
_LARGEST_GROUP = 2_000
_DECIMALS = 12


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
        undefined = float(mass[~defined].sum())
        coverage = float(mass[holds].sum())
        rows.append((base, proportion, method, coverage, width / known, undefined, flag))
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


def _intervals(
    count: IntArray, base: int, level: float
) -> dict[str, tuple[FloatArray, FloatArray]]:
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
    _check_proportions(proportions)
    _check_proportions(widths, name="width")
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
        if enough > _LARGEST_BASE:
            message = (
                f"a width of {width:g} at proportion {proportion:g} needs more than "
                f"{_LARGEST_BASE // 2:,} answers; ask for a wider interval"
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
    count, mass = _likely_counts(base, proportion)
    low, high = _intervals(count, base, level)[SHOWN]
    return float(mass @ (high - low) / mass.sum())


def plan_power(
    bases: Sequence[tuple[int, int]],
    proportions: Sequence[tuple[float, float]],
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Say how probably Fisher's exact test finds a difference between two segments.

    Parameters
    ----------
    bases
        Pairs of numbers of respondents who answer.
    proportions
        Pairs of true proportions.
    level
        The test is at 1 - level.

    Returns
    -------
    DataFrame
        One row per pair of bases and pair of proportions: `power`, the probability that
        the two-sided p-value is not above `alpha`, enumerated; where the proportions are
        equal it is the test's size.

    Raises
    ------
    InvalidCallError
        If a base is not a positive integer or above 2,000, a proportion is not between 0
        and 1, or the level is out of range.

    Examples
    --------
    >>> plan_power([(100, 100)], [(0.3, 0.5)])["power"].round(2).tolist()
    [0.79]
    """
    check_level(level)
    _check_bases([base for pair in bases for base in pair], largest=_LARGEST_GROUP)
    _check_proportions([proportion for pair in proportions for proportion in pair])
    alpha = round(1 - level, _DECIMALS)
    rows = [
        (m, n, p, q, alpha, _power((m, n), (p, q), alpha)) for m, n in bases for p, q in proportions
    ]
    return pd.DataFrame(rows, columns=POWER_COLUMNS)


def _power(bases: tuple[int, int], proportions: tuple[float, float], alpha: float) -> float:
    pairs = zip(bases, proportions, strict=True)
    (x, x_mass), (y, y_mass) = (_likely_counts(base, p) for base, p in pairs)
    first, second = (counts.ravel() for counts in np.meshgrid(x, y, indexing="ij"))
    m, n = (np.full(len(first), base) for base in bases)
    is_found = fisher_exact(first, m, second, n) <= alpha + _ROUNDING
    return float(np.outer(x_mass, y_mass).ravel() @ is_found)


def _check_bases(bases: Sequence[int], *, largest: int = _LARGEST_BASE) -> None:
    wrong = [base for base in bases if not (float(base).is_integer() and 1 <= base <= largest)]
    if wrong or not len(bases):
        found = ", ".join(map(str, wrong)) or "none"
        message = f"bases: found {found}; allowed are whole numbers from 1 to {largest:,}"
        raise InvalidCallError(message)


def _check_proportions(proportions: Sequence[float], *, name: str = "proportion") -> None:
    wrong = [p for p in proportions if not 0 < p < 1]
    if wrong or not len(proportions):
        found = ", ".join(map(str, wrong)) or "none"
        message = f"{name}s: found {found}; allowed are fractions between 0 and 1, such as 0.3"
        raise InvalidCallError(message)
