"""Scales as grids: the answers to each item, on the scale and off it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from survey_analysis.tables.rows import Row, pick_rows, read_rows, require_one


@dataclass(frozen=True)
class Grid:
    """The answers to a grid.

    Attributes
    ----------
    points
        The points of the scale, lowest first: ids and labels.
    off_scale
        The answers without a place on it: ids and labels.
    shares
        Shares of all answers: one row an item, one column an option id.
    tops
        The top share of each item.
    answered
        The base of each item's shares.
    """

    points: dict[str, str]
    off_scale: dict[str, str]
    shares: pd.DataFrame
    tops: list[Row]
    answered: list[int]


def arrange_grid(result: pd.DataFrame) -> Grid:
    """Arrange the rows of a scale question as a grid.

    The last point of the scale is the last option that the top share counts; what comes
    after it is off the scale.

    Parameters
    ----------
    result
        Rows of one scale question from `estimates.csv`, with labels.

    Raises
    ------
    InvalidCallError
        If the rows are of several questions, or are not of a scale.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> list(arrange_grid(table[table["question_id"] == "Q2"]).off_scale.values())
    ["I don't know"]
    """
    rows = pick_rows(result, statistics=["proportion"])
    tops = pick_rows(result, statistics=["top_share"])
    require_one(rows, "question")
    by_option = rows.set_index("item_id").groupby("option_id", sort=False)["estimate"]
    shares = pd.DataFrame({str(option): part for option, part in by_option})
    items = list(dict.fromkeys(rows["item_id"]))
    first = rows[rows["item_id"] == items[0]]
    options = list(zip(first["option_id"], first["option"], strict=True))
    counted = set(tops["source"].iloc[0].split("|"))
    last = max(i for i, source in enumerate(first["source"]) if set(source.split("|")) <= counted)
    return Grid(
        points=dict(options[: last + 1]),
        off_scale=dict(options[last + 1 :]),
        shares=shares.loc[items],
        tops=read_rows(tops.set_index("item_id").loc[items]),
        answered=rows.groupby("item_id")["answered"].first().loc[items].tolist(),
    )
