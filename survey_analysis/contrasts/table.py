"""The rows of `contrasts.csv`: who is compared with whom, and p-values by family."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import IntArray
from survey_analysis.contrasts.compared import (
    Compared,
    Side,
    distinct_columns,
    pair_within,
)
from survey_analysis.contrasts.method import Method
from survey_analysis.contrasts.paired import compare_paired
from survey_analysis.contrasts.segments import SegmentPair
from survey_analysis.contrasts.unpaired import compare_segments
from survey_analysis.significance import adjust_benjamini_yekutieli, adjust_holm
from survey_analysis.study import Study

COLUMNS = [
    "question_id", "item_id", "option_id", "versus_question_id", "versus_item_id",
    "versus_option_id", "segment_by", "segment", "versus_segment", "paired", "n", "estimate",
    "ci_low", "ci_high", "method", "p_value", "test", "p_holm", "p_by", "effect",
    "effect_name", "flag",
]  # fmt: skip

FAMILY = ["question_id", "versus_question_id", "segment_by"]
"""Contrasts that agree in these columns are one family: p-values are adjusted together."""


def contrast_within(compared: Compared, study: Study, method: Method) -> pd.DataFrame:
    """Compare what the same respondents answered; no rows where nothing can be compared."""
    pairs = pair_within(compared, study)
    if not pairs:
        return pd.DataFrame(columns=COLUMNS)
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    differences = compared.values[:, first] - compared.values[:, second]
    table = _name_sides(compared, first, second)
    table[["segment_by", "segment", "versus_segment"]] = ""
    table["paired"] = True
    return _adjust(table.join(compare_paired(differences, compared.is_share[first], method=method)))


def contrast_segments(
    compared: Compared, study: Study, pairs: Sequence[SegmentPair], method: Method
) -> pd.DataFrame:
    """Compare every figure between the segments of every pair; no rows without pairs."""
    if not pairs:
        return pd.DataFrame(columns=COLUMNS)
    figures = compared.take(distinct_columns(compared, study))
    place = np.repeat(np.arange(len(figures.sides)), len(pairs))
    table = _name_sides(figures, place, place)
    named = pd.DataFrame(
        [(pair.by, *pair.labels) for pair in pairs],
        columns=["segment_by", "segment", "versus_segment"],
    )
    repeated = pd.concat([named] * len(figures.sides), ignore_index=True)
    table = table.join(repeated).assign(paired=False)
    return _adjust(table.join(compare_segments(figures, pairs, method=method)))


def _name_sides(compared: Compared, first: IntArray, second: IntArray) -> pd.DataFrame:
    rows = [
        (*compared.sides[i], *compared.sides[j])
        for i, j in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS[: 2 * len(Side._fields)])


def _adjust(table: pd.DataFrame) -> pd.DataFrame:
    """Adjust the p-values of each family."""
    families = table.groupby(FAMILY, sort=False)["p_value"]
    table["p_holm"] = families.transform(adjust_holm)
    table["p_by"] = families.transform(adjust_benjamini_yekutieli)
    return table[COLUMNS]
