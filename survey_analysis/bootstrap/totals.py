"""The bootstrap distribution of a sample's total: one draw convolved with itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey_analysis.bootstrap.grids import Grid, choose_grid
from survey_analysis.bootstrap.laws import TAIL_EXPONENT, Law
from survey_analysis.bootstrap.limits import FloatArray, IntArray
from survey_analysis.bootstrap.moments import Moments
from survey_analysis.bootstrap.samples import Samples

_NEGLIGIBLE = 36.0  # a characteristic function of exp(-36), 2e-16, counts as 0


@dataclass(frozen=True, eq=False)
class Draws:
    """One draw from each of k samples, on integer grids.

    Attributes
    ----------
    sample, position, mass
        The law of one draw: sample, grid position and probability, shape (e,).
    answered
        Number n of draws, shape (k,).
    observed
        Grid position of the sample's own total, shape (k,).
    first, length
        Where the window that holds the total starts, and its length, shape (k,).
    grid
        The grids.
    """

    sample: IntArray
    position: IntArray
    mass: FloatArray
    answered: IntArray
    observed: IntArray
    first: IntArray
    length: IntArray
    grid: Grid


def place_draws(samples: Samples, moments: Moments, *, group: IntArray | None = None) -> Draws:
    """Place one draw from each sample on an integer grid.

    Parameters
    ----------
    samples
        k samples, none empty.
    moments
        Their moments.
    group
        Samples with the same number, from 0 on, get grids of the same step, shape (k,);
        by default each has its own.

    Examples
    --------
    >>> from survey_analysis.bootstrap.samples import count_values
    >>> from survey_analysis.bootstrap.moments import compute_moments
    >>> samples = count_values([1.0, 2.0, 2.0])
    >>> draws = place_draws(samples, compute_moments(samples))
    >>> draws.position, draws.observed
    (array([-1,  0]), array([-1]))
    """
    group = np.arange(len(samples)) if group is None else group
    grid = choose_grid(samples, moments, group=group)
    place = grid.place(samples)
    observed = np.rint(samples.sum(place * samples.counts)).astype(np.int64)
    sample, position = samples.sample, place.astype(np.int64)
    mass = samples.counts.astype(np.float64)
    if grid.binned.any():
        sample, position, mass = _share_cubically(sample, place, mass)
    likely = _half_widths(samples, moments) * grid.scale / grid.step
    below, above = np.ceil(np.minimum(grid.window, likely)).astype(np.int64)
    return Draws(
        sample=sample,
        position=position,
        mass=mass / moments.answered[sample],
        answered=moments.answered,
        observed=observed,
        first=observed - below,
        length=below + above + 1,
        grid=grid,
    )


def _half_widths(samples: Samples, moments: Moments) -> FloatArray:
    """Bound how far totals stray below and above their means, tails of 7e-13 apart, shape (2, k).

    Chernoff's inequality, P(S - n μ ≥ (n log M(t) + c) / t) ≤ exp(-c) with M the moment
    generating function of one deviation, holds for every t > 0; the one taken is the best
    for a normal total, and at most 7.5 over the largest deviation.
    """
    deviation = samples.values - moments.mean[samples.sample]
    variance = np.where(moments.variance > 0, moments.answered * moments.variance, 1.0)
    t = np.sqrt(2 * TAIL_EXPONENT / variance)
    growth = np.exp(t[samples.sample] * np.stack([-deviation, deviation]))
    above = np.stack([samples.sum(samples.counts * side) for side in growth]) / moments.answered
    return np.asarray((moments.answered * np.log(above) + TAIL_EXPONENT) / t)


def _share_cubically(
    sample: IntArray, place: FloatArray, mass: FloatArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Share mass at real places among the four nearest integers; integers keep theirs."""
    base = np.floor(place)
    f = place - base
    weights = np.stack(
        [
            -f * (1 - f) * (2 - f) / 6,
            (1 + f) * (1 - f) * (2 - f) / 2,
            (1 + f) * f * (2 - f) / 2,
            -(1 + f) * f * (1 - f) / 6,
        ]
    )
    position = base.astype(np.int64) + np.arange(-1, 3)[:, None]
    return np.tile(sample, 4), position.ravel(), (weights * mass).ravel()


def total_law(draws: Draws, rows: IntArray) -> Law:
    """Return the distributions of the totals of n draws, by Fourier transform.

    The transform is only as long as the window of the total: what lies outside, less than
    2e-12 of the probability, wraps around. Rounding adds about n times 2e-16.

    Parameters
    ----------
    draws
        What one draw can be.
    rows
        The samples wanted.

    Examples
    --------
    >>> from survey_analysis.bootstrap.samples import count_values
    >>> from survey_analysis.bootstrap.moments import compute_moments
    >>> samples = count_values([0.0, 1.0])
    >>> draws = place_draws(samples, compute_moments(samples))
    >>> total_law(draws, np.array([0])).cumulative[0, :3].round(9)
    array([0.25, 0.75, 1.  ])
    """
    length = _fast_length(int(draws.length[rows].max()))
    slot = np.full(len(draws.answered), -1)
    slot[rows] = np.arange(len(rows))
    wanted = slot[draws.sample] >= 0
    cell = slot[draws.sample[wanted]] * length + draws.position[wanted] % length
    one = np.bincount(cell, weights=draws.mass[wanted], minlength=len(rows) * length)
    transform = np.fft.rfft(one.reshape(len(rows), length))
    exponent = draws.answered[rows].astype(np.float64)
    powers = _power(transform, exponent, shift=draws.first[rows] % length, length=length)
    return Law(draws.first[rows], np.cumsum(np.fft.irfft(powers, n=length), axis=1))


def _power(
    transform: npt.NDArray[np.complex128], exponent: FloatArray, *, shift: IntArray, length: int
) -> npt.NDArray[np.complex128]:
    """Raise to powers and shift to start there; only where the power is not negligible.

    The logarithm is taken in parts: numpy's complex one is many times slower.
    """
    square = transform.real**2 + transform.imag**2
    kept = np.flatnonzero(square > np.exp(-2 * _NEGLIGIBLE / exponent)[:, None])
    row, frequency = np.divmod(kept, transform.shape[1])
    base = transform.ravel()[kept]
    turns = np.arctan2(base.imag, base.real) / (2 * np.pi) * exponent[row]
    turns += frequency * shift[row] % length / length
    logarithm = np.empty_like(base)
    logarithm.real = np.log(square.ravel()[kept]) / 2 * exponent[row]
    logarithm.imag = (turns - np.rint(turns)) * (2 * np.pi)
    power = np.zeros_like(transform)
    power.ravel()[kept] = np.exp(logarithm)
    return power


def _fast_length(length: int) -> int:
    """Round up to 8, 9, 10, 12, 15 or 16 eighths of a power of two: fast to transform."""
    unit = 1 << max(0, length.bit_length() - 4)
    eighths = -(-length // unit)
    return unit * next(fast for fast in (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16) if fast >= eighths)
