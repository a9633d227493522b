"""Integer grids for samples of numbers: their own lattice, or bins where that is too fine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey_analysis.bootstrap.laws import half_width
from survey_analysis.bootstrap.limits import BoolArray, FloatArray, IntArray
from survey_analysis.bootstrap.moments import Moments
from survey_analysis.bootstrap.samples import Samples

LONGEST_LAW = 2**18
"""Grid points of a total's distribution beyond which values are binned."""

_SCALES = (1, 10, 12, 100, 1000, 10000)  # twelfths hold halves, thirds and quarters
_ROUNDING = 1e-10  # of the largest value, but
_MOST_ROUNDING = 1e-3  # of a step
_LARGEST_INTEGER = 2.0**52
_MARGIN = 8  # points, for rounding up


@dataclass(frozen=True, eq=False)
class Lattice:
    """Integer grids that hold samples exactly: value = integer / scale.

    Attributes
    ----------
    integers
        The distinct values of the samples as integers, shape (e,); 0 without a scale.
    scale
        Shape (k,); 0 where no scale makes all values integers.
    step
        Greatest common divisor of the integers' differences, shape (k,); 1 for a
        constant sample.
    """

    integers: IntArray
    scale: IntArray
    step: IntArray


def find_lattice(samples: Samples, *, group: IntArray) -> Lattice:
    """Find the coarsest grid that holds all values of the samples of each group.

    Tried are integers, tenths, twelfths, hundredths, thousandths and ten-thousandths.

    Parameters
    ----------
    samples
        k samples.
    group
        Samples with the same number, from 0 on, share scale and step, shape (k,).

    Examples
    --------
    >>> from survey_analysis.bootstrap.samples import count_values
    >>> lattice = find_lattice(count_values([0.5, 1.0, 2.5]), group=np.array([0]))
    >>> lattice.integers, lattice.scale, lattice.step
    (array([ 5, 10, 25]), array([10]), array([5]))
    """
    owner = group[samples.sample]
    largest = np.zeros(len(group))
    np.maximum.at(largest, owner, np.abs(samples.values))
    scale = np.zeros(len(group), dtype=np.int64)
    for candidate in _SCALES:
        scaled = samples.values * candidate
        rounding = np.minimum(_ROUNDING * candidate * largest, _MOST_ROUNDING)
        off = np.abs(scaled - np.rint(scaled)) > rounding[owner]
        off |= np.abs(scaled) > _LARGEST_INTEGER
        fits = np.bincount(owner, weights=off, minlength=len(group)) == 0
        scale[(scale == 0) & fits] = candidate
        if scale.all():
            break
    integers = np.rint(samples.values * scale[owner]).astype(np.int64)
    starts, lengths = samples.start[:-1], samples.length
    first = np.repeat(integers[starts[lengths > 0]], lengths[lengths > 0])
    step = np.zeros(len(group), dtype=np.int64)
    np.gcd.at(step, owner, integers - first)
    return Lattice(integers, scale[group], np.maximum(step, 1)[group])


@dataclass(frozen=True, eq=False)
class Grid:
    """Grids of k samples: value = (origin + step · position) / scale.

    Attributes
    ----------
    numerator
        Distinct values of the samples times scale, shape (e,).
    origin, step
        Shape (k,); whole numbers where `binned` is false.
    scale
        Shape (k,).
    window
        Grid points below and above the sample's own total that hold the bootstrap
        distribution of the total, shape (2, k).
    binned
        Whether the grid is coarser than the sample's lattice, shape (k,).
    """

    numerator: FloatArray
    origin: FloatArray
    step: FloatArray
    scale: IntArray
    window: FloatArray
    binned: BoolArray

    def place(self, samples: Samples) -> FloatArray:
        """Return the positions of the distinct values, whole where not binned."""
        sample = samples.sample
        return (self.numerator - self.origin[sample]) / self.step[sample]

    def mean_at(self, total: IntArray, answered: IntArray) -> FloatArray:
        """Return means for grid positions of totals of `answered` values each."""
        size = answered.astype(np.float64)
        return np.asarray((self.origin * size + self.step * total) / (self.scale * size))


def choose_grid(samples: Samples, moments: Moments, *, group: IntArray) -> Grid:
    """Choose each sample's lattice, or bins where its total needs too many points of it.

    A sample is binned where its total's window has more than `LONGEST_LAW` points of the
    lattice, or where it has no lattice. The bins are so wide that the window has
    `LONGEST_LAW` of them.

    Parameters
    ----------
    samples
        k samples, none empty.
    moments
        Their moments.
    group
        Samples with the same number, from 0 on, get grids of the same step, shape (k,).

    Examples
    --------
    >>> from survey_analysis.bootstrap.samples import count_values
    >>> from survey_analysis.bootstrap.moments import compute_moments
    >>> samples = count_values([[10.0, 0.1234567], [30.0, 2.0]])
    >>> grid = choose_grid(samples, compute_moments(samples), group=np.arange(2))
    >>> grid.step[0], grid.binned
    (np.float64(20.0), array([False,  True]))
    """
    lattice = find_lattice(samples, group=group)
    lowest, highest = samples.ends(samples.values)
    reach = np.stack([moments.mean - lowest, highest - moments.mean])
    likely = half_width(moments.answered * moments.variance, reach)
    window = np.minimum(likely, moments.answered * reach)
    points = window.sum(axis=0) * lattice.scale / lattice.step
    too_many = (lattice.scale == 0) | (points > LONGEST_LAW - _MARGIN)
    binned = np.bincount(group, weights=too_many, minlength=len(group))[group] > 0
    bin_width = np.zeros(len(group))
    np.maximum.at(bin_width, group, likely.sum(axis=0) / (LONGEST_LAW - _MARGIN))
    scale = np.where(binned, 1, lattice.scale)
    step = np.where(binned, bin_width[group], lattice.step)
    corner = np.rint(lowest * scale)
    centre = corner + step * np.rint((moments.mean * scale - corner) / step)
    return Grid(
        numerator=np.where(binned[samples.sample], samples.values, lattice.integers),
        origin=np.where(binned, moments.mean, centre),
        step=step,
        scale=scale,
        window=np.where(binned, likely, window) * scale / step,
        binned=binned,
    )
