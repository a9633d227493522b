"""How far two codings are apart: between categories, and between sets of codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from survey_analysis.bootstrap.limits import FloatArray

SetDistance = Literal["masi", "jaccard"]


def category_distances(categories: FloatArray, *, power: int) -> FloatArray:
    """Return disagreements between categories, 0 to 1, shape (q, q).

    Parameters
    ----------
    categories
        Ascending values, shape (q,).
    power
        0: any two differ alike (nominal); 1: in proportion to their distance (linear);
        2: to its square (quadratic, interval).

    References
    ----------
    Cohen (1968), Weighted kappa, Psychological Bulletin 70, 213-220.

    Examples
    --------
    >>> category_distances(np.array([1.0, 2.0, 3.0]), power=2)[0]
    array([0.  , 0.25, 1.  ])
    """
    apart = np.abs(categories[:, None] - categories)
    if power == 0:
        return (apart > 0).astype(np.float64)
    return np.asarray((apart / max(apart.max(initial=0.0), np.finfo(float).tiny)) ** power)


def jaccard_distance(first: frozenset[str], second: frozenset[str]) -> float:
    """Return 1 - |A ∩ B| / |A ∪ B|; 0 for two empty sets.

    References
    ----------
    Jaccard (1912), The distribution of the flora in the alpine zone, New Phytologist 11,
    37-50.

    Examples
    --------
    >>> jaccard_distance(frozenset("ab"), frozenset("bc")).__round__(4)
    0.6667
    """
    either = len(first | second)
    return (either - len(first & second)) / either if either else 0.0


def masi_distance(first: frozenset[str], second: frozenset[str]) -> float:
    """Return 1 - J M: Jaccard's similarity J times a monotonicity M.

    M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, and 0
    where they share nothing; two empty sets are equal.

    References
    ----------
    Passonneau (2006), Measuring agreement on set-valued items (MASI) for semantic and
    pragmatic annotation, LREC, 831-836.

    Examples
    --------
    >>> masi_distance(frozenset("a"), frozenset("ab")).__round__(4)
    0.6667
    """
    if first == second:
        return 0.0
    shared, either = len(first & second), len(first | second)
    thirds = 2 if first <= second or second <= first else 1
    return (3 * either - thirds * shared) / (3 * either)


def set_distances(sets: Sequence[frozenset[str]], *, distance: SetDistance) -> FloatArray:
    """Return the distances between all sets, shape (q, q).

    Examples
    --------
    >>> set_distances([frozenset(), frozenset("a")], distance="masi").tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    measure = {"masi": masi_distance, "jaccard": jaccard_distance}[distance]
    below = np.zeros((len(sets), len(sets)))
    for i, one in enumerate(sets):
        below[i, :i] = [measure(one, other) for other in sets[:i]]
    return below + below.T
