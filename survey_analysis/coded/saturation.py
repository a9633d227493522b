"""Saturation: when further respondents bring no further codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import BoolArray, FloatArray, IntArray, nominal_tails
from survey_analysis.coded.accumulation import (
    BASE_SIZE,
    THRESHOLD,
    count_new,
    expect_codes,
    find_saturation,
    new_shares,
)
from survey_analysis.coded.reports import Reports

COLUMNS = [
    "question_id", "respondents", "codes", "new_codes", "new_share_run2", "new_share_run3",
    "expected", "order_low", "order_high",
]  # fmt: skip

POINTS_COLUMNS = [
    "question_id", "base_size", "run_length", "threshold", "base_codes", "respondents",
    "codes", "all_respondents", "all_codes", "order_median", "order_low", "order_high",
    "orders_reaching", "orders",
]  # fmt: skip

RUN_LENGTHS = (2, 3)
ORDERS = 1_000


def tabulate_accumulation(
    counted: Sequence[Reports], *, rng: np.random.Generator, level: float = 0.95
) -> pd.DataFrame:
    """Count how many different codes have appeared after each respondent.

    Parameters
    ----------
    counted
        From `survey_analysis.coded.reports.count_reports`.
    rng
        Random numbers of the orders.
    level
        Share of the 1,000 random orders that the interval holds.

    Returns
    -------
    DataFrame
        The table `saturation.csv`, one row a question and number of `respondents` of its
        base, in the cohort's order: `codes` so far, `new_codes` with this respondent,
        `new_share_run2` and `…run3`: new codes of the last two (three) respondents over
        the codes of the first four, a fraction. `expected`: the mean of codes over all
        orders of the respondents, exact; `order_low` and `order_high`: their interval
        over random orders.

    References
    ----------
    Guest, Namey and Chen (2020), A simple method to assess and report thematic saturation
    in qualitative research, PLoS ONE 15(5), e0232076; Hurlbert (1971), The nonconcept of
    species diversity, Ecology 52, 577-586, for the mean over all orders.
    """
    tables = []
    for reports, generator in zip(counted, rng.spawn(len(counted)), strict=True):
        marks = _marks(reports)
        new = count_new(marks)
        seen = np.cumsum(new)
        low, high = _bounds(np.cumsum(_random_orders(marks, generator), axis=1), level)
        table = pd.DataFrame(
            {
                "question_id": reports.question_id,
                "respondents": np.arange(1, len(marks) + 1),
                "codes": seen,
                "new_codes": new,
                "expected": expect_codes(marks),
                "order_low": low,
                "order_high": high,
            }
        )
        for run in RUN_LENGTHS:
            table[f"new_share_run{run}"] = new_shares(new, run_length=run)
        tables.append(table[COLUMNS])
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def tabulate_saturation(
    counted: Sequence[Reports], *, rng: np.random.Generator, level: float = 0.95
) -> pd.DataFrame:
    """Say after how many respondents saturation is reached.

    It is reached after k respondents if the next run of them (two or three) brings at most
    5 % new codes, measured by the codes of the first four respondents; k is at least four.

    Parameters
    ----------
    counted
        From `survey_analysis.coded.reports.count_reports`.
    rng
        Random numbers of the orders.
    level
        Share of the 1,000 random orders that the interval holds.

    Returns
    -------
    DataFrame
        The table `saturation_points.csv`, one row a question and run length: `base_size`,
        `run_length`, `threshold`, `base_codes`, the codes of the base; `respondents`, after
        which it is reached in the cohort's order, with `codes` so far (missing if it is
        not reached); `all_respondents`, `all_codes`; `order_median`, `order_low`,
        `order_high` of the respondents over those of 1,000 random `orders` that reach it,
        which are `orders_reaching`.

    References
    ----------
    Guest, Namey and Chen (2020), PLoS ONE 15(5), e0232076.
    """
    rows = []
    for reports, generator in zip(counted, rng.spawn(len(counted)), strict=True):
        marks = _marks(reports)
        new, orders = count_new(marks), _random_orders(marks, generator)
        for run in RUN_LENGTHS:
            row = {"question_id": reports.question_id, "run_length": run}
            rows.append({**row, **_describe_point(new, run), **_over_orders(orders, run, level)})
    return pd.DataFrame(rows, columns=POINTS_COLUMNS).astype(
        {"respondents": "Int64", "codes": "Int64"}
    )


def _describe_point(new: IntArray, run: int) -> dict[str, object]:
    point = find_saturation(new, run_length=run)
    seen = np.cumsum(new)
    return {
        "base_size": BASE_SIZE,
        "threshold": THRESHOLD,
        "base_codes": int(new[:BASE_SIZE].sum()),
        "respondents": pd.NA if point is None else point,
        "codes": pd.NA if point is None else int(seen[point - 1]),
        "all_respondents": len(new),
        "all_codes": int(new.sum()),
    }


def _over_orders(orders: IntArray, run: int, level: float) -> dict[str, object]:
    reached = new_shares(orders, run_length=run) <= THRESHOLD
    points = 1 - run + reached.argmax(axis=1)[reached.any(axis=1)]
    low, high = _bounds(points[:, None], level) if len(points) else ([np.nan], [np.nan])
    return {
        "order_median": float(np.median(points)) if len(points) else np.nan,
        "order_low": float(low[0]),
        "order_high": float(high[0]),
        "orders_reaching": len(points),
        "orders": len(orders),
    }


def _marks(reports: Reports) -> BoolArray:
    """Tell which respondents of the base reported which code, shape (m, c)."""
    return np.asarray(reports.by_respondent(reports.own)[reports.base] > 0)


def _random_orders(marks: BoolArray, rng: np.random.Generator) -> IntArray:
    """Count new codes of each respondent in random orders, shape (orders, m)."""
    m, used = len(marks), marks[:, marks.any(axis=0)]
    place = np.argsort([rng.permutation(m) for _ in range(ORDERS)], axis=1)
    first = np.array([place[:, having].min(axis=1) for having in used.T], dtype=np.int64)
    cells = first.reshape(-1, ORDERS) + m * np.arange(ORDERS)
    return np.bincount(cells.ravel(), minlength=ORDERS * m).reshape(ORDERS, m)


def _bounds(values: IntArray, level: float) -> FloatArray:
    """Return the smallest values whose share of the rows reaches each tail, shape (2, m)."""
    return np.asarray(np.quantile(values, nominal_tails(level), axis=0, method="inverted_cdf"))
