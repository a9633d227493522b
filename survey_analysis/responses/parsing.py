"""Texts to labels and numbers; what is neither becomes a problem."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.errors import nearest
from survey_analysis.responses.cells import Cells, is_in
from survey_analysis.responses.model import BoolArray, CellState, StateArray
from survey_analysis.study import PlainOption

_LISTED_LABELS = 12


def find_labels(
    options: list[PlainOption], cells: Cells, given: BoolArray
) -> npt.NDArray[np.int16]:
    """Find the option that each given cell names, -1 for none, shape (n, k).

    Blanks around a label do not count.
    """
    values = np.full(cells.texts.shape, -1, dtype=np.int16)
    for number, option in enumerate(options):
        values[given & is_in(cells.texts, option.labels)] = number
    rest = given & (values < 0)
    if rest.any():
        known = {label: number for number, o in enumerate(options) for label in o.labels}
        values[rest] = [known.get(text.strip(), -1) for text in cells.texts[rest]]
    return values


def describe_undeclared(text: str, known: Collection[str]) -> str:
    """Say that a text is not declared, which label is nearest, and, of few, what is allowed."""
    allowed = ", ".join(repr(label) for label in known)
    listed = f"; allowed: {allowed}" if len(known) <= _LISTED_LABELS else ""
    return f"which study.yaml does not declare{nearest(text, known)}{listed}"


def read_numbers(cells: Cells, states: StateArray) -> npt.NDArray[np.float64]:
    """Read the cells in state ANSWERED as numbers, shape (n, k); report what is none, as NaN."""
    values = np.full(cells.texts.shape, np.nan)
    given = states == CellState.ANSWERED
    texts = np.array([text.strip() for text in cells.texts[given]], dtype=object)
    values[given] = pd.to_numeric(texts, errors="coerce")
    bad = given & ~np.isfinite(values)
    values[bad] = np.nan
    cells.report_texts(bad, _no_number)
    return values


def _no_number(text: str) -> str:
    hint = " (write decimals with a point)" if "," in text else ""
    return f"which is not a number{hint}"


def refuse_outside(cells: Cells, values: npt.NDArray[np.float64], low: float, high: float) -> None:
    """Report values out of range, and take them out of `values`."""
    outside = (values < low) | (values > high)
    ends = [f"from {low:g}"] * bool(np.isfinite(low)) + [f"to {high:g}"] * bool(np.isfinite(high))
    cells.report_texts(outside, lambda _: f"which is out of range; allowed: {' '.join(ends)}")
    values[outside] = np.nan
