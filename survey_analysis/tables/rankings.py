"""Tables of rankings: who has each option first, among the top, and at which place."""

from __future__ import annotations

import pandas as pd

from survey_analysis.tables.questions import interval_heading, write_count
from survey_analysis.tables.rows import pick_rows, read_rows, write_estimate, write_interval

_STATISTICS = ("first_share", "top_k_share", "mean_rank")


def ranking_table(estimates: pd.DataFrame, *, top: int) -> pd.DataFrame:
    r"""Tabulate the options of one ranking.

    Parameters
    ----------
    estimates
        Rows of one question from `estimates.csv`, with labels; those of the whole sample
        are shown.
    top
        How many places are the top: the study file's `top_places`.

    Returns
    -------
    DataFrame
        Text, a row an option: `Option`, `Base` (who gave any place), `First` and ``Top 2``
        (shares of these), `Placed` (who gave the option a place) and `Mean place` among
        them, each with its interval.

    Raises
    ------
    InvalidCallError
        If there is no ranking.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "question": "Needs", "item": "", "option": "Tools", "segment": "", "segment_by": "",
    ...     "statistic": ["first_share", "top_k_share", "mean_rank"], "answered": [8, 8, 6],
    ...     "estimate": [0.5, 0.75, 1.5], "ci_low": [0.125, 0.375, 1.2], "confidence_level": 0.95,
    ...     "ci_high": [0.875, 1.0, 2.0], "wilson_low": [0.2, 0.4, float("nan")],
    ...     "wilson_high": [0.8, 0.9, float("nan")]})
    >>> ranking_table(rows, top=2)[["Option", "Base", "First", "Top 2", "Placed"]].to_numpy()
    array([['Tools', '8', '50\xa0%', '75\xa0%', '6']], dtype=object)
    """
    table = pick_rows(estimates, statistics=_STATISTICS)
    of = {name: read_rows(table[table["statistic"] == name]) for name in _STATISTICS}
    headings = ("First", f"Top {top}", "Mean place")
    columns = {
        "Option": [row.option for row in of["first_share"]],
        "Base": [write_count(row.answered) for row in of["first_share"]],
    }
    for name, heading in zip(_STATISTICS, headings, strict=True):
        if name == "mean_rank":
            columns["Placed"] = [write_count(row.answered) for row in of[name]]
        columns[heading] = [write_estimate(row) for row in of[name]]
        columns[f"{heading}, {interval_heading(table)}"] = [write_interval(row) for row in of[name]]
    return pd.DataFrame(columns)
