"""Tables of how much depends on who is counted, and on how a base is read."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from survey_analysis.tables.questions import GROUP, interval_heading, options_table, write_count
from survey_analysis.tables.rounding import format_share, format_share_interval
from survey_analysis.tables.rows import (
    read_rows,
    require_columns,
    write_estimate,
    write_interval,
)


def sensitivity_table(
    sensitivity: pd.DataFrame, *, units: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Tabulate each headline in every population.

    Parameters
    ----------
    sensitivity
        The table `sensitivity.csv` with labels; other readings of a base are left aside.
    units
        The unit of each numeric question, by its id.

    Returns
    -------
    DataFrame
        Text, a row a population: `Group` (the headline), `Respondents`, `Base`,
        `Estimate`, and its interval.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate_sensitivity, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate_sensitivity(responses), responses.study)
    >>> sensitivity_table(table).loc[0, ["Group", "Respondents", "Base"]].tolist()
    ['Deployed as a separate service', 'Complete', '168']
    """
    require_columns(sensitivity, ["variation", "label", "population"])
    table = sensitivity[sensitivity["variation"] == sensitivity["population"]]
    rows = read_rows(table)
    found = [(units or {}).get(question, "") for question in table["question_id"]]
    pairs = list(zip(rows, found, strict=True))
    return pd.DataFrame(
        {
            GROUP: table["label"].tolist(),
            "Respondents": [v.replace("-", " ").capitalize() for v in table["variation"]],
            "Base": [write_count(row.answered) for row in rows],
            "Estimate": [write_estimate(row, unit=unit) for row, unit in pairs],
            interval_heading(table): [write_interval(row, unit=unit) for row, unit in pairs],
        }
    )


def readings_table(sensitivity: pd.DataFrame) -> pd.DataFrame:
    """Tabulate the questions whose base can be read in several ways, under each of them.

    Parameters
    ----------
    sensitivity
        The table `sensitivity.csv` with labels; headlines are left aside.

    Returns
    -------
    DataFrame
        Text, a row an option: `Group` (question and reading), then as `adoption_table`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate_sensitivity, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = add_labels(estimate_sensitivity(responses), responses.study)
    >>> readings_table(table)["Base"].unique()[:2].tolist()
    ['153', '188']
    """
    require_columns(sensitivity, ["variation", "label", "population", "question"])
    table = sensitivity[sensitivity["variation"] != sensitivity["population"]]
    groups = [
        f"{q}: {r[0].lower()}{r[1:]}"
        for q, r in zip(table["question"], table["label"], strict=True)
    ]
    written = options_table(table)
    written.insert(0, GROUP, groups)
    return written


def bounds_table(bounds: pd.DataFrame) -> pd.DataFrame:
    r"""Tabulate what the respondents who ticked nothing could change at most.

    Parameters
    ----------
    bounds
        The table `bounds.csv` with labels.

    Returns
    -------
    DataFrame
        Text, a row an option: `Group` (the question), `Option`, `Count`, `Base`, `Share`,
        `Ambiguous`, `Possible shares`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"question": "Approach", "option": "Service", "shown": 188, "answered": 168,
    ...        "ambiguous": 20, "count": 100, "estimate": 0.595, "lowest": 0.53, "highest": 0.64}
    >>> bounds_table(pd.DataFrame([row]))["Possible shares"].tolist()
    ['53–64\xa0%']
    """
    shares = ["estimate", "lowest", "highest"]
    require_columns(bounds, ["question", "option", "shown", "answered", "ambiguous", *shares])
    estimates = zip(bounds["estimate"], bounds["answered"], strict=True)
    limits = zip(bounds["lowest"], bounds["highest"], bounds["shown"], strict=True)
    return pd.DataFrame(
        {
            GROUP: bounds["question"].tolist(),
            "Option": bounds["option"].tolist(),
            "Count": [write_count(count) for count in bounds["count"]],
            "Base": [write_count(base) for base in bounds["answered"]],
            "Share": [format_share(share, base=base) for share, base in estimates],
            "Ambiguous": [write_count(count) for count in bounds["ambiguous"]],
            "Possible shares": [format_share_interval(a, b, base=n) for a, b, n in limits],
        }
    )
