"""Moments of samples, and the acceleration constants that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey_analysis.bootstrap.limits import BoolArray, FloatArray, IntArray
from survey_analysis.bootstrap.samples import Samples


@dataclass(frozen=True, eq=False)
class Moments:
    """Moments of k samples about their means; nan for an empty sample, shape (k,) each.

    Attributes
    ----------
    answered
        Size n of each sample.
    mean
        Mean.
    variance, third
        Mean square and mean cube of the deviations (divisor n).
    """

    answered: IntArray
    mean: FloatArray
    variance: FloatArray
    third: FloatArray

    def take(self, rows: IntArray | BoolArray) -> Moments:
        """Return the moments of some of the samples."""
        return Moments(self.answered[rows], self.mean[rows], self.variance[rows], self.third[rows])


def compute_moments(samples: Samples) -> Moments:
    """Compute the moments of each sample.

    The variance of a sample whose values differ by rounding only is exactly 0.

    Examples
    --------
    >>> from survey_analysis.bootstrap.samples import count_values
    >>> compute_moments(count_values([0.0, 0.0, 3.0])).third
    array([2.])
    """
    answered, sample = samples.answered, samples.sample
    size = np.where(answered > 0, answered, np.nan)
    mean = samples.sum(samples.counts * samples.values) / size
    deviation = np.where(samples.varies()[sample], samples.values - mean[sample], 0.0)
    square = samples.counts * deviation**2
    return Moments(
        answered=answered,
        mean=mean,
        variance=samples.sum(square) / size,
        third=samples.sum(square * deviation) / size,
    )


def binomial_moments(count: IntArray, answered: IntArray) -> Moments:
    """Compute the moments of samples of `count` ones and otherwise zeros.

    Examples
    --------
    >>> binomial_moments(np.array([1]), np.array([2])).variance
    array([0.25])
    """
    share = count / np.where(answered > 0, answered, np.nan)
    variance = share * (1 - share)
    return Moments(answered, share, variance, variance * (1 - 2 * share))


def mean_acceleration(moments: Moments) -> FloatArray:
    """Return the acceleration of means: skewness / (6 sqrt(n)).

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals, Journal of the American
    Statistical Association 82, 171-185.

    Examples
    --------
    >>> mean_acceleration(binomial_moments(np.array([1]), np.array([4]))).round(4)
    array([0.0962])
    """
    return np.asarray(moments.third / (6 * np.sqrt(moments.answered) * moments.variance**1.5))


def difference_acceleration(first: Moments, second: Moments) -> FloatArray:
    """Return the acceleration of differences of means of independent samples.

    (Σ ± μ3 / n²) / (6 (Σ σ² / n)^(3/2)), the second sample's third moment μ3 with the
    opposite sign.

    References
    ----------
    Davison and Hinkley (1997), Bootstrap methods and their application, section 5.3;
    `scipy.stats.bootstrap` uses the same for several samples.

    Examples
    --------
    >>> moments = binomial_moments(np.array([1]), np.array([4]))
    >>> difference_acceleration(moments, moments)
    array([0.])
    """
    third = first.third / first.answered**2 - second.third / second.answered**2
    return np.asarray(third / (6 * difference_variance(first, second) ** 1.5))


def difference_variance(first: Moments, second: Moments) -> FloatArray:
    """Return the bootstrap variance of differences of means of independent samples.

    Examples
    --------
    >>> moments = binomial_moments(np.array([1]), np.array([2]))
    >>> difference_variance(moments, moments)
    array([0.25])
    """
    return np.asarray(first.variance / first.answered + second.variance / second.answered)


def is_difference_defined(first: Moments, second: Moments) -> BoolArray:
    """Say where both samples have two values at least and not both are constant.

    Examples
    --------
    >>> constant = binomial_moments(np.array([2]), np.array([2]))
    >>> is_difference_defined(constant, constant)
    array([False])
    """
    enough = (first.answered > 1) & (second.answered > 1)
    return np.asarray(enough & ((first.variance > 0) | (second.variance > 0)))
