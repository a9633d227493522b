"""How a coding came about, as tables: versions of the codebook, and what was resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from survey_analysis.coding.codebook import NOT_CODABLE, Codebook
from survey_analysis.coding.migrations import Step
from survey_analysis.coding.project import Coding, coders
from survey_analysis.coding.replay import replay_steps
from survey_analysis.study import Study
from survey_analysis.study.forms import StudyModel
from survey_analysis.tables.codes import name_question

_CHANGES = {
    "add": "code added", "rename": "code renamed", "merge": "merge of codes",
    "split": "code split", "drop": "code dropped", "move": "code moved",
    "revise": "code reworded", "add_category": "category added",
    "rename_category": "category renamed", "merge_categories": "merge of categories",
    "drop_category": "category dropped", "revise_category": "category reworded",
    "set_groupings": "unions declared", "set_title": "title changed",
}  # fmt: skip


def versions_table(first: Codebook, steps: Sequence[Step]) -> pd.DataFrame:
    """Tabulate the versions of a codebook, replayed from the first.

    Parameters
    ----------
    first
        The first version.
    steps
        What led to each later one (`survey_analysis.coding.migrations.load_migrations`).

    Returns
    -------
    DataFrame
        Text, a row a version: `Version`, `Date`, `By`, `Codes` and `Categories` it has,
        `Changes` (how many of each kind), `Why`.

    Examples
    --------
    >>> book = Codebook.model_validate({
    ...     "title": "T", "version": 1, "units": {"question": "Q4", "groups": []},
    ...     "categories": [{"id": "data", "label": "Data", "definition": "About data."}],
    ...     "codes": [{"id": "drift", "label": "Data drift", "category": "data",
    ...                "definition": "Data change.", "since": 1}]})
    >>> step = Step.model_validate({
    ...     "version": 2, "date": "2026-11-21", "by": "a", "note": "Clearer.",
    ...     "changes": [{"rename": "drift", "to": "data-drift"}]})
    >>> versions_table(book, [step]).iloc[1].tolist()
    ['2', '2026‑11‑21', 'a', '1', '1', 'code renamed: 1', 'Clearer.']
    """
    rows = [("1", "", "", first, "", "The first version")]
    for i, step in enumerate(steps):
        book, _ = replay_steps(first, steps[: i + 1])
        rows.append(
            (
                str(step.version),
                _keep_together(str(step.date)),
                _keep_together(step.by),
                book,
                _count(step.changes),
                step.note,
            )
        )
    return pd.DataFrame(
        [
            (version, date, by, str(len(book.codes)), str(len(book.categories)), changes, why)
            for version, date, by, book, changes, why in rows
        ],
        columns=["Version", "Date", "By", "Codes", "Categories", "Changes", "Why"],
    )


def _keep_together(text: str) -> str:
    """Keep a date or an id on one line of a page."""
    return text.replace("-", "\u2011")


def _count(changes: Sequence[StudyModel]) -> str:
    """Count changes by kind; a change is named by its first field."""
    kinds = Counter(_CHANGES[next(iter(type(change).model_fields))] for change in changes)
    return ", ".join(f"{kind}: {count}" for kind, count in kinds.items())


def resolutions_table(coding: Coding, *, study: Study | None = None) -> pd.DataFrame:
    """Tabulate what coders said where they differed, and what was settled; no unit is named.

    Parameters
    ----------
    coding
        The codings.
    study
        Declares the question and its groups; None for documents.

    Returns
    -------
    DataFrame
        Text, a row a resolved unit: `About` (the group of the question), the labels each
        coder gave it (a column a coder), `Settled`.

    Examples
    --------
    >>> book = Codebook.model_validate({
    ...     "title": "T", "version": 1, "units": {"documents": "all"},
    ...     "categories": [{"id": "data", "label": "Data", "definition": "About data."}],
    ...     "codes": [{"id": "drift", "label": "Data drift", "category": "data",
    ...                "definition": "Data change.", "since": 1}]})
    >>> units = pd.DataFrame({"unit_id": ["P1:1"], "question_id": ["P1"], "group": ["session-1"]})
    >>> applied = pd.DataFrame({"coder": ["a", "b"], "unit_id": "P1:1", "code": ["drift", ""]})
    >>> resolved = pd.DataFrame({"unit_id": ["P1:1"], "code": ["drift"]})
    >>> coding = Coding(None, book, units, applied, resolved, pd.DataFrame())
    >>> resolutions_table(coding).iloc[0].tolist()
    ['P1', 'Data drift', 'nothing applies', 'Data drift']
    """
    labels = {code.id: code.label for code in coding.codebook.codes}
    labels |= {"": "nothing applies", NOT_CODABLE: "not codable"}
    units = coding.units[coding.units["unit_id"].isin(coding.resolved["unit_id"])]
    said = {
        coder: coding.applications[coding.applications["coder"] == coder]
        for coder in coders(coding)
    }
    return pd.DataFrame(
        [
            {
                "About": name_question(_question(unit, coding), study),
                **{
                    _keep_together(coder.capitalize()): _list_codes(rows, unit["unit_id"], labels)
                    for coder, rows in said.items()
                },
                "Settled": _list_codes(coding.resolved, unit["unit_id"], labels),
            }
            for unit in units.to_dict("records")
        ]
    )


def _question(unit: dict[Hashable, Any], coding: Coding) -> str:
    """Name what a unit is of: ``Q4.model-deployment``, or its document."""
    is_document = coding.codebook.units.question is None
    parts = [unit["question_id"], "" if is_document else unit["group"]]
    return ".".join(str(part) for part in parts if part)


def _list_codes(rows: pd.DataFrame, unit: str, labels: Mapping[str, str]) -> str:
    codes = rows.loc[rows["unit_id"] == unit, "code"]
    return "; ".join(labels.get(code, code) for code in codes)
