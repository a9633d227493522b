"""Make a replica: the real counts of each question, dealt out to invented respondents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from survey_analysis.errors import StudyFileError
from survey_analysis.replica.cells import CLASS_WIDTH
from survey_analysis.replica.cohort import Cohort, Texts, draw_cohort
from survey_analysis.replica.margins import COMPLETE, SUSPENDED, Margins
from survey_analysis.replica.presence import Presence, draw_presences
from survey_analysis.replica.recipe import Recipe
from survey_analysis.replica.shares import deal_shares
from survey_analysis.replica.texts import check_reports, deal_open_texts, deal_option_text
from survey_analysis.replica.ticks import deal_ticks
from survey_analysis.replica.values import deal, deal_values, repeat_values
from survey_analysis.responses import REPLICA_MARK, BoolArray
from survey_analysis.study import (
    AllocationQuestion,
    MultipleQuestion,
    PlainOption,
    Question,
    SingleQuestion,
    Study,
    TextQuestion,
    question_options,
)


def make_replica(
    study: Study, margins: Margins, recipe: Recipe, *, rng: np.random.Generator
) -> pd.DataFrame:
    """Make a synthetic replica of an export.

    Every one-question count is that of `margins`, complete and suspended apart; pages are
    reached and problem slots filled as there; what goes together with what is invented.

    Parameters
    ----------
    study
        The study file.
    margins
        What was counted in the original.
    recipe
        The invented traits and texts.
    rng
        The source of chance: the same state gives the same replica.

    Returns
    -------
    DataFrame
        Strings in the export's layout, a row a respondent, in no order.

    Raises
    ------
    StudyFileError
        If counts contradict each other, a text is missing, a report has no slot, or a
        question is asked only of some (`asked_if` joins two questions, which a replica
        never does).

    Examples
    --------
    >>> from survey_analysis.replica import read_margins, read_recipe
    >>> from survey_analysis.study import bundled_studies, load_study
    >>> name = "ml-deployment-monitoring"
    >>> study, folder = load_study(name), bundled_studies()[name]
    >>> recipe = read_recipe(folder / "replica", study)
    >>> rng = np.random.default_rng(1)
    >>> make_replica(study, read_margins(name), recipe, rng=rng).shape
    (276, 202)
    """
    asked_of_some = [q.id for q in study.questions if q.asked_if is not None]
    if asked_of_some:
        msg = f"a replica cannot follow asked_if; {study.study} has it in {asked_of_some}"
        raise StudyFileError(msg)
    check_reports(recipe.reports, margins.slots)
    cohorts = [
        draw_cohort(study, margins, recipe, status=status, rng=rng)
        for status in (COMPLETE, SUSPENDED)
    ]
    frame = pd.concat([_fill(cohort) for cohort in cohorts], ignore_index=True)
    columns = [name for name in dict.fromkeys(margins.counts["column"]) if name in frame]
    return frame[columns].iloc[np.argsort(rng.random(len(frame)))].reset_index(drop=True)


def _fill(cohort: Cohort) -> pd.DataFrame:
    columns = _deal_metadata(cohort)
    presences = draw_presences(cohort)
    for question in cohort.study.questions:
        presence = presences[question.id]
        filled = _deal_question(cohort, question, presence)
        for option in question_options(question):
            if option.text:
                chose = replace(presence, answering=_has_chosen(cohort, option, filled))
                filled |= deal_option_text(cohort, question, option, chose)
        columns |= filled
    return pd.DataFrame(columns)


def _deal_question(cohort: Cohort, question: Question, presence: Presence) -> dict[str, Texts]:
    if isinstance(question, MultipleQuestion):
        return deal_ticks(cohort, question, presence)
    if isinstance(question, SingleQuestion) and not question.column:
        return deal_ticks(cohort, question, presence)
    if isinstance(question, AllocationQuestion):
        return deal_shares(cohort, question, presence)
    if isinstance(question, TextQuestion):
        return deal_open_texts(cohort, question, presence)
    return deal_values(cohort, question, presence)


def _has_chosen(cohort: Cohort, option: PlainOption, filled: dict[str, Texts]) -> BoolArray:
    """Tell who chose an option with a text beside it, shape (n,)."""
    if option.column:
        ticks = cohort.codes(option.column).ticked
        return np.isin(filled[option.column].astype(str), sorted(ticks))
    (cells,) = filled.values()
    return np.isin(cells.astype(str), option.labels)


def _deal_metadata(cohort: Cohort) -> dict[str, Texts]:
    """Write ids, the mark of a replica, and metadata.

    One score deals all metadata, rare values and unknown durations first: who resumed a
    session has no known duration.
    """
    export = cohort.study.export
    columns = {str(export.id): cohort.slots["respondent"].to_numpy(dtype=object)}
    for name in export.drop:
        columns[name] = np.full(len(cohort), REPLICA_MARK, dtype=object)
    scores = cohort.noise()
    for name in [*export.metadata, *([export.duration] if export.duration else [])]:
        counts = cohort.column_counts(name)
        order = sorted(counts, key=lambda value: (counts[value], value))
        if name == export.duration:
            order = [*export.unknown_durations, *sorted(set(counts) - {*export.unknown_durations})]
        values = repeat_values(counts, order)
        columns[name] = deal(values, scores, what=f"{cohort.status}, {name}")
    if export.duration:
        columns[export.duration] = _draw_durations(cohort, columns[export.duration])
    return columns


def _draw_durations(cohort: Cohort, classes: Texts) -> Texts:
    """Draw seconds from each class of durations, never 0, which is a code; codes stay."""
    seconds = []
    for drawn, name in zip(cohort.rng.random(len(classes)), classes, strict=True):
        low, separator, _ = name.replace("+", "-").rpartition("-")
        known = bool(separator and low)
        seconds.append(str(int(low) + 1 + int(drawn * (CLASS_WIDTH - 1))) if known else name)
    return np.array(seconds, dtype=object)
