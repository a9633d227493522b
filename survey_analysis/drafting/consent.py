"""A first question of which one answer ends the survey, such as consent or a screening."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey_analysis.drafting.pages import find_last_seen
from survey_analysis.drafting.shapes import Consent, DraftedQuestion
from survey_analysis.readers import RawTable
from survey_analysis.responses.selection import select_by_metadata

_FEWEST = 3  # records that stop there, where nothing says that they finished


def find_consent(
    questions: Sequence[DraftedQuestion], table: RawTable, *, complete: str
) -> Consent | None:
    """Find out whether the rarer answer to the first question ends the survey.

    It does if nobody who gave it answers anything later, while others do. So that somebody who
    merely left is not taken for screened out, those who gave it must be complete, or three.

    Parameters
    ----------
    questions
        The questions, in the export's order.
    table
        The export.
    complete
        The rule of complete records; empty if there is none.
    """
    first = questions[0].keys
    if first["kind"] != "single" or len(first["options"]) != 2 or "column" not in first:
        return None
    texts = table.cells[first["column"]].str.strip()
    values = [str(option.get("value", option["label"])) for option in first["options"]]
    chosen = [(texts == value).to_numpy(dtype=bool) for value in values]
    rarer = int(chosen[1].sum() <= chosen[0].sum())
    ends, goes_on = chosen[rarer], chosen[1 - rarer]
    went_on = find_last_seen(questions, table) > 0
    finished = select_by_metadata(table.cells, complete) if complete else np.zeros_like(ends)
    is_sure = bool(finished[ends].all()) if complete else int(ends.sum()) >= _FEWEST
    is_end = ends.any() and not went_on[ends].any() and went_on[goes_on].any()
    if not (is_sure and is_end):
        return None
    labels = [str(option["label"]) for option in first["options"]]
    return Consent(str(first["id"]), labels[1 - rarer], labels[rarer], int(ends.sum()))
