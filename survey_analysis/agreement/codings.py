"""Matrices of codings: checks, categories, counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap import limits
from survey_analysis.errors import InvalidCallError


def check_codings(codings: npt.ArrayLike) -> limits.FloatArray:
    """Return codings as an array of numbers, one row per coder.

    Parameters
    ----------
    codings
        One row per coder and one column per unit; nan where a coder did not code.

    Returns
    -------
    numpy.ndarray
        Shape (coders, units).

    Raises
    ------
    InvalidCallError
        If the shape is another, or a coding is infinite.

    Examples
    --------
    >>> check_codings([[1, 0], [1, np.nan]]).shape
    (2, 2)
    """
    matrix = np.asarray(codings, dtype=np.float64)
    if matrix.ndim != 2:
        message = f"codings have shape {matrix.shape}; needed is (coders, units)"
        raise InvalidCallError(message)
    if np.isinf(matrix).any():
        message = "codings must be finite; put nan where a coder did not code"
        raise InvalidCallError(message)
    return matrix


def list_categories(
    codings: limits.FloatArray, categories: Sequence[float] | None
) -> limits.FloatArray:
    """Return the categories in ascending order: those declared, or those found.

    Parameters
    ----------
    codings
        Shape (coders, units), nan where missing.
    categories
        All categories that coders could choose; by default those that occur.

    Raises
    ------
    InvalidCallError
        If one is declared twice, or a coding is not among those declared.

    Examples
    --------
    >>> list_categories(np.array([[1.0], [np.nan]]), [0, 1])
    array([0., 1.])
    """
    found = np.unique(codings[~np.isnan(codings)])
    if categories is None:
        return found
    declared = np.unique(np.asarray(categories, dtype=np.float64))
    if len(declared) != len(categories):
        message = f"categories are {list(categories)}; each may be named once"
        raise InvalidCallError(message)
    unknown = found[~np.isin(found, declared)]
    if len(unknown):
        message = f"codings hold {unknown.tolist()}; allowed are the categories {declared.tolist()}"
        raise InvalidCallError(message)
    return declared


def mark_codings(codings: limits.FloatArray, categories: limits.FloatArray) -> limits.FloatArray:
    """Return 1 where a coder chose a category, else 0; shape (coders, units, categories).

    Examples
    --------
    >>> mark_codings(np.array([[1.0, np.nan]]), np.array([0.0, 1.0])).tolist()
    [[[0.0, 1.0], [0.0, 0.0]]]
    """
    return np.asarray(codings[:, :, None] == categories, dtype=np.float64)


def is_comparable(codings: limits.FloatArray) -> limits.BoolArray:
    """Tell which units at least two coders coded, shape (units,).

    Examples
    --------
    >>> is_comparable(np.array([[1.0, 0.0], [1.0, np.nan]]))
    array([ True, False])
    """
    return np.asarray((~np.isnan(codings)).sum(axis=0) >= 2)
