"""Applications as a plain table, in CSV or Excel, and back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from survey_analysis.coding.applications import APPLICATIONS
from survey_analysis.coding.codebook import NOT_CODABLE, NOTHING_APPLIES
from survey_analysis.coding.project import Coding
from survey_analysis.coding.formulas import neutralise, restore
from survey_analysis.errors import DataError, Problem, describe_problems, nearest
from survey_analysis.exchange.archive import check_archive
from survey_analysis.exchange.to_applications import ImportedCoding, sort_applications

TABLE_COLUMNS = [
    "coder", "unit_id", "respondent", "question_id", "group",
    "code", "category", "start", "end", "memo", "text_sha256", "text",
]  # fmt: skip
_CODEBOOK = ["id", "label", "category", "parent", "definition", "include", "exclude", "example"]
_NEEDED = {"coder", "unit_id", "code"}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def is_application_table(columns: Iterable[str]) -> bool:
    """Say whether a table has the columns of applications."""
    return set(columns) >= _NEEDED


def tabulate_applications(coding: Coding) -> pd.DataFrame:
    """Put every application beside the text it is of.

    Returns
    -------
    DataFrame
        Columns `TABLE_COLUMNS`; `text` is the excerpt, or the whole unit where there is no
        span. One row an application.
    """
    about = coding.units[["unit_id", "respondent", "question_id", "group", "text"]]
    table = coding.applications.merge(about, on="unit_id", how="left", validate="many_to_one")
    spans = zip(table["text"], table["start"], table["end"], strict=True)
    table["text"] = [text if pd.isna(start) else text[start:end] for text, start, end in spans]
    return table[TABLE_COLUMNS]


def applications_csv(coding: Coding) -> bytes:
    """Return the table as CSV that a spreadsheet opens without running anything in it.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    table = tabulate_applications(coding)
    for name in ("memo", "text"):
        table[name] = table[name].map(neutralise)
    return table.to_csv(index=False, lineterminator="\n").encode()


def applications_workbook(coding: Coding) -> bytes:
    """Return a workbook: the applications, and the codebook; every cell is a text or number."""
    book = Workbook()
    codes = pd.DataFrame([code.model_dump() for code in coding.codebook.codes], columns=_CODEBOOK)
    sheets = {"applications": tabulate_applications(coding), "codebook": codes}
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(table.columns))
        for row in table.astype(object).where(table.notna(), None).itertuples(index=False):
            sheet.append([None if isinstance(cell, str) else cell for cell in row])
            for n, cell in enumerate(row, start=1):
                if isinstance(cell, str):
                    place = sheet.cell(sheet.max_row, n, _UNPRINTABLE.sub("\ufffd", cell))
                    place.data_type = "s"  # a text, also when it begins with "="
        sheet.freeze_panes = "A2"
    book.remove(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_table(path: Path) -> pd.DataFrame:
    """Read the cells of a CSV file, or of the first sheet of a workbook, as text.

    Raises
    ------
    DataError
        If the file is damaged or is no such file.
    """
    try:
        if path.suffix.lower() == ".xlsx":
            check_archive(path)
            return pd.read_excel(path, dtype=str, keep_default_na=False)
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise DataError(msg) from None
    except (ValueError, KeyError, zipfile.BadZipFile, InvalidFileException) as error:
        msg = f"{path}: not a table: {error}"
        raise DataError(msg) from None


def read_application_table(table: pd.DataFrame, coding: Coding, *, where: str) -> ImportedCoding:
    """Read applications from a table; only units, codes, spans and memos count.

    Parameters
    ----------
    table
        The file's cells as text, with columns `coder`, `unit_id`, `code`; `category`, `start`,
        `end`, `memo` and `text_sha256` may be missing.
    coding
        The units and the codebook.
    where
        The file's name, for messages.

    Raises
    ------
    DataError
        If a unit or code is not known, a span is not in its text, or a text has changed.
        Lists every problem with its row.
    """
    table = table.reindex(columns=APPLICATIONS, fill_value="")
    problems = list(_problems(table, coding))
    if problems:
        raise DataError(describe_problems(problems, heading=where))
    units = coding.units.set_index("unit_id")
    places = {name: pd.to_numeric(table[name]).astype("Int64") for name in ("start", "end")}
    hashes = table["unit_id"].map(units["text_sha256"])
    table = table.assign(memo=table["memo"].map(restore), text_sha256=hashes, **places)
    return ImportedCoding(sort_applications(table, coding.units))


def _problems(table: pd.DataFrame, coding: Coding) -> Iterator[Problem]:
    units = coding.units.set_index("unit_id")
    codes = [NOTHING_APPLIES, NOT_CODABLE, *coding.codebook.code_ids]
    categories = ["", *coding.codebook.category_ids]
    known = {"unit_id": list(units.index), "code": codes, "category": categories}
    for n, row in enumerate(table.to_dict("records"), start=2):
        for column, allowed in known.items():
            found = row[column]
            if found not in allowed:
                said = f"{found!r} is not known{nearest(found, allowed)}"
                yield Problem(said, rows=(n,), column=column)
        if not row["coder"]:
            yield Problem("is empty", rows=(n,), column="coder")
        if row["unit_id"] in units.index:
            yield from _text_problems(row, units.loc[row["unit_id"]], n)


def _text_problems(row: dict[Hashable, Any], unit: pd.Series[str], n: int) -> Iterator[Problem]:
    start, end, found = (row[name] for name in ("start", "end", "text_sha256"))
    if found and found != unit["text_sha256"]:
        yield Problem("the text has changed since it was coded", rows=(n,), column="text_sha256")
    if start == end == "":
        return
    length = len(unit["text"])
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= length):
        said = f"not a span of the text, which has {length} characters: {start!r} to {end!r}"
        yield Problem(said, rows=(n,), column="start")
