"""Tables of what was coded, picked from results and named, for pages, figures and more tables."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.results import Results
from survey_analysis.study import Study
from survey_analysis.tables.codes import label_codes, require_labels
from survey_analysis.tables.contrasts import tabulate_contrasts
from survey_analysis.tables.differences import Contrast, lower, name_breakdown
from survey_analysis.tables.rows import require_columns

_NUMBERS = ("n", "estimate", "ci_low", "ci_high", "p_value", "p_holm", "p_by")


def read_coded(results: Results, table: str, question: str | None = None) -> pd.DataFrame:
    """Return a table of the codings with labels: all of it, or the rows of one question.

    Parameters
    ----------
    results
        The results of a study whose answers were coded.
    table
        Its name without ending: ``codes``, ``relations``, ``agreement``.
    question
        What was coded, such as ``Q4.model-deployment``; all if None.

    Raises
    ------
    InvalidCallError
        If nothing was coded, or there is no such table or question; names the nearest.

    Examples
    --------
    >>> from pathlib import Path
    >>> results = Results(study=None, tables={}, manifest={}, folder=Path())  # type: ignore
    >>> read_coded(results, "codes")
    Traceback (most recent call last):
    survey_analysis.errors.InvalidCallError: nothing was coded in this study: it has no codebook
    """
    if results.codebook is None:
        msg = "nothing was coded in this study: it has no codebook"
        raise InvalidCallError(msg)
    study = results.study if isinstance(results.study, Study) else None
    rows = label_codes(results.table(table), results.codebook, study=study)
    if question is None:
        return rows
    known = [one for one in dict.fromkeys(rows["question_id"]) if one]
    if question not in known:
        raise InvalidCallError(unknown_name("coded question", question, known))
    return rows[rows["question_id"] == question].reset_index(drop=True)


def codes_as_options(codes: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Give rows of `codes.csv` the columns of `breakdowns.csv`: each code is an option.

    What shows a choice by segments then shows codes by segments.

    Parameters
    ----------
    codes
        Rows with labels (`survey_analysis.tables.label_codes`).
    level
        The level of the intervals.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"question": "Release", "category": "data", "code": "", "category_label": "Data",
    ...        "code_label": "", "respondents": 27}
    >>> options = codes_as_options(pd.DataFrame([row]))
    >>> options[["question", "option_id", "option"]].iloc[0].tolist()
    ['Problems in release', 'data', 'Data']
    """
    require_labels(codes, ["question", "category", "code", "category_label", "code_label"])
    is_code = codes["code"] != ""
    return codes.assign(
        question="Problems in " + codes["question"].map(lower),
        item_id="",
        item="",
        option_id=codes["code"].where(is_code, codes["category"]),
        option=codes["code_label"].where(is_code, codes["category_label"]),
        statistic="proportion",
        count=codes["respondents"],
        confidence_level=level,
    )


def read_code_contrasts(contrasts: pd.DataFrame, *, study: Study) -> list[Contrast]:
    """Read rows of `code_contrasts.csv`, each turned so that the larger share comes first.

    Parameters
    ----------
    contrasts
        Rows with labels (`survey_analysis.tables.label_codes`).
    study
        The study, for the names of breakdowns.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> from survey_analysis import load_study
    >>> row = {"question": "Release", "category_label": "Data", "code_label": "",
    ...        "segment_by": "role", "segment": "Developer", "versus_segment": "Manager",
    ...        "n": 90, "estimate": -0.2, "ci_low": -0.3, "ci_high": -0.1, "p_value": 0.01,
    ...        "p_holm": 0.1, "p_by": 0.2, "flag": ""}
    >>> study = load_study("ml-deployment-monitoring")
    >>> (one,) = read_code_contrasts(pd.DataFrame([row]), study=study)
    >>> one.family, one.name, one.estimate
    ('Release: Data, by role', 'Manager over Developer', 0.2)
    """
    require_labels(contrasts, ["question", "category_label", "code_label"])
    require_columns(contrasts, ["segment_by", "segment", "versus_segment", *_NUMBERS, "flag"])
    return [_read_contrast(row, study) for row in contrasts.itertuples()]


def _read_contrast(row: Any, study: Study) -> Contrast:
    found = (getattr(row, name) for name in _NUMBERS)
    n, estimate, low, high, *tests = (math.nan if pd.isna(x) else float(x) for x in found)
    first, second = row.segment, row.versus_segment
    if estimate < 0:
        first, second, estimate, low, high = second, first, -estimate, -high, -low
    what = f"{row.question}: {row.code_label or row.category_label}"
    family = f"{what}, by {name_breakdown(row.segment_by, study)}"
    p_value, p_holm, p_by = tests
    figures = (n, estimate, low, high, p_value, p_holm, p_by)
    return Contrast(family, first, second, "", *figures, row.flag)


def code_contrasts_table(
    contrasts: pd.DataFrame, *, study: Study, level: float = 0.95
) -> pd.DataFrame:
    r"""Tabulate differences between segments in what they report.

    Parameters
    ----------
    contrasts
        Rows of `code_contrasts.csv` with labels (`survey_analysis.tables.label_codes`).
    study
        The study, for the names of breakdowns.
    level
        The level of the intervals.

    Returns
    -------
    DataFrame
        Text; the columns of `survey_analysis.tables.contrasts_table`.

    Raises
    ------
    InvalidCallError
        If columns are missing, or there is no row.

    Examples
    --------
    >>> from survey_analysis import load_study
    >>> row = {"question": "Release", "category_label": "Data", "code_label": "",
    ...        "segment_by": "role", "segment": "Developer", "versus_segment": "Manager",
    ...        "n": 90, "estimate": 0.2, "ci_low": 0.1, "ci_high": 0.3, "p_value": 0.01,
    ...        "p_holm": 0.1, "p_by": 0.2, "flag": ""}
    >>> study = load_study("ml-deployment-monitoring")
    >>> table = code_contrasts_table(pd.DataFrame([row]), study=study)
    >>> table[["Comparison", "Difference", "Finding"]].iloc[0].tolist()
    ['Developer over Manager', '20\xa0points', 'open']
    """
    rows = read_code_contrasts(contrasts, study=study)
    if not rows:
        msg = "there is no contrast to show; the table has no row"
        raise InvalidCallError(msg)
    return tabulate_contrasts(rows, level=level)
