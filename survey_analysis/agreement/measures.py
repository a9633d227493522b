"""Measuring agreement by one coefficient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy.typing as npt

from survey_analysis.agreement.assessing import assess, start_agreement
from survey_analysis.agreement.codings import check_codings, list_categories, mark_codings
from survey_analysis.agreement.distances import category_distances
from survey_analysis.agreement.resamples import Resamples
from survey_analysis.agreement.results import Agreement
from survey_analysis.agreement.statistics import (
    TWO_CODERS,
    Coefficient,
    Statistic,
    Weighting,
    alpha_statistic,
    ordinal_alpha_statistic,
    pair_statistic,
    two_coder_statistic,
)
from survey_analysis.bootstrap.limits import FloatArray
from survey_analysis.errors import InvalidCallError, unknown_name

_WEIGHTINGS: dict[str, tuple[str, ...]] = {
    "alpha": ("nominal", "ordinal", "interval"),
    "prevalence": ("nominal",),
    "bias": ("nominal",),
}
_POWER = {"nominal": 0, "linear": 1, "quadratic": 2, "interval": 2, "ordinal": 2}


def measure_agreement(
    codings: npt.ArrayLike,
    *,
    coefficient: Coefficient,
    weighting: Weighting = "nominal",
    categories: Sequence[float] | None = None,
    resamples: Resamples | None = None,
) -> Agreement:
    """Measure how far coders agree.

    Parameters
    ----------
    codings
        One number per coder and unit, shape (coders, units); nan where a coder did not
        code the unit.
    coefficient
        ``percent`` agreement, ``cohen`` (two coders), ``fleiss``, ``alpha``
        (Krippendorff), ``ac`` (Gwet's AC1; AC2 when weighted), ``pabak``; of two coders
        and two categories also the ``prevalence`` and ``bias`` index. The formulas stand
        in `agreement.statistics`.
    weighting
        ``nominal``; alpha: also ``ordinal`` and ``interval``; the others: also ``linear``
        and ``quadratic`` in the distance of the numbers.
    categories
        All numbers that could be chosen; by default those found. Matters for ``ac``,
        ``pabak`` and weights: what nobody chose counts there.
    resamples
        From `resample_clusters`, for an interval; without it there is none.

    Returns
    -------
    Agreement
        Of `n_units` units with two codings or more.

    Raises
    ------
    InvalidCallError
        If a name is unknown, the weighting does not belong to the coefficient, an index
        is asked for other than two categories, or shapes do not fit.

    Examples
    --------
    >>> nan = float("nan")
    >>> measure_agreement([[1, 1, 0, 0], [1, 0, 0, nan]], coefficient="cohen").estimate
    0.4
    """
    return measure_coefficients(
        codings,
        coefficients=[coefficient],
        weighting=weighting,
        categories=categories,
        resamples=resamples,
    )[0]


def measure_coefficients(
    codings: npt.ArrayLike,
    *,
    coefficients: Sequence[Coefficient],
    weighting: Weighting = "nominal",
    categories: Sequence[float] | None = None,
    resamples: Resamples | None = None,
) -> list[Agreement]:
    """Measure how far coders agree, by several coefficients.

    Parameters
    ----------
    codings, weighting, categories, resamples
        As for `measure_agreement`.
    coefficients
        Names as for `measure_agreement`.

    Raises
    ------
    InvalidCallError
        As `measure_agreement`.

    Examples
    --------
    >>> found = measure_coefficients([[1, 1, 0], [1, 0, 0]], coefficients=["percent", "ac"])
    >>> [round(one.estimate, 3) for one in found]
    [0.667, 0.333]
    """
    matrix = check_codings(codings)
    for coefficient in coefficients:
        _check_names(coefficient, weighting)
    values = list_categories(matrix, categories)
    _check_indices(coefficients, values)
    labels = [
        start_agreement(matrix, coefficient=coefficient, weights=weighting, q=len(values))
        for coefficient in coefficients
    ]
    marks = mark_codings(matrix, values)
    distances = category_distances(values, power=_POWER[weighting])
    statistics = [
        None if label.note else _choose_statistic(marks, distances, coefficient, weighting)
        for label, coefficient in zip(labels, coefficients, strict=True)
    ]
    return assess(labels, statistics, resamples)


def _check_names(coefficient: str, weighting: str) -> None:
    if coefficient not in get_args(Coefficient):
        raise InvalidCallError(unknown_name("coefficient", coefficient, get_args(Coefficient)))
    allowed = _WEIGHTINGS.get(coefficient, ("nominal", "linear", "quadratic"))
    if weighting not in allowed:
        raise InvalidCallError(unknown_name(f"weighting of {coefficient}", weighting, allowed))


def _check_indices(coefficients: Sequence[Coefficient], values: FloatArray) -> None:
    for coefficient in coefficients:
        if coefficient in ("prevalence", "bias") and len(values) != 2:
            message = f"the {coefficient} index needs two categories; these are {values.tolist()}"
            raise InvalidCallError(message)


def _choose_statistic(
    marks: FloatArray, distances: FloatArray, coefficient: Coefficient, weighting: Weighting
) -> Statistic:
    if weighting == "ordinal":
        return ordinal_alpha_statistic(marks)
    if coefficient == "alpha":
        return alpha_statistic(marks, distances)
    if coefficient in TWO_CODERS:
        return two_coder_statistic(marks, distances, coefficient=coefficient)
    return pair_statistic(marks, distances, coefficient=coefficient)
