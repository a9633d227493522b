"""What is enumerated: the counts that can occur, their law, and the intervals they give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey_analysis.bootstrap.laws import half_width
from survey_analysis.bootstrap.limits import FloatArray, IntArray, IntervalSettings
from survey_analysis.bootstrap.proportions import proportion_limits, wilson_limits
from survey_analysis.errors import InvalidCallError
from survey_analysis.significance import log_factorials

SHOWN = "shown"
"""The interval that tables show: BCa where it is defined, else Wilson's."""

ROUNDING = 1e-9
LARGEST_BASE = 20_000


def likely_counts(base: int, proportion: float) -> tuple[IntArray, FloatArray]:
    """Return the counts of Binomial(base, proportion), tails of 7e-13 apart, and their law."""
    variance = np.array([base * proportion * (1 - proportion)])
    reach = int(np.ceil(half_width(variance, np.ones(1)))[0]) + 1
    centre = round(base * proportion)
    count = np.arange(max(0, centre - reach), min(base, centre + reach) + 1)
    logs = log_factorials(base)
    log_mass = logs[base] - logs[count] - logs[base - count]
    log_mass += count * np.log(proportion) + (base - count) * np.log1p(-proportion)
    return count, np.exp(log_mass)


def limits_of_counts(
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


def check_bases(bases: Sequence[int], *, largest: int = LARGEST_BASE) -> None:
    """Refuse bases that are no whole numbers from 1 to the largest, and none at all.

    Raises
    ------
    InvalidCallError
        If there are such bases; names them.
    """
    wrong = [base for base in bases if not (float(base).is_integer() and 1 <= base <= largest)]
    if wrong or not len(bases):
        found = ", ".join(map(str, wrong)) or "none"
        message = f"bases: found {found}; allowed are whole numbers from 1 to {largest:,}"
        raise InvalidCallError(message)


def check_proportions(proportions: Sequence[float], *, name: str = "proportion") -> None:
    """Refuse fractions that do not lie between 0 and 1, and none at all.

    Raises
    ------
    InvalidCallError
        If there are such fractions; names them.
    """
    wrong = [p for p in proportions if not 0 < p < 1]
    if wrong or not len(proportions):
        found = ", ".join(map(str, wrong)) or "none"
        message = f"{name}s: found {found}; allowed are fractions between 0 and 1, such as 0.3"
        raise InvalidCallError(message)
