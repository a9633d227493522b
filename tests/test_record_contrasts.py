"""What the record holds back of contrasts."""

from __future__ import annotations

import numpy as np

from survey_analysis.record import make_record
from survey_analysis.suppression import SMALLEST_BASE, SUPPRESSED

FIGURES = [
    "n", "estimate", "ci_low", "ci_high", "method", "p_value", "test", "p_holm", "p_by", "effect",
]  # fmt: skip


def test_contrasts_with_a_hidden_segment_are_hidden(original_tables):
    record = make_record(original_tables)
    contrasts, breakdowns = record["contrasts.csv"], record["breakdowns.csv"]
    key = ["question_id", "item_id", "segment_by"]
    blank = breakdowns[breakdowns["flag"] == SUPPRESSED]
    small = set(blank[[*key, "segment"]].itertuples(index=False, name=None))
    sides = [
        np.array(
            [side in small for side in contrasts[[*key, name]].itertuples(index=False, name=None)]
        )
        for name in ("segment", "versus_segment")
    ]
    hidden = contrasts["flag"] == SUPPRESSED
    assert 0 < hidden.sum() < len(hidden)
    assert ((sides[0] | sides[1]) <= hidden).all()
    assert contrasts.loc[hidden, FIGURES].isna().all(axis=None)
    assert (contrasts.loc[~hidden, "n"] >= SMALLEST_BASE).all()
    assert contrasts.loc[~hidden & contrasts["paired"].astype(bool), "estimate"].notna().all()
