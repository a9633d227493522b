"""Resampled results have the same bytes however many threads the linear algebra uses."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import sys
import numpy as np
from survey_analysis import ContrastSettings, contrast, correlate_items, load_responses
from survey_analysis import rank_options, simultaneous_bands

responses = load_responses("ml-deployment-monitoring")
settings = ContrastSettings(n_resamples=1500)
for table in (
    contrast(responses, rng=np.random.default_rng(1), settings=settings),
    contrast(responses, rng=np.random.default_rng(1), questions="Q3"),
    rank_options(responses, rng=np.random.default_rng(1), n_resamples=1500),
    simultaneous_bands(responses, "Q3", rng=np.random.default_rng(1), n_resamples=1500),
    correlate_items(responses, "Q1", rng=np.random.default_rng(1), n_resamples=300),
):
    table.to_csv(sys.stdout)
"""


def _run(threads: int) -> bytes:
    variables = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    environment = {**os.environ, **dict.fromkeys(variables, str(threads))}
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True
    )
    return found.stdout


def test_one_thread_and_two_give_the_same_bytes():
    one = _run(1)
    assert len(one) > 10_000
    assert _run(2) == one
