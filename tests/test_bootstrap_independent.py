import numpy as np
from scipy import stats

from survey_analysis.bootstrap.independent import DifferenceLaw
from survey_analysis.bootstrap.proportions import binomial_law


def test_the_distribution_of_a_difference_is_the_sum_over_both() -> None:
    x, m, y, n = (np.array(pair) for pair in ([3, 20], [7, 40], [5, 0], [11, 30]))
    law = DifferenceLaw(binomial_law(x, m, width=40), binomial_law(y, n, width=40), m, n)
    probability = law.distribution()
    for i in range(2):
        one, other = np.arange(m[i] + 1), np.arange(n[i] + 1)
        values = np.subtract.outer(n[i] * one, m[i] * other)
        weights = np.outer(
            stats.binom.pmf(one, m[i], x[i] / m[i]), stats.binom.pmf(other, n[i], y[i] / n[i])
        )
        for difference in np.linspace(values.min() - 1, values.max() + 1, 41).astype(int):
            found = probability(np.full((1, 2), difference))[0, i]
            np.testing.assert_allclose(found, weights[values <= difference].sum(), atol=1e-12)
