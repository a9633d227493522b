"""Codings of one question as counts: problem reports × figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import BoolArray, IntArray
from survey_analysis.coded.cohort import Cohort
from survey_analysis.coding.codebook import NOT_CODABLE, NOTHING_APPLIES, Codebook
from survey_analysis.coding.project import Coding, settle

DOCUMENTS = "documents"
"""The `question_id` of codings of documents: all of them together."""


class Figure(NamedTuple):
    """What is counted: a code, a category (no code), or a grouping (its id as category)."""

    category: str
    code: str


@dataclass(frozen=True, eq=False)
class Reports:
    """The coded problem reports of one question, and what was applied to them.

    Reports that are not codable, or not coded yet, are not among them.

    Attributes
    ----------
    question_id
        Such as ``Q4.model-deployment``.
    units
        Ids of the reports, m of them, in the order of the units.
    respondent
        Position of each report's respondent in the cohort, shape (m,).
    figures
        What is counted, k of them, in the codebook's order: each category, its codes; then
        the groupings.
    applications
        How often each was applied to each report, shape (m, k).
    own
        How often each code of the codebook was applied itself, not one below it, shape (m, c).
    size
        Respondents of the cohort, n.
    """

    question_id: str
    units: list[str]
    respondent: IntArray
    figures: list[Figure]
    applications: IntArray
    own: IntArray
    size: int

    @property
    def base(self) -> BoolArray:
        """Who has a codable, coded report, shape (n,)."""
        base = np.zeros(self.size, dtype=bool)
        base[self.respondent] = True
        return base

    def by_respondent(self, counts: IntArray) -> IntArray:
        """Add up counts of reports, shape (m, k), for each respondent: shape (n, k)."""
        total = np.zeros((self.size, counts.shape[1]), dtype=np.int64)
        np.add.at(total, self.respondent, counts)
        return total


def name_questions(coding: Coding) -> pd.Series[str]:
    """Name the question of every unit: ``Q4.model-deployment``; of documents ``documents``.

    Parameters
    ----------
    coding
        Its `units` are named.

    Returns
    -------
    Series
        In the order of the units.
    """
    units = coding.units
    if coding.codebook.units.question is None:
        return pd.Series(DOCUMENTS, index=units.index, dtype="str")
    groups = units["group"].fillna("").astype(str)
    suffix = groups.where(groups == "", "." + groups)
    return units["question_id"].astype(str) + suffix


def list_questions(coding: Coding) -> list[str]:
    """List the questions that were coded: the codebook's groups in their order, then others."""
    coded = coding.codebook.units
    declared = [f"{coded.question}.{group}" for group in coded.groups]
    present = list(dict.fromkeys(name_questions(coding)))
    return [*(one for one in declared if one in present),
            *(one for one in present if one not in declared)]  # fmt: skip


def count_reports(coding: Coding, cohort: Cohort) -> list[Reports]:
    """Count what was applied to every coded report, question by question.

    What counts is what `settle` returns. A code counts for those above it, too; a category
    counts every application that was put in it, by default or by hand.

    Parameters
    ----------
    coding
        The codings.
    cohort
        Whose reports are counted; those of respondents outside its population are not.

    Returns
    -------
    list of Reports
        One a question. Figures that nobody of the population has are left out, and so are
        questions without a coded report.
    """
    rows = _locate(coding, cohort)
    figures = list(_figure_masks(rows, coding.codebook))
    applied = rows["code"].to_numpy(dtype=object)
    own = [applied == code.id for code in coding.codebook.codes]
    found = []
    for question_id in list_questions(coding):
        part = rows[rows["question"] == question_id]
        if part.empty:
            continue
        units = list(dict.fromkeys(part["unit_id"]))
        place = pd.Index(units).get_indexer(pd.Index(rows["unit_id"]))
        applications = _count(place, [mask for _, mask in figures], len(units))
        used = np.flatnonzero(applications.any(axis=0))
        owners = part.drop_duplicates("unit_id")["respondent"]
        found.append(
            Reports(
                question_id=question_id,
                units=units,
                respondent=owners.to_numpy(dtype=np.int64),
                figures=[figures[i][0] for i in used],
                applications=applications[:, used],
                own=_count(place, own, len(units)),
                size=len(cohort.ids),
            )
        )
    return found


def _locate(coding: Coding, cohort: Cohort) -> pd.DataFrame:
    """Return the codings that count, with question, respondent's position and category."""
    units = coding.units[["unit_id", "respondent"]].assign(question=name_questions(coding))
    settled = settle(coding)[["unit_id", "code", "category"]]
    rows = units.merge(settled[settled["code"] != NOT_CODABLE], on="unit_id")
    rows["respondent"] = cohort.locate(rows)
    return rows[rows["respondent"] >= 0].reset_index(drop=True)


def _count(place: IntArray, masks: Iterable[BoolArray], size: int) -> IntArray:
    """Count the rows of each mask by report; rows elsewhere have the place -1."""
    here = place >= 0
    counts = [np.bincount(place[here & mask], minlength=size) for mask in masks]
    return np.array(counts, dtype=np.int64).reshape(len(counts), size).T


def _figure_masks(rows: pd.DataFrame, codebook: Codebook) -> Iterator[tuple[Figure, BoolArray]]:
    """Yield every figure, and the applications that count for it."""
    below = _descend(codebook)
    codes, categories = rows["code"].tolist(), rows["category"].tolist()
    has_code = _is_in(codes, {*codes} - {NOTHING_APPLIES})
    for category in codebook.categories:
        yield Figure(category.id, ""), has_code & _is_in(categories, {category.id})
        for code in codebook.codes:
            if code.category == category.id:
                yield Figure(category.id, code.id), _is_in(codes, below[code.id])
    for grouping in codebook.groupings:
        members = set(grouping.any_of)
        grouped = set().union(*(below[code] for code in members & below.keys()))
        yield Figure(grouping.id, ""), _is_in(codes, grouped) | _is_in(categories, members)


def _is_in(names: Sequence[str], wanted: Set[str]) -> BoolArray:
    return np.array([name in wanted for name in names], dtype=bool)


def _descend(codebook: Codebook) -> dict[str, set[str]]:
    """List each code with all codes below it."""
    parents = {code.id: code.parent for code in codebook.codes}
    below: dict[str, set[str]] = {code: {code} for code in parents}
    for code in parents:
        above = parents[code]
        while above is not None:
            below[above].add(code)
            above = parents[above]
    return below
