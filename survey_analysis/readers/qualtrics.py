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
from survey_analysis.readers.headers import Layout, LeftOut, common_start, tell_apart
from survey_analysis.readers.rows import Rows
from survey_analysis.readers.shapes import Column
from survey_analysis.readers.wording import plain_text

_LEGACY_SECOND_ROW = ("ResponseID", "ResponseSet")
_QUESTION = re.compile(r"(?:[0-9]+_)?QID[0-9]+")
_CODE = re.compile(r"(?:[0-9]+_)?[^_]+")
_METADATA = re.compile(
    r"(start|end|recorded)date|status|ipaddress|progress|duration(inseconds)?|finished"
    r"|recordid|response(id|set)|recipient(lastname|firstname|email)|external(data)?reference"
    r"|location(latitude|longitude|accuracy)|distributionchannel|userlanguage"
)
_NO_ANSWER = re.compile(
    r"_(FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION|DO)(_|$)"
)
_PARTS = re.compile(r" [-–] ")
PREVIEW_STATUS = re.compile(r"1|9|17|(survey|offline)? ?(preview|test)( spam)?", re.IGNORECASE)
PREVIEW_CHANNEL = "preview"


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
    records, warnings, left_out = _leave_out_previews(columns, rows[3 if ids else 2 :], file)
    return Layout(_mark_codes(columns, records), records, warnings, left_out)


def _mark_codes(columns: list[Column], records: Rows) -> list[Column]:
    """Mark the columns of choices where the answers were exported as numbers.

    ``Finished`` tells: it is 0 or 1 then. Choices have a question's id and nothing behind it,
    typed answers end in ``_TEXT``. Net promoter scores are numbers.
    """
    ids = [column.import_id for column in columns]
    finished = [i for i, name in enumerate(ids) if name.casefold() == "finished"]
    written = {row[i].strip() for _, row in records for i in finished}
    if not written or not written <= {"0", "1"}:
        return columns
    scores = {name.removesuffix("_NPS_GROUP") for name in ids if name.endswith("_NPS_GROUP")}
    return [
        replace(c, coded=bool(_QUESTION.fullmatch(c.import_id)) and c.import_id not in scores)
        for c in columns
    ]


def _legacy_id(name: str, wording: str) -> str:
    """Make an id as the newer exports have it: columns of a question share ``QID…``."""
    is_metadata = re.fullmatch(r"V[0-9]+", name) or name == wording
    return wording if is_metadata else f"QID0_{name}"


def _describe(names: list[str], wordings: list[str], ids: list[str]) -> list[Column]:
    groups: dict[str, list[Column]] = defaultdict(list)
    for name, wording, import_id in zip(names, wordings, ids, strict=True):
        column = Column(name, name, wording, import_id=import_id)
        if not _is_question(column) or _NO_ANSWER.search(import_id):
            column = replace(column, role="metadata")
        elif import_id.endswith("_TEXT") and name.endswith("_TEXT"):
            column = replace(column, role="other")
        groups[name if column.role == "metadata" else _question_key(column)].append(column)
    described = {c.column: c for group in groups.values() for c in _describe_question(group)}
    return [described[name] for name in names]


def _is_question(column: Column) -> bool:
    """Tell a question from embedded data: by its import id, or by a wording of its own.

    The wording of embedded data is its name; that of a question has several words.
    """
    if _QUESTION.match(column.import_id):
        return True
    import_id, name, wording = map(_bare, (column.import_id, column.column, column.text))
    is_worded = wording not in (import_id, name) and len(column.text.split()) > 1
    return is_worded and not _METADATA.fullmatch(import_id) and not _METADATA.fullmatch(name)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _question_key(column: Column) -> str:
    """Return what columns of a question share: the import id, else the name's start."""
    found = _QUESTION.match(column.import_id)
    start = _CODE.match(column.column)
    is_named = found is None or column.import_id.startswith("QID0_")
    key = found[0] if found else ""
    return f"{key} {start[0] if start else column.column}" if is_named else key


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
) -> tuple[Rows, tuple[str, ...], tuple[LeftOut, ...]]:
    """Leave out records that the survey's authors made in its preview; say which."""
    patterns = (PREVIEW_STATUS, re.compile(PREVIEW_CHANNEL))
    told_by = list(zip(find_preview_columns(columns), patterns, strict=True))
    signs = {
        number: f"{columns[place].column} = {row[place].strip()}"
        for number, row in records
        for place, pattern in told_by
        if place is not None and pattern.fullmatch(row[place].strip())
    }
    if not signs:
        return records, (), ()
    left_out = LeftOut("preview record", " or ".join(dict.fromkeys(signs.values())), len(signs))
    named = ", ".join(map(str, list(signs)[:8])) + (" …" if len(signs) > 8 else "")
    warning = (
        f"{file}: {left_out} (rows {named}). The survey's authors made them; nothing needs to "
        "be done"
    )
    return [record for record in records if record[0] not in signs], (warning,), (left_out,)


def find_preview_columns(columns: list[Column]) -> tuple[int | None, int | None]:
    """Find the places of the columns that tell previews: the status and the channel.

    Examples
    --------
    >>> find_preview_columns([Column("V1", "V1", role="metadata", import_id="status")])
    (0, None)
    """
    of_id = {c.import_id.casefold(): i for i, c in enumerate(columns) if c.role == "metadata"}
    return of_id.get("status"), of_id.get("distributionchannel")
