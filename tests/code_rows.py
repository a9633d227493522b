"""Rows of the tables of codings, with labels, made for tests of figures and tables."""

from __future__ import annotations

import pandas as pd

from survey_analysis.bootstrap import proportion_limits, wilson_limits

BASE = 96
CATEGORIES = ["Infrastructure and platforms", "Integration with other systems",
              "Data and their quality", "People, skills and organisation",
              "Performance and resource limits", "Governance, law and security"]  # fmt: skip


def make_codes(each: int = 5) -> pd.DataFrame:
    """Make rows of `codes.csv`: six categories of `each` codes with long names."""
    rows: list[tuple[str, str, str, str, int]] = []
    for i, category in enumerate(CATEGORIES):
        rows.append((f"c{i}", "", category, "", 20 + 3 * i))
        for j in range(each):
            name = f"A problem number {i}.{j} with a name that is rather long"[: 20 + 7 * j + i]
            rows.append((f"c{i}", f"c{i}-{j}", category, name.strip(), 1 + 2 * i + j))
    names = ["category", "code", "category_label", "code_label", "respondents"]
    table = pd.DataFrame(rows, columns=names).assign(answered=BASE)
    limits = proportion_limits(table["respondents"], table["answered"])
    low, high = wilson_limits(table["respondents"], table["answered"])
    return table.assign(
        question_id="Q4.release", question="Release", segment_by="", segment="",
        estimate=table["respondents"] / BASE, ci_low=limits.low, ci_high=limits.high,
        wilson_low=low, wilson_high=high, applications=table["respondents"] + 1, flag="",
    )  # fmt: skip


def make_relation(one: str, relation: str, other: str, respondents: int = 1) -> dict[str, object]:
    """Make a row of `relations.csv`; labels are the ids in capitals."""
    share = respondents / BASE
    return {
        "question_id": "Q4.release", "question": "Release", "from_code": one,
        "from_code_label": one.upper(), "relation": relation, "to_code": other,
        "to_code_label": other.upper(), "respondents": respondents, "answered": BASE,
        "estimate": share, "ci_low": share / 2, "ci_high": 2 * share,
    }  # fmt: skip


def make_pair(one: str, other: str, together: int, within: str = "respondent") -> dict[str, object]:
    """Make a row of `cooccurrence.csv`; labels are the ids in capitals."""
    return {
        "question_id": "Q4.release", "question": "Release", "within": within, "code": one,
        "code_label": one.upper(), "with_code": other, "with_code_label": other.upper(),
        "answered": BASE, "together": together,
    }  # fmt: skip


def make_agreed(code: str, coefficient: str = "alpha", **given: object) -> dict[str, object]:
    """Make a row of `agreement.csv`; the label is the id in capitals."""
    row = {
        "question_id": "", "code": code, "code_label": code.upper(), "coders": "coder-a, coder-b",
        "coefficient": coefficient, "weights": "nominal" if code else "masi", "n_units": 40,
        "n_excluded": 60, "estimate": 0.7, "ci_low": 0.6, "ci_high": 0.8, "method": "bca",
        "note": "",
    }  # fmt: skip
    return {**row, **given}


def make_point(run_length: int, **given: object) -> dict[str, object]:
    """Make a row of `saturation_points.csv`."""
    row = {
        "question_id": "Q4.release", "question": "Release", "run_length": run_length,
        "threshold": 0.05, "base_size": 4, "base_codes": 9, "respondents": 20, "codes": 18,
        "all_respondents": 30, "all_codes": 22, "order_median": 18.0, "order_low": 9.0,
        "order_high": 24.0, "orders_reaching": 990, "orders": 1000,
    }  # fmt: skip
    return {**row, **given}
