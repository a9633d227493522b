"""Whether what was timed is right."""

from __future__ import annotations

import numpy as np
from scipy.stats import binom

from benchmarks import ours
from benchmarks.millions import count_and_estimate, draw_ticks, measure_ticks
from benchmarks.survey import CoreJob
from survey_analysis.bootstrap import IntervalSettings, Limits, proportion_limits

_CLOSE = 3  # grid steps of a share


def check_exact(job: CoreJob) -> int:
    """Hold percentile limits of all shares against scipy.stats.binom; return how many are equal.

    Raises
    ------
    RuntimeError
        If one differs.
    """
    return hold_against_binomial(ours.exact(job)[0], job)


def hold_against_binomial(limits: Limits, job: CoreJob) -> int:
    """Hold percentile limits that begin with those of a job's shares against scipy.

    Raises
    ------
    RuntimeError
        If one differs.
    """
    count, base = job.hits.sum(axis=0), job.bases.sum(axis=0)
    inside = (count > 0) & (count < base)
    for found, probability in ((limits.low, 0.025), (limits.high, 0.975)):
        expected = binom.ppf(probability, base, count / base) / base
        if not np.allclose(found[inside], expected[inside], rtol=0, atol=1e-12):
            msg = "exact percentile limits differ from scipy.stats.binom"
            raise RuntimeError(msg)
    return int(inside.sum())


def check_monte_carlo(job: CoreJob, n_resamples: int) -> float:
    """Compare Monte Carlo limits of shares with exact ones; return the farthest in grid steps.

    Raises
    ------
    RuntimeError
        If one is farther than resampled bases and noise explain.
    """
    exact, sampled = ours.exact(job)[0], ours.monte_carlo(job, n_resamples)[0]
    base = job.bases.sum(axis=0)
    shares = slice(0, len(base))
    steps = [
        np.nanmax(np.abs(getattr(exact, end) - getattr(sampled, end)[shares]) * base)
        for end in ("low", "high")
    ]
    if max(steps) > _CLOSE:
        msg = f"Monte Carlo limits are {max(steps):.1f} respondents from the exact ones"
        raise RuntimeError(msg)
    return float(max(steps))


def check_millions(n: int = 20_000) -> int:
    """Hold the counts of generated ticks, and their limits, against numpy and scipy.

    Raises
    ------
    RuntimeError
        If one differs.
    """
    ticks = draw_ticks(n, rng=np.random.default_rng(1))
    counted = count_and_estimate(measure_ticks(ticks), n)
    count, base = counted.count[0], counted.answered[0]
    limits = proportion_limits(count, base, settings=IntervalSettings(interval="percentile"))
    expected = binom.ppf(0.025, base, count / base) / base
    same = (count == ticks.sum(axis=0)).all() and np.allclose(limits.low, expected, atol=1e-12)
    if not same:
        msg = "counts or limits of generated data are wrong"
        raise RuntimeError(msg)
    return len(count)
