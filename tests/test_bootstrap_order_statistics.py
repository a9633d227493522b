import numpy as np
from enumeration import all_resamples
from scipy import stats

from survey_analysis.bootstrap.order_statistics import Neighbours, order_probability


def test_order_probabilities_are_scipys_binomial_tails() -> None:
    count, rank = np.meshgrid(np.arange(0, 51), np.arange(1, 51))
    found = order_probability(count, np.full(count.shape, 50), rank)
    np.testing.assert_allclose(found, stats.binom.sf(rank - 1, 50, count / 50), atol=3e-12)


def test_neighbours_straddle_with_the_multinomial_probability() -> None:
    values, at_or_below, rank = np.array([0.0, 1.0, 2.0, 3.0]), np.array([2, 5, 6, 9]), 4
    found = Neighbours(values, at_or_below, rank).straddling(np.array([-1, 0, 1]), np.array([2, 3]))
    share, above = np.array([[0], [2], [5]]) / 9, 1 - np.array([[5, 6]]) / 9
    np.testing.assert_allclose(found, 126 * share**4 * above**5, rtol=1e-12)


def test_the_endpoint_between_neighbours_is_that_of_all_resamples() -> None:
    values = np.array([0.0, 1.0, 1.5, 5.0, 9.0, 30.0])
    middle = np.sort(values[all_resamples(6)], axis=1)[:, 2:4]
    for fraction in (0.1, 0.5, 0.9):
        quantiles = np.sort((1 - fraction) * middle[:, 0] + fraction * middle[:, 1])
        for reaching in (0.01, 0.2, 0.5, 0.77, 0.99):
            place = int(np.ceil(reaching * len(middle) - 1e-7)) - 1
            ends = [np.searchsorted(values, np.sort(column)[place]) for column in middle.T]
            if ends[0] == ends[1]:
                continue
            pair = Neighbours(values, np.arange(1, 7), 3)
            found = pair.endpoint_between(np.array(ends), fraction=fraction, reaching=reaching)
            np.testing.assert_allclose(found, quantiles[place], rtol=1e-12)
