"""Suppression: figures of fewer than ten answers are neither recorded nor published."""

from __future__ import annotations

import pandas as pd

SMALLEST_BASE = 10
"""Rows with a smaller base are suppressed in the record and on the site."""

SUPPRESSED = "suppressed"

_HIDDEN = (
    "eligible", "shown", "answered", "count", "respondents", "applications", "estimate", "ci_low",
    "ci_high", "method", "wilson_low", "wilson_high", "n_resamples",
)  # fmt: skip
_HIDDEN_CONTRASTS = (
    "n", "estimate", "ci_low", "ci_high", "method", "p_value", "test", "p_holm", "p_by", "effect",
)  # fmt: skip
_KEYS_OF_GROUPS = ("question_id", "item_id", "segment_by", "segment")


def suppress_small(table: pd.DataFrame) -> pd.DataFrame:
    """Blank out the rows whose base is below ten.

    In a breakdown, the next smallest segments are blanked too until those that are blank
    have ten answers or more together: else they could be had from the whole less the others.

    Parameters
    ----------
    table
        A table with the columns of `estimates.csv`, or of `codes.csv`.

    Returns
    -------
    DataFrame
        The same rows; the suppressed have empty figures and the flag ``suppressed``.

    Examples
    --------
    >>> row = {"question_id": "Q13", "item_id": "", "segment_by": "", "segment": "", "flag": ""}
    >>> suppress_small(pd.DataFrame([{**row, "answered": 9}]))["flag"].tolist()
    ['suppressed']
    """
    hidden = table["answered"] < SMALLEST_BASE
    breakdown = table[table["segment_by"] != ""]
    whole = [name for name in ("question_id", "item_id", "segment_by") if name in table]
    for _, rows in breakdown.groupby(whole, sort=False):
        bases = rows.groupby("segment", sort=False)["answered"].min()
        hidden |= table.index.isin(rows.index[rows["segment"].isin(_hidden_segments(bases))])
    return suppress_rows(table, hidden)


def suppress_rows(table: pd.DataFrame, hidden: pd.Series[bool]) -> pd.DataFrame:
    """Empty the figures of some rows, and flag them as ``suppressed``.

    Parameters
    ----------
    table
        A table with the columns of `estimates.csv`, or of `codes.csv`.
    hidden
        The rows to suppress.

    Examples
    --------
    >>> table = pd.DataFrame({"answered": [9, 168], "flag": ["", ""]})
    >>> suppress_rows(table, table["answered"] < 10)["flag"].tolist()
    ['suppressed', '']
    """
    suppressed = table.copy()
    blank = [column for column in _HIDDEN if column in table]
    suppressed[blank] = table[blank].astype(object).mask(hidden, other=None)
    suppressed["flag"] = table["flag"].mask(hidden, SUPPRESSED)
    return suppressed


def _hidden_segments(bases: pd.Series[int]) -> list[str]:
    """List the segments to hide: the small ones, and as many more as hide these."""
    ascending = bases.sort_values(kind="stable")
    hidden_before = ascending.cumsum() - ascending
    is_small = ascending < SMALLEST_BASE
    is_cover = (hidden_before > 0) & (hidden_before < SMALLEST_BASE)
    return [str(segment) for segment in ascending.index[is_small | is_cover]]


def suppress_small_contrasts(contrasts: pd.DataFrame, breakdowns: pd.DataFrame) -> pd.DataFrame:
    """Blank out contrasts of fewer than ten, or with a segment whose estimates are suppressed.

    Parameters
    ----------
    contrasts
        The table `contrasts.csv`.
    breakdowns
        `breakdowns.csv` (or `codes.csv`) of the same segments, suppressed.

    Returns
    -------
    DataFrame
        The same rows; the suppressed have empty figures and the flag ``suppressed``.
    """
    key = [name for name in _KEYS_OF_GROUPS if name in contrasts]
    blank = breakdowns.loc[breakdowns["flag"] == SUPPRESSED, key]
    small = set(blank.itertuples(index=False, name=None))
    sides = [
        contrasts[[*key[:-1], side]].itertuples(index=False, name=None)
        for side in ("segment", "versus_segment")
    ]
    pairs = [first in small or second in small for first, second in zip(*sides, strict=True)]
    hidden = (contrasts["n"] < SMALLEST_BASE) | pd.Series(pairs, contrasts.index, dtype=bool)
    suppressed = contrasts.copy()
    figures = list(_HIDDEN_CONTRASTS)
    suppressed[figures] = contrasts[figures].astype(object).mask(hidden, other=None)
    suppressed["flag"] = contrasts["flag"].mask(hidden, SUPPRESSED)
    return suppressed
