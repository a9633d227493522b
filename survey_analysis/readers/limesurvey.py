"""LimeSurvey exports: headings as codes, as full texts, or both; short and long answers.

The headings are those of LimeSurvey's own export: ``Q1[SQ001]``, ``Q1[other]``, for two scales
``Q1[SQ001][1]``; in full ``Wording [Sub-question]``; mixed ``Q1[SQ001]. Wording [Sub-question]``.
With expression codes the brackets are underscores (``Q1_SQ001``); LimeSurvey allows none in the
codes of questions. Columns are called by their codes wherever they are known: what LimeSurvey
itself adds (id, dates, …) is called by its code under any heading.
"""

from __future__ import annotations

import re
from dataclasses import replace

from survey_analysis.readers.headers import Layout, map_records, tell_apart, warn_of_shared_names
from survey_analysis.readers.rows import Rows
from survey_analysis.readers.shapes import Column, Role
from survey_analysis.readers.wording import plain_text

_METADATA = {
    "id": "Response ID",
    "submitdate": "Date submitted",
    "lastpage": "Last page",
    "startlanguage": "Start language",
    "seed": "Seed",
    "token": "Access code",
    "startdate": "Date started",
    "datestamp": "Date last action",
    "ipaddr": "IP address",
    "refurl": "Referrer URL",
    "interviewtime": "Total time",
}
_KNOWN_BY = 3  # of these columns a file must have
_TITLES = {title.casefold(): code for code, title in _METADATA.items()}
_TIMED = ("group time: ", "question time: ")
_CODE = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9_]*)(?P<parts>(\[[^\[\]]*\])*)")
_EXPRESSION = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9]*)(?P<parts>(_[A-Za-z0-9]+)+)")
_MIXED = re.compile(rf"(?P<code>{_CODE.pattern})\. (?P<wording>.*)", re.DOTALL)
_OPTION = re.compile(r"(?P<wording>.*?)\s*(?P<parts>(\[[^\[\]]*\]\s*)+)", re.DOTALL)
_TIMING = re.compile(r"(groupTime|questionTime|grouptime|questiontime)[0-9]*")


def find_heading_style(header: list[str]) -> str:
    """Tell how headings are written: ``code``, ``full``, ``mixed``, or nothing if not at all.

    Examples
    --------
    >>> find_heading_style(["id", "submitdate", "lastpage", "Q1[SQ001]"])
    'code'
    >>> find_heading_style(["id. Response ID", "submitdate. Date submitted", "seed. Seed"])
    'mixed'
    """
    names = [name.strip() for name in header]
    mixed = [match["code"] for match in map(_MIXED.fullmatch, names) if match]
    if sum(code in _METADATA for code in mixed) >= _KNOWN_BY:
        return "mixed"
    if sum(name in _METADATA for name in names) >= _KNOWN_BY:
        return "code"
    in_full = sum(_title(name) in _TITLES for name in names)
    return "full" if in_full >= _KNOWN_BY else ""


def _title(heading: str) -> str:
    """Write a heading as titles are known; the export can make its blanks underscores."""
    return heading.replace("_", " ").casefold()


def lay_out(rows: Rows, *, file: str) -> Layout:
    """Part the header from the records, and undo what the export did to texts.

    A line break in a cell is exported as backslash and n, and ``'`` is put before an equals
    sign.

    Parameters
    ----------
    rows
        All rows of the file.
    file
        Its name, for messages.
    """
    header = [name.strip() for name in rows[0][1]]
    style = find_heading_style(header)
    columns = [_describe(name, style) for name in header]
    names = [column.column for column in columns]
    columns = [
        replace(column, column=name)
        for column, name in zip(columns, tell_apart(names), strict=True)
    ]
    records = map_records(rows[1:], _restore)
    return Layout(columns, records, warn_of_shared_names(names, file))


def _restore(cell: str) -> str:
    cell = cell[1:] if cell.startswith("'=") else cell
    return cell.replace("\\n", "\n") if "\\n" in cell else cell


def _describe(heading: str, style: str) -> Column:
    if style == "full":
        return _describe_wording(heading)
    mixed = _MIXED.fullmatch(heading) if style == "mixed" else None
    code = mixed["code"] if mixed else heading
    wording = _describe_wording(mixed["wording"]) if mixed else Column(code, code)
    found = _EXPRESSION.fullmatch(code) or _CODE.fullmatch(code)
    if found is None:
        return replace(wording, column=heading, question=heading)
    parts = re.findall(r"[^\[\]_]+", found["parts"])
    is_other = bool(parts) and parts[-1].endswith(("other", "comment"))
    is_metadata = code in _METADATA or _TIMING.fullmatch(found["question"])
    role: Role = "metadata" if is_metadata else "other" if is_other else "answer"
    code_id = found["question"] + "".join(f"[{part}]" for part in parts)
    return replace(wording, column=code, question=found["question"], role=role, import_id=code_id)


def _describe_wording(heading: str) -> Column:
    """Part ``Wording [Sub-question]``; columns of one question share the wording."""
    found = _OPTION.fullmatch(heading)
    wording = plain_text(found["wording"] if found else heading)
    options = re.findall(r"\[([^\[\]]*)\]", found["parts"]) if found else []
    option = plain_text(" - ".join(filter(str.strip, options)))
    if known := _TITLES.get(_title(heading)):
        return Column(known, known, heading, role="metadata", import_id=known)
    role: Role = "metadata" if heading.casefold().startswith(_TIMED) else "answer"
    if option in ("Other", "Comment") and len(options) == 1:
        role = "other"
    return Column(heading, wording or heading, wording, option, role)
