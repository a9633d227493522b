"""Permutation tests, held against counting every permutation."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from scipy import stats

from survey_analysis.errors import InvalidCallError
from survey_analysis.permutation import relabelling_test, sign_flip_test

B = 9999
NOISE = 4 * np.sqrt(0.25 / B)


def _flip(differences, seed=1, n_permutations=B):
    rng = np.random.default_rng(seed)
    return sign_flip_test(differences, rng=rng, n_permutations=n_permutations)


def _relabel(scores, first, second, seed=1):
    rng = np.random.default_rng(seed)
    return relabelling_test(scores, (first, second), rng=rng, n_permutations=B)


def test_sign_changes_agree_with_all_of_them():
    differences = np.array([3.0, -1.0, 4.0, 0.0, 2.5, 2.5, -0.5])
    totals = np.array([np.dot(signs, differences) for signs in product([1, -1], repeat=7)])
    expected = np.mean(np.abs(totals) >= abs(differences.sum()) - 1e-9)
    assert _flip(differences[:, None])[0] == pytest.approx(expected, abs=NOISE)


def test_sign_changes_agree_with_scipy():
    differences = np.random.default_rng(8).normal(0.3, 1, 30)
    found = stats.permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        n_resamples=B,
        rng=np.random.default_rng(9),
    )
    assert _flip(differences[:, None])[0] == pytest.approx(found.pvalue, abs=2 * NOISE)


@pytest.mark.parametrize("others", [0, 20, 400])
def test_respondents_of_neither_group_do_not_matter(others):
    scores = np.concatenate([[5.0, 6.0, 7.0, 1.0, 2.0, 3.0], np.full(others, 1000.0)])
    first, second = (np.isin(scores, group) for group in ([5, 6, 7], [1, 2, 3]))
    found = _relabel(scores[:, None], first[:, None], second[:, None])
    assert found[0] == pytest.approx(2 / 20, abs=NOISE)


def test_divisions_agree_with_all_of_them():
    scores = np.array([0.0, 10.0, 30.0, 30.0, 50.0, 100.0, 100.0, 5.0])
    first = np.arange(8) < 3
    expected_total = 3 * scores.mean()
    observed = abs(scores[first].sum() - expected_total)
    totals = np.array([scores[list(drawn)].sum() for drawn in combinations(range(8), 3)])
    expected = np.mean(np.abs(totals - expected_total) >= observed - 1e-9)
    found = _relabel(scores[:, None], first[:, None], ~first[:, None])
    assert found[0] == pytest.approx(expected, abs=NOISE)


def test_swapping_the_groups_changes_nothing():
    scores = np.random.default_rng(1).integers(0, 9, (20, 1)).astype(float)
    first = np.arange(20)[:, None] < 6
    assert _relabel(scores, first, ~first) == _relabel(scores, ~first, first)


def test_respondents_of_neither_group_do_not_count():
    scores = np.array([1.0, 2.0, 3.0, 9.0, 9.0, 9.0, 1e6])[:, None]
    first, second = (np.isin(np.arange(7), g)[:, None] for g in ([0, 1, 2], [3, 4, 5]))
    assert _relabel(scores, first, second)[0] == pytest.approx(0.1, abs=NOISE)


def test_the_smallest_p_value_is_one_of_all_and_one_more():
    found = _flip(np.full((60, 1), 1.0))
    assert found[0] == 1 / (B + 1)


def test_a_test_without_respondents_is_undefined():
    assert np.isnan(_flip(np.full((4, 1), np.nan))[0])
    nobody = np.zeros((4, 1), dtype=bool)
    assert np.isnan(_relabel(np.zeros((4, 1)), nobody, ~nobody)[0])


def test_constant_answers_never_differ():
    first = np.arange(6)[:, None] < 2
    assert _relabel(np.full((6, 1), 0.1), first, ~first)[0] == 1
    assert _flip(np.zeros((6, 1)))[0] == 1


def test_a_further_test_changes_no_p_value():
    differences = np.random.default_rng(3).integers(-9, 9, (25, 4)).astype(float)
    np.testing.assert_array_equal(_flip(differences)[:2], _flip(differences[:, :2]))


def test_no_permutations_are_refused():
    with pytest.raises(InvalidCallError, match="0 permutations; at least 1 is needed"):
        _flip(np.ones((3, 1)), n_permutations=0)
