from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from survey_analysis.errors import DataError
from survey_analysis.readers import excel
from survey_analysis.readers.excel import parse_workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: Sequence[object], more: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if more:
        book.create_sheet("notes").append(["not", "read"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def replace_part(content: bytes, name: str, part: bytes | None) -> bytes:
    """Write another content for one file of a workbook, or leave it out."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        if part is not None:
            new.writestr(name, part)
    return changed.getvalue()


def test_cells_come_back_as_the_text_that_a_csv_would_hold() -> None:
    content = workbook(
        ["id", "a", "b", "c", "d", "e"],
        [7, 3.0, 2.5, None, True, datetime.date(2024, 5, 1)],
        [8, "3.0", "None", "-99", "", datetime.datetime(2024, 5, 1, 12, 30)],
    )
    header, rows = parse_workbook(content, file="a.xlsx")
    assert header == ["id", "a", "b", "c", "d", "e"]
    assert rows == [
        (2, ["7", "3", "2.5", "", "TRUE", "2024-05-01"]),
        (3, ["8", "3.0", "None", "-99", "", "2024-05-01T12:30:00"]),
    ]


def test_a_whole_number_written_with_a_point_is_whole() -> None:
    content = workbook(["id", "a"], [7, 3])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(SHEET).replace(b"<v>3</v>", b"<v>3.0</v>")
    assert parse_workbook(replace_part(content, SHEET, sheet), file="a.xlsx")[1] == [
        (2, ["7", "3"])
    ]


def test_the_first_sheet_is_read() -> None:
    assert parse_workbook(workbook(["id"], [7], more=True), file="a.xlsx")[1] == [(2, ["7"])]


def test_empty_rows_count_and_are_left_out() -> None:
    content = workbook(["id", "a"], [None], [7, None], [None, None])
    assert parse_workbook(content, file="a.xlsx")[1] == [(3, ["7", ""])]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "there is no row; expected a header and records"),
        ([["id", "a"]], "there is a header of 2 columns and no record below it"),
        ([["id", "a"], [7, 1, "beyond"]], "column number 3: has no name in the header and holds"),
    ],
)
def test_a_sheet_without_records_under_a_header_is_refused(
    rows: list[list[object]], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        parse_workbook(workbook(*rows), file="a.xlsx")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:4] + b"x" * 40,
        lambda content: replace_part(content, SHEET, None),
        lambda content: replace_part(content, SHEET, b"<worksheet><sheetData><row><c>"),
        lambda content: replace_part(content, "[Content_Types].xml", None),
        lambda content: replace_part(content, "xl/workbook.xml", b""),
    ],
)
def test_a_damaged_workbook_is_refused(damage: object) -> None:
    assert callable(damage)
    content = damage(workbook(["id", "a"], [7, 1]))
    with pytest.raises(
        DataError, match=r"a\.xlsx: damaged, or no Excel workbook \(\.xlsx\): .*CSV"
    ):
        parse_workbook(content, file="a.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(excel, "_LARGEST", 1000)
    with pytest.raises(DataError, match=r"unpacks to [0-9,]+ bytes; allowed: 1,000"):
        parse_workbook(workbook(["id"], [7]), file="a.xlsx")
