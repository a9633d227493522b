"""Relations between codes, each grounded in a unit."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from survey_analysis.coding.files import format_rows, read_rows

RELATION_COLUMNS = ["from_code", "relation", "to_code", "unit_id", "coder", "memo"]
RELATION_KINDS = ["causes", "part-of", "contradicts"]
RELATIONS = "relations.csv"


def read_relations(path: str | Path) -> pd.DataFrame:
    """Read the relations; what they say is checked by `load_coding`.

    Parameters
    ----------
    path
        A ``relations.csv``.

    Returns
    -------
    DataFrame
        `from_code`, `relation` (``causes``, ``part-of`` or ``contradicts``), `to_code`,
        `unit_id` (where it is said), `coder` and `memo`.

    Raises
    ------
    StudyFileError
        If the file is missing or no such file; lists every problem with its line.
    """
    return read_rows(Path(path), RELATION_COLUMNS)[RELATION_COLUMNS]


def format_relations(relations: pd.DataFrame, units: pd.DataFrame) -> str:
    """Write relations as the text of their file, in the order of the units."""
    order = {unit: i for i, unit in enumerate(units["unit_id"])}
    keys = relations.assign(place=relations["unit_id"].map(order).fillna(len(order)))
    by = ["place", "unit_id", "from_code", "relation", "to_code", "coder"]
    return format_rows(keys.sort_values(by, kind="stable"), RELATION_COLUMNS)
