from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from survey_analysis.agreement.distances import (
    category_distances,
    jaccard_distance,
    masi_distance,
    set_distances,
)


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("ab", "ab", Fraction(0)),  # M = 1
        ("a", "ab", 1 - Fraction(1, 2) * Fraction(2, 3)),
        ("ab", "abcd", 1 - Fraction(1, 2) * Fraction(2, 3)),
        ("ab", "bc", 1 - Fraction(1, 3) * Fraction(1, 3)),
        ("abc", "bcd", 1 - Fraction(1, 2) * Fraction(1, 3)),
        ("a", "b", Fraction(1)),
        ("", "a", Fraction(1)),
        ("", "", Fraction(0)),
    ],
)
def test_masi_is_exact(first: str, second: str, distance: Fraction) -> None:
    # Passonneau (2006): 1 - J M, M being 1, 2/3 (inclusion), 1/3 (overlap) or 0.
    assert masi_distance(frozenset(first), frozenset(second)) == float(distance)
    assert masi_distance(frozenset(second), frozenset(first)) == float(distance)


@pytest.mark.parametrize(
    ("first", "second"), [("a", "ab"), ("abc", "bcd"), ("a", "b"), ("ab", "ab")]
)
def test_set_distances_are_those_of_nltk(first: str, second: str) -> None:
    distance = pytest.importorskip("nltk.metrics.distance")
    one, other = frozenset(first), frozenset(second)
    assert jaccard_distance(one, other) == distance.jaccard_distance(one, other)
    # nltk rounds M to 0.67 and 0.33.
    assert masi_distance(one, other) == pytest.approx(distance.masi_distance(one, other), abs=0.004)


def test_two_empty_sets_are_equal() -> None:
    assert jaccard_distance(frozenset(), frozenset()) == 0
    assert set_distances([frozenset()], distance="jaccard").tolist() == [[0.0]]


def test_distances_follow_the_numbers_and_not_their_order() -> None:
    values = np.array([0.0, 1.0, 4.0])
    assert category_distances(values, power=0)[0].tolist() == [0, 1, 1]
    assert category_distances(values, power=1)[0].tolist() == [0, 0.25, 1]
    assert category_distances(values, power=2)[0].tolist() == [0, 0.0625, 1]


def test_a_single_category_is_no_distance_from_itself() -> None:
    assert category_distances(np.array([3.0]), power=2).tolist() == [[0.0]]
