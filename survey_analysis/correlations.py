"""Rank correlations between the items of a question, with bootstrap intervals."""

from __future__ import annotations

from itertools import combinations
from typing import Literal, get_args

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import FloatArray, IntArray, IntervalSettings
from survey_analysis.bootstrap.montecarlo import replicate_limits
from survey_analysis.bootstrap.replicates import divide
from survey_analysis.bootstrap.weights import Weights, resample_weights
from survey_analysis.contrasts.compared import list_compared
from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.populations import name_population
from survey_analysis.responses import Responses

Coefficient = Literal["spearman", "kendall"]

COLUMNS = [
    "question_id", "item_id", "versus_item_id", "n", "coefficient", "estimate", "ci_low",
    "ci_high", "method", "confidence_level",
]  # fmt: skip

_CELLS = 2**22  # of the contingency tables of a block of resamples


def correlate_items(
    responses: Responses,
    question_id: str,
    *,
    rng: np.random.Generator,
    coefficient: Coefficient = "spearman",
    n_resamples: int = 10_000,
) -> pd.DataFrame:
    """Correlate every pair of items of a grid, a block of numbers or an allocation.

    On the respondents of the default population who answered both; of a scale the points
    count, off-scale answers do not. Ties are counted as usual: Spearman's coefficient is
    Pearson's of midranks, Kendall's is tau-b. The respondents are resampled, ranks formed
    anew in each resample, with 95 % BCa limits.

    Parameters
    ----------
    responses
        The responses.
    question_id
        A question with items.
    rng
        Random numbers.
    coefficient
        ``spearman`` or ``kendall``.
    n_resamples
        Number of resamples.

    Returns
    -------
    DataFrame
        One row per pair: `question_id`, `item_id`, `versus_item_id`, `n` (answered both),
        `coefficient`, `estimate`, `ci_low`, `ci_high`, `method`, `confidence_level`;
        missing where one item is constant.

    Raises
    ------
    InvalidCallError
        If the question is not known or has not two items, the coefficient is not one of
        the two, or `n_resamples` is not positive.

    References
    ----------
    Kendall (1945), The treatment of ties in ranking problems, Biometrika 33, 239-251.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = correlate_items(responses, "Q1", rng=np.random.default_rng(1), n_resamples=200)
    >>> len(table), bool((table["ci_low"] < table["estimate"]).all())
    (21, True)
    """
    if coefficient not in get_args(Coefficient):
        raise InvalidCallError(unknown_name("coefficient", coefficient, get_args(Coefficient)))
    _, everybody = name_population(responses)
    compared = list_compared(responses, everybody, questions=[question_id])
    pairs = list(combinations(range(len(compared.sides)), 2))
    if not pairs or not compared.sides[0].item_id:
        message = f"{question_id} has not two items to correlate; choose a grid or an allocation"
        raise InvalidCallError(message)
    weights = list(resample_weights(len(compared.values), n_resamples, rng=rng))
    rows = [
        (
            question_id,
            compared.sides[i].item_id,
            compared.sides[j].item_id,
            *_correlate(compared.scores[:, [i, j]], weights, coefficient),
        )
        for i, j in pairs
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _correlate(
    scores: FloatArray, weights: list[Weights], coefficient: Coefficient
) -> tuple[object, ...]:
    """Return the columns of one pair from `n` on."""
    both = np.asarray(~np.isnan(scores).any(axis=1))
    n = int(both.sum())
    settings = IntervalSettings()
    if n < 2:
        return n, coefficient, np.nan, np.nan, np.nan, "", settings.level
    x, y = (np.unique(column, return_inverse=True)[1] for column in scores[both].T)
    cell, shape = x * (y.max() + 1) + y, (int(x.max()) + 1, int(y.max()) + 1)
    estimate = _from_tables(_tabulate(np.ones((1, n)), cell, shape), coefficient)
    rows = max(1, _CELLS // (shape[0] * shape[1]))
    drawn = np.concatenate(
        [
            _from_tables(_tabulate(block[i : i + rows, both], cell, shape), coefficient)
            for block in weights
            for i in range(0, len(block), rows)
        ]
    )
    without = _from_tables(_tabulate(1.0 - np.eye(n), cell, shape), coefficient)
    influence = np.zeros((len(both), 1))
    influence[both, 0] = without.mean() - without
    limits = replicate_limits(estimate, drawn[None], influence=influence, settings=settings)
    found = estimate[0], limits.low[0], limits.high[0], str(limits.method[0])
    return n, coefficient, *found, settings.level


def _tabulate(weights: FloatArray | Weights, cell: IntArray, shape: tuple[int, int]) -> FloatArray:
    """Return the contingency table of every row of weights, shape (b, r, c)."""
    membership = np.zeros((len(cell), shape[0] * shape[1]), dtype=np.float32)
    membership[np.arange(len(cell)), cell] = 1
    tables = weights.astype(np.float32) @ membership
    return tables.reshape(-1, *shape).astype(np.float64)


def _from_tables(tables: FloatArray, coefficient: Coefficient) -> FloatArray:
    return _spearman(tables) if coefficient == "spearman" else _kendall(tables)


def _spearman(tables: FloatArray) -> FloatArray:
    """Return Pearson's correlation of midranks for tables of counts (b, r, c)."""
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    n = rows.sum(axis=1, keepdims=True)
    x, y = (np.cumsum(margin, axis=1) - margin / 2 - n / 2 for margin in (rows, columns))
    above = np.einsum("bi,bij,bj->b", x, tables, y)
    below = np.sqrt((rows * x**2).sum(axis=1) * (columns * y**2).sum(axis=1))
    return divide(above, below)


def _kendall(tables: FloatArray) -> FloatArray:
    """Return tau-b for tables of counts (b, r, c)."""
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    before = np.cumsum(np.cumsum(tables, axis=1), axis=2)
    concordant = (tables[:, 1:, 1:] * before[:, :-1, :-1]).sum(axis=(1, 2))
    reversed_before = np.cumsum(np.cumsum(tables[:, :, ::-1], axis=1), axis=2)
    discordant = (tables[:, 1:, ::-1][:, :, 1:] * reversed_before[:, :-1, :-1]).sum(axis=(1, 2))
    n = rows.sum(axis=1)
    untied = [n * n - (margin**2).sum(axis=1) for margin in (rows, columns)]
    return divide(2 * (concordant - discordant), np.sqrt(untied[0] * untied[1]))
