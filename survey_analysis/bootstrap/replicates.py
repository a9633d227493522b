"""Statistics of resampled respondents: many ratios by one matrix product, and quantiles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.limits import FloatArray, IntArray
from survey_analysis.bootstrap.quantiles import check_quantile, split_position
from survey_analysis.bootstrap.weights import Weights
from survey_analysis.errors import InvalidCallError

_EXACT_IN_SINGLE = 2**24


def ratio_replicates(
    numerators: npt.ArrayLike, denominators: npt.ArrayLike, weights: Iterable[Weights]
) -> FloatArray:
    """Compute ratios of weighted sums in every resample: shares, means, differences of them.

    A share has hits over answered; a mean has values (0 where there is none) over
    answered. The base is recomputed in each resample. Sums of integers are exact, so they
    are the same on every machine; others may differ in the last digit.

    Parameters
    ----------
    numerators, denominators
        One row per respondent and one column per statistic, shape (n, k).
    weights
        Blocks of shape (b, n), from `resample_weights`; fastest as a list.

    Returns
    -------
    numpy.ndarray
        One row per statistic, shape (k, B); nan where the denominators sum to 0.

    Raises
    ------
    InvalidCallError
        If shapes differ from each other or from the weights', or a number is not finite.

    Examples
    --------
    >>> weights = [np.array([[1, 1, 1], [0, 3, 0]], dtype=np.uint8)]
    >>> ratio_replicates([[1.0], [0.0], [0.0]], [[1.0], [0.0], [1.0]], weights)
    array([[0.5, nan]])
    """
    above, below = check_columns(numerators, denominators)
    bases, base = _distinct_columns(below)
    columns = np.concatenate([above, bases], axis=1)
    factor, k = columns.T.astype(_whole_type(columns)), above.shape[1]

    def divide_sums(block: Weights, out: FloatArray | None = None) -> FloatArray:
        sums = factor @ block.T.astype(factor.dtype)
        drawn = sums[k:].astype(np.float64)
        drawn[drawn == 0] = np.nan
        return np.asarray(np.divide(sums[:k], drawn[base], out=out), dtype=np.float64)

    blocks = checked_blocks(weights, len(above))
    if not isinstance(weights, Sequence):
        return np.concatenate([above[:0].T, *map(divide_sums, blocks)], axis=1)
    ratios, done = np.empty((k, sum(map(len, weights)))), 0
    for block in blocks:  # in half the memory of joining parts
        divide_sums(block, out=ratios[:, done : done + len(block)])
        done += len(block)
    return ratios


def ratio_influence(numerators: npt.ArrayLike, denominators: npt.ArrayLike) -> FloatArray:
    """Return each respondent's influence on ratios of sums: (x - θ y) / mean(y).

    Parameters
    ----------
    numerators, denominators
        As for `ratio_replicates`, shape (n, k).

    Returns
    -------
    numpy.ndarray
        Shape (n, k); nan where the denominators sum to 0. The influence on a difference
        is the difference of the influences.

    Raises
    ------
    InvalidCallError
        If shapes differ, or a number is not finite.

    References
    ----------
    Davison and Hinkley (1997), Bootstrap methods and their application, section 2.7.2.

    Examples
    --------
    >>> ratio_influence([[1.0], [0.0]], [[1.0], [1.0]]).ravel()
    array([ 0.5, -0.5])
    """
    above, below = check_columns(numerators, denominators)
    ratio = divide(above.sum(axis=0), below.sum(axis=0))
    return divide(above - ratio * below, np.broadcast_to(below.mean(axis=0), below.shape))


def quantile_replicates(
    values: npt.ArrayLike, quantile: npt.ArrayLike, weights: Iterable[Weights]
) -> FloatArray:
    """Compute quantiles in every resample, by numpy's default definition.

    Parameters
    ----------
    values
        One row per respondent and one column per statistic, shape (n, k); nan where a
        respondent gave no number.
    quantile
        Between 0 and 1: one for all columns, or one for each, shape (k,).
    weights
        Blocks of shape (b, n), from `resample_weights`.

    Returns
    -------
    numpy.ndarray
        One row per statistic, shape (k, B); nan where nobody drawn gave a number.

    Raises
    ------
    InvalidCallError
        If shapes do not fit, or a quantile is not between 0 and 1.

    Examples
    --------
    >>> weights = [np.array([[1, 1, 1], [0, 2, 1]], dtype=np.uint8)]
    >>> quantile_replicates([[1.0], [2.0], [9.0]], 0.5, weights)
    array([[2., 2.]])
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2:
        message = f"values have shape {table.shape}; one column per statistic is needed, (n, k)"
        raise InvalidCallError(message)
    q = check_quantile(quantile, table.shape[1])
    orders = [np.argsort(column)[: np.count_nonzero(~np.isnan(column))] for column in table.T]
    parts = [np.empty((len(orders), 0))]
    for block in checked_blocks(weights, len(table)):
        columns = zip(table.T, orders, q, strict=True)
        rows = [_block_quantile(column[order], block[:, order], p) for column, order, p in columns]
        parts.append(np.array(rows).reshape(len(orders), len(block)))
    return np.concatenate(parts, axis=1)


