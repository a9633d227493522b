"""The respondents of one completion status, and the counts their answers must give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.errors import StudyFileError
from survey_analysis.replica.cells import JUNK, TEXT, codes_of
from survey_analysis.replica.margins import UNTOUCHED_ONLY, Margins
from survey_analysis.replica.recipe import DEFAULT, ENGAGEMENT, Recipe
from survey_analysis.responses import BoolArray, cell_names
from survey_analysis.responses.codes import Codes
from survey_analysis.study import Column, Question, Study, account_for_columns

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Cohort:
    """Respondents of one completion status on their way into a replica.

    Attributes
    ----------
    study, account, recipe, status, rng
        What is asked and in which columns, what is invented, which status, and the source
        of chance.
    slots
        The rows of `Margins.slots` of this status.
    counts
        `Margins.counts` of this status: (measure, column or question, value) to count.
    traits
        The value of each invented trait, shape (n,).
    """

    study: Study
    account: Mapping[str, Column]
    recipe: Recipe
    status: str
    slots: pd.DataFrame
    counts: Mapping[tuple[str, str, str], int]
    traits: Mapping[str, Floats]
    rng: np.random.Generator

    def __len__(self) -> int:
        """Count the respondents."""
        return len(self.slots)

    @property
    def untouched_only(self) -> BoolArray:
        """Who holds nothing but untouched defaults, shape (n,)."""
        return (self.slots[UNTOUCHED_ONLY] == "yes").to_numpy()

    def count(self, measure: str, name: str, value: str = "") -> int:
        """Return a count of a column, a question or (name ``""``) a page; 0 if there is none."""
        return self.counts.get((measure, name, value), 0)

    def column_counts(self, column: str, measure: str = "cells") -> dict[str, int]:
        """Return the counts of every value of a column."""
        return {v: n for (m, name, v), n in self.counts.items() if (m, name) == (measure, column)}

    def codes(self, column: str) -> Codes:
        """Return the codes of a column's question."""
        return codes_of(self.study, self.study.question(self.account[column].question_id))

    def answer_scores(self, question_id: str, part: str = "") -> Floats:
        """Score respondents by the traits that an answer follows, without noise, shape (n,)."""
        weights = self.recipe.traits.answers
        return self._weigh(weights.get(f"{question_id}.{part}", weights.get(question_id, {})))

    def skip_scores(self, question_id: str) -> Floats:
        """Score respondents by the traits that skipping a question follows, shape (n,)."""
        weights = self.recipe.traits.skipping
        return self._weigh(weights.get(question_id, weights.get(DEFAULT, {})))

    def _weigh(self, weights: Mapping[str, float]) -> Floats:
        scores = np.zeros(len(self))
        for trait, weight in weights.items():
            scores += weight * self.traits[trait]
        return scores

    def noise(self) -> Floats:
        """Draw one standard normal number per respondent, shape (n,)."""
        return self.rng.standard_normal(len(self))

    def slot_kinds(self, question: Question) -> pd.DataFrame | None:
        """Return the kinds of text in the slots of a problem question; None for others."""
        names = cell_names(question)
        return self.slots[names] if names[0] in self.slots else None


def draw_cohort(
    study: Study, margins: Margins, recipe: Recipe, *, status: str, rng: np.random.Generator
) -> Cohort:
    """Give the respondents of one completion status their traits."""
    slots = margins.slots[margins.slots["status"] == status].reset_index(drop=True)
    wrote = slots.isin([TEXT, JUNK]).any(axis=1).to_numpy()
    traits = {name: rng.standard_normal(len(slots)) for name in [ENGAGEMENT, *recipe.traits.traits]}
    traits[ENGAGEMENT] = traits[ENGAGEMENT] + wrote
    counts = margins.counts[margins.counts["status"] == status]
    names = counts["column"].where(counts["column"] != "", counts["question_id"])
    keys = zip(counts["measure"], names, counts["value"], strict=True)
    by_key = dict(zip(keys, counts["count"].astype(int).tolist(), strict=True))
    account = account_for_columns(study)
    return Cohort(study, account, recipe, status, slots, by_key, traits, rng)


def choose(mask: BoolArray, number: int, *, scores: Sequence[npt.NDArray[Any]]) -> BoolArray:
    """Choose the `number` members of `mask` with the highest scores, the first score first.

    Raises
    ------
    StudyFileError
        If `mask` has fewer members.

    Examples
    --------
    >>> everybody = np.array([True, True, True])
    >>> choose(everybody, 1, scores=[np.array([0.1, 0.3, 0.2])]).tolist()
    [False, True, False]
    """
    members = np.flatnonzero(mask)
    if not 0 <= number <= len(members):
        msg = f"counts.csv: {number} respondents are needed where there are {len(members)}"
        raise StudyFileError(msg)
    order = np.lexsort([-np.asarray(s, dtype=float)[members] for s in reversed(scores)])
    chosen = np.zeros(len(mask), dtype=bool)
    chosen[members[order[:number]]] = True
    return chosen
