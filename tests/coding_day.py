"""A coding of the survey of eight that can be followed by hand, for tests of a coder's day.

Five reports of question T1, in this order: 3:T1.first, 5:T1.second, 11:T1.first, 11:T1.second and
21:T1.first (see `texts`). Two categories; the codes "speed" and "blame" (process) and "attention"
(people).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd

from survey_analysis.coding.project import Coding, open_coding
from survey_analysis.responses import read_responses
from survey_analysis.study import load_study

TINY = Path(__file__).parent / "data" / "tiny"

CODEBOOK = """\
title: Problems
version: 1
units:
  question: T1
categories:
- id: people
  label: People
  definition: Who does it.
- id: process
  label: Process
  definition: How it is done.
codes:
- id: speed
  label: Too slow
  category: process
  definition: It takes too long.
  include: Waiting
  exclude: Cost
  example: =Weeks pass before a release.
  since: 1
- id: attention
  label: Nobody looks
  category: people
  definition: Nobody attends to it.
  since: 1
- id: blame
  label: Blame
  category: process
  definition: Others are at fault.
  since: 1
"""


def make_study(folder: Path) -> Path:
    """Copy the survey of eight and put a codebook beside it; returns the study's folder."""
    study = folder / "tiny"
    shutil.copytree(TINY, study)
    (study / "coding").mkdir()
    (study / "coding" / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    return study


def open_study(study: Path, data: Path | None = None) -> Coding:
    responses = read_responses(load_study(study), data or study / "responses.csv")
    return open_coding(study / "coding", responses)


def texts(coding: Coding) -> dict[str, str]:
    return dict(zip(coding.units["unit_id"], coding.units["text"], strict=True))


def write_coder(study: Path, coder: str, *rows: str) -> None:
    """Write a coder's file; a row is ``unit_id,code,category,start,end,memo``."""
    hashes = open_study(study).units.set_index("unit_id")["text_sha256"]
    lines = ["unit_id,code,category,start,end,text_sha256,memo"]
    for row in rows:
        *place, memo = row.split(",")
        lines.append(",".join([*place, hashes[place[0]], memo]))
    path = study / "coding" / f"{coder}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_coder(study: Path, coder: str) -> list[str]:
    """Read a coder's file as rows of ``unit_id,code,category,start,end,memo``."""
    table = pd.read_csv(study / "coding" / f"{coder}.csv", dtype=str, keep_default_na=False)
    return [",".join(row) for row in table.drop(columns="text_sha256").to_numpy().tolist()]


def edit_csv(path: Path, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> Path:
    """Edit a CSV sheet as a table of texts, indexed by unit."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    table.index = pd.Index(table["unit_id"], name="row")
    edit(table).to_csv(path, index=False)
    return path


def fill_csv(path: Path, cells: dict[tuple[str, str], str]) -> Path:
    """Fill cells of a CSV sheet by unit and column."""

    def fill(table: pd.DataFrame) -> pd.DataFrame:
        for place, text in cells.items():
            table.loc[place] = text
        return table

    return edit_csv(path, fill)


def fill_workbook(path: Path, cells: dict[tuple[str, str], str]) -> Path:
    """Fill cells of a workbook by unit and column, as somebody with a spreadsheet does."""
    book = openpyxl.load_workbook(path)
    sheet = book["Units"]
    column = {cell.value: cell.column for cell in sheet[1]}
    row = {sheet.cell(number, 1).value: number for number in range(2, sheet.max_row + 1)}
    for (unit, name), text in cells.items():
        cell = sheet.cell(row[unit], column[name])
        cell.value = text
        cell.data_type = "s"  # the cell's format is text
    book.save(path)
    return path
