"""The order of options where they have none of their own: the same in tables and figures."""

from __future__ import annotations

import pandas as pd

from survey_analysis.study import Question, SingleQuestion

LAST_OPTIONS = ("other", "others", "dont-know", "i-dont-know")
"""Ids of options that stand behind the rest, however frequent."""


def is_ordered(question: Question) -> bool:
    """Tell whether the options of a single choice have an order of their own.

    The study file says so with ``ordered: true``.

    Examples
    --------
    >>> from survey_analysis import load_study
    >>> study = load_study("ml-deployment-monitoring")
    >>> [is_ordered(study.question(name)) for name in ("D3", "D4", "D11", "Q13")]
    [True, False, True, False]
    """
    return isinstance(question, SingleQuestion) and question.ordered


def sort_options(rows: pd.DataFrame, *, statistic: str = "proportion") -> pd.DataFrame:
    """Put the option with the largest share first, and "other" and "don't know" last.

    Parameters
    ----------
    rows
        Rows of one question from `estimates.csv`.
    statistic
        The share that decides.

    Returns
    -------
    DataFrame
        The same rows; those of one option keep their order.

    Examples
    --------
    >>> rows = pd.DataFrame({"option_id": ["other", "rare", "common"], "statistic": "proportion",
    ...                      "estimate": [0.5, 0.1, 0.4]})
    >>> sort_options(rows)["option_id"].tolist()
    ['common', 'rare', 'other']
    """
    deciding = rows[rows["statistic"] == statistic].drop_duplicates("option_id")
    share = rows["option_id"].map(deciding.set_index("option_id")["estimate"])
    is_last = rows["option_id"].isin(LAST_OPTIONS)
    order = pd.DataFrame({"last": is_last, "share": share}).sort_values(
        ["last", "share"], ascending=[True, False], kind="stable"
    )
    return rows.loc[order.index]
