"""Typed answers, why cells are missing, and who is meant."""

from survey_analysis.responses.model import (
    BoolArray,
    CellState,
    Responses,
    Source,
    answers_frame,
    cell_names,
    count_states,
    states_frame,
)
from survey_analysis.responses.read import REPLICA_MARK, read_responses
from survey_analysis.responses.selection import (
    SegmentMask,
    is_untouched_only,
    population_mask,
    segment_masks,
    select,
)

__all__ = [
    "REPLICA_MARK",
    "BoolArray",
    "CellState",
    "Responses",
    "SegmentMask",
    "Source",
    "answers_frame",
    "cell_names",
    "count_states",
    "is_untouched_only",
    "population_mask",
    "read_responses",
    "segment_masks",
    "select",
    "states_frame",
]
