"""Rows of `contrasts.csv`, made for tests of tables and figures of the flagship's questions."""

from __future__ import annotations

import pandas as pd
from result_rows import FLAGSHIP, UNDEFINED

from survey_analysis.study import load_study

STUDY = load_study(FLAGSHIP)

DEFAULT = {
    "question_id": "Q13",
    "item_id": "",
    "option_id": "embedded",
    "versus_question_id": "Q13",
    "versus_item_id": "",
    "versus_option_id": "service",
    "segment_by": "",
    "segment": "",
    "versus_segment": "",
    "paired": True,
    "n": 168,
    "estimate": -0.17,
    "ci_low": -0.29,
    "ci_high": -0.04,
    "method": "bca-exact",
    "p_value": 0.0126,
    "test": "mcnemar-exact",
    "p_holm": 0.0126,
    "p_by": 0.0309,
    "effect": 0.62,
    "effect_name": "discordant-odds-ratio",
    "flag": "",
}

SUPPRESSED = {
    "n": UNDEFINED,
    "estimate": UNDEFINED,
    "ci_low": UNDEFINED,
    "ci_high": UNDEFINED,
    "p_value": UNDEFINED,
    "p_holm": UNDEFINED,
    "p_by": UNDEFINED,
    "flag": "suppressed",
}


def make_contrasts(*given: dict[str, object]) -> pd.DataFrame:
    """Make rows of `contrasts.csv`; what is not given is as in `DEFAULT`."""
    return pd.DataFrame([{**DEFAULT, **row} for row in given])


def open_row(**given: object) -> dict[str, object]:
    """Return a comparison of platform with other whose test is not small after Holm."""
    sides = {"option_id": "paas", "versus_option_id": "other"}
    figures = {"estimate": 0.05, "ci_low": 0.01, "ci_high": 0.11, "p_value": 0.03}
    return {**sides, **figures, "p_holm": 0.31, "p_by": 0.2, **given}


def segments(first: str, second: str, **given: object) -> dict[str, object]:
    """Return a comparison of the pipeline between two segments by experience."""
    sides = {"option_id": "yes", "versus_option_id": "yes", "versus_question_id": "Q14"}
    by = {"segment_by": "experience", "segment": first, "versus_segment": second}
    return {"question_id": "Q14", **sides, **by, "paired": False, **given}


def effort(**given: object) -> dict[str, object]:
    """Return a comparison of two phases by effort."""
    sides = {"item_id": "model-creation", "versus_item_id": "model-monitoring"}
    options = {"option_id": "", "versus_option_id": "", "versus_question_id": "Q3"}
    figures = {"estimate": 9.8125, "ci_low": 8.335, "ci_high": 11.437, "n": 176}
    return {"question_id": "Q3", **sides, **options, **figures, **given}
