"""What this project does."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.survey import BRAZIL, CoreJob
from survey_analysis import estimate
from survey_analysis.bootstrap import (
    IntervalSettings,
    Limits,
    count_values,
    mean_limits_by_setting,
    paired_difference_limits,
    proportion_limits_by_setting,
    ratio_influence,
    ratio_replicates,
    replicate_limits_by_setting,
    resample_weights,
    unpaired_difference_limits,
    wilson_limits,
)
from survey_analysis.responses import select

BOTH = (IntervalSettings(interval="percentile"), IntervalSettings(interval="bca"))


def exact(job: CoreJob) -> list[Limits]:
    """Count, then compute percentile, BCa and Wilson limits of shares, and limits of means."""
    count = np.concatenate([block.hits.sum(axis=0) for block in job.blocks])
    bases = [np.full(block.hits.shape[1], block.base.sum()) for block in job.blocks]
    answered = np.concatenate(bases)
    samples = count_values(job.numbers)
    wilson_limits(count, answered)
    return [
        *proportion_limits_by_setting(count, answered, settings=BOTH),
        *mean_limits_by_setting(samples, settings=BOTH),
    ]


def all_estimates(job: CoreJob) -> pd.DataFrame:
    """Compute all rows of `estimates.csv`."""
    return estimate(job.responses)


def monte_carlo(job: CoreJob, n_resamples: int) -> list[Limits]:
    """Resample respondents for all statistics at once; percentile and BCa limits."""
    known = np.isfinite(job.numbers)
    above = np.concatenate([job.hits, np.where(known, job.numbers, 0.0)], axis=1)
    below = np.concatenate([job.bases, known], axis=1)
    weights = list(resample_weights(len(above), n_resamples, rng=np.random.default_rng(1)))
    replicates = ratio_replicates(above, below, weights)
    influence = ratio_influence(above, below)
    point = above.sum(axis=0) / below.sum(axis=0)
    return replicate_limits_by_setting(point, replicates, influence=influence, settings=BOTH)


def option_differences(job: CoreJob) -> Limits:
    """Compute the limits of every difference of two options of a question."""
    parts = []
    for block in job.blocks:
        both = block.hits.astype(np.int64)
        together = both.T @ both
        count = np.diag(together)
        first, second = np.triu_indices(len(count), 1)
        shared = together[first, second]
        base = np.full(len(first), block.base.sum())
        parts.append(np.stack([count[first] - shared, count[second] - shared, base]))
    return paired_difference_limits(*np.concatenate(parts, axis=1))


def segment_differences(job: CoreJob) -> Limits:
    """Compute the limits of every option's difference between Brazil and the rest."""
    inside = select(job.responses, BRAZIL)[job.members]
    return unpaired_difference_limits(*_counts(job, inside), *_counts(job, ~inside))


def _counts(
    job: CoreJob, members: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    return job.hits[members].sum(axis=0), job.bases[members].sum(axis=0)
