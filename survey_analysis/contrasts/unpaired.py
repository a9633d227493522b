"""Contrasts between disjoint segments: difference, interval, test and effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.differences import (
    mean_difference_limits,
    unpaired_difference_limits,
)
from survey_analysis.bootstrap.limits import BoolArray, FloatArray, IntArray
from survey_analysis.bootstrap.samples import count_values
from survey_analysis.contrasts.compared import Compared
from survey_analysis.contrasts.method import (
    Method,
    join_flags,
    ratio,
    resampled_limits,
    tabulate_limits,
)
from survey_analysis.contrasts.segments import SegmentPair
from survey_analysis.effect_sizes import cliffs_delta, cohens_h, midranks
from survey_analysis.estimates import FEW
from survey_analysis.permutation import relabelling_test
from survey_analysis.significance import fisher_exact


@dataclass(frozen=True, eq=False)
class _Groups:
    """Two groups for each of k contrasts.

    Attributes
    ----------
    values, scores
        What is averaged, and what a test ranks, shape (n, k); nan where there is none.
    first, second
        Who of each group has a value, shape (n, k).
    """

    values: FloatArray
    scores: FloatArray
    first: BoolArray
    second: BoolArray

    def take(self, places: IntArray) -> _Groups:
        """Return some of the contrasts."""
        numbers = self.values[:, places], self.scores[:, places]
        return _Groups(*numbers, self.first[:, places], self.second[:, places])

    @property
    def bases(self) -> tuple[IntArray, IntArray]:
        """Sizes of the groups, shape (k,) each."""
        return self.first.sum(axis=0), self.second.sum(axis=0)

    @property
    def parts(self) -> tuple[FloatArray, FloatArray]:
        """Values of the groups, shape (n, k) each; 0 for everybody else."""
        return np.where(self.first, self.values, 0.0), np.where(self.second, self.values, 0.0)


def compare_segments(
    compared: Compared, pairs: Sequence[SegmentPair], *, method: Method
) -> pd.DataFrame:
    """Compute contrasts of every figure between every pair of segments.

    Parameters
    ----------
    compared
        f shares or means.
    pairs
        p pairs of disjoint segments.
    method
        How to compute.

    Returns
    -------
    DataFrame
        Columns as of `survey_analysis.contrasts.paired.compare_paired`; f × p rows, all
        pairs of the first figure first.
    """
    figure = np.repeat(np.arange(len(compared.sides)), len(pairs))
    values = compared.values[:, figure]
    first, second = (
        np.tile(np.array([pair.masks[side] for pair in pairs]).T, len(compared.sides))
        & ~np.isnan(values)
        for side in (0, 1)
    )
    groups = _Groups(values, compared.scores[:, figure], first, second)
    is_share, is_scale = compared.is_share[figure], compared.is_scale[figure]
    parts = [
        compare(groups.take(places), method).set_index(places)
        for compare, places in (
            (_compare_shares, np.flatnonzero(is_share & ~is_scale)),
            (_compare_scales, np.flatnonzero(is_scale)),
            (_compare_means, np.flatnonzero(~is_share)),
        )
        if len(places)
    ]
    return pd.concat(parts).sort_index()


def _compare_shares(groups: _Groups, method: Method) -> pd.DataFrame:
    """Compare shares: difference of two binomials, Fisher's test, Cohen's h."""
    x, y = _counts(groups)
    m, n = groups.bases
    table = _differing_shares(groups, method)
    table["p_value"] = fisher_exact(x, m, y, n)
    table["test"] = np.where((m > 0) & (n > 0), "fisher-exact", "")
    table["effect"] = cohens_h(ratio(x, m), ratio(y, n))
    table["effect_name"] = "cohens-h"
    return _flag(table, _few_of_a_kind(groups), method)


def _compare_scales(groups: _Groups, method: Method) -> pd.DataFrame:
    """Compare top shares; test and effect look at the whole scale."""
    table = _differing_shares(groups, method)
    ranks = midranks(groups.scores, groups.first | groups.second)
    table = table.join(_compare_scores(groups, ranks, method))
    return _flag(table, _few_of_a_kind(groups), method)


def _compare_means(groups: _Groups, method: Method) -> pd.DataFrame:
    """Compare means: permutation test of the difference, Cliff's delta."""
    m, n = groups.bases
    (first, second), known = groups.parts, (groups.first, groups.second)
    if method.weights is None:
        samples = [count_values(np.where(group, groups.values, np.nan)) for group in known]
        limits = mean_difference_limits(*samples, settings=method.intervals)
    else:
        limits = resampled_limits((first, known[0]), (second, known[1]), method=method)
    estimate = ratio(first.sum(axis=0), m) - ratio(second.sum(axis=0), n)
    table = pd.DataFrame({"n": m + n, "estimate": estimate}).join(tabulate_limits(limits))
    table = table.join(_compare_scores(groups, np.nan_to_num(groups.values), method))
    return _flag(table, np.minimum(m, n) < 2 * FEW, method)


def _counts(groups: _Groups) -> tuple[IntArray, IntArray]:
    first, second = (np.rint(part.sum(axis=0)).astype(np.int64) for part in groups.parts)
    return first, second


def _differing_shares(groups: _Groups, method: Method) -> pd.DataFrame:
    (x, y), (m, n) = _counts(groups), groups.bases
    if method.weights is None:
        limits = unpaired_difference_limits(x, m, y, n, settings=method.intervals)
    else:
        first, second = zip(groups.parts, (groups.first, groups.second), strict=True)
        limits = resampled_limits(first, second, method=method)
    table = pd.DataFrame({"n": m + n, "estimate": ratio(x, m) - ratio(y, n)})
    return table.join(tabulate_limits(limits))


def _compare_scores(groups: _Groups, ranked: FloatArray, method: Method) -> pd.DataFrame:
    """Test `ranked`, shape (n, k), between groups, and compute Cliff's delta of the scores."""
    p_value = relabelling_test(
        ranked,
        (groups.first, groups.second),
        rng=method.permutation_rng(),
        n_permutations=method.n_permutations,
    )
    columns = zip(groups.scores.T, groups.first.T, groups.second.T, strict=True)
    return pd.DataFrame(
        {
            "p_value": p_value,
            "test": np.where(np.isnan(p_value), "", f"permutation-{method.n_permutations}"),
            "effect": [cliffs_delta(*column) for column in columns],
            "effect_name": "cliffs-delta",
        }
    )


def _few_of_a_kind(groups: _Groups) -> BoolArray:
    """Tell where a count, or a count of those who do not count, is small."""
    (x, y), (m, n) = _counts(groups), groups.bases
    return np.asarray(np.minimum.reduce([x, m - x, y, n - y]) < FEW)


def _flag(table: pd.DataFrame, few: BoolArray, method: Method) -> pd.DataFrame:
    return table.assign(flag=join_flags(table, few=few, level=method.intervals.level))
