"""The columns that leave: what each holds, and which stay because they may identify people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from survey_analysis.readers.personal import recognise_personal
from survey_analysis.responses import Responses, population_mask
from survey_analysis.responses.model import StateArray, cell_names
from survey_analysis.study import (
    Question,
    ScaleQuestion,
    SingleQuestion,
    question_columns,
    question_items,
    question_options,
)

FieldKind = Literal["category", "boolean", "number", "text"]
_KINDS: dict[str, FieldKind] = {
    "single": "category",
    "scale": "category",
    "multiple": "boolean",
    "numeric": "number",
    "allocation": "number",
    "ranking": "number",
    "text": "text",
}
_CARRIES = (0, 5)  # CellState.ANSWERED and UNTOUCHED_DEFAULT


@dataclass(frozen=True, eq=False)
class OutColumn:
    """One column that leaves.

    Attributes
    ----------
    name
        As in `survey_analysis.answers_frame`: ``Q13.service``.
    title
        What it holds, in words.
    kind
        Of its values: ids of options, ticks, numbers, or texts.
    values, states
        The cells, shape (n,): ``None`` where there is no value; and their `CellState`.
    options
        Id and label of each option of a category, in order.
    is_ordered
        Whether these options have an order.
    unit
        Of numbers.
    """

    name: str
    title: str
    kind: FieldKind
    values: list[Any]
    states: StateArray
    options: tuple[tuple[str, str], ...] = ()
    is_ordered: bool = False
    unit: str = ""


def list_out_columns(
    responses: Responses, *, texts: bool = False
) -> tuple[list[OutColumn], list[str]]:
    """List the columns of a survey that may leave, and name those that stay.

    Ids, metadata and what the study drops never leave. Populations leave as columns of
    yes and no, as they cannot be told without metadata.

    Parameters
    ----------
    responses
        The responses.
    texts
        Whether open answers leave, too; columns of theirs that look like personal data
        stay all the same.

    Returns
    -------
    list of OutColumn, list of str
        The columns, populations first; and the columns of the export that stay although
        they hold answers.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> columns, kept = list_out_columns(load_responses("ml-deployment-monitoring"))
    >>> columns[0].name, columns[0].values[:2], len(kept) > 0
    ('population.started', [True, True], True)
    """
    columns = [_population(responses, name) for name in responses.study.populations]
    kept: list[str] = []
    for question in responses.study.questions:
        for column, source in _question_columns(responses, question):
            if column.kind == "text" and not (texts and not _is_personal(column, source)):
                kept.append(source)
            else:
                columns.append(column)
    return columns, [*kept, *map(str, responses.option_texts.columns)]


def _is_personal(column: OutColumn, source: str) -> bool:
    cells = [value or "" for value in column.values]
    return bool(recognise_personal([source, column.title], cells))


def _population(responses: Responses, name: str) -> OutColumn:
    mask = population_mask(responses, name)
    label = responses.study.populations[name].label
    states = np.zeros(len(mask), dtype=np.int8)
    return OutColumn(f"population.{name}", label, "boolean", mask.tolist(), states)


def _question_columns(responses: Responses, question: Question) -> Iterator[tuple[OutColumn, str]]:
    """Yield the columns of a question, each with its column in the export."""
    kind = _KINDS[question.kind]
    values, states = responses.values[question.id], responses.states[question.id]
    options = tuple((option.id, option.label) for option in question_options(question))
    sources = [column.name for column in question_columns(question)]
    for i, name in enumerate(cell_names(question)):
        yield (
            OutColumn(
                name=name,
                title=_title(question, i),
                kind=kind,
                values=_cells(values[:, i], states[:, i], kind, options),
                states=states[:, i],
                options=options if kind == "category" else (),
                is_ordered=_is_ordered(question),
                unit=getattr(question, "unit", ""),
            ),
            sources[i] if kind == "text" else "",
        )


def _title(question: Question, number: int) -> str:
    has_options = question.kind in ("multiple", "ranking")
    parts = question_options(question) if has_options else question_items(question)
    is_whole = question.kind == "single" or (question.kind == "numeric" and not parts[0].id)
    return question.label if is_whole else f"{question.label}: {parts[number].label}"


def _is_ordered(question: Question) -> bool:
    if isinstance(question, ScaleQuestion):
        return not question.off_scale
    return isinstance(question, SingleQuestion) and question.ordered


def _cells(
    values: npt.NDArray[Any],
    states: StateArray,
    kind: FieldKind,
    options: tuple[tuple[str, str], ...],
) -> list[Any]:
    cells = values.tolist()
    if kind == "category":
        cells = [options[int(cell)][0] if cell >= 0 else None for cell in cells]
    elif kind == "boolean":
        cells = [bool(cell) for cell in cells]
    carries = np.isin(states, _CARRIES).tolist()
    present = zip(cells, carries, strict=True)
    return [cell if is_there and cell == cell else None for cell, is_there in present]
