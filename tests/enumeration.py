"""Slow, plain bootstrap: every resample written out, to compare fast results with."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

Floats = npt.NDArray[np.float64]


def all_resamples(n: int) -> npt.NDArray[np.int64]:
    """Every way to draw n of n respondents in order, shape (n**n, n)."""
    return np.array(list(itertools.product(range(n), repeat=n)))


def limits_of(
    replicates: Floats, estimate: float, acceleration: float, *, level: float, interval: str
) -> tuple[float, float]:
    """Percentile or BCa limits of equally likely replicates, by the textbook."""
    replicates = np.sort(np.round(replicates, 9))
    estimate = round(float(estimate), 9)
    z = norm.ppf([(1 - level) / 2, (1 + level) / 2])
    if interval == "bca":
        ties = np.mean(replicates < estimate) + np.mean(replicates == estimate) / 2
        shifted = norm.ppf(ties) + z
        z = norm.ppf(ties) + shifted / (1 - acceleration * shifted)
    places = np.ceil(norm.cdf(z) * len(replicates) - 1e-7).astype(int) - 1
    low, high = replicates[places]
    return float(low), float(high)


def acceleration_of(*influences: Floats) -> float:
    """Acceleration from the influence values of one or several samples."""
    third = sum(np.sum(values**3) / len(values) ** 3 for values in influences)
    square = sum(np.sum(values**2) / len(values) ** 2 for values in influences)
    return float(third / square**1.5 / 6)
