"""Measuring agreement on sets of codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np

from survey_analysis.agreement.assessing import assess, start_agreement
from survey_analysis.agreement.codings import check_codings, mark_codings
from survey_analysis.agreement.distances import SetDistance, set_distances
from survey_analysis.agreement.resamples import Resamples
from survey_analysis.agreement.results import Agreement
from survey_analysis.agreement.statistics import alpha_statistic
from survey_analysis.bootstrap.limits import FloatArray
from survey_analysis.errors import InvalidCallError, unknown_name


def measure_set_agreement(
    codings: Sequence[Sequence[frozenset[str] | None]],
    *,
    distance: SetDistance = "masi",
    resamples: Resamples | None = None,
) -> Agreement:
    """Measure Krippendorff's alpha of sets of codes.

    Parameters
    ----------
    codings
        One sequence per coder, one set per unit, empty where nothing applies; None where
        a coder did not code the unit.
    distance
        ``masi`` or ``jaccard``.
    resamples
        From `resample_clusters`, for an interval.

    Returns
    -------
    Agreement
        `coefficient` is ``alpha``, `weights` the distance.

    Raises
    ------
    InvalidCallError
        If the distance is unknown, or coders have different numbers of units.

    References
    ----------
    Passonneau (2006), as for `masi_distance`.

    Examples
    --------
    >>> a, b = frozenset({"cost"}), frozenset({"cost", "skills"})
    >>> round(measure_set_agreement([[a, b, b], [a, a, None]]).estimate, 6)
    0.0
    """
    if distance not in get_args(SetDistance):
        raise InvalidCallError(unknown_name("distance", distance, get_args(SetDistance)))
    sets, matrix = number_sets(codings)
    label = start_agreement(matrix, coefficient="alpha", weights=distance, q=len(sets))
    if label.note:
        return label
    marks = mark_codings(matrix, np.arange(len(sets), dtype=np.float64))
    statistic = alpha_statistic(marks, set_distances(sets, distance=distance))
    return assess([label], [statistic], resamples)[0]


def number_sets(
    codings: Sequence[Sequence[frozenset[str] | None]],
) -> tuple[list[frozenset[str]], FloatArray]:
    """Return the distinct sets, sorted, and their numbers per coder and unit.

    Parameters
    ----------
    codings
        As for `measure_set_agreement`.

    Raises
    ------
    InvalidCallError
        If coders have different numbers of units, or there is no coder.

    Examples
    --------
    >>> number_sets([[frozenset("a"), None], [frozenset(), frozenset("a")]])[1].tolist()
    [[1.0, nan], [0.0, 1.0]]
    """
    lengths = {len(row) for row in codings}
    if len(lengths) != 1:
        message = f"coders have {sorted(lengths)} units; all need the same, at least one coder"
        raise InvalidCallError(message)
    sets = sorted({one for row in codings for one in row if one is not None}, key=sorted)
    place = {one: i for i, one in enumerate(sets)}
    numbers = [[np.nan if one is None else place[one] for one in row] for row in codings]
    return sets, check_codings(numbers)
