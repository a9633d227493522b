"""Measuring agreement on one code, by all coefficients together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from survey_analysis.agreement.assessing import join_notes
from survey_analysis.agreement.codings import check_codings, is_comparable
from survey_analysis.agreement.measures import measure_coefficients
from survey_analysis.agreement.resamples import Resamples
from survey_analysis.agreement.results import Agreement
from survey_analysis.agreement.statistics import Coefficient
from survey_analysis.bootstrap.limits import FloatArray

PARTING = 0.2
"""Kappa and AC1 that differ by more than this get a note; our choice, no standard."""


def measure_code_agreement(
    codings: npt.ArrayLike, *, resamples: Resamples | None = None
) -> list[Agreement]:
    """Measure all coefficients of one code: 1 applied, 0 not.

    Where kappa and AC1 differ by more than 0.2 both carry a note. When nearly all units
    have the code, or nearly none, kappa falls although coders agree: the prevalence
    paradox.

    Parameters
    ----------
    codings
        0 or 1 per coder and unit, shape (coders, units); nan where not coded.
    resamples
        From `resample_clusters`, for intervals.

    Returns
    -------
    list of Agreement
        ``percent``, ``cohen`` (two coders) or ``fleiss`` (more), ``alpha``, ``ac``,
        ``pabak``, and of two coders ``prevalence`` and ``bias``, in this order.

    Raises
    ------
    InvalidCallError
        If a coding is not 0, 1 or nan, or shapes do not fit.

    References
    ----------
    Feinstein and Cicchetti (1990), High agreement but low kappa: I. The problems of two
    paradoxes, Journal of Clinical Epidemiology 43, 543-549.

    Examples
    --------
    >>> found = measure_code_agreement([[1, 1, 0, 0], [1, 0, 0, 0]])
    >>> [(one.coefficient, round(one.estimate, 3)) for one in found[:3]]
    [('percent', 0.75), ('cohen', 0.5), ('alpha', 0.533)]
    """
    matrix = check_codings(codings)
    two = len(matrix) == 2
    kappa: Coefficient = "cohen" if two else "fleiss"
    names: list[Coefficient] = ["percent", kappa, "alpha", "ac", "pabak"]
    indices: list[Coefficient] = ["prevalence", "bias"] if two else []
    found = measure_coefficients(
        matrix, coefficients=[*names, *indices], categories=(0, 1), resamples=resamples
    )
    note = describe_parting(found[1], found[3], share=_share_applied(matrix))
    return [
        replace(one, note=join_notes(one.note, note)) if one.coefficient in (kappa, "ac") else one
        for one in found
    ]


def _share_applied(codings: FloatArray) -> float:
    """Return the share of codings that apply the code, in units of two or more; nan of none."""
    codings = codings[:, is_comparable(codings)]
    applied, n = np.nansum(codings), np.count_nonzero(~np.isnan(codings))
    return float(applied / n) if n else float("nan")


def describe_parting(kappa: Agreement, ac: Agreement, *, share: float) -> str:
    """Say that kappa and AC1 part, and why; empty where they do not.

    Parameters
    ----------
    kappa, ac
        Cohen's or Fleiss' kappa, and AC1.
    share
        Share of codings that apply the code.

    Examples
    --------
    >>> codings = [[0] * 9 + [1], [0] * 8 + [1, 0]]
    >>> kappa, ac = measure_coefficients(codings, coefficients=["cohen", "ac"])
    >>> describe_parting(kappa, ac, share=0.1)[:34]
    'kappa (-0.11) and AC1 (0.76) part:'
    """
    if kappa.estimate is None or ac.estimate is None:
        return ""
    if abs(ac.estimate - kappa.estimate) <= PARTING:
        return ""
    return (
        f"kappa ({kappa.estimate:.2f}) and AC1 ({ac.estimate:.2f}) part: {share:.0%} of codings "
        "apply the code, and the two expect different agreement by chance (prevalence paradox)"
    )
