"""What a finding about the data does to the estimates it touches."""

from __future__ import annotations

import numpy as np

from survey_analysis.findings import Finding
from survey_analysis.measures import MEANS, SHARES, FloatArray, Key, measure_questions
from survey_analysis.responses import BoolArray, CellState, Responses
from survey_analysis.sensitivity import bound_options
from survey_analysis.study import MultipleQuestion, NumericQuestion, question_items
from survey_analysis.tallies import point_estimates, tally

_COMPARED = (*SHARES, *MEANS)


def measure_effect(
    responses: Responses, finding: Finding, everybody: BoolArray
) -> tuple[float, str]:
    """Say how much a finding may move the estimates it touches.

    Sentinels: the change of the mean if they were counted as numbers. Ambiguous cells: the
    distance to the farthest bound of a share. Everything else: the largest change of a
    share or a mean when the respondents concerned are left out, where one percentage
    point weighs as much as one unit.

    Parameters
    ----------
    responses
        The responses.
    finding
        The finding.
    everybody
        Who is counted, shape (n,).

    Returns
    -------
    effect, sentence
        The change in the estimate's own unit, shares as fractions; NaN and no sentence
        where no estimate is touched.
    """
    if finding.check == "sentinel":
        return _of_sentinels(responses, finding, everybody)
    if finding.check == "ambiguous":
        return _of_ambiguous(responses, finding, everybody)
    return _of_leaving_out(responses, finding, everybody)


def _of_leaving_out(
    responses: Responses, finding: Finding, everybody: BoolArray
) -> tuple[float, str]:
    measures = measure_questions(responses, finding.questions or None)
    counted = tally(measures, np.array([everybody, everybody & ~finding.mask]))
    columns = counted.columns(*_COMPARED)
    keys = [counted.keys[column] for column in columns]
    with_them, without = point_estimates(counted)[:, columns]
    known = np.isfinite(with_them)
    if not known.any():
        return np.nan, ""
    gone = known & np.isnan(without)
    if gone.any():
        return np.nan, f"Without them nobody is left to estimate {_name(keys[gone.argmax()])}"
    change = np.where(known, np.abs(without - with_them), 0)
    if not change.any():
        return 0.0, "No estimate changes without them"
    largest = _largest(change, keys)
    key = keys[largest]
    was, becomes = (_written(values[largest], key) for values in (with_them, without))
    return float(change[largest]), f"Without them {_name(key)} goes from {was} to {becomes}"


def _largest(change: FloatArray, keys: list[Key]) -> int:
    """Find the largest change, a percentage point weighing as much as one unit."""
    weight = np.where([key.statistic in SHARES for key in keys], 100, 1)
    return int((change * weight).argmax())


def _of_sentinels(
    responses: Responses, finding: Finding, everybody: BoolArray
) -> tuple[float, str]:
    """Compare means with and without a question's only sentinel; which of several is not known."""
    question = responses.study.question(finding.questions[0])
    if not isinstance(question, NumericQuestion) or len(question.sentinels) != 1:
        return np.nan, ""
    if question.unreadable == "leave-out":  # which of them are sentinels is not known
        return np.nan, ""
    values = responses.values[question.id][everybody]
    hidden = responses.states[question.id][everybody] == CellState.SENTINEL
    given = np.isfinite(values)
    base, size = given.sum(axis=0), (given | hidden).sum(axis=0)
    total = np.where(given, values, 0).sum(axis=0)
    without = total / np.where(base > 0, base, np.nan)
    with_it = (total + hidden.sum(axis=0) * float(question.sentinels[0])) / np.maximum(size, 1)
    change = np.abs(with_it - without)
    if not np.isfinite(change).any():
        return np.nan, ""
    item = int(np.nanargmax(change))
    name = ".".join(part for part in (question.id, question_items(question)[item].id) if part)
    sentence = f"the mean of {name} would go from {without[item]:.2f} to {with_it[item]:.2f}"
    return float(change[item]), f"Counted as a number, {sentence}"


def _of_ambiguous(
    responses: Responses, finding: Finding, everybody: BoolArray
) -> tuple[float, str]:
    question = responses.study.question(finding.questions[0])
    if not isinstance(question, MultipleQuestion):
        return np.nan, ""
    bounds = bound_options(responses, question, everybody)
    above, below = bounds["highest"] - bounds["estimate"], bounds["estimate"] - bounds["lowest"]
    apart = np.maximum(above.to_numpy(), below.to_numpy())
    if np.isnan(apart).all():
        return np.nan, "Nobody ticked anything"
    widest = bounds.loc[int(apart.argmax())]
    sentence = (
        f"Read either way, {question.id}.{widest['option_id']} lies between "
        f"{widest['lowest']:.1%} and {widest['highest']:.1%} (estimate {widest['estimate']:.1%})"
    )
    return float(apart.max()), sentence


def _name(key: Key) -> str:
    name = ".".join(part for part in (key.question_id, key.item_id, key.option_id) if part)
    return name if key.statistic == "proportion" else f"{name} {key.statistic.replace('_', ' ')}"


def _written(value: float, key: Key) -> str:
    return f"{value:.1%}" if key.statistic in SHARES else f"{value:.2f}"
