"""Simultaneous bands: intervals that hold for all options or items of a question at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import FloatArray, check_level
from survey_analysis.bootstrap.replicates import ratio_influence, ratio_replicates
from survey_analysis.bootstrap.weights import resample_weights
from survey_analysis.contrasts.compared import list_compared
from survey_analysis.populations import name_population
from survey_analysis.responses import BoolArray, Responses

COLUMNS = [
    "question_id", "item_id", "option_id", "answered", "estimate", "band_low", "band_high",
    "critical", "confidence_level", "method", "flag",
]  # fmt: skip

_ROUNDING = 1e-12  # of a mean: a smaller standard error is 0


def simultaneous_bands(
    responses: Responses,
    question_id: str,
    *,
    rng: np.random.Generator,
    n_resamples: int = 10_000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Give intervals that, together, hold all true values with probability `level`.

    The respondents of the default population are resampled and bases recomputed. In each
    resample the largest deviation is taken over the family, |θ* - θ| / s with s the
    original standard error; its `level` quantile c gives the bands θ ± c s, cut off at 0
    and 1 for shares. Shares of 0 or all and constant numbers have no standard error:
    they are left out of the family and listed without a band.

    Parameters
    ----------
    responses
        The responses.
    question_id
        The question whose options' shares, items' top shares, or means are the family.
    rng
        Random numbers.
    n_resamples
        Number of resamples.
    level
        Probability with which all hold.

    Returns
    -------
    DataFrame
        One row per option or item: `question_id`, `item_id`, `option_id`, `answered` (the
        base), `estimate`, `band_low`, `band_high`, `critical` (c), `confidence_level`,
        `method` (``max-t-10000-respondents``), `flag` (``degenerate`` for those left out).

    Raises
    ------
    InvalidCallError
        If the question is not known or open text, or a number is out of range.

    References
    ----------
    Davison and Hinkley (1997), Bootstrap methods and their application, section 4.2.4;
    Romano and Wolf (2005), Exact and approximate stepdown methods for multiple hypothesis
    testing, Journal of the American Statistical Association 100, 94-108.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> rng = np.random.default_rng(1)
    >>> bands = simultaneous_bands(responses, "Q13", rng=rng, n_resamples=1000)
    >>> bool((bands["critical"] > 1.96).all())
    True
    """
    check_level(level)
    _, everybody = name_population(responses)
    compared = list_compared(responses, everybody, questions=[question_id])
    known = ~np.isnan(compared.values)
    values = np.nan_to_num(compared.values)
    answered = known.sum(axis=0)
    estimate, error = _standard_errors(values, known.astype(np.float64))
    family = np.flatnonzero(error > 0)
    blocks = resample_weights(len(values), n_resamples, rng=rng)
    replicates = ratio_replicates(values[:, family], known[:, family], blocks)
    critical = _critical(replicates, estimate[family], error[family], level=level)
    reach = np.where(error > 0, critical * error, np.nan)
    low, high = _reach_out(estimate, reach, is_share=compared.is_share)
    table = pd.DataFrame(compared.sides, columns=COLUMNS[:3]).assign(
        answered=answered,
        estimate=estimate,
        band_low=low,
        band_high=high,
        critical=np.where(error > 0, critical, np.nan),
        confidence_level=level,
        method=np.where(error > 0, f"max-t-{n_resamples}-respondents", ""),
        flag=np.where(error > 0, "", "degenerate"),
    )
    return table[COLUMNS]


def _reach_out(
    estimate: FloatArray, reach: FloatArray, *, is_share: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Return both ends of estimates ± reach, shape (r,); those of shares lie within 0 and 1."""
    least, most = np.where(is_share, 0, -np.inf), np.where(is_share, 1, np.inf)
    return np.maximum(estimate - reach, least), np.minimum(estimate + reach, most)


def _standard_errors(values: FloatArray, known: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return means and their standard errors; 0 where all answers agree or there is none."""
    influence = np.nan_to_num(ratio_influence(values, known))
    n = len(values)
    base = known.sum(axis=0)
    mean = values.sum(axis=0) / np.where(base > 0, base, np.nan)
    error = np.sqrt((influence**2).mean(axis=0) / n)
    is_constant = error <= _ROUNDING * np.abs(np.nan_to_num(mean))
    return mean, np.where(is_constant, 0.0, error)


def _critical(
    replicates: FloatArray, estimate: FloatArray, error: FloatArray, *, level: float
) -> float:
    """Return the quantile of the largest deviation in standard errors."""
    if not len(estimate):
        return float("nan")
    deviation = np.abs(replicates - estimate[:, None]) / error[:, None]
    largest = np.nanmax(deviation, axis=0)
    return float(np.quantile(largest, level, method="inverted_cdf"))
