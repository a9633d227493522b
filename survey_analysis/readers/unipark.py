"""Unipark / EFS Survey exports: their codes, and how to know them.

Codes can be set at export. As delivered: ``0`` a closed question seen and not answered,
``-77`` closed and not seen, ``-99`` a text seen and left empty, ``-66`` a text not seen.
"""

from __future__ import annotations

import pandas as pd

NOT_ANSWERED = ("0",)
NUMBER_NOT_ANSWERED = ("-99",)
"""Numbers are typed into text fields; there ``0`` is a number."""
NOT_SHOWN = ("-77", "-66")
EMPTY = ("-99",)
TICKED = ("quoted",)
NOT_TICKED = ("not quoted",)


def is_unipark(cells: pd.DataFrame) -> bool:
    """Tell a Unipark export by its ticks (``not quoted``) or its code for "not seen" (``-77``).

    Parameters
    ----------
    cells
        The export as text, one row a record.

    Examples
    --------
    >>> is_unipark(pd.DataFrame({"Q1": ["Yes", "-77"]}))
    True
    """
    return any(cells[name].isin(["-77", "not quoted"]).any() for name in cells)
