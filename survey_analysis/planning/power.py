"""Power: how probably a difference between two segments is found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import check_level
from survey_analysis.planning.counts import ROUNDING, check_bases, check_proportions, likely_counts
from survey_analysis.significance import fisher_exact

POWER_COLUMNS = [
    "first_base", "second_base", "first_proportion", "second_proportion", "alpha", "power",
]  # fmt: skip

_LARGEST_GROUP = 2_000
_DECIMALS = 12


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
    check_bases([base for pair in bases for base in pair], largest=_LARGEST_GROUP)
    check_proportions([proportion for pair in proportions for proportion in pair])
    alpha = round(1 - level, _DECIMALS)
    rows = [
        (m, n, p, q, alpha, _power((m, n), (p, q), alpha)) for m, n in bases for p, q in proportions
    ]
    return pd.DataFrame(rows, columns=POWER_COLUMNS)


def _power(bases: tuple[int, int], proportions: tuple[float, float], alpha: float) -> float:
    pairs = zip(bases, proportions, strict=True)
    (x, x_mass), (y, y_mass) = (likely_counts(base, p) for base, p in pairs)
    first, second = (counts.ravel() for counts in np.meshgrid(x, y, indexing="ij"))
    m, n = (np.full(len(first), base) for base in bases)
    is_found = fisher_exact(first, m, second, n) <= alpha + ROUNDING
    return float(np.outer(x_mass, y_mass).ravel() @ is_found)
