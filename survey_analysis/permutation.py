"""Permutation tests of differences of means: paired, and between disjoint groups.

The draws are random numbers for each respondent, the same for every test of a call: a
further question changes no p-value.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.limits import BoolArray, FloatArray
from survey_analysis.errors import InvalidCallError

Keys = npt.NDArray[np.float32]
Places = npt.NDArray[np.unsignedinteger]

_DRAWS = 2**18  # drawn at a time
_KEY_BITS = 24  # of a random number in single precision
_ROUNDING = 1e-9  # of the largest possible statistic: what is nearer is tied


def sign_flip_test(
    differences: FloatArray, *, rng: np.random.Generator, n_permutations: int
) -> FloatArray:
    """Test means of paired differences: each respondent's sign is as likely either way.

    Parameters
    ----------
    differences
        One row per respondent and one column per test, shape (n, k); nan where there is
        none.
    rng
        Random numbers.
    n_permutations
        Number B of random sign changes.

    Returns
    -------
    numpy.ndarray
        Two-sided p-values (b + 1) / (B + 1), shape (k,), b counting the sign changes with
        a total at least as far from 0; nan for a column without differences.

    Raises
    ------
    InvalidCallError
        If `n_permutations` is not positive.

    References
    ----------
    Phipson and Smyth (2010), Permutation p-values should never be zero, Statistical
    Applications in Genetics and Molecular Biology 9, article 39.

    Examples
    --------
    >>> differences = np.array([[5.0], [3.0], [4.0], [1.0], [2.0], [6.0]])
    >>> p = sign_flip_test(differences, rng=np.random.default_rng(1), n_permutations=9999)
    >>> p.round(2)  # 2 of the 64 sign changes are as far from 0
    array([0.03])
    """
    moved = np.nan_to_num(differences)
    least = np.abs(moved.sum(axis=0)) - _ROUNDING * np.abs(moved).sum(axis=0)
    reached = np.zeros(moved.shape[1], dtype=np.int64)
    for keys in _draw_keys(len(moved), n_permutations, rng):
        signs = np.where(keys < 0.5, -1.0, 1.0)
        reached += np.count_nonzero(np.abs(signs @ moved) >= least, axis=0)
    known = ~np.isnan(differences).all(axis=0)
    return np.where(known, (reached + 1) / (n_permutations + 1), np.nan)


def relabelling_test(
    scores: FloatArray,
    groups: tuple[BoolArray, BoolArray],
    *,
    rng: np.random.Generator,
    n_permutations: int,
) -> FloatArray:
    """Test differences of means of disjoint groups: any respondents may be in the first.

    Parameters
    ----------
    scores
        One row per respondent and one column per test, shape (n, k).
    groups
        Who belongs to the first and to the second group of each test, shape (n, k) each.
    rng
        Random numbers.
    n_permutations
        Number B of random divisions.

    Returns
    -------
    numpy.ndarray
        Two-sided p-values (b + 1) / (B + 1), shape (k,), b counting the divisions with a
        first total at least as far from its expectation; nan where a group is empty.

    Raises
    ------
    InvalidCallError
        If `n_permutations` is not positive.

    References
    ----------
    Phipson and Smyth (2010), Permutation p-values should never be zero, Statistical
    Applications in Genetics and Molecular Biology 9, article 39.

    Examples
    --------
    >>> scores = np.array([[5.0], [6.0], [7.0], [1.0], [2.0], [3.0]])
    >>> first = scores > 4
    >>> rng = np.random.default_rng(1)
    >>> p = relabelling_test(scores, (first, ~first), rng=rng, n_permutations=9999)
    >>> p.round(2)  # 2 of the 20 divisions are as far apart
    array([0.1])
    """
    tests = [
        _Relabelling(*columns) for columns in zip(scores.T, *(g.T for g in groups), strict=True)
    ]
    reached = np.zeros(len(tests), dtype=np.int64)
    for keys in _draw_keys(len(scores), n_permutations, rng):
        numbered = _number_places(keys)
        reached += [test.count_reached(numbered) for test in tests]
    known = np.array([test.size > 0 for test in tests], dtype=bool)
    return np.where(known, (reached + 1) / (n_permutations + 1), np.nan)


def _draw_keys(n: int, n_permutations: int, rng: np.random.Generator) -> Iterator[Keys]:
    """Yield blocks (b, n) of random numbers; which ones depends on n and rng only."""
    if n_permutations < 1:
        message = f"{n_permutations} permutations; at least 1 is needed, such as 10000"
        raise InvalidCallError(message)
    rows = max(1, _DRAWS // max(n, 1))
    for done in range(0, n_permutations, rows):
        yield rng.random((min(rows, n_permutations - done), n), dtype=np.float32)


def _number_places(keys: Keys) -> Places:
    """Put the random numbers' 24 bits before each respondent's place, shape (b, n).

    The least of such numbers say who has them, and none are tied. That is found twice as
    fast as by `numpy.argpartition`.
    """
    n = keys.shape[1]
    places: Places = np.arange(n, dtype=np.uint32 if n <= 2**8 else np.uint64)
    bits: Places = (keys * 2**_KEY_BITS).astype(places.dtype)
    shift = places.dtype.type(8 * places.itemsize - _KEY_BITS)
    return bits << shift | places


class _Relabelling:
    """One test: the smaller group's total against that of as many random respondents."""

    def __init__(self, scores: FloatArray, first: BoolArray, second: BoolArray) -> None:
        smaller = first if first.sum() <= second.sum() else second
        self.members = np.flatnonzero(first | second)
        self.size = int(smaller.sum())
        self.scores = scores
        self.expected = self.size * scores[self.members].mean() if self.size else 0.0
        tolerance = _ROUNDING * np.abs(scores[self.members]).sum()
        self.least = abs(scores[smaller].sum() - self.expected) - tolerance

    def count_reached(self, numbered: Places) -> int:
        """Count the divisions at least as far apart as the observed."""
        if not self.size:
            return 0
        drawn = numbered[:, self.members]
        drawn.partition(self.size - 1, axis=1)
        places = drawn[:, : self.size] & (np.iinfo(drawn.dtype).max >> _KEY_BITS)
        total = self.scores[places].sum(axis=1)
        return int(np.count_nonzero(np.abs(total - self.expected) >= self.least))
