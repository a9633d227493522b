"""Relations between codes as a table, and in words."""

from __future__ import annotations

import pandas as pd

from survey_analysis.tables.codes import require_labels
from survey_analysis.tables.differences import lower
from survey_analysis.tables.questions import GROUP, write_count
from survey_analysis.tables.rounding import format_share, format_share_interval

RELATIONS = {"causes": "causes", "part-of": "is part of", "contradicts": "contradicts"}
"""Relations between codes, in words."""


def relations_table(relations: pd.DataFrame) -> pd.DataFrame:
    r"""Tabulate how many respondents reported each relation between codes.

    Parameters
    ----------
    relations
        Rows of `relations.csv` with labels (`label_codes`).

    Returns
    -------
    DataFrame
        Text: `Group` (what was coded), `Relation` in words, `Respondents`, `Base`, `Share`,
        `Interval`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"question": "Problems", "from_code_label": "Data drift", "relation": "causes",
    ...        "to_code_label": "Wrong alarms", "respondents": 9, "answered": 90,
    ...        "estimate": 0.1, "ci_low": 0.05, "ci_high": 0.18}
    >>> relations_table(pd.DataFrame([row]))["Relation"].tolist()
    ['Data drift causes wrong alarms']
    """
    require_labels(relations, ["question", "from_code_label", "relation", "to_code_label"])
    figures = zip(
        relations["estimate"], relations["ci_low"], relations["ci_high"], relations["answered"],
        strict=True,
    )  # fmt: skip
    written = [
        (format_share(share, base=base), format_share_interval(low, high, base=base))
        for share, low, high, base in figures
    ]
    return pd.DataFrame(
        {
            GROUP: relations["question"].tolist(),
            "Relation": name_relations(relations),
            "Respondents": [write_count(count) for count in relations["respondents"]],
            "Base": [write_count(count) for count in relations["answered"]],
            "Share": [share for share, _ in written],
            "Interval": [interval for _, interval in written],
        }
    )


def name_relations(relations: pd.DataFrame) -> list[str]:
    """Write relations as sentences: ``Data drift causes wrong alarms``.

    Examples
    --------
    >>> row = {"from_code_label": "Drift", "relation": "part-of", "to_code_label": "Data"}
    >>> name_relations(pd.DataFrame([row]))
    ['Drift is part of data']
    """
    columns = (relations[name] for name in ("from_code_label", "relation", "to_code_label"))
    return [
        f"{one} {RELATIONS[relation]} {lower(other)}"
        for one, relation, other in zip(*columns, strict=True)
    ]
