"""Units: the texts that are coded, one row each."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from survey_analysis.coding.codebook import CodedUnits
from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.findings import is_junk
from survey_analysis.populations import name_population
from survey_analysis.responses import Responses
from survey_analysis.study import Item, TextQuestion

UNIT_COLUMNS = [
    "unit_id", "respondent", "question_id", "item_id", "group", "text", "text_sha256",
]  # fmt: skip


def list_units(
    responses: Responses, coded: CodedUnits, *, population: str | None = None
) -> pd.DataFrame:
    """List the problem reports that are coded: what was answered and says something.

    A replica has the ids, filled slots and junk of the original, so the same units; its
    texts were written for the project.

    Parameters
    ----------
    responses
        The responses.
    coded
        Which open question, and which groups of its slots (all if none is named): the
        codebook's `units`.
    population
        A population of the study; its default if None.

    Returns
    -------
    DataFrame
        One row a problem report, by respondent id and then slot: `unit_id` (stable,
        such as ``29:Q4.model-deployment-1``), `respondent` (as in `Responses.ids`),
        `question_id`, `item_id`, `group` (empty where slots have none), `text` (as read)
        and `text_sha256`.

    Raises
    ------
    InvalidCallError
        If the study has no such open question, group or population; names the nearest.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> coded = CodedUnits(question="Q4", groups=["model-deployment", "model-monitoring"])
    >>> units = list_units(load_responses("ml-deployment-monitoring"), coded)
    >>> units.groupby("group").size().to_dict()
    {'model-deployment': 139, 'model-monitoring': 113}
    """
    question = _open_question(responses, coded)
    _, counted = name_population(responses, population=population)
    texts = responses.values[question.id]
    usable = responses.is_answered(question.id) & ~is_junk(question, texts) & counted[:, None]
    chosen = [not coded.groups or item.group in coded.groups for item in question.items]
    rows = [
        _describe(responses.ids[row], question.id, question.items[slot], str(texts[row, slot]))
        for row, slot in zip(*np.nonzero(usable & chosen), strict=True)
    ]
    return pd.DataFrame(rows, columns=UNIT_COLUMNS)


def _open_question(responses: Responses, coded: CodedUnits) -> TextQuestion:
    """Find the question whose texts are coded, and check its groups."""
    if coded.question is None:
        msg = "the codebook codes documents, not the answers to a question"
        raise InvalidCallError(msg)
    question = responses.study.question(coded.question)
    if not isinstance(question, TextQuestion):
        msg = f"{question.id} is no open question; only texts can be coded"
        raise InvalidCallError(msg)
    groups = [group.id for group in question.groups]
    for group in coded.groups:
        if group not in groups:
            raise InvalidCallError(unknown_name(f"group of {question.id}", group, groups))
    return question


def _describe(respondent: object, question_id: str, item: Item, text: str) -> tuple[object, ...]:
    unit_id = f"{respondent}:{question_id}.{item.id}"
    return unit_id, respondent, question_id, item.id, item.group or "", text, text_sha256(text)


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes in hexadecimal: tells when a text has changed.

    Examples
    --------
    >>> text_sha256("Slow releases")[:12]
    '4a952c5a5509'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
