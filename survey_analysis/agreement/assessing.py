"""From a statistic to a measurement with its interval, and why there may be none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey_analysis.agreement.codings import is_comparable
from survey_analysis.agreement.resamples import Resamples, bootstrap_limits
from survey_analysis.agreement.results import Agreement
from survey_analysis.agreement.statistics import TWO_CODERS, Statistic
from survey_analysis.bootstrap.limits import FloatArray, Limits

_NO_VARIATION = "undefined, because all codings are the same"


def start_agreement(codings: FloatArray, *, coefficient: str, weights: str, q: int) -> Agreement:
    """Return a measurement yet to be made: its base, and a note if it cannot be made.

    Parameters
    ----------
    codings
        Shape (coders, units), nan where missing.
    coefficient, weights
        As in `Agreement`.
    q
        Number of categories.

    Examples
    --------
    >>> one = start_agreement(np.array([[1.0, 0.0]]), coefficient="alpha", weights="masi", q=2)
    >>> one.n_excluded, one.note
    (2, 'undefined, because no unit was coded by two coders')
    """
    n_units = int(is_comparable(codings).sum())
    n_excluded = codings.shape[1] - n_units
    note = _refuse(codings, coefficient, q)
    return Agreement(coefficient, weights, None, None, None, n_units, n_excluded, "", note)


def _refuse(codings: FloatArray, coefficient: str, q: int) -> str:
    """Say why a coefficient cannot be had of such codings; empty where it can."""
    if coefficient in TWO_CODERS and len(codings) != 2:
        return f"undefined, because it compares two coders and there are {len(codings)}"
    if not is_comparable(codings).any():
        return "undefined, because no unit was coded by two coders"
    if coefficient in ("ac", "pabak") and q < 2:
        return "undefined, because there is only one category"
    return ""


def assess(
    labels: Sequence[Agreement],
    statistics: Sequence[Statistic | None],
    resamples: Resamples | None,
) -> list[Agreement]:
    """Fill in estimates, limits and the notes of what cannot be computed.

    Parameters
    ----------
    labels
        What is measured, and its base.
    statistics
        How each is computed, of the same units; None for what stays as it is.
    resamples
        For intervals; None for none.
    """
    found = [_estimate(*pair) for pair in zip(labels, statistics, strict=True)]
    known = {i: one for i, one in enumerate(statistics) if one and found[i].estimate is not None}
    if resamples is None or not known:
        return found
    limits = bootstrap_limits(list(known.values()), resamples)
    for row, i in enumerate(known):
        found[i] = _limit(found[i], limits, row, resamples)
    return found


def _estimate(label: Agreement, statistic: Statistic | None) -> Agreement:
    if statistic is None:
        return label
    estimate = float(statistic.evaluate(statistic.terms.sum(axis=0)[:, None])[0])
    if np.isnan(estimate):
        return replace(label, note=_NO_VARIATION)
    return replace(label, estimate=estimate)


def _limit(found: Agreement, limits: Limits, row: int, resamples: Resamples) -> Agreement:
    """Fill in one row of the limits, or the reason why there are none."""
    drawn = sum(len(block) for block in resamples.weights)
    undefined = drawn - int(limits.n_resamples[row])
    note = f"undefined in {undefined} of {drawn} resamples, which were left out" * bool(undefined)
    if not limits.method[row]:
        return replace(found, note=join_notes(_explain(resamples), note))
    low, high = float(limits.low[row]), float(limits.high[row])
    return replace(found, low=low, high=high, method=str(limits.method[row]), note=note)


def _explain(resamples: Resamples) -> str:
    """Say why there is no interval."""
    if resamples.weights[0].shape[1] < 2:
        return "no interval, because all units are of one respondent"
    return "no interval, because resamples do not vary, or lie on one side of the estimate"


def join_notes(*notes: str) -> str:
    """Join the notes that are not empty.

    Examples
    --------
    >>> join_notes("few", "", "one-sided")
    'few; one-sided'
    """
    return "; ".join(note for note in notes if note)
