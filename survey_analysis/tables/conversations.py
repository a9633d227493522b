"""Tables of interviews and focus groups: counts of participants, never percentages."""

from __future__ import annotations

import pandas as pd

from survey_analysis.tables.codes import require_labels
from survey_analysis.tables.questions import GROUP, write_count
from survey_analysis.tables.rows import require_columns

STATEMENT_KINDS = {
    "benefit": "Benefits",
    "limitation": "Limitations",
    "when": "When it pays off",
}
"""Kinds of statements of a shared board, in words."""

_COUNTED = ["category_label", "code_label", "segment_by", "respondents", "answered", "applications"]
_STANCES = ["agree", "mixed", "disagree", "silent"]


def themes_table(codes: pd.DataFrame) -> pd.DataFrame:
    """Tabulate themes: how many of the participants raise each, and in how many turns.

    Parameters
    ----------
    codes
        The table `codes.csv` of interviews or focus groups, with labels
        (`survey_analysis.tables.label_codes`).

    Returns
    -------
    DataFrame
        Text, a row a code: `Group` (its category), `Theme`, `Participants` ("13 of 18"),
        `Turns`. A category that is no code's own, such as a declared union, is its own row.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"category_label": "Pace", "code_label": "Rhythm", "segment_by": "",
    ...        "respondents": 13, "answered": 18, "applications": 15}
    >>> themes_table(pd.DataFrame([row])).iloc[0].tolist()
    ['Pace', 'Rhythm', '13 of 18', '15']
    """
    require_labels(codes, _COUNTED)
    whole = codes[codes["segment_by"] == ""]
    with_codes = set(whole.loc[whole["code_label"] != "", "category_label"])
    is_row = (whole["code_label"] != "") | ~whole["category_label"].isin(with_codes)
    rows = whole[is_row].to_dict("records")
    return pd.DataFrame(
        {
            GROUP: [row["category_label"] if row["code_label"] else "Together" for row in rows],
            "Theme": [row["code_label"] or row["category_label"] for row in rows],
            "Participants": [f"{row['respondents']} of {row['answered']}" for row in rows],
            "Turns": [write_count(row["applications"]) for row in rows],
        }
    )


def consensus_table(consensus: pd.DataFrame) -> pd.DataFrame:
    """Tabulate the statements of a shared board: who agrees, and what became of each.

    Parameters
    ----------
    consensus
        Rows of `consensus.csv`, those of all sessions together.

    Returns
    -------
    DataFrame
        Text, a row a statement: `Group` (its kind), `Statement`, `Agree`, `Mixed`,
        `Disagree`, `Silent`, `Participants`, `Outcome`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"kind": "benefit", "text": "It helps.", "session": "", "participants": 6,
    ...        "agree": 4, "mixed": 1, "disagree": 0, "silent": 1, "outcome": "leaning for"}
    >>> consensus_table(pd.DataFrame([row])).iloc[0].tolist()
    ['Benefits', 'It helps.', '4', '1', '0', '1', '6', 'leaning for']
    """
    require_columns(consensus, ["kind", "text", "session", "participants", *_STANCES, "outcome"])
    rows = consensus[consensus["session"] == ""]
    order = list(STATEMENT_KINDS.values())
    counts = {name.capitalize(): rows[name] for name in [*_STANCES, "participants"]}
    return pd.DataFrame(
        {
            GROUP: [STATEMENT_KINDS[kind] for kind in rows["kind"]],
            "Statement": rows["text"].tolist(),
            **{name: [write_count(count) for count in column] for name, column in counts.items()},
            "Outcome": rows["outcome"].tolist(),
        }
    ).sort_values(GROUP, key=lambda kinds: kinds.map(order.index), kind="stable")
