import numpy as np
import pytest

from survey_analysis.bootstrap import (
    quantile_replicates,
    ratio_influence,
    ratio_replicates,
    resample_weights,
)
from survey_analysis.errors import InvalidCallError

N = 23


@pytest.fixture
def weights() -> list[np.ndarray]:
    return list(resample_weights(N, 300, rng=np.random.default_rng(1)))


@pytest.fixture
def values() -> np.ndarray:
    """Two columns of integers with missing answers, one of decimals without, one empty."""
    rng = np.random.default_rng(2)
    table = rng.integers(0, 11, (N, 4)) * 1.0
    table[:, 2] = rng.normal(size=N)
    table[:3, 1] = np.nan
    table[:, 3] = np.nan
    return table


def repeated(column: np.ndarray, blocks: list[np.ndarray]) -> list[np.ndarray]:
    """What each resample holds of a column, missing answers left out."""
    rows = [np.repeat(column, row) for block in blocks for row in block]
    return [row[~np.isnan(row)] for row in rows]


def test_means_are_those_of_the_respondents_drawn(
    values: np.ndarray, weights: list[np.ndarray]
) -> None:
    known = ~np.isnan(values[:, :3])
    found = ratio_replicates(np.where(known, values[:, :3], 0), known, weights)
    for row, column in zip(found, values[:, :3].T, strict=True):
        expected = [drawn.mean() for drawn in repeated(column, weights)]
        np.testing.assert_allclose(row, expected, rtol=1e-12, atol=1e-14)


def test_ratios_of_integers_are_correctly_rounded(weights: list[np.ndarray]) -> None:
    hits, base = np.arange(N)[:, None] < 7, np.arange(N)[:, None] < 19
    found = ratio_replicates(hits, base, weights)
    sums = [(row[:7].sum(), row[:19].sum()) for block in weights for row in block.astype(int)]
    np.testing.assert_array_equal(found[0], [above / below for above, below in sums])


def test_large_integers_are_summed_exactly_too(weights: list[np.ndarray]) -> None:
    salaries = np.arange(N)[:, None] * 10_000_019.0
    found = ratio_replicates(salaries, np.ones((N, 1)), weights)
    exact = np.concatenate(weights).astype(np.int64) @ salaries.astype(np.int64)
    np.testing.assert_array_equal(found[0], exact[:, 0] / N)


def test_a_resample_without_a_base_is_undefined() -> None:
    blocks = [np.array([[0, 2], [1, 1]], dtype=np.uint8)]
    assert np.isnan(ratio_replicates([[1.0], [0.0]], [[1.0], [0.0]], blocks)[0]).tolist() == [
        True,
        False,
    ]


def test_blocks_of_any_size_give_the_same_replicates(
    values: np.ndarray, weights: list[np.ndarray]
) -> None:
    whole = [np.concatenate(weights)]
    ones = list(whole[0][:, None])
    known = ~np.isnan(values[:, :2])
    hits = np.where(known, values[:, :2], 0)
    reference = ratio_replicates(hits, known, whole)
    np.testing.assert_array_equal(ratio_replicates(hits, known, ones), reference)
    medians = quantile_replicates(values, 0.5, whole)
    np.testing.assert_array_equal(quantile_replicates(values, 0.5, ones), medians)


@pytest.mark.parametrize("q", [0.1, 0.25, 0.5, 0.75])
def test_quantiles_are_numpys_of_the_respondents_drawn(
    q: float, values: np.ndarray, weights: list[np.ndarray]
) -> None:
    found = quantile_replicates(values, q, weights)
    for row, column in zip(found[:3], values.T, strict=False):
        expected = [np.quantile(drawn, q) for drawn in repeated(column, weights)]
        np.testing.assert_allclose(row, expected, rtol=1e-12, atol=1e-12)
    assert np.isnan(found[3]).all()


def test_each_column_may_have_its_own_quantile(
    values: np.ndarray, weights: list[np.ndarray]
) -> None:
    together = quantile_replicates(values[:, [0, 0]], [0.25, 0.75], weights)
    for row, q in zip(together, (0.25, 0.75), strict=True):
        np.testing.assert_array_equal(row, quantile_replicates(values[:, [0]], q, weights)[0])


def test_nobody_drawn_with_a_number_is_undefined() -> None:
    blocks = [np.array([[0, 2], [1, 1]], dtype=np.uint8)]
    found = quantile_replicates([[5.0], [np.nan]], 0.5, blocks)
    np.testing.assert_array_equal(found, [[np.nan, 5.0]])


def test_influence_is_the_derivative_of_the_ratio() -> None:
    rng = np.random.default_rng(3)
    hits, base = rng.random((9, 2)), rng.random((9, 2)) + 0.5
    found, step = ratio_influence(hits, base), 1e-6
    for i in range(9):
        weight = (1 - step) * np.ones(9) / 9
        weight[i] += step
        slope = (weight @ hits / (weight @ base) - hits.sum(0) / base.sum(0)) / step
        np.testing.assert_allclose(found[i], slope, rtol=1e-4, atol=1e-5)


def test_influence_without_a_base_is_undefined() -> None:
    assert np.isnan(ratio_influence([[0.0], [0.0]], [[0.0], [0.0]])).all()


def test_wrong_shapes_and_missing_numbers_are_refused(weights: list[np.ndarray]) -> None:
    with pytest.raises(InvalidCallError, match=r"numerators have shape \(2, 1\)"):
        ratio_replicates([[1.0], [2.0]], [[1.0]], weights)
    with pytest.raises(InvalidCallError, match="must be finite; put 0"):
        ratio_replicates([[np.nan]], [[1.0]], weights)
    with pytest.raises(InvalidCallError, match=r"weights have shape .*2 respondents need \(b, 2\)"):
        ratio_replicates(np.ones((2, 1)), np.ones((2, 1)), weights)
    with pytest.raises(InvalidCallError, match=r"values have shape \(23,\)"):
        quantile_replicates(np.ones(N), 0.5, weights)
    with pytest.raises(InvalidCallError, match="quantile is 2; it must lie between 0 and 1"):
        quantile_replicates(np.ones((N, 1)), 2, weights)


def test_blocks_may_come_from_a_list_or_one_by_one() -> None:
    rng = np.random.default_rng(4)
    hits, base = rng.random((40, 6)) < 0.4, rng.random((40, 6)) < 0.1
    blocks = list(resample_weights(40, 5_000, rng=rng))
    together = ratio_replicates(hits & base, base, blocks)
    np.testing.assert_array_equal(ratio_replicates(hits & base, base, iter(blocks)), together)
    assert np.isnan(together).any()
