"""What else computes the same: a loop over data frames, scipy, arch."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.survey import CoreJob

FloatArray = npt.NDArray[np.float64]


def resample_frames(job: CoreJob, n_resamples: int) -> FloatArray:
    """Resample a data frame in a loop, as such studies do; percentile limits only."""
    answers = pd.DataFrame(np.where(job.bases, job.hits, np.nan)).join(
        pd.DataFrame(job.numbers), rsuffix="n"
    )
    means = [
        [drawn[column].mean() for column in drawn]
        for drawn in (
            answers.sample(frac=1, replace=True, random_state=seed) for seed in range(n_resamples)
        )
    ]
    return np.asarray(np.nanquantile(np.array(means), [0.025, 0.975], axis=0))


def scipy_bootstrap(job: CoreJob, n_resamples: int) -> list[Any]:
    """Call scipy.stats.bootstrap once per question, vectorised, BCa."""
    from scipy.stats import bootstrap

    questions = [block.hits[block.base].astype(float) for block in job.blocks]
    questions += [column[np.isfinite(column)][:, None] for column in job.numbers.T]
    rng = np.random.default_rng(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of options that nobody or everybody chose
        return [
            bootstrap((rows,), np.mean, n_resamples=n_resamples, method="BCa", rng=rng)
            for rows in questions
        ]


def arch_bootstrap(job: CoreJob, n_resamples: int) -> FloatArray:
    """Let arch bootstrap one vector statistic, BCa.

    It draws positions of respondents, which is fastest: drawing rows of the table instead
    takes several times as long.
    """
    from arch.bootstrap import IIDBootstrap

    known = np.isfinite(job.numbers)
    above = np.concatenate([job.hits, np.where(known, job.numbers, 0.0)], axis=1)
    below = np.concatenate([job.bases, known], axis=1).astype(float)
    varies = above.any(axis=0)  # BCa divides by zero elsewhere
    table = np.concatenate([above[:, varies], below[:, varies]], axis=1)
    k = int(varies.sum())

    def shares(drawn: npt.NDArray[np.int64]) -> FloatArray:
        sums = np.bincount(drawn, minlength=len(table)) @ table
        return np.asarray(sums[:k] / sums[k:])

    limits = IIDBootstrap(np.arange(len(table)), seed=1).conf_int(
        shares, reps=n_resamples, method="bca"
    )
    return np.asarray(limits)