def _block_quantile(values: FloatArray, weights: Weights, quantile: float) -> FloatArray:
    """Return the quantile of ascending values (m,) under each row of weights (b, m)."""
    if not len(values):
        return np.full(len(weights), np.nan)
    at_or_below = np.cumsum(weights, axis=1, dtype=np.int64)
    drawn = at_or_below[:, -1]
    rank, fraction = split_position(np.maximum(drawn, 1), quantile)
    lower, upper = (
        values[np.minimum(np.count_nonzero(at_or_below < r[:, None], axis=1), len(values) - 1)]
        for r in (rank, rank + 1)
    )
    found = np.where(fraction > 0, lower + fraction * (upper - lower), lower)
    return np.where(drawn > 0, found, np.nan)


def checked_blocks(weights: Iterable[Weights], n: int) -> Iterable[Weights]:
    """Pass blocks of weights on, refusing those for another number of respondents.

    Raises
    ------
    InvalidCallError
        If a block is not of shape (b, n).

    Examples
    --------
    >>> len(list(checked_blocks([np.ones((2, 3), dtype=np.uint8)], 3)))
    1
    """
    for block in weights:
        if block.ndim != 2 or block.shape[1] != n:
            message = f"weights have shape {block.shape}; {n} respondents need (b, {n})"
            raise InvalidCallError(message)
        yield block


def check_columns(
    numerators: npt.ArrayLike, denominators: npt.ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return numerators and denominators as finite arrays of one shape (n, k).

    Raises
    ------
    InvalidCallError
        If they are not.

    Examples
    --------
    >>> check_columns([[1]], [[2]])
    (array([[1.]]), array([[2.]]))
    """
    above, below = (np.asarray(x, dtype=np.float64) for x in (numerators, denominators))
    if above.ndim != 2 or above.shape != below.shape:
        message = f"numerators have shape {above.shape} and denominators {below.shape}; both (n, k)"
        raise InvalidCallError(message)
    if not (np.isfinite(above).all() and np.isfinite(below).all()):
        message = "numerators and denominators must be finite; put 0 where there is no answer"
        raise InvalidCallError(message)
    return above, below


def divide(above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide; nan where the divisor is 0.

    Parameters
    ----------
    above, below
        Of one shape.

    Examples
    --------
    >>> divide(np.array([1.0, 1.0]), np.array([4.0, 0.0]))
    array([0.25,  nan])
    """
    if below.all():
        return above / below
    undefined: FloatArray = np.full(above.shape, np.nan)
    return np.divide(above, below, out=undefined, where=below != 0)


def _distinct_columns(table: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the distinct columns, and which of them each column is: bases repeat."""
    columns = np.ascontiguousarray(table.T)
    known: dict[bytes, int] = {}
    first = [known.setdefault(column.tobytes(), i) for i, column in enumerate(columns)]
    distinct, place = np.unique(np.array(first, dtype=np.int64), return_inverse=True)
    return columns[distinct].T, place


def _whole_type(columns: FloatArray) -> type[np.floating]:
    """Return the type in which weighted sums of the columns are computed.

    Single precision is exact, and twice as fast, for sums of integers below 2**24.
    """
    largest = np.abs(columns).max(initial=0.0) * len(columns)
    whole = largest < _EXACT_IN_SINGLE and np.array_equal(columns, np.rint(columns))
    return np.float32 if whole else np.float64
