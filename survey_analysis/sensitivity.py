"""How much the headlines depend on who is counted and how a base is read."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from survey_analysis.estimates import (
    COLUMNS,
    DEFAULT_SETTINGS,
    EstimateSettings,
    Groups,
    form_groups,
    tabulate,
)
from survey_analysis.measures import IntArray, QuestionMeasures, Shares, measure_questions
from survey_analysis.populations import name_population
from survey_analysis.responses import BoolArray, CellState, Responses, select
from survey_analysis.study import MultipleQuestion, Study
from survey_analysis.study.model import Headline

EVERYBODY_SHOWN = "shown"
BOUNDS_COLUMNS = [
    "question_id", "option_id", "population", "shown", "answered", "ambiguous", "count",
    "estimate", "lowest", "highest",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Variation:
    """Another population, or another reading of a question's base.

    Attributes
    ----------
    name
        A population, or the id of a reading.
    label
        The reading's; empty for a population.
    measures, groups
        What is estimated, and of whom.
    """

    name: str
    label: str
    measures: list[QuestionMeasures]
    groups: Groups


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

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = estimate_sensitivity(responses)
    >>> service = table[table["option_id"] == "service"].set_index("variation")["estimate"]
    >>> service[["complete", "phases-answered"]].round(3).tolist()
    [0.595, 0.593]
    """
    variations = list_variations(responses, where=where)
    tables = [
        tabulate(one.measures, one.groups, settings=_with_own_numbers(settings)).assign(
            variation=one.name, label=one.label
        )
        for one in variations
    ]
    return arrange_sensitivity(responses.study, tables)


def list_variations(responses: Responses, *, where: str | None = None) -> list[Variation]:
    """List what the sensitivity list asks for: the populations first, then the readings.

    Parameters
    ----------
    responses
        The responses.
    where
        A condition that narrows all populations.
    """
    study = responses.study
    measures = measure_questions(responses, {headline.question for headline in study.headlines})
    populations = [
        Variation(name, "", measures, form_groups(responses, population=name, where=where))
        for name in study.sensitivity
    ]
    readings = [
        reading
        for question in study.questions
        if isinstance(question, MultipleQuestion) and question.readings
        for reading in _readings(responses, question, where=where)
    ]
    return [*populations, *readings]


def arrange_sensitivity(study: Study, tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Make `sensitivity.csv` of the estimates of each variation.

    Parameters
    ----------
    study
        The study file.
    tables
        Estimates of each of `list_variations`, with its `variation` and `label`.
    """
    populations = len(study.sensitivity)
    every = _join(list(tables[:populations]), ["variation", *COLUMNS])
    headlines = [
        every[find_headline(every, headline)].assign(label=headline.label)
        for headline in study.headlines
    ]
    return _join([*headlines, *tables[populations:]], ["variation", "label", *COLUMNS])


def _join(tables: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Put tables below each other; a table without rows if there is none."""
    if not tables:
        return pd.DataFrame(columns=columns)
    return pd.concat(tables, ignore_index=True)[columns]


def find_headline(table: pd.DataFrame, headline: Headline) -> pd.Series[bool]:
    """Tell which rows of a table with the columns of `estimates.csv` show a headline."""
    wanted = {
        "question_id": headline.question,
        "item_id": headline.item or "",
        "option_id": headline.option or "",
        "statistic": headline.statistic,
        "segment_by": "",
    }
    rows = zip(*(table[name].tolist() for name in wanted), strict=True)
    found = tuple(wanted.values())
    return pd.Series([row == found for row in rows], index=table.index, dtype=bool)


def _with_own_numbers(settings: EstimateSettings) -> EstimateSettings:
    """Copy settings, so that each table starts from the same random numbers."""
    return replace(settings, rng=copy.deepcopy(settings.rng))


def _readings(
    responses: Responses, question: MultipleQuestion, *, where: str | None
) -> Iterator[Variation]:
    """Measure a question's options under each of its declared bases, the usual first."""
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
        yield Variation(name, label, [read], groups)


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

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> bounds = bound_ambiguous(responses).set_index("option_id")
    >>> bounds.loc["service", ["lowest", "estimate", "highest"]].astype(float).round(3).tolist()
    [0.532, 0.595, 0.638]
    """
    name, everybody = name_population(responses, where=where, population=population)
    tables = {
        question.id: bound_options(responses, question, everybody)
        for question in responses.study.questions
        if isinstance(question, MultipleQuestion)
    }
    return arrange_bounds(tables, name)


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
    return tabulate_bounds(
        question,
        shown=int(responses.is_shown(question.id)[everybody].sum()),
        answered=int(responses.is_answered(question.id)[everybody].any(axis=1).sum()),
        ambiguous=int((states == CellState.AMBIGUOUS).any(axis=1).sum()),
        count=responses.values[question.id][everybody].sum(axis=0),
    )


def tabulate_bounds(
    question: MultipleQuestion, *, shown: int, answered: int, ambiguous: int, count: IntArray
) -> pd.DataFrame:
    """Bound the shares of one question's options by counts; see `bound_options`.

    Parameters
    ----------
    question
        The question.
    shown, answered, ambiguous
        How many saw it, ticked anything, and have ambiguous cells.
    count
        How many ticked each option, shape (k,).
    """
    bounds = pd.DataFrame({
        "option_id": [option.id for option in question.options],
        "shown": shown,
        "answered": answered,
        "ambiguous": ambiguous,
        "count": count,
        "estimate": count / answered if answered else np.nan,
        "lowest": count / max(answered + ambiguous, 1),
        "highest": (count + ambiguous) / max(answered + ambiguous, 1),
    })  # fmt: skip
    return bounds if ambiguous else bounds.iloc[:0]


def arrange_bounds(tables: Mapping[str, pd.DataFrame], population: str) -> pd.DataFrame:
    """Make `bounds.csv` of the bounds of each question, by its id."""
    named = [
        table.assign(question_id=question, population=population)
        for question, table in tables.items()
        if len(table)
    ]
    return _join(named, BOUNDS_COLUMNS)
