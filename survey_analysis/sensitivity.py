"""How much the headlines depend on who is counted and how a base is read."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from survey_analysis.estimates import (
    COLUMNS,
    DEFAULT_SETTINGS,
    EstimateSettings,
    form_groups,
    tabulate,
)
from survey_analysis.measures import QuestionMeasures, Shares, measure_questions
from survey_analysis.populations import name_population
from survey_analysis.responses import BoolArray, CellState, Responses, select
from survey_analysis.study import MultipleQuestion
from survey_analysis.study.model import Headline

EVERYBODY_SHOWN = "shown"
BOUNDS_COLUMNS = [
    "question_id", "option_id", "population", "shown", "answered", "ambiguous", "count",
    "estimate", "lowest", "highest",
]  # fmt: skip


def estimate_sensitivity(
    responses: Responses,
    *,
    where: str | None = None,
    settings: EstimateSettings = DEFAULT_SETTINGS,
) -> pd.DataFrame:
    """Estimate every headline in every population of the sensitivity list, and every reading.

    Parameters
    ----------
    responses
        The responses.
    where
        A condition that narrows all populations.
    settings
        Level, kind of interval, and whether to resample. Every population is resampled
        with the same random numbers, so the default one's figures are those of `estimate`.

    Returns
    -------
    DataFrame
        `sensitivity.csv`: `variation` (a population, or the id of another reading of the
        base), `label` (the headline's, or the reading's), then the columns of
        `estimates.csv`. Headlines first, in the study file's order; then the options of
        questions with `readings`, ``answered`` (the usual base) before the readings.
    """
    study = responses.study
    measures = measure_questions(responses, {headline.question for headline in study.headlines})
    tables = []
    for name in study.sensitivity:
        groups = form_groups(responses, population=name, where=where)
        table = tabulate(measures, groups, settings=_with_own_numbers(settings))
        tables.append(table.assign(variation=name))
    every = _join(tables, ["variation", *COLUMNS])
    headlines = [
        every[find_headline(every, headline)].assign(label=headline.label)
        for headline in study.headlines
    ]
    readings = [
        table
        for question in study.questions
        if isinstance(question, MultipleQuestion) and question.readings
        for table in _readings(responses, question, where=where, settings=settings)
    ]
    return _join([*headlines, *readings], ["variation", "label", *COLUMNS])


def _join(tables: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Put tables below each other; a table without rows if there is none."""
    if not tables:
        return pd.DataFrame(columns=columns)
    return pd.concat(tables, ignore_index=True)[columns]


def find_headline(table: pd.DataFrame, headline: Headline) -> pd.Series[bool]:
    """Tell which rows of a table with the columns of `estimates.csv` show a headline."""
    return (
        (table["question_id"] == headline.question)
        & (table["item_id"] == (headline.item or ""))
        & (table["option_id"] == (headline.option or ""))
        & (table["statistic"] == headline.statistic)
        & (table["segment_by"] == "")
    )


def _with_own_numbers(settings: EstimateSettings) -> EstimateSettings:
    """Copy settings, so that each table starts from the same random numbers."""
    return replace(settings, rng=copy.deepcopy(settings.rng))


def _readings(
    responses: Responses,
    question: MultipleQuestion,
    *,
    where: str | None,
    settings: EstimateSettings,
) -> Iterator[pd.DataFrame]:
    """Estimate a question's options under each of its declared bases, the usual first."""
    (measured,) = measure_questions(responses, [question.id])
    (part,) = [part for part in measured.parts if isinstance(part, Shares)]
    bases = {"answered": ("Ticked at least one option", part.base)}
    for reading in question.readings:
        joining = measured.shown
        if reading.base != EVERYBODY_SHOWN:
            joining = joining & select(responses, reading.base)
        bases[reading.id] = (reading.label, part.base | joining)
    groups = form_groups(responses, where=where)
    for name, (label, base) in bases.items():
        read: QuestionMeasures = replace(measured, parts=[replace(part, base=base)])
        table = tabulate([read], groups, settings=_with_own_numbers(settings))
        yield table.assign(variation=name, label=label)


def bound_ambiguous(
    responses: Responses, *, where: str | None = None, population: str | None = None
) -> pd.DataFrame:
    """Bound each option's share by reading all ambiguous cells as not ticked, or as ticked.

    Parameters
    ----------
    responses
        The responses.
    where
        A condition that narrows the population.
    population
        A population of the study; its default if None.

    Returns
    -------
    DataFrame
        `bounds.csv`: for every option of a question with ambiguous cells, `estimate` on
        `answered` (who ticked anything), and `lowest` and `highest` on these and the
        respondents with ambiguous cells, none of whom, or all of whom, ticked the option.
    """
    name, everybody = name_population(responses, where=where, population=population)
    tables = [
        bound_options(responses, question, everybody).assign(
            question_id=question.id, population=name
        )
        for question in responses.study.questions
        if isinstance(question, MultipleQuestion)
    ]
    return _join([table for table in tables if len(table)], BOUNDS_COLUMNS)


def bound_options(
    responses: Responses, question: MultipleQuestion, everybody: BoolArray
) -> pd.DataFrame:
    """Bound the shares of one question's options among some respondents, shape (n,).

    Returns
    -------
    DataFrame
        The columns of `bound_ambiguous` from `option_id` on, without `population`; no
        rows where no cell is ambiguous.
    """
    states = responses.states[question.id][everybody]
    ambiguous = int((states == CellState.AMBIGUOUS).any(axis=1).sum())
    answered = int(responses.is_answered(question.id)[everybody].any(axis=1).sum())
    count = responses.values[question.id][everybody].sum(axis=0)
    bounds = pd.DataFrame({
        "option_id": [option.id for option in question.options],
        "shown": int(responses.is_shown(question.id)[everybody].sum()),
        "answered": answered,
        "ambiguous": ambiguous,
        "count": count,
        "estimate": count / answered if answered else np.nan,
        "lowest": count / max(answered + ambiguous, 1),
        "highest": (count + ambiguous) / max(answered + ambiguous, 1),
    })  # fmt: skip
    return bounds if ambiguous else bounds.iloc[:0]
