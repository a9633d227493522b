"""Texts to labels and numbers; what is neither becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.errors import nearest
from survey_analysis.responses.cells import Cells, is_in
from survey_analysis.responses.model import BoolArray, CellState, StateArray
from survey_analysis.study import PlainOption

_LISTED_LABELS = 12
_PLAIN = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_THOUSANDS = "'\u00a0\u202f "
_NUMBERS = {
    decimal: re.compile(
        rf"[-+]?([0-9]+|[0-9]{{1,3}}([{_THOUSANDS}{thousands}][0-9]{{3}})+)"
        rf"({re.escape(decimal)}[0-9]+)?"
    )
    for decimal, thousands in ((".", ","), (",", "."))
}


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


def read_numbers(
    cells: Cells,
    states: StateArray,
    *,
    decimal: str = "",
    unit: str = "",
    unreadable: str = "",
) -> npt.NDArray[np.float64]:
    """Read the cells in state ANSWERED as numbers, shape (n, k); report what is none, as NaN.

    Parameters
    ----------
    cells
        The cells.
    states
        Their states, shape (n, k).
    decimal
        The mark of decimals, as `plain_number` takes it.
    unit
        What may stand behind a number, such as ``%``.
    unreadable
        What becomes of what is no number: with ``leave-out`` it has the state SENTINEL, else it
        is reported, with ``error`` together with the key that helps.
    """
    values = np.full(cells.texts.shape, np.nan)
    given = states == CellState.ANSWERED
    texts = np.array([text.strip() for text in cells.texts[given]], dtype=object)
    numbers = pd.to_numeric(texts, errors="coerce")
    if decimal or not np.isfinite(numbers).all():
        plain = [plain_number(text, decimal=decimal, unit=unit) for text in texts]
        numbers = pd.to_numeric(np.array(plain, dtype=object), errors="coerce")
    values[given] = numbers
    bad = given & ~np.isfinite(values)
    values[bad] = np.nan
    if unreadable == "leave-out":
        states[bad] = CellState.SENTINEL
    else:
        cells.report_texts(bad, lambda text: _no_number(text, may_leave_out=bool(unreadable)))
    return values


def plain_number(text: str, *, decimal: str = "", unit: str = "") -> str:
    """Write a number plainly: without its unit, with a point for decimals; nothing if it is none.

    Parameters
    ----------
    text
        What was written.
    decimal
        The mark of decimals: ``,`` or ``.``, the other one (and blanks and apostrophes) being
        marks of thousands; empty where numbers are plain already.
    unit
        What may stand behind the number.

    Examples
    --------
    >>> plain_number("1.200,5", decimal=","), plain_number("35 %", unit="%"), plain_number("1,200")
    ('1200.5', '35', '')
    """
    text = text.strip()
    if unit:
        text = _without_unit(text, unit)
    if decimal:
        if _NUMBERS[decimal].fullmatch(text) is None:
            return ""
        kept = re.sub(rf"[^0-9+{re.escape(decimal)}-]", "", text)
        return kept.replace(decimal, ".")
    return text if _PLAIN.fullmatch(text) else ""


def _without_unit(text: str, unit: str) -> str:
    """Cut a unit off, in any case: whole, or as its last word is for one ("1 year")."""
    if text.casefold().endswith(unit.casefold()):
        return text[: -len(unit)].rstrip()
    found = _LAST_WORD.search(text)
    is_one = found is not None and is_short_unit(found[0], unit)
    return text[: found.start()].rstrip() if found is not None and is_one else text


def is_short_unit(text: str, unit: str) -> bool:
    """Tell whether a text is a unit up to its ending: ``year`` is the unit ``years``.

    Examples
    --------
    >>> is_short_unit("Year", "years"), is_short_unit("Jahr", "Jahren"), is_short_unit("m", "min")
    (True, True, False)
    """
    text, unit = text.casefold(), unit.casefold()
    return unit.startswith(text) and len(text) >= max(3, len(unit) - 2)


def _no_number(text: str, *, may_leave_out: bool) -> str:
    """Say that a text is not a number, and which keys of the study file may help."""
    cures = ["declare decimal: ',' if its comma is one of decimals"] * ("," in text)
    cures += ["declare its unit"] * (text[:1].isdigit() and not text[-1:].isdigit())
    if may_leave_out:
        cures.append("declare unreadable: leave-out, which counts such answers as not given")
    return "; ".join(["which is not a number", *cures])


def refuse_outside(cells: Cells, values: npt.NDArray[np.float64], low: float, high: float) -> None:
    """Report values out of range, and take them out of `values`."""
    outside = (values < low) | (values > high)
    ends = [f"from {low:g}"] * bool(np.isfinite(low)) + [f"to {high:g}"] * bool(np.isfinite(high))
    cells.report_texts(outside, lambda _: f"which is out of range; allowed: {' '.join(ends)}")
    values[outside] = np.nan
