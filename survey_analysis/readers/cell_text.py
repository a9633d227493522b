"""Typed cells as the text that a CSV would hold."""

from __future__ import annotations

import datetime
from typing import Any


def write_cell(cell: Any) -> str:
    """Write a cell as text: whole numbers without ``.0``, days without a time, nothing as "".

    Examples
    --------
    >>> write_cell(3.0), write_cell(2.5), write_cell(None), write_cell(True)
    ('3', '2.5', '', 'TRUE')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.date):  # a day is a datetime at midnight
        return cell.isoformat().removesuffix("T00:00:00")
    return str(cell)
