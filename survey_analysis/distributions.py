"""Distributions of numbers: how often each value was given."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey_analysis.populations import name_population
from survey_analysis.responses import Responses
from survey_analysis.study import NumericQuestion, question_items

COLUMNS = ["question_id", "item_id", "population", "value", "count"]


def count_values(
    responses: Responses, *, where: str | None = None, population: str | None = None
) -> pd.DataFrame:
    """Count each value of every numeric question.

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
        `distributions.csv`: `question_id`, `item_id`, `population`, `value`, `count`.
    """
    name, everybody = name_population(responses, where=where, population=population)
    rows: list[tuple[object, ...]] = []
    for question in responses.study.questions:
        if isinstance(question, NumericQuestion):
            cells = responses.values[question.id][everybody]
            for item, numbers in zip(question_items(question), cells.T, strict=True):
                values, counts = np.unique(numbers[np.isfinite(numbers)], return_counts=True)
                pairs = zip(values.tolist(), counts.tolist(), strict=True)
                rows += [(question.id, item.id, name, value, count) for value, count in pairs]
    return pd.DataFrame(rows, columns=COLUMNS)
