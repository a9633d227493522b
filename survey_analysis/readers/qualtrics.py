"""Qualtrics exports: three header rows (name, wording, import id), or the older two.

The layouts are those that Qualtrics documents under "Understanding your data set". "Seen but
unanswered" and "multi-value fields" can be recoded at export; ``-99`` is what is offered.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import replace

from survey_analysis.errors import DataError
from survey_analysis.readers.headers import Layout, common_start, tell_apart
from survey_analysis.readers.rows import Rows
from survey_analysis.readers.shapes import Column
from survey_analysis.readers.wording import plain_text

_LEGACY_SECOND_ROW = ("ResponseID", "ResponseSet")
_QUESTION = re.compile(r"(?:[0-9]+_)?QID[0-9]+")
_NO_ANSWER = re.compile(
    r"_(FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION|DO)(_|$)"
)
_PARTS = re.compile(r" [-–] ")
_PREVIEW_STATUS = re.compile(r"1|9|17|(survey|offline)? ?(preview|test)( spam)?", re.IGNORECASE)


def find_import_ids(rows: Rows) -> list[str]:
    """Return the import ids of the third row; none if it holds something else.

    Examples
    --------
    >>> find_import_ids([(1, ["Q1"]), (2, ["Role?"]), (3, ['{"ImportId": "QID1"}'])])
    ['QID1']
    """
    if len(rows) < 3:
        return []
    ids = [_import_id(cell) for cell in rows[2][1] if cell.strip()]
    return [_import_id(cell) for cell in rows[2][1]] if ids and all(ids) else []


def _import_id(cell: str) -> str:
    if not cell.lstrip().startswith("{"):
        return ""
    try:
        held = json.loads(cell)
    except (ValueError, RecursionError):
        return ""
    parts = [held.get("ImportId"), held.get("choiceId")] if isinstance(held, dict) else []
    return "_".join(str(part) for part in parts if part)


def is_legacy(rows: Rows) -> bool:
    """Tell an older export by its second row, ``ResponseID, ResponseSet, …``."""
    return len(rows) > 1 and tuple(rows[1][1][:2]) == _LEGACY_SECOND_ROW


def lay_out(rows: Rows, *, file: str) -> Layout:
    """Part header rows from records, and leave out what survey authors tried.

    Parameters
    ----------
    rows
        All rows of the file.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If the rows are not laid out as Qualtrics does.
    """
    ids = find_import_ids(rows)
    if not ids and not is_legacy(rows):
        msg = (
            f"{file}: is no Qualtrics export: row 3 holds no import ids, nor does row 2 begin "
            f"with {', '.join(_LEGACY_SECOND_ROW)}"
        )
        raise DataError(msg)
    names = tell_apart(rows[0][1])
    wordings = [plain_text(cell) for cell in rows[1][1]]
    columns = _describe(
        names, wordings, ids or [_legacy_id(*pair) for pair in zip(names, wordings, strict=True)]
    )
    records, warnings = _leave_out_previews(columns, rows[3 if ids else 2 :], file)
    return Layout(columns, records, warnings)


def _legacy_id(name: str, wording: str) -> str:
    """Make an id as the newer exports have it: columns of a question share ``QID…``."""
    is_metadata = re.fullmatch(r"V[0-9]+", name) or name == wording
    return wording if is_metadata else f"QID0_{name}"


def _describe(names: list[str], wordings: list[str], ids: list[str]) -> list[Column]:
    groups: dict[str, list[Column]] = defaultdict(list)
    for name, wording, import_id in zip(names, wordings, ids, strict=True):
        found = _QUESTION.match(import_id)
        column = Column(name, name, wording, import_id=import_id)
        if found is None or _NO_ANSWER.search(import_id):
            column = replace(column, role="metadata")
        elif import_id.endswith("_TEXT") and name.endswith("_TEXT"):
            column = replace(column, role="other")
        is_apart = column.role == "metadata" or found is None
        legacy = name.split("_")[0] if import_id.startswith("QID0_") else ""
        groups[name if is_apart else found[0] + legacy].append(column)  # type: ignore[index]
    described = {c.column: c for group in groups.values() for c in _describe_question(group)}
    return [described[name] for name in names]


def _describe_question(group: list[Column]) -> list[Column]:
    """Part the wordings of a question's columns in what they share and what is their own."""
    if group[0].role == "metadata":
        return group
    parts = {column.column: _PARTS.split(column.text) for column in group}
    closed = [column for column in group if column.role != "other"]
    shared = common_start(list(parts.values()))
    shared_by_closed = common_start([parts[column.column] for column in closed] or [shared])
    wording = shared if len(group) > 1 else parts[group[0].column]
    if len(wording) > 1 and wording[-1] == "Selected Choice":
        wording = wording[:-1]
    name = _common_name([column.column for column in group])
    return [
        replace(
            column,
            question=name,
            text=" - ".join(wording or parts[column.column][:1]),
            option=_option(column, parts[column.column], shared, shared_by_closed)
            if len(group) > 1
            else "",
        )
        for column in group
    ]


def _option(column: Column, parts: list[str], shared: list[str], by_closed: list[str]) -> str:
    own = parts[len(shared) : -1] if column.role == "other" else parts[len(by_closed) :]
    return " - ".join(own)


def _common_name(names: list[str]) -> str:
    """Return the name that columns share up to an underscore: ``Q5`` of Q5_1 and Q5_12_TEXT."""
    if len(names) == 1:
        return names[0]
    return "_".join(common_start([name.split("_") for name in names])) or names[0]


def _leave_out_previews(
    columns: list[Column], records: Rows, file: str
) -> tuple[Rows, tuple[str, ...]]:
    """Leave out records that the survey's authors made in its preview."""
    of_id = {c.import_id.casefold(): i for i, c in enumerate(columns) if c.role == "metadata"}
    status, channel = of_id.get("status"), of_id.get("distributionchannel")

    def is_preview(row: list[str]) -> bool:
        by_status = status is not None and _PREVIEW_STATUS.fullmatch(row[status].strip())
        return bool(by_status) or (channel is not None and row[channel].strip() == "preview")

    previews = [number for number, row in records if is_preview(row)]
    if not previews:
        return records, ()
    out = set(previews)
    named = ", ".join(map(str, previews[:8])) + (" …" if len(previews) > 8 else "")
    warning = f"{file}: {len(previews)} preview records left out (rows {named})"
    return [record for record in records if record[0] not in out], (warning,)
