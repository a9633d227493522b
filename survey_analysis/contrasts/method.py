"""How contrasts are computed: intervals, random numbers, and what the columns hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.bootstrap.limits import BoolArray, FloatArray, IntervalSettings, Limits
from survey_analysis.bootstrap.montecarlo import replicate_limits
from survey_analysis.bootstrap.replicates import divide, ratio_influence, ratio_replicates
from survey_analysis.bootstrap.weights import Weights, resample_weights

Means = tuple[FloatArray, BoolArray]
"""Numbers, 0 where there is none, and where there are some, shape (n, k) each."""

_RESAMPLES = 10_000  # permutations where intervals are exact
_COLUMNS = 256  # contrasts resampled at a time


@dataclass(frozen=True, eq=False)
class Method:
    """How contrasts are computed.

    Attributes
    ----------
    intervals
        Level and kind of interval.
    n_permutations
        Permutations of a test that is not exact.
    seed
        Of the permutations: every test of a call gets the same.
    weights
        Resamples of the respondents, in blocks; None for exact intervals.
    """

    intervals: IntervalSettings
    n_permutations: int
    seed: tuple[int, ...]
    weights: list[Weights] | None

    def permutation_rng(self) -> np.random.Generator:
        """Return the random numbers of permutations, from the start."""
        return np.random.default_rng(self.seed)


def choose_method(
    intervals: IntervalSettings, *, n: int, n_resamples: int | None, rng: np.random.Generator
) -> Method:
    """Draw what is needed; what is drawn depends on the respondents and `rng` only.

    Parameters
    ----------
    intervals
        Level and kind of interval.
    n
        Respondents of the population.
    n_resamples
        None for exact intervals and 10,000 permutations; else the number of both.
    rng
        Random numbers.

    Raises
    ------
    InvalidCallError
        If `n_resamples` is not a positive integer.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> choose_method(IntervalSettings(), n=20, n_resamples=None, rng=rng).n_permutations
    10000
    """
    seed = tuple(rng.integers(2**63, size=2).tolist())
    if n_resamples is None:
        return Method(intervals, _RESAMPLES, seed, None)
    return Method(intervals, n_resamples, seed, list(resample_weights(n, n_resamples, rng=rng)))


def resampled_limits(first: Means, second: Means | None, *, method: Method) -> Limits:
    """Return Monte-Carlo limits of means, or of differences of means of two groups.

    Parameters
    ----------
    first, second
        The numbers of each group; no second for limits of means.
    method
        With resamples.

    Examples
    --------
    >>> method = choose_method(
    ...     IntervalSettings(), n=20, n_resamples=400, rng=np.random.default_rng(1)
    ... )
    >>> values = np.arange(20.0)[:, None]
    >>> limits = resampled_limits((values, values >= 0), None, method=method)
    >>> bool(5 < limits.low[0] < 9.5 < limits.high[0] < 14)
    True
    """
    weights, k = method.weights or [], first[0].shape[1]
    found = []
    for start in range(0, max(k, 1), _COLUMNS):
        part = np.s_[:, start : start + _COLUMNS]
        sides = [(side[0][part], side[1][part]) for side in (first, second) if side is not None]
        estimate, replicates, influence = (
            values[0] - values[1] if len(values) > 1 else values[0]
            for values in (
                [ratio(values.sum(axis=0), known.sum(axis=0)) for values, known in sides],
                [ratio_replicates(*side, weights) for side in sides],
                [ratio_influence(*side) for side in sides],
            )
        )
        found.append(
            replicate_limits(estimate, replicates, influence=influence, settings=method.intervals)
        )
    names = ("low", "high", "method", "n_resamples")
    return Limits(*(np.concatenate([getattr(limits, name) for limits in found]) for name in names))


def ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> FloatArray:
    """Divide counts or sums by bases; nan where a base is 0.

    Examples
    --------
    >>> ratio([1, 0], [4, 0])
    array([0.25,  nan])
    """
    return divide(np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64))


def tabulate_limits(limits: Limits) -> pd.DataFrame:
    """Return the columns `ci_low`, `ci_high` and `method`.

    Examples
    --------
    >>> from survey_analysis.bootstrap import paired_difference_limits
    >>> tabulate_limits(paired_difference_limits([0], [0], [9]))["ci_low"].tolist()
    [nan]
    """
    return pd.DataFrame(
        {"ci_low": limits.low, "ci_high": limits.high, "method": limits.method.astype(object)}
    )


def join_flags(table: pd.DataFrame, *, few: BoolArray, level: float) -> list[str]:
    """Say of each contrast what calls for care: `few`, `degenerate`, `test-interval-disagree`.

    Parameters
    ----------
    table
        With `ci_low`, `ci_high` and `p_value`.
    few
        Where too few answers stand behind it, shape (k,).
    level
        Confidence level; the test is at 1 - level.

    Examples
    --------
    >>> table = pd.DataFrame({"ci_low": [0.1], "ci_high": [0.3], "p_value": [0.2]})
    >>> join_flags(table, few=np.array([True]), level=0.95)
    ['few;test-interval-disagree']
    """
    undefined = table["ci_low"].isna().to_numpy()
    apart = ((table["ci_low"] > 0) | (table["ci_high"] < 0)).to_numpy()
    significant = (table["p_value"] <= 1 - level + 1e-12).to_numpy()
    reasons = {
        "few": few,
        "degenerate": undefined,
        "test-interval-disagree": ~undefined & (apart != significant),
    }
    rows = zip(*(reason.tolist() for reason in reasons.values()), strict=True)
    return [
        ";".join(name for name, holds in zip(reasons, row, strict=True) if holds) for row in rows
    ]
