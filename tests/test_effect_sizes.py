"""Sizes of effects, held against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from survey_analysis.effect_sizes import cliffs_delta, cohens_h, discordant_odds_ratio, midranks


def test_cohens_h_of_opposite_certainties_is_pi():
    assert cohens_h([1.0], [0.0])[0] == pytest.approx(math.pi)


def test_the_discordant_odds_ratio_needs_somebody_who_chose_only_the_second():
    found = discordant_odds_ratio(np.array([6, 6]), np.array([3, 0]))
    assert found[0] == 2
    assert math.isnan(found[1])


def test_cliffs_delta_equals_scipys_mann_whitney_statistic():
    rng = np.random.default_rng(4)
    values = rng.integers(1, 6, 40).astype(float)
    first = rng.random(40) < 0.4
    u = stats.mannwhitneyu(values[first], values[~first]).statistic
    delta = 2 * u / (first.sum() * (~first).sum()) - 1
    assert cliffs_delta(values, first, ~first) == pytest.approx(delta)


def test_cliffs_delta_of_an_empty_group_is_undefined():
    nobody = np.zeros(2, dtype=bool)
    assert math.isnan(cliffs_delta(np.array([1.0, 2.0]), nobody, ~nobody))


def test_midranks_equal_scipys_ranks_of_the_members():
    values = np.random.default_rng(6).integers(0, 4, (20, 3)).astype(float)
    members = np.random.default_rng(7).random((20, 3)) < 0.7
    found = midranks(values, members)
    for column, is_member, ranks in zip(values.T, members.T, found.T, strict=True):
        np.testing.assert_array_equal(ranks[is_member], stats.rankdata(column[is_member]))
        assert not ranks[~is_member].any()
