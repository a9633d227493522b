"""What can be compared: one number per respondent for every option and item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from survey_analysis.bootstrap.limits import BoolArray, FloatArray
from survey_analysis.errors import InvalidCallError
from survey_analysis.measures import Numbers, QuestionMeasures, Shares, measure_questions
from survey_analysis.responses import Responses
from survey_analysis.study import ScaleQuestion, SingleQuestion, Study


class Side(NamedTuple):
    """One side of a contrast; empty where that does not apply."""

    question_id: str
    item_id: str = ""
    option_id: str = ""


@dataclass(frozen=True, eq=False)
class Compared:
    """Shares and means that contrasts compare, in the study file's order.

    Attributes
    ----------
    sides
        Which option or item each is; f of them.
    values
        What is averaged, one row per respondent, shape (n, f): 1 or 0 for shares, and nan
        off the base.
    scores
        What a test between groups ranks: the point of a scale; the value itself for
        others, shape (n, f).
    is_share, is_scale
        Shares (of a scale: the top share) or means; whether it is of a scale, shape (f,).
    """

    sides: list[Side]
    values: FloatArray
    scores: FloatArray
    is_share: BoolArray
    is_scale: BoolArray

    def take(self, columns: Sequence[int]) -> Compared:
        """Return some of them."""
        return Compared(
            [self.sides[i] for i in columns],
            self.values[:, columns],
            self.scores[:, columns],
            self.is_share[columns],
            self.is_scale[columns],
        )


def list_compared(
    responses: Responses, everybody: BoolArray, *, questions: Sequence[str] = ()
) -> Compared:
    """List what can be compared: options' shares, items' top shares, means of numbers.

    Of a ranking, the shares of first places.

    Parameters
    ----------
    responses
        The responses.
    everybody
        The population's respondents, shape (n,).
    questions
        Question ids; if empty, those with a research question or a headline, and if there
        are none, all closed ones.

    Raises
    ------
    InvalidCallError
        If the study has no such question, or it is open text.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> everybody = np.ones(len(responses), dtype=bool)
    >>> list_compared(responses, everybody, questions=["Q14"]).sides[0]
    Side(question_id='Q14', item_id='', option_id='yes')
    """
    chosen = _choose_questions(responses.study, questions)
    columns = [
        (side, values[everybody], scores[everybody], is_share, scores is not values)
        for question in measure_questions(responses)
        if question.question_id in chosen
        for side, values, scores, is_share in _columns(question)
    ]
    empty = np.empty((int(everybody.sum()), 0))
    return Compared(
        [column[0] for column in columns],
        np.column_stack([empty, *(column[1] for column in columns)]),
        np.column_stack([empty, *(column[2] for column in columns)]),
        np.array([column[3] for column in columns], dtype=np.bool_),
        np.array([column[4] for column in columns], dtype=np.bool_),
    )


def _choose_questions(study: Study, questions: Sequence[str]) -> set[str]:
    closed = [question.id for question in study.questions if question.kind != "text"]
    if not questions:
        headlines = {headline.question for headline in study.headlines}
        leading = {q.id for q in study.questions if q.research_question or q.id in headlines}
        return leading or set(closed)
    for question in map(study.question, questions):
        if question.kind == "text":
            allowed = ", ".join(closed)
            message = f"{question.id} is open text, nothing to compare; choose from: {allowed}"
            raise InvalidCallError(message)
    return set(questions)


def _columns(
    question: QuestionMeasures,
) -> Iterator[tuple[Side, FloatArray, FloatArray, bool]]:
    """Yield side, values, scores and whether it is a share, of one question."""
    points = {
        part.keys[0].item_id: _number(part) for part in question.parts if isinstance(part, Numbers)
    }
    has_top = any(part.keys[0].statistic == "top_share" for part in question.parts)
    is_ranking = any(part.keys[0].statistic == "first_share" for part in question.parts)
    for part in question.parts:
        if is_ranking and part.keys[0].statistic != "first_share":
            continue
        if isinstance(part, Shares):
            if has_top and part.keys[0].statistic != "top_share":
                continue
            for key, hits in zip(part.keys, part.hits.T, strict=True):
                values = np.where(part.base, hits, np.nan)
                scores = points.get(key.item_id, values) if has_top else values
                yield Side(key.question_id, key.item_id, key.option_id), values, scores, True
        elif not has_top:
            values = points[part.keys[0].item_id]
            yield Side(question.question_id, part.keys[0].item_id), values, values, False


def _number(part: Numbers) -> FloatArray:
    return np.append(part.distinct, np.nan)[part.codes]


def pair_within(compared: Compared, study: Study) -> list[tuple[int, int]]:
    """Pair what the same respondents answered: in each question, and between like scales.

    Two scale questions are alike if their items have the same ids: then each item of the
    one is compared with the same item of the other, such as relevance with difficulty.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> everybody = np.ones(len(responses), dtype=bool)
    >>> compared = list_compared(responses, everybody, questions=["Q13"])
    >>> pair_within(compared, responses.study)
    [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    """
    columns: dict[str, list[int]] = {}
    for i, side in enumerate(compared.sides):
        columns.setdefault(side.question_id, []).append(i)
    within = [pair for places in columns.values() for pair in combinations(places, 2)]
    scales = [
        question
        for question in study.questions
        if isinstance(question, ScaleQuestion) and question.id in columns
    ]
    between = [
        pair
        for one, other in combinations(scales, 2)
        if [item.id for item in one.items] == [item.id for item in other.items]
        for pair in zip(columns[one.id], columns[other.id], strict=True)
    ]
    return within + between


def distinct_columns(compared: Compared, study: Study) -> list[int]:
    """List what differs between groups on its own account.

    Of a single choice with two options only the first does: the other is its complement.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> everybody = np.ones(len(responses), dtype=bool)
    >>> distinct_columns(list_compared(responses, everybody, questions=["Q14"]), responses.study)
    [0]
    """
    mirrored = {
        Side(question.id, option_id=question.options[1].id)
        for question in study.questions
        if isinstance(question, SingleQuestion) and len(question.options) == 2
    }
    return [i for i, side in enumerate(compared.sides) if side not in mirrored]
