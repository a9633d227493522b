import numpy as np
import pytest

from survey_analysis.bootstrap import resample_weights
from survey_analysis.errors import InvalidCallError


def draw(n: int, n_resamples: int, seed: int = 1) -> np.ndarray:
    blocks = resample_weights(n, n_resamples, rng=np.random.default_rng(seed))
    return np.concatenate(list(blocks))


@pytest.mark.parametrize("n", [1, 2, 188, 70_000])
def test_every_resample_draws_as_many_respondents_as_there_are(n: int) -> None:
    weights = draw(n, 7)
    assert weights.shape == (7, n)
    assert weights.dtype == np.uint8
    assert (weights.sum(axis=1, dtype=np.int64) == n).all()


def test_the_same_seed_gives_the_same_bytes_and_another_others() -> None:
    assert draw(188, 500).tobytes() == draw(188, 500).tobytes()
    assert draw(188, 500).tobytes() != draw(188, 500, seed=2).tobytes()


def test_fewer_resamples_are_the_first_of_more() -> None:
    many = draw(188, 2000)
    for n_resamples in (1, 347, 349, 1999):
        assert draw(188, n_resamples).tobytes() == many[:n_resamples].tobytes()


def test_draws_are_those_of_this_version() -> None:
    """Published Monte Carlo numbers change if this fails: say so in the change log."""
    assert draw(6, 4).tolist() == [
        [0, 0, 1, 2, 2, 1],
        [3, 0, 0, 2, 0, 1],
        [0, 1, 2, 0, 2, 1],
        [1, 2, 2, 0, 0, 1],
    ]


def test_weights_are_multinomial() -> None:
    weights = draw(12, 40_000).astype(float)
    assert weights.mean(axis=0) == pytest.approx(np.ones(12), abs=0.03)
    covariance = np.cov(weights.T)
    np.testing.assert_allclose(covariance, np.eye(12) - 1 / 12, atol=0.04)


@pytest.mark.parametrize(("n", "n_resamples", "name"), [(0, 5, "n"), (5, 0, "n_resamples")])
def test_numbers_that_are_not_positive_are_refused(n: int, n_resamples: int, name: str) -> None:
    with pytest.raises(InvalidCallError, match=f"^{name} is 0; it must be a positive integer"):
        resample_weights(n, n_resamples, rng=np.random.default_rng(1))


def test_a_fraction_of_a_respondent_is_refused() -> None:
    with pytest.raises(InvalidCallError, match=r"n is 2\.5"):
        resample_weights(2.5, 10, rng=np.random.default_rng(1))  # type: ignore[arg-type]
