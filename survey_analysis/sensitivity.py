"""How much the headlines depend on who is counted and how a base is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from survey_analysis.estimates import (
    COLUMNS,
    DEFAULT_SETTINGS,
    EstimateSettings,
    estimate,
    form_groups,
    tabulate,
)
from survey_analysis.measures import Shares, measure_questions
from survey_analysis.responses import CellState, Responses, population_mask, select
from survey_analysis.study import MultipleQuestion
from survey_analysis.tallies import tally

_KEY = ("question_id", "item_id", "option_id", "statistic")
EVERYBODY_SHOWN = "shown"
BOUNDS_COLUMNS = [
    "question_id", "option_id", "population", "shown", "answered", "ambiguous", "count",
    "estimate", "lowest", "highest",
]  # fmt: skip


def estimate_sensitivity(
    responses: Responses, *, settings: EstimateSettings = DEFAULT_SETTINGS
) -> pd.DataFrame:
    """Estimate every headline in every population of the sensitivity list, and every reading.

    Returns
    -------
    DataFrame
        `sensitivity.csv`: `variation` (a population, or the id of another reading of the
        base), `label` (the headline's, or the reading's), then the columns of
        `estimates.csv`. Headlines first, in the study file's order.
    """
    study = responses.study
    tables = {
        name: _by_key(estimate(responses, population=name, settings=settings))
        for name in study.sensitivity
    }
    rows = []
    for headline in study.headlines:
        key = (headline.question, headline.item or "", headline.option or "", headline.statistic)
        rows += [
            {"variation": name, "label": headline.label, **table[key]}
            for name, table in tables.items()
        ]
    readings = [
        row
        for question in study.questions
        if isinstance(question, MultipleQuestion) and question.readings
        for row in _readings(responses, question, settings)
    ]
    return pd.DataFrame([*rows, *readings], columns=["variation", "label", *COLUMNS])


def _by_key(table: pd.DataFrame) -> dict[tuple[str, ...], dict[str, Any]]:
    rows = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    return {tuple(row[name] for name in _KEY): row for row in rows}


def _readings(
    responses: Responses, question: MultipleQuestion, settings: EstimateSettings
) -> list[dict[str, object]]:
    """Estimate a multiple-choice question under each of its declared bases, the usual first."""
    (measured,) = [m for m in measure_questions(responses) if m.question_id == question.id]
    (part,) = [part for part in measured.parts if isinstance(part, Shares)]
    bases = {"answered": ("Ticked at least one option", part.base)}
    for reading in question.readings:
        joining = measured.shown
        if reading.base != EVERYBODY_SHOWN:
            joining = joining & select(responses, reading.base)
        bases[reading.id] = (reading.label, part.base | joining)
    groups = form_groups(responses)
    rows: list[dict[str, object]] = []
    for name, (label, base) in bases.items():
        read = replace(measured, parts=[replace(part, base=base)])
        table = tabulate(tally([read], groups.masks), groups, settings=settings)
        for row in table.to_dict("records"):
            rows.append({"variation": name, "label": label, **{str(k): v for k, v in row.items()}})
    return rows


def bound_ambiguous(responses: Responses, *, population: str | None = None) -> pd.DataFrame:
    """Bound each option's share by reading all ambiguous cells as not ticked, or as ticked.

    Returns
    -------
    DataFrame
        `bounds.csv`: for every option of a question with ambiguous cells, the estimate on
        who ticked anything, and the `lowest` and `highest` share of all who were shown the
        question (nobody, or everybody, whose cells are ambiguous ticked the option).
    """
    name = population or responses.study.default_population
    everybody = population_mask(responses, name)
    rows = []
    for question in responses.study.questions:
        if not isinstance(question, MultipleQuestion):
            continue
        states = responses.states[question.id][everybody]
        shown = int((states != CellState.NOT_SHOWN).any(axis=1).sum())
        ambiguous = int((states == CellState.AMBIGUOUS).any(axis=1).sum())
        answered = int(responses.is_answered(question.id)[everybody].any(axis=1).sum())
        counts = responses.values[question.id][everybody].sum(axis=0)
        for option, count in zip(question.options, counts.tolist(), strict=True):
            shares = [
                _share(count, answered),
                _share(count, shown),
                _share(count + ambiguous, shown),
            ]
            row = [question.id, option.id, name, shown, answered, ambiguous, count, *shares]
            rows.append(row)
    table = pd.DataFrame(rows, columns=BOUNDS_COLUMNS)
    return table[table["ambiguous"] > 0].reset_index(drop=True)


def _share(count: int, base: int) -> float:
    return count / base if base else np.nan
