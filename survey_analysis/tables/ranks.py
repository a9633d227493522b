"""The table of ranks: how surely each option is first."""

from __future__ import annotations

import pandas as pd

from survey_analysis.tables.contrasts import NOTES
from survey_analysis.tables.questions import GROUP
from survey_analysis.tables.rounding import UNDEFINED, format_share
from survey_analysis.tables.rows import require_columns


def ranks_table(ranks: pd.DataFrame) -> pd.DataFrame:
    r"""Tabulate how surely each option is first, the surest on top.

    Parameters
    ----------
    ranks
        Rows of the table `ranks.csv` with labels.

    Returns
    -------
    DataFrame
        Text, a row an option: `Option`, `First in` and `Among the first three in` (shares of
        the resamples), `Places` (the interval of its rank), `Note`; before them `Group`, the
        question, if there are several.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"question": "Pipeline", "option": "No", "share_first": 1.0, "share_top3": 1.0,
    ...        "rank_low": 1, "rank_high": 1, "n_resamples": 10_000, "flag": ""}
    >>> ranks_table(pd.DataFrame([row])).iloc[0].tolist()
    ['No', '100.0\xa0%', '100.0\xa0%', '1', '']
    """
    shares = ["share_first", "share_top3"]
    require_columns(ranks, ["question", "option", *shares, "rank_low", "rank_high", "flag"])
    order = {name: i for i, name in enumerate(dict.fromkeys(ranks["question"]))}
    ranked = ranks.assign(place=ranks["question"].map(order)).sort_values(
        ["place", *shares, "rank_low", "rank_high"],
        ascending=[True, False, False, True, True],
        kind="stable",
    )
    first, top = (
        [format_share(x, base=n) for x, n in zip(ranked[s], ranked["n_resamples"], strict=True)]
        for s in shares
    )
    limits = zip(ranked["rank_low"], ranked["rank_high"], strict=True)
    table = pd.DataFrame(
        {
            GROUP: ranked["question"].tolist(),
            "Option": ranked["option"].tolist(),
            "First in": first,
            "Among the first three in": top,
            "Places": [_write_places(low, high) for low, high in limits],
            "Note": [NOTES["few"] if "few" in flag else "" for flag in ranked["flag"]],
        }
    )
    return table if len(order) > 1 else table.drop(columns=GROUP)


def _write_places(low: float, high: float) -> str:
    if pd.isna(low):
        return UNDEFINED
    return f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"
