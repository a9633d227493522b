"""Unipark / EFS Survey exports: their codes, and how to know them.

Codes can be set at export. As delivered: ``0`` a closed question seen and not answered,
``-77`` closed and not seen, ``-99`` a text seen and left empty, ``-66`` a text not seen.
"""

from __future__ import annotations

import pandas as pd

NOT_ANSWERED = ("0",)
NOT_SHOWN = ("-77", "-66")
EMPTY = ("-99",)
TICKED = ("quoted",)
NOT_TICKED = ("not quoted",)


def is_unipark(cells: pd.DataFrame) -> bool:
    """Tell a Unipark export by its ticks (``quoted``) or its code for "not seen" (``-77``)."""
    sample = set(cells.head(200).to_numpy().ravel().tolist())
    return "-77" in sample or {"quoted", "not quoted"} <= sample
