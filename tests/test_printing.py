from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from survey_analysis.estimates import estimate
from survey_analysis.printing import format_estimates, format_json, format_table
from survey_analysis.responses import Responses
from survey_analysis.results import add_labels
from survey_analysis.study import Study


def refuse(constant: str) -> float:
    pytest.fail(f"{constant} is not JSON")


def test_undefined_is_null_in_json() -> None:
    table = pd.DataFrame({"a": [0.1 + 0.2, np.nan], "b": ["ä", ""], "c": [1, 2]})
    table["d"] = pd.array([1, None], dtype="Int64")
    found = json.loads(format_json({"rows": table, "none": np.nan}), parse_constant=refuse)
    assert found == {
        "rows": [
            {"a": 0.30000000000000004, "b": "ä", "c": 1, "d": 1},
            {"a": None, "b": "", "c": 2, "d": None},
        ],
        "none": None,
    }


def test_json_is_readable_in_any_language() -> None:
    assert '"é"' in format_json(["é"])


def test_columns_are_aligned_and_empty_ones_left_out() -> None:
    rows = [["Service", "", "60 %"], ["Other way", "", "5 %"]]
    assert format_table(rows, right="llr", heading=["Option", "Item", "Share"]).splitlines() == [
        "Option     Share",
        "Service     60 %",
        "Other way    5 %",
    ]


def test_estimates_are_written_for_people(tiny_responses: Responses, tiny_study: Study) -> None:
    table = estimate(tiny_responses)
    table = table[table["question_id"].isin(["P2", "P5"])].reset_index(drop=True)
    lines = format_estimates(add_labels(table, tiny_study), tiny_study).splitlines()
    assert [line.replace("\u00a0", " ") for line in lines[:4]] == [
        "Question  Option  Statistic    Estimate    Interval  Count  Base  Take care",
        "P2        Yes     proportion       60 %    20–100 %      3     5  few",
        "P2        No      proportion       40 %      0–80 %      2     5  few",
        "P5                mean           20.0 %  0.0–40.0 %            2  few",
    ]
