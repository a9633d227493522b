"""Trying a guess: whether every record reads without error under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from survey_analysis.errors import DataError
from survey_analysis.readers import RawTable
from survey_analysis.responses.read import type_table
from survey_analysis.study import Study
from survey_analysis.study.references import find_inconsistencies


def is_readable(
    question: Mapping[str, Any], columns: Sequence[str], table: RawTable, export: Mapping[str, Any]
) -> bool:
    """Tell whether a drafted question reads every record of an export.

    Parameters
    ----------
    question
        The question's keys, as in a study file.
    columns
        Its columns.
    table
        The export.
    export
        The keys of `export` of the study file that say how cells are read.
    """
    document = {
        "study": "trial",
        "title": "Trial",
        "kind": "survey",
        "about": "One question of a draft.",
        "export": dict(export),
        "pages": [{"id": "all", "label": "All", "questions": [question["id"]]}],
        "populations": {"all": {"label": "All", "default": True}},
        "questions": [question],
    }
    try:
        study = Study.model_validate(document)
    except ValidationError:
        return False
    known = table.columns[table.columns["column"].isin(columns)]
    part = replace(table, cells=table.cells[list(columns)], columns=known)
    try:
        return not find_inconsistencies(study) and len(type_table(study, part)) > 0
    except DataError:
        return False
