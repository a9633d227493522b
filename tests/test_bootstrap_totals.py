import numpy as np

from survey_analysis.bootstrap import count_values
from survey_analysis.bootstrap.moments import compute_moments
from survey_analysis.bootstrap.totals import place_draws, total_law


def test_the_law_of_the_total_is_the_convolution() -> None:
    values = np.array([0.0, 1.0, 1.0, 4.0, 9.0])
    samples = count_values(values)
    draws = place_draws(samples, compute_moments(samples))
    law = total_law(draws, np.array([0]))
    one = np.bincount(values.astype(int)) / 5
    full = np.ones(1)
    for _ in range(5):
        full = np.convolve(full, one)
    totals = np.rint(draws.grid.mean_at(law.first, samples.answered) * 5).astype(int)[0]
    places = totals + np.arange(len(law.cumulative))
    expected = np.concatenate([np.cumsum(full), np.ones(100)])[places]
    np.testing.assert_allclose(law.cumulative[:, 0], expected, rtol=0, atol=1e-12)


def test_binning_keeps_mean_variance_and_third_moment() -> None:
    samples = count_values(np.random.default_rng(12).lognormal(0, 1, 30))
    moments = compute_moments(samples)
    draws = place_draws(samples, moments)
    assert draws.grid.binned.all()
    deviation = draws.position * draws.grid.step[0]
    found = [np.sum(draws.mass * deviation**power) for power in (0, 1, 2, 3)]
    expected = [1, 0, moments.variance[0], moments.third[0]]
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_laws_of_different_lengths_can_share_a_block() -> None:
    rng = np.random.default_rng(2)
    columns = np.full((90, 3), np.nan)
    for i, (n, top) in enumerate([(3, 2), (90, 7), (40, 101)]):
        columns[:n, i] = rng.permutation(np.arange(n) % top)
    samples = count_values(columns)
    draws = place_draws(samples, compute_moments(samples))
    together = total_law(draws, np.arange(3))
    for i in range(3):
        alone = total_law(draws, np.array([i]))
        length = alone.cumulative.shape[1]
        np.testing.assert_allclose(
            together.cumulative[i, :length], alone.cumulative[0], rtol=0, atol=1e-12
        )
        assert abs(together.cumulative[i, -1] - 1) < 1e-12
