"""Rankings: the place of each option, with gaps and ties as the study file says."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from survey_analysis.responses.cells import Cells
from survey_analysis.responses.model import BoolArray, CellState, StateArray, Typed
from survey_analysis.responses.parsing import (
    describe_undeclared,
    find_labels,
    read_numbers,
    refuse_outside,
)
from survey_analysis.study import RankingQuestion

FloatArray = npt.NDArray[np.float64]


def type_ranking(question: RankingQuestion, cells: Cells) -> Typed:
    """Turn the cells of a ranking into places and states, each of shape (n, options).

    Options without a place are `NOT_ANSWERED`. Places that are no whole number or out of
    range, labels that are not declared, an option with two places, and gaps and ties that
    the question does not allow become problems of `cells.findings`.

    Parameters
    ----------
    question
        The question.
    cells
        Its cells: a column of numbers per option, or a column of labels per place.
    """
    given = cells.missing_states()
    places = _from_labels(question, cells, given) if question.ranks else _numbers(question, cells)
    places = _settle(question, cells, places)
    unseen = (given == CellState.NOT_SHOWN).all(axis=1)
    why = np.where(unseen, CellState.NOT_SHOWN, CellState.NOT_ANSWERED).astype(np.int8)
    has_place = np.isfinite(places)
    states = np.where(has_place, np.int8(CellState.ANSWERED), why[:, None])
    return places, states.astype(np.int8)


def _numbers(question: RankingQuestion, cells: Cells) -> FloatArray:
    """Read the place of each option from its own column."""
    places = read_numbers(cells, cells.missing_states())
    broken = np.isfinite(places) & (places != np.floor(places))
    cells.report_texts(broken, lambda _: "which is not a place; allowed: whole numbers")
    places[broken] = np.nan
    refuse_outside(cells, places, 1, question.places)
    return places


def _from_labels(question: RankingQuestion, cells: Cells, states: StateArray) -> FloatArray:
    """Read the place of each option from the column in which it stands."""
    given = states == CellState.ANSWERED
    named = find_labels(question.options, cells, given)
    known = [label for option in question.options for label in option.labels]
    cells.report_texts(given & (named < 0), lambda text: describe_undeclared(text, known))
    places = np.full((len(named), len(question.options)), np.nan)
    twice = np.zeros(len(named), dtype=bool)
    for column in range(min(named.shape[1], question.places)):
        rows = np.flatnonzero(named[:, column] >= 0)
        option = named[rows, column]
        again = np.isfinite(places[rows, option])
        twice[rows[again]] = True
        places[rows[~again], option[~again]] = column + 1
    if twice.any():
        cells.report(twice, f"an option stands in two places; {question.id} takes each once")
    return places


def _settle(question: RankingQuestion, cells: Cells, places: FloatArray) -> FloatArray:
    """Treat gaps and ties as declared; a tie is at the mean of the places it takes up."""
    ahead, tied = count_ahead(places)
    with np.errstate(invalid="ignore"):
        gap = np.asarray((places > ahead + 1).any(axis=1))
    tie = np.asarray((tied > 1).any(axis=1))
    _report(question, cells, gap, question.gaps, "a place is left out")
    _report(question, cells, tie, question.ties, "options have the same place")
    best = ahead + 1.0
    if question.gaps == "keep":
        best = np.fmax(best, places)
    settled = best + (tied - 1) / 2
    left_out = (gap & (question.gaps == "leave-out")) | (tie & (question.ties == "leave-out"))
    return np.where(np.isfinite(places) & ~left_out[:, None], settled, np.nan)


def _report(
    question: RankingQuestion, cells: Cells, found: BoolArray, rule: str, what: str
) -> None:
    if rule == "error" and found.any():
        cells.report(found, f"{what}, which {question.id} does not allow")


def count_ahead(places: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Count for each option those with a better place, and those with the same, itself too.

    Parameters
    ----------
    places
        Shape (n, k), NaN for options without a place.

    Returns
    -------
    ahead, tied
        Shape (n, k); both 0 for options without a place.

    Examples
    --------
    >>> ahead, tied = count_ahead(np.array([[1.0, 2.0, 2.0, np.nan]]))
    >>> ahead.tolist(), tied.tolist()
    ([[0.0, 1.0, 1.0, 0.0]], [[1.0, 2.0, 2.0, 0.0]])
    """
    ahead, tied = np.zeros((2, *places.shape))
    for other in places.T:
        ahead += other[:, None] < places
        tied += other[:, None] == places
    return ahead, tied
