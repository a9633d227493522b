"""The descriptor of a Data Package, version 2: fields with labels, and why values are missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from survey_analysis.leaving.columns import OutColumn
from survey_analysis.publish import file_sha256
from survey_analysis.responses import CellState, Responses

RESPONDENT = "respondent"
"""The running number of a record: not the id of the export, which stays."""

_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {"category": "string", "boolean": "boolean", "number": "number", "text": "string"}
_LICENCE = re.compile(r"[-a-zA-Z0-9._]+")
_REPLICA = " Synthetic replica: how the answers hang together is invented."


def missing_code(state: CellState) -> str:
    """Write the reason why a cell has no value; no option's id and no number looks like it.

    Examples
    --------
    >>> missing_code(CellState.NOT_SHOWN)
    '[not shown]'
    """
    return f"[{state.label}]"


def describe_package(
    responses: Responses, columns: Sequence[OutColumn], files: Mapping[str, Path]
) -> dict[str, Any]:
    """Describe a Data Package of answers and of what is known of each cell.

    Parameters
    ----------
    responses
        The responses.
    columns
        The columns that leave.
    files
        The CSV files ``answers`` and ``states``.

    Returns
    -------
    dict
        The content of ``datapackage.json``. Source: Data Package standard, version 2.0
        (Frictionless Data, 2024).
    """
    study = responses.study
    about = study.about + (_REPLICA if responses.source.kind == "replica" else "")
    fields = {
        "answers": [_field(column) for column in columns],
        "states": [_state_field(column) for column in columns],
    }
    described: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": study.study,
        "title": study.title,
        "description": about,
        "resources": [_resource(name, files[name], fields[name]) for name in fields],
    }
    if study.citation is not None:
        described["contributors"] = [{"title": author} for author in study.citation.authors]
    if study.original is not None:
        original = study.original
        described["sources"] = [{"title": original.attribution, "path": original.url}]
        if _LICENCE.fullmatch(original.licence):
            described["licenses"] = [{"name": original.licence}]
    return described


def _resource(name: str, file: Path, fields: list[dict[str, Any]]) -> dict[str, Any]:
    number = {"name": RESPONDENT, "type": "integer", "title": "Running number of the record"}
    return {
        "name": name,
        "type": "table",
        "path": file.name,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{file_sha256(file)}",
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [number, *fields],
            "primaryKey": [RESPONDENT],
        },
    }


def _field(column: OutColumn) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.title,
    }
    if column.unit:
        field["description"] = f"Unit: {column.unit}"
    if column.options:
        field["categories"] = [{"value": one, "label": label} for one, label in column.options]
        field["categoriesOrdered"] = column.is_ordered
    lacking = [s for s in CellState if s not in (CellState.ANSWERED, CellState.UNTOUCHED_DEFAULT)]
    field["missingValues"] = [{"value": missing_code(s), "label": s.label} for s in lacking]
    return field


def _state_field(column: OutColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": "string",
        "title": f"{column.title}: what is known of the cell",
        "categories": [state.label for state in CellState],
    }
