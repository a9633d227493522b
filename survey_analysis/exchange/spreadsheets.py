"""Applications as a plain table, in CSV or Excel, and back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
from openpyxl import Workbook  # type: ignore[import-untyped]

from survey_analysis import readers
from survey_analysis.coding.applications import (
    APPLICATIONS,
    CODER_RULE,
    find_position_problems,
    is_coder_id,
    type_positions,
)
from survey_analysis.coding.checks import find_application_problems, gather_known
from survey_analysis.coding.formulas import neutralise, restore
from survey_analysis.coding.project import Coding
from survey_analysis.errors import DataError, Problem, describe_problems, quote
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

    Returns
    -------
    DataFrame
        The cells; the index is the row in the file.

    Raises
    ------
    DataError
        If the file is damaged, made to do harm, or is no such file.
    """
    if path.suffix.lower() == ".xlsx":
        check_archive(path)
    return readers.read_table(path).cells


def read_application_table(table: pd.DataFrame, coding: Coding, *, where: str) -> ImportedCoding:
    """Read applications from a table; only units, codes, spans and memos count.

    Parameters
    ----------
    table
        The file's cells as text, with columns `coder`, `unit_id`, `code`; `category`, `start`,
        `end`, `memo` and `text_sha256` may be missing. The index is the row in the file.
    coding
        The units and the codebook.
    where
        The file's name, for messages.

    Raises
    ------
    DataError
        If rows would not fit in the coders' files, as `check_applications` says, or name no
        coder. Lists every problem with its row.
    """
    table = table.reindex(columns=APPLICATIONS, fill_value="")
    problems = [Problem(text, rows=(row,)) for row, text in sorted(_find_problems(table, coding))]
    if problems:
        raise DataError(describe_problems(problems, heading=where))
    hashes = table["unit_id"].map(coding.units.set_index("unit_id")["text_sha256"])
    table = table.assign(memo=table["memo"].map(restore), text_sha256=hashes)
    return ImportedCoding(sort_applications(type_positions(table), coding.units))


def _find_problems(table: pd.DataFrame, coding: Coding) -> Iterator[tuple[int, str]]:
    """Yield what is wrong, with its row; spans are held against texts once all are numbers."""
    rows = table.assign(line=table.index)
    for row, coder in zip(rows["line"], rows["coder"], strict=True):
        if not is_coder_id(coder):
            yield row, f"{quote(coder)} is not a coder's id; {CODER_RULE}"
    unreadable = list(find_position_problems(rows))
    yield from unreadable
    if not unreadable:
        known = gather_known(coding.codebook, coding.units, former={}, are_coded_texts=True)
        for _, part in type_positions(rows).groupby("coder", sort=False):
            yield from find_application_problems(part, known)
