import numpy as np
from scipy import stats

from survey_analysis.bootstrap import count_values
from survey_analysis.bootstrap.moments import (
    binomial_moments,
    compute_moments,
    difference_acceleration,
    is_difference_defined,
    mean_acceleration,
)


def test_moments_are_scipys() -> None:
    values = np.random.default_rng(2).integers(0, 101, (170, 4)).astype(float)
    moments = compute_moments(count_values(values))
    np.testing.assert_allclose(moments.mean, values.mean(axis=0))
    np.testing.assert_allclose(moments.variance, values.var(axis=0))
    skewness = stats.skew(values, axis=0)
    np.testing.assert_allclose(mean_acceleration(moments), skewness / (6 * np.sqrt(170)))


def test_a_constant_sample_has_no_variance_at_all() -> None:
    assert compute_moments(count_values(np.full(7, 0.1))).variance.tolist() == [0.0]


def test_an_empty_sample_has_no_moments() -> None:
    moments = compute_moments(count_values([np.nan]))
    assert np.isnan([moments.mean[0], moments.variance[0], moments.third[0]]).all()


def test_binomial_moments_are_those_of_ticks() -> None:
    ticks = np.repeat([1.0, 0.0], [9, 31])
    expected, found = compute_moments(count_values(ticks)), binomial_moments(*np.array([[9], [40]]))
    for name in ("answered", "mean", "variance", "third"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-13)


def test_the_acceleration_of_a_difference_changes_sign_with_its_order() -> None:
    first, second = (
        binomial_moments(np.array([3]), np.array([40])),
        binomial_moments(np.array([9]), np.array([20])),
    )
    there, back = difference_acceleration(first, second), difference_acceleration(second, first)
    assert there[0] == -back[0] != 0


def test_a_difference_needs_two_answers_each_and_some_variation() -> None:
    count = np.array([0, 0, 1, 1, 0]), np.array([0, 1, 1, 1, 0])
    base = np.array([5, 5, 1, 5, 0]), np.array([5, 5, 5, 1, 5])
    first, second = (binomial_moments(*pair) for pair in zip(count, base, strict=True))
    assert is_difference_defined(first, second).tolist() == [False, True, False, False, False]
