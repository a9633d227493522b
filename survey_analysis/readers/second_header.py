"""A second header row that would be read as a respondent."""

from __future__ import annotations

import re

from survey_analysis.errors import DataError
from survey_analysis.readers.qualtrics import find_import_ids
from survey_analysis.readers.rows import Rows

_FEWEST_NAMES = 3  # columns whose name stands again below it
_FEWEST_RECORDS = 5
_WORDS = 3  # of a wording


def check_first_record(rows: Rows, *, file: str) -> tuple[str, ...]:
    """Refuse a first record that repeats names or holds import ids; warn of one of wordings.

    What is certain is refused: import ids of Qualtrics, and cells that spell out their column's
    name, as in ``StartDate`` and "Start Date". A first record of whole sentences that stand in
    no other record is only warned of.

    Parameters
    ----------
    rows
        All rows of the file, the first being the header.
    file
        Its name, for messages.

    Returns
    -------
    tuple of str
        The warning, if there is one.

    Raises
    ------
    DataError
        If the first record is a header row for certain; says what to do.

    Examples
    --------
    >>> rows = [(1, ["id", "Q1"]), (2, ["7", "Yes"]), (3, ["8", "No"])]
    >>> check_first_record(rows, file="a.csv")
    ()
    """
    if find_import_ids(rows):
        msg = (
            f"{file}: row 3 holds import ids of Qualtrics, so rows 2 and 3 are no respondents: "
            "read the file with --format qualtrics, or remove both rows"
        )
        raise DataError(msg)
    if len(rows) < 3 or not _stands_alone(rows):
        return ()
    header, (number, first) = rows[0][1], rows[1]
    spelled = [
        (name, cell)
        for name, cell in zip(header, first, strict=True)
        if cell and _bare(cell) == _bare(name)
    ]
    if len(spelled) >= _FEWEST_NAMES:
        name, cell = next((pair for pair in spelled if pair[0] != pair[1]), spelled[0])
        msg = (
            f"{file}: row {number} is a header row, not a respondent: it says {cell!r} below "
            f"{name!r}. Export again with all header rows (Qualtrics has three), or remove this one"
        )
        raise DataError(msg)
    return (_warn(number, file),) if _is_worded(rows) else ()


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _stands_alone(rows: Rows) -> bool:
    """Tell whether no cell of the first record stands in another record, too."""
    first = rows[1][1]
    return not any(
        cell and cell == row[place] for _, row in rows[2:] for place, cell in enumerate(first)
    )


def _is_worded(rows: Rows) -> bool:
    """Tell whether nearly all cells of the first record are filled, most of them with wordings."""
    filled = [cell for cell in rows[1][1] if cell.strip()]
    worded = [cell for cell in filled if len(cell.split()) >= _WORDS]
    is_full = len(filled) >= 0.8 * len(rows[0][1]) and len(filled) >= _FEWEST_NAMES
    return len(rows) - 2 >= _FEWEST_RECORDS and is_full and 2 * len(worded) > len(filled)


def _warn(number: int, file: str) -> str:
    return (
        f"{file}: row {number} looks like a second header row, not a respondent: it holds whole "
        "sentences that stand in no other record. If so, remove it and read the file again"
    )
