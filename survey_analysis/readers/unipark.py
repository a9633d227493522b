"""Unipark / EFS Survey exports: their codes, and how to know them.

Codes can be set at export. As delivered: ``0`` a closed question seen and not answered,
``-77`` closed and not seen, ``-99`` a text seen and left empty, ``-66`` a text not seen.
"""

from __future__ import annotations

from survey_analysis.readers.rows import Rows

_NOT_SEEN = "-77"
_NOT_TICKED = ("not quoted", "nicht genannt")
CELL_MARKS = (_NOT_SEEN, *_NOT_TICKED)
"""Texts that stand in a cell of no other tool's export."""

_COLUMNS = frozenset({
    "lfdn", "external_lfdn", "browser", "referer", "tester", "dispcode", "lastpage",
    "quality", "duration",
    "date_of_last_access", "date_of_first_mail", "rts", "output_mode", "javascript", "quota",
    "quota_rejected_id", "page_history", "hflip", "vflip",
})  # fmt: skip
_KNOWN_BY = 3  # of these columns


def is_unipark_metadata(name: str) -> bool:
    """Tell a column that every Unipark export has beside the answers.

    Examples
    --------
    >>> is_unipark_metadata("dispcode"), is_unipark_metadata("v_1")
    (True, False)
    """
    return name.strip().casefold() in _COLUMNS


def find_mark(rows: Rows) -> str:
    """Say what tells a Unipark export, whatever its codes; nothing if nothing does.

    Parameters
    ----------
    rows
        All rows of the file, the header first.

    Examples
    --------
    >>> find_mark([(1, ["lfdn", "dispcode", "lastpage", "v_1"]), (2, ["1", "31", "5", "2"])])
    'the header has dispcode, lastpage, lfdn'
    """
    found = sorted(_COLUMNS & {name.strip().casefold() for name in rows[0][1]})
    if len(found) >= _KNOWN_BY:
        return f"the header has {', '.join(found)}"
    for _, row in rows[1:]:
        if _NOT_SEEN in row:
            return f"cells hold the code {_NOT_SEEN!r} (not shown)"
        for tick in _NOT_TICKED:
            if tick in row:
                return f"cells hold {tick!r}"
    return ""
