"""A sheet as an Excel workbook: drop-downs, locked cells, and the codebook beside them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from survey_analysis.coding.choices import SPECIAL_CHOICES, order_codes
from survey_analysis.coding.codebook import Codebook
from survey_analysis.coding.formulas import neutralise

CODE_COLUMN = re.compile(r"code_\d+")
HIDDEN = ("coder", "text_sha256")
"""Columns that say what a row belongs to; nobody needs to see or to change them."""

_WIDTHS = {
    "unit_id": 26, "group": 18, "before": 44, "text": 70, "memo": 36, "reason": 44, "outcome": 22,
}  # fmt: skip
_CODE_WIDTH = 28
_ENTERED = {"memo", "reason", "outcome"}
_CODEBOOK_WIDTHS = (30, 34, 26, 60, 44, 44, 50)
_CODEBOOK_HEADER = ("code", "label", "category", "definition", "include", "exclude", "example")
_PROMPT = (
    "Choose from the list; what each code means stands on the sheet Codebook. Where a code "
    "belongs to another category here, write code/category."
)


def make_workbook(
    sheet: pd.DataFrame, codebook: Codebook, lists: Mapping[str, Sequence[str]]
) -> bytes:
    """Lay a sheet out as a workbook: what can be edited, what can be chosen, the codebook.

    Parameters
    ----------
    sheet
        Texts only, neutralised; one row a unit.
    codebook
        The codes of the drop-downs, and their definitions.
    lists
        What may be chosen in further columns.

    Returns
    -------
    bytes
        An .xlsx file of two sheets, `Units` and `Codebook`.
    """
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    _fill(book.active, [[str(name) for name in sheet], *sheet.to_numpy().tolist()], "Units")
    codes = book.create_sheet()
    rows = list(_describe_codes(codebook))
    _fill(codes, [_CODEBOOK_HEADER, *rows], "Codebook")
    _set_widths(codes, _CODEBOOK_WIDTHS)
    _set_widths(book.active, [_width(str(name)) for name in sheet])
    for position, name in enumerate(map(str, sheet), start=1):
        if CODE_COLUMN.fullmatch(name):
            _offer(book.active, position, f"Codebook!$A$2:$A${len(rows) + 1}", _PROMPT)
        elif name in lists:
            _offer(book.active, position, f'"{",".join(lists[name])}"', "Choose from the list.")
    _protect(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _describe_codes(codebook: Codebook) -> Iterator[Sequence[str]]:
    """Yield a row of the sheet `Codebook` for each code, then for what stands in their place."""
    labels = {category.id: category.label for category in codebook.categories}
    for code in order_codes(codebook):
        described = (code.definition, code.include, code.exclude, code.example)
        texts = (code.id, code.label, labels[code.category], *described)
        yield [neutralise(str(text or "")) for text in texts]
    for name, meaning in SPECIAL_CHOICES.items():
        yield [name, "", "", meaning, "", "", ""]


def _fill(sheet: Any, rows: Sequence[Sequence[str]], title: str) -> None:
    """Write rows of texts below a header that stays in sight."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]

    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for position, text in enumerate(row, start=1):
            cell = sheet.cell(number, position)
            # Workbooks know LF only, and no control characters.
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n")) or None
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", "DDE6EE")
    sheet.freeze_panes = "B2"


def _set_widths(sheet: Any, widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width


def _width(name: str) -> int:
    return _WIDTHS.get(name, _CODE_WIDTH)


def _offer(sheet: Any, position: int, allowed: str, prompt: str) -> None:
    """Give a column a drop-down that says what belongs there, and warns of anything else."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import (  # type: ignore[import-untyped]
        DataValidation,
    )

    rule = DataValidation(type="list", formula1=allowed, allow_blank=True)
    rule.showInputMessage = rule.showErrorMessage = True
    rule.promptTitle, rule.prompt = str(sheet.cell(1, position).value), prompt
    rule.errorTitle, rule.error, rule.errorStyle = "Not in the list", prompt, "warning"
    letter = get_column_letter(position)
    rule.add(f"{letter}2:{letter}{sheet.max_row}")
    sheet.add_data_validation(rule)


def _protect(sheet: Any) -> None:
    """Lock all cells but those to fill in, and hide what only `read_sheet` needs."""
    from openpyxl.styles import Protection

    for column in sheet.iter_cols():
        name = str(column[0].value)
        if name in HIDDEN:
            sheet.column_dimensions[column[0].column_letter].hidden = True
        if name in _ENTERED or CODE_COLUMN.fullmatch(name):
            for cell in column[1:]:
                cell.protection = Protection(locked=False)
                cell.number_format = "@"  # text: a memo that begins with = is no formula
    sheet.protection.sheet = True
    # False allows: width and height, and the filter.
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.autoFilter = False
    sheet.auto_filter.ref = sheet.dimensions
