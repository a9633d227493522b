"""Rows of result tables, made for tests, and the recorded results of the flagship."""

from __future__ import annotations

from functools import cache

import pandas as pd

from survey_analysis.results import Results, load_results
from survey_analysis.study import find_study_folder

FLAGSHIP = "ml-deployment-monitoring"
UNDEFINED = float("nan")

DEFAULT = {
    "question_id": "P1",
    "item_id": "",
    "option_id": "manual",
    "source": "P1_Manual",
    "population": "complete",
    "segment_by": "",
    "segment": "",
    "statistic": "proportion",
    "eligible": 120,
    "shown": 110,
    "answered": 100,
    "count": 40,
    "estimate": 0.4,
    "ci_low": 0.31,
    "ci_high": 0.5,
    "method": "bca-exact",
    "wilson_low": 0.309,
    "wilson_high": 0.498,
    "confidence_level": 0.95,
    "n_resamples": UNDEFINED,
    "flag": "",
    "question": "Ways to release",
    "item": "",
    "option": "By hand",
}


def make_rows(*given: dict[str, object]) -> pd.DataFrame:
    """Make labelled rows of `estimates.csv`; what is not given is as in `DEFAULT`."""
    return pd.DataFrame([{**DEFAULT, **row} for row in given])


def nobody(**given: object) -> dict[str, object]:
    """Return a row of an option that nobody chose: no bootstrap interval, Wilson's only."""
    undefined = {"ci_low": UNDEFINED, "ci_high": UNDEFINED, "flag": "degenerate"}
    limits = {"wilson_low": 0.0, "wilson_high": 0.037}
    return {"count": 0, "estimate": 0.0, **undefined, **limits, **given}


def mean_row(estimate: float, low: float, high: float, **given: object) -> dict[str, object]:
    """Return a row with a mean: no option, no Wilson interval."""
    number = {"option_id": "", "option": "", "statistic": "mean", "count": 100}
    wilson = {"wilson_low": UNDEFINED, "wilson_high": UNDEFINED}
    return {**number, **wilson, "estimate": estimate, "ci_low": low, "ci_high": high, **given}


@cache
def load_record() -> Results:
    """Load the recorded results of the flagship: aggregates of the real export."""
    return load_results(FLAGSHIP, find_study_folder(FLAGSHIP) / "record")
