"""Allocations: new rows of shares with given zeros and given sums of each item."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from survey_analysis.errors import StudyFileError
from survey_analysis.replica.cohort import Cohort, Texts, choose
from survey_analysis.replica.presence import Presence
from survey_analysis.responses import BoolArray
from survey_analysis.study import AllocationQuestion

Ints = npt.NDArray[np.int64]

_STEP = 5  # respondents think in steps of five


def deal_shares(
    cohort: Cohort, question: AllocationQuestion, presence: Presence
) -> dict[str, Texts]:
    """Fill an allocation; who does not answer has zeros alone."""
    columns = [item.column for item in question.items]
    points = np.array([cohort.count("points", c) for c in columns], dtype=np.int64)
    zeros = np.array([cohort.count("zeros", c) for c in columns], dtype=np.int64)
    number = int(presence.answering.sum())
    shares = np.zeros((len(cohort), len(columns)), dtype=np.int64)
    if number:
        shares[presence.answering] = draw_shares(
            points, zeros, number=number, total=int(question.total), rng=cohort.rng
        )
    cells = shares.astype(str).astype(object)
    for i, column in enumerate(columns):
        for unseen in sorted(cohort.codes(column).not_shown & cohort.column_counts(column).keys()):
            cells[~presence.reached, i] = unseen
    return dict(zip(columns, cells.T, strict=True))


def draw_shares(
    points: Ints, zeros: Ints, *, number: int, total: int, rng: np.random.Generator
) -> Ints:
    """Draw rows of whole shares that sum to `total`, most in steps of five.

    Parameters
    ----------
    points
        Sum of each item over all rows, shape (k,).
    zeros
        How many rows give nothing to each item, shape (k,).
    number, total
        Number of rows, and what each is to sum to.
    rng
        The source of chance.

    Returns
    -------
    array
        Shape (number, k); its column sums are `points`, its zeros `zeros`.

    Raises
    ------
    StudyFileError
        If the sums contradict each other.

    Examples
    --------
    >>> points, zeros = np.array([150, 50]), np.array([0, 1])
    >>> drawn = draw_shares(points, zeros, number=2, total=100, rng=np.random.default_rng(1))
    >>> drawn.sum(axis=0).tolist(), (drawn == 0).sum(axis=0).tolist()
    ([150, 50], [0, 1])
    """
    if points.sum() != number * total:
        msg = (
            f"counts.csv: items of {number} allocations sum to {points.sum()}, not to {total} each"
        )
        raise StudyFileError(msg)
    everybody = np.ones(number, dtype=bool)
    given = ~np.column_stack(
        [choose(everybody, int(z), scores=[rng.random(number)]) for z in zeros]
    )
    weights = given * points * (0.3 + 1.4 * rng.random(given.shape))
    exact = total * weights / weights.sum(axis=1, keepdims=True)
    shares: Ints = (np.maximum(exact // _STEP, given) * _STEP).astype(np.int64)
    largest = shares.argmax(axis=1)
    shares[np.arange(number), largest] += total - shares.sum(axis=1)
    _move_points(shares, points, given=given, rng=rng)
    return shares


def _move_points(shares: Ints, points: Ints, *, given: BoolArray, rng: np.random.Generator) -> None:
    """Move points between the items of a row, in place, until each item has its sum."""
    while (surplus := shares.sum(axis=0) - points).any():
        rich, poor = int(surplus.argmax()), int(surplus.argmin())
        gap = int(min(surplus[rich], -surplus[poor]))
        step = _STEP if gap >= _STEP else gap
        able = (shares[:, rich] > step) & given[:, poor]
        row = choose(able, 1, scores=[rng.random(len(shares))])
        shares[row, rich] -= step
        shares[row, poor] += step
