"""What a finding about the data does to the estimates it touches."""

from __future__ import annotations

import numpy as np

from survey_analysis.estimates import SHARES, point_estimates
from survey_analysis.findings import Finding
from survey_analysis.measures import Key, measure_questions
from survey_analysis.responses import BoolArray, Responses
from survey_analysis.sensitivity import bound_ambiguous
from survey_analysis.study import NumericQuestion
from survey_analysis.tallies import tally

_COMPARED = (*SHARES, "mean")


def measure_effect(
    responses: Responses, finding: Finding, everybody: BoolArray, *, population: str
) -> tuple[float, str]:
    """Say how much a finding may move the estimates it touches.

    Sentinels: the change of the mean if they were counted as numbers. Ambiguous cells: the
    distance to the farthest bound of a share. Everything else: the largest change of a
    share or a mean when the respondents concerned are left out.

    Parameters
    ----------
    responses
        The responses.
    finding
        The finding.
    everybody
        The population's respondents, shape (n,).
    population
        The population's name.

    Returns
    -------
    effect, sentence
        The change in the estimate's own unit, shares as fractions; NaN and no sentence
        where no estimate is touched.
    """
    if finding.check == "sentinel":
        return _of_sentinels(responses, finding, everybody)
    if finding.check == "ambiguous":
        return _of_ambiguous(responses, finding, population)
    return _of_leaving_out(responses, finding, everybody)


def _of_leaving_out(
    responses: Responses, finding: Finding, everybody: BoolArray
) -> tuple[float, str]:
    measures = [
        question
        for question in measure_questions(responses)
        if not finding.questions or question.question_id in finding.questions
    ]
    if not measures:
        return np.nan, ""
    counted = tally(measures, np.array([everybody, everybody & ~finding.mask]))
    compared = [i for i, key in enumerate(counted.keys) if key.statistic in _COMPARED]
    keys = [counted.keys[i] for i in compared]
    with_them, without = point_estimates(counted)[:, compared]
    change = np.nan_to_num(np.abs(without - with_them))
    if not change.any():
        return 0.0, "No estimate changes without them"
    largest = int(
        np.argmax(np.where([key.statistic in SHARES for key in keys], change * 100, change))
    )
    key = keys[largest]
    was, becomes = (_written(values[largest], key) for values in (with_them, without))
    return float(change[largest]), f"Without them {_name(key)} goes from {was} to {becomes}"


def _of_sentinels(
    responses: Responses, finding: Finding, everybody: BoolArray
) -> tuple[float, str]:
    question = responses.study.question(finding.questions[0])
    if not isinstance(question, NumericQuestion) or len(question.sentinels) != 1:
        return np.nan, ""
    values = responses.values[question.id][everybody].astype(float)
    counted = values.copy()
    counted[finding.mask[everybody]] = float(question.sentinels[0])
    without, with_it = float(np.nanmean(values)), float(np.nanmean(counted))
    sentence = f"the mean of {question.id} would go from {without:.2f} to {with_it:.2f}"
    return abs(with_it - without), f"Counted as a number, {sentence}"


def _of_ambiguous(responses: Responses, finding: Finding, population: str) -> tuple[float, str]:
    bounds = bound_ambiguous(responses, population=population)
    rows = bounds[bounds["question_id"] == finding.questions[0]].reset_index(drop=True)
    apart = np.maximum(rows["highest"] - rows["estimate"], rows["estimate"] - rows["lowest"])
    widest = rows.loc[int(apart.argmax())]
    sentence = (
        f"Read either way, {widest['question_id']}.{widest['option_id']} lies between "
        f"{widest['lowest']:.1%} and {widest['highest']:.1%} (estimate {widest['estimate']:.1%})"
    )
    return float(apart.max()), sentence


def _name(key: Key) -> str:
    name = ".".join(part for part in (key.question_id, key.item_id, key.option_id) if part)
    return name if key.statistic == "proportion" else f"{name} {key.statistic.replace('_', ' ')}"


def _written(value: float, key: Key) -> str:
    return f"{value:.1%}" if key.statistic in SHARES else f"{value:.2f}"
