"""Counts within bases: checks of what callers pass."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.limits import BoolArray, IntArray
from survey_analysis.errors import InvalidCallError

_NAMED = 8


def whole_numbers(values: npt.ArrayLike, *, name: str) -> IntArray:
    """Return counts as a one-dimensional array of integers.

    Raises
    ------
    InvalidCallError
        If they are not integers, not one-dimensional, or one is negative.

    Examples
    --------
    >>> whole_numbers([3, 4], name="count")
    array([3, 4])
    """
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        message = f"{name} has type {array.dtype}; allowed are integers"
        raise InvalidCallError(message)
    if array.ndim != 1:
        message = f"{name} has shape {array.shape}; it must have one dimension"
        raise InvalidCallError(message)
    refuse_rows(array < 0, f"{name} must not be negative")
    return array.astype(np.int64, copy=False)


def refuse_rows(wrong: BoolArray, rule: str) -> None:
    """Raise an error that names the rows that break a rule.

    Raises
    ------
    InvalidCallError
        If a row does.

    Examples
    --------
    >>> refuse_rows(np.array([False, False]), "count must not be negative")
    """
    if wrong.any():
        rows = np.flatnonzero(wrong)
        named = ", ".join(map(str, rows[:_NAMED].tolist()))
        more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
        message = f"{rule}; found otherwise in row {named}{more}"
        raise InvalidCallError(message)


def counts_within(
    count: npt.ArrayLike, answered: npt.ArrayLike, *, names: tuple[str, str] = ("count", "answered")
) -> tuple[IntArray, IntArray]:
    """Return counts and their bases as integer arrays of one length.

    Raises
    ------
    InvalidCallError
        If they are not integers, differ in length, or a count is above its base.

    Examples
    --------
    >>> counts_within([1, 2], [5, 5])
    (array([1, 2]), array([5, 5]))
    """
    part, base = (
        whole_numbers(values, name=name)
        for values, name in zip((count, answered), names, strict=True)
    )
    refuse_lengths(len(part), len(base), names=names)
    refuse_rows(part > base, f"{names[0]} must not be above {names[1]}")
    return part, base


def refuse_lengths(
    first: int, second: int, *, names: tuple[str, str] = ("first", "second")
) -> None:
    """Refuse data of two different lengths.

    Raises
    ------
    InvalidCallError
        If the lengths differ.

    Examples
    --------
    >>> refuse_lengths(3, 3)
    """
    if first != second:
        message = f"{names[0]} has {first} rows and {names[1]} {second}; they must agree"
        raise InvalidCallError(message)
