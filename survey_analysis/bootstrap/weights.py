"""Resamples of respondents as weights: how often each respondent was drawn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from survey_analysis.errors import InvalidCallError

Weights = npt.NDArray[np.uint8]

_DRAWS = 2**16  # drawn at a time; another number draws other resamples
_COUNTED = 10_000  # of them at a time


def resample_weights(n: int, n_resamples: int, *, rng: np.random.Generator) -> Iterator[Weights]:
    """Draw resamples of n respondents with replacement, in blocks.

    The draws depend on `n` and `rng` only: the first 1,000 of 10,000 resamples are those
    of a call for 1,000, and adding a question changes nothing. Weights are bytes; that a
    respondent is drawn more than 255 times has a probability below 1e-500.

    Parameters
    ----------
    n
        Number of respondents.
    n_resamples
        Number of resamples.
    rng
        Random numbers.

    Yields
    ------
    numpy.ndarray
        Weights of some resamples, shape (b, n); every row sums to `n`. Keep them as a
        list to use them more than once.

    Raises
    ------
    InvalidCallError
        If a number is not a positive integer.

    Examples
    --------
    >>> blocks = list(resample_weights(5, 1000, rng=np.random.default_rng(1)))
    >>> weights = np.concatenate(blocks)
    >>> weights.shape, set(weights.sum(axis=1).tolist())
    ((1000, 5), {5})
    """
    for name, number in (("n", n), ("n_resamples", n_resamples)):
        if not isinstance(number, int | np.integer) or number < 1:
            message = f"{name} is {number!r}; it must be a positive integer"
            raise InvalidCallError(message)
    return _draw_blocks(int(n), int(n_resamples), rng)


def _draw_blocks(n: int, n_resamples: int, rng: np.random.Generator) -> Iterator[Weights]:
    """Yield blocks whose size depends on n only, so that the same numbers are drawn."""
    rows = max(1, _DRAWS // n)
    small = np.uint16 if n <= 2**16 else np.int64
    for done in range(0, n_resamples, rows):
        block = min(rows, n_resamples - done)
        yield _count_draws(rng.integers(0, n, size=(block, n), dtype=small))


def _count_draws(drawn: npt.NDArray[np.integer]) -> Weights:
    """Count how often each respondent was drawn in each row, shape (b, n): few rows at a time.

    Arrays that outgrow the processor's cache, and lie page by page alike in memory, take
    twice as long.
    """
    b, n = drawn.shape
    weights, rows = np.empty((b, n), dtype=np.uint8), max(1, _COUNTED // n)
    offset = (np.arange(rows)[:, None] * n).astype(drawn.dtype)
    for first in range(0, b, rows):
        piece = drawn[first : first + rows]
        flat = (piece + offset[: len(piece)]).ravel()
        counts = np.bincount(flat, minlength=piece.size)
        weights[first : first + rows] = counts.reshape(piece.shape)
    return weights
