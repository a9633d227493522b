"""The core job as arrays: the shares and numeric items of the first study, complete responses."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from survey_analysis import load_responses
from survey_analysis.measures import Numbers, Shares, measure_questions
from survey_analysis.responses import BoolArray, Responses, population_mask
from survey_analysis.study import find_study_folder

STUDY = "ml-deployment-monitoring"
NUMERIC = ("Q3", "Q7", "Q15")
YES_NO = "Q14"
BRAZIL = "D2 = 'Brazil'"


@dataclass(frozen=True, eq=False)
class Block:
    """The options of one question: hits of shape (n, k) and the base of shape (n,)."""

    hits: BoolArray
    base: BoolArray


@dataclass(frozen=True, eq=False)
class CoreJob:
    """Shares by question, and numbers of shape (n, items), NaN without an answer."""

    responses: Responses
    members: BoolArray
    blocks: list[Block]
    numbers: npt.NDArray[np.float64]

    @property
    def hits(self) -> BoolArray:
        """Who counts for each option, shape (n, options)."""
        return np.concatenate([block.hits for block in self.blocks], axis=1)

    @property
    def bases(self) -> BoolArray:
        """Who is in each option's base, shape (n, options)."""
        repeated = [np.repeat(b.base[:, None], b.hits.shape[1], axis=1) for b in self.blocks]
        return np.concatenate(repeated, axis=1)

    @property
    def statistics(self) -> int:
        """Shares and means."""
        return self.hits.shape[1] + self.numbers.shape[1]


def find_export() -> Path:
    """Find the real export if `SURVEY_ANALYSIS_ORIGINAL` names it, else the replica."""
    given = os.environ.get("SURVEY_ANALYSIS_ORIGINAL")
    return Path(given) if given else find_study_folder(STUDY) / "responses.csv"


def load_core_job() -> CoreJob:
    """Read the export and take the 112 multi-select and Q14 options and the 9 numeric items."""
    responses = load_responses(STUDY, find_export())
    members = population_mask(responses, "complete")
    blocks, numbers = [], []
    for question in responses.study.questions:
        if question.kind == "multiple" or question.id in (YES_NO, *NUMERIC):
            for part in measure_questions(responses, [question.id])[0].parts:
                if isinstance(part, Shares):
                    blocks.append(Block(part.hits[members], part.base[members]))
                elif isinstance(part, Numbers):
                    numbers.append(part.values[members])
    return CoreJob(responses, members, blocks, np.column_stack(numbers))
