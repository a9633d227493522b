"""Tables of questions: what was answered, how often, how certain."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from survey_analysis.errors import InvalidCallError
from survey_analysis.tables.grid import arrange_grid
from survey_analysis.tables.rounding import (
    UNDEFINED,
    format_number,
    format_share,
    format_share_interval,
)
from survey_analysis.tables.rows import (
    Row,
    pick_rows,
    read_rows,
    write_estimate,
    write_interval,
)

GROUP = "Group"
"""A column of this name is written as headings within the rows, not as a column."""


def adoption_table(estimates: pd.DataFrame) -> pd.DataFrame:
    """Tabulate the options of single- and multiple-choice questions.

    Parameters
    ----------
    estimates
        Rows of `estimates.csv` with labels; those of the whole sample are shown.

    Returns
    -------
    DataFrame
        Text, a row an option: `Option`, `Count`, `Base`, `Share`, the interval, and
        Wilson's; before them `Group`, the question, if there are several.

    Raises
    ------
    InvalidCallError
        If there is no option.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> adoption_table(table[table["question_id"] == "Q14"])[["Option", "Count", "Base"]].to_numpy()
    array([['Yes', '49', '168'],
           ['No', '119', '168']], dtype=object)
    """
    table = pick_rows(estimates[estimates["item"] == ""], statistics=["proportion"])
    return _with_groups(options_table(table), list(table["question"]))


def options_table(table: pd.DataFrame) -> pd.DataFrame:
    """Write rows of shares: `Option`, `Count`, `Base`, `Share`, and both intervals."""
    rows = read_rows(table)
    return pd.DataFrame(
        {
            "Option": [row.name for row in rows],
            "Count": [write_count(count) for count in table["count"]],
            "Base": [write_count(row.answered) for row in rows],
            "Share": [write_estimate(row) for row in rows],
            interval_heading(table): [
                format_share_interval(row.ci_low, row.ci_high, base=row.answered) for row in rows
            ],
            "Wilson interval": [
                format_share_interval(row.wilson_low, row.wilson_high, base=row.answered)
                for row in rows
            ],
        }
    )


def scale_table(estimates: pd.DataFrame) -> pd.DataFrame:
    """Tabulate a grid: the share of each answer, and of the top two points on the scale.

    Parameters
    ----------
    estimates
        Rows of one scale question from `estimates.csv`, with labels.

    Returns
    -------
    DataFrame
        Text, a row an item: `Item`, `Base` (all answers), the answers, `Base on the scale`
        (where it differs),
        `Top two`, and its interval.

    Raises
    ------
    InvalidCallError
        If the rows are of several questions, or are not of a scale.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> shown = scale_table(table[table["question_id"] == "Q2"])
    >>> shown.loc[5, ["Item", "Base on the scale"]].tolist()
    ['Model deployment', '170']
    """
    grid = arrange_grid(estimates)
    answers = {
        label: [
            format_share(share, base=base)
            for share, base in zip(grid.shares[name], grid.answered, strict=True)
        ]
        for name, label in {**grid.points, **grid.off_scale}.items()
    }
    bases = [write_count(row.answered) for row in grid.tops]
    differ = any(row.answered != base for row, base in zip(grid.tops, grid.answered, strict=True))
    return pd.DataFrame(
        {
            "Item": [row.item for row in grid.tops],
            "Base": [write_count(base) for base in grid.answered],
            **answers,
            **({"Base on the scale": bases} if differ else {}),
            "Top two": [write_estimate(row) for row in grid.tops],
            interval_heading(estimates): [write_interval(row) for row in grid.tops],
        }
    )


def numeric_table(
    estimates: pd.DataFrame, *, units: Mapping[str, str] | None = None
) -> pd.DataFrame:
    r"""Tabulate numbers: mean and median with intervals, and the middle half.

    Parameters
    ----------
    estimates
        Rows of `estimates.csv` with labels; those of the whole sample are shown.
    units
        The unit of each question, by its id.

    Returns
    -------
    DataFrame
        Text, a row a number: `Number` (the question, and the item of a block), `Base`,
        `Mean` and its interval, `Median` and its interval, `Middle half`.

    Raises
    ------
    InvalidCallError
        If there is no quartile, and so no number.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate(responses), responses.study)
    >>> numeric_table(table[table["question_id"] == "Q15"], units={"Q15": "%"})["Mean"].tolist()
    ['38.7\xa0%']
    """
    picked = pick_rows(estimates, statistics=["mean", "median", "quantile_25", "quantile_75"])
    rows = []
    for (question_id, _), part in picked.groupby(["question_id", "item_id"], sort=False):
        found = {row.statistic: row for row in read_rows(part)}
        if "quantile_25" in found:
            unit = (units or {}).get(str(question_id), "")
            rows.append(_summarise(found, interval_heading(part), unit))
    if not rows:
        msg = "there is no question with numbers; the quartiles are missing"
        raise InvalidCallError(msg)
    return pd.DataFrame(rows)


def _summarise(found: Mapping[str, Row], heading: str, unit: str) -> dict[str, str]:
    mean, median = found["mean"], found["median"]
    name, item = mean.question, "" if mean.item == mean.question else mean.item
    quartiles = (found["quantile_25"].estimate, found["quantile_75"].estimate)
    low, high = (format_number(q, decimals=0 if float(q).is_integer() else 1) for q in quartiles)
    return {
        "Number": name if item == "" else f"{name}: {item}",
        "Base": write_count(mean.answered),
        "Mean": write_estimate(mean, unit=unit),
        heading: write_interval(mean, unit=unit),
        "Median": write_estimate(median, unit=unit),
        f"Median, {heading}": write_interval(median, unit=unit),
        "Middle half": f"{low}–{high}",
    }


def write_count(count: float) -> str:
    """Write a number of respondents.

    Examples
    --------
    >>> write_count(1234)
    '1,234'
    """
    return UNDEFINED if pd.isna(count) else f"{count:,.0f}"


def interval_heading(table: pd.DataFrame) -> str:
    r"""Name the column of intervals by their level.

    Examples
    --------
    >>> import pandas as pd
    >>> interval_heading(pd.DataFrame({"confidence_level": [0.95]}))
    '95\xa0% interval'
    """
    return f"{100 * table['confidence_level'].max():g}\u00a0% interval"


def _with_groups(table: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """Put the groups before a table if there are several."""
    if len(set(groups)) < 2:
        return table
    grouped = table.copy()
    grouped.insert(0, GROUP, groups)
    return grouped
