"""Counting measures in groups of respondents: sums, so they add up across pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey_analysis.measures import FloatArray, IntArray, Key, Numbers, QuestionMeasures, Shares
from survey_analysis.responses import BoolArray


@dataclass(frozen=True)
class Tally:
    """Counts of r figures in s groups; integer arrays of shape (s, r) unless said.

    Attributes
    ----------
    keys
        Which figure each column is, in file order.
    eligible
        Respondents of each group, shape (s,).
    shown, answered, count
        Who saw the question, the base, and who counts (the base again for summaries of
        numbers).
    ambiguous, untouched
        Respondents with ambiguous cells, and with presets that they left.
    distinct
        For each figure that summarises numbers, its position in `keys` and the values
        that occur, shape (d,).
    multiplicities
        Likewise, how often each value occurs in each group, shape (s, d).
    """

    keys: list[Key]
    eligible: IntArray
    shown: IntArray
    answered: IntArray
    count: IntArray
    ambiguous: IntArray
    untouched: IntArray
    distinct: dict[int, FloatArray]
    multiplicities: dict[int, IntArray]


def tally(measures: Sequence[QuestionMeasures], groups: BoolArray) -> Tally:
    """Count every figure in every group.

    Parameters
    ----------
    measures
        What is measured, from `survey_analysis.measures.measure_questions`.
    groups
        Who belongs to each group, shape (s, n); groups may overlap.
    """
    weights = groups.astype(np.float64)
    keys: list[Key] = []
    columns: dict[str, list[IntArray]] = {name: [] for name in _COUNTED}
    distinct, multiplicities = {}, {}
    for question in measures:
        common = np.stack([question.shown, question.ambiguous, question.untouched], axis=1)
        seen = _sums(weights, common)
        for part in question.parts:
            if isinstance(part, Shares):
                counted = _sums(weights, np.column_stack([part.hits, part.base]))
                count, answered = counted[:, :-1], counted[:, -1:]
            else:
                occurring = _multiplicities(groups, part)
                answered = occurring.sum(axis=1, keepdims=True)
                count = np.repeat(answered, len(part.keys), axis=1)
                for i in range(len(keys), len(keys) + len(part.keys)):
                    distinct[i], multiplicities[i] = part.distinct, occurring
            keys.extend(part.keys)
            parts = (seen[:, :1], answered, count, seen[:, 1:2], seen[:, 2:])
            for name, values in zip(_COUNTED, parts, strict=True):
                columns[name].append(np.broadcast_to(values, count.shape))
    joined = {name: np.concatenate(parts, axis=1) for name, parts in columns.items()}
    return Tally(
        keys=keys,
        eligible=groups.sum(axis=1),
        distinct=distinct,
        multiplicities=multiplicities,
        **joined,
    )


_COUNTED = ("shown", "answered", "count", "ambiguous", "untouched")


def _sums(weights: npt.NDArray[np.float64], indicators: BoolArray) -> IntArray:
    """Sum indicators (n, k) in each group (s, n): exact, as counts stay below 2**53."""
    return np.rint(weights @ indicators.astype(np.float64)).astype(np.int64)


def _multiplicities(groups: BoolArray, numbers: Numbers) -> IntArray:
    size = len(numbers.distinct)
    known = numbers.codes >= 0
    rows = [np.bincount(numbers.codes[group & known], minlength=size) for group in groups]
    return np.array(rows, dtype=np.int64).reshape(len(groups), size)
