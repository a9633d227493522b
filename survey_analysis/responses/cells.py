"""The raw cells of one question, and what is found to be wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from survey_analysis.errors import Problem, quote
from survey_analysis.responses.codes import Codes
from survey_analysis.responses.model import BoolArray, CellState, StateArray

_LISTED_TEXTS = 10  # of one column; more are counted


@dataclass(frozen=True)
class Findings:
    """What came up while typing: problems stop the reading, warnings go with the responses."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Cells:
    """The raw cells of one question, and what may be said of them.

    Attributes
    ----------
    texts
        The cells, shape (n, k) in the order of the question's columns.
    columns
        The columns' names, k of them.
    rows
        The cells' rows in the file, shape (n,).
    reached
        Who reached the question's page, shape (n,).
    codes
        The export's codes for this question.
    findings
        Collects what cannot be typed.
    """

    texts: npt.NDArray[np.object_]
    columns: list[str]
    rows: npt.NDArray[np.int64]
    reached: BoolArray
    codes: Codes
    findings: Findings

    def missing_states(self) -> StateArray:
        """Give the state of each cell that holds a missing code; ANSWERED elsewhere."""
        states = np.full(self.texts.shape, CellState.ANSWERED, dtype=np.int8)
        states[is_in(self.texts, self.codes.not_answered)] = CellState.NOT_ANSWERED
        unseen = is_in(self.texts, self.codes.not_shown)
        states[unseen] = CellState.NOT_ANSWERED
        states[unseen & ~self.reached[:, None]] = CellState.NOT_SHOWN
        return states

    def report(self, bad: BoolArray, message: str, *, column: int | None = None) -> None:
        """Report the rows that share a problem, in one column or in all of the question's."""
        rows = tuple(int(row) for row in self.rows[bad])
        name = self.span() if column is None else self.columns[column]
        self.findings.problems.append(Problem(message, rows=rows, column=name))

    def span(self) -> str:
        """Name the columns by the first and the last: ``Q3_Build … Q3_Watch``."""
        return " … ".join(dict.fromkeys([self.columns[0], self.columns[-1]]))

    def report_texts(self, bad: BoolArray, explain: Callable[[str], str]) -> None:
        """Report cells, shape (n, k), that hold a text which is not allowed, a line per text."""
        for column in np.flatnonzero(bad.any(axis=0)):
            found = self.texts[:, column]
            texts = list(dict.fromkeys(found[bad[:, column]]))
            for text in texts[:_LISTED_TEXTS]:
                same = bad[:, column] & (found == text)
                self.report(same, f"found {quote(text)}, {explain(text)}", column=int(column))
            more = texts[_LISTED_TEXTS:]
            if more:
                same = bad[:, column] & is_in(found, more)
                self.report(same, f"found {len(more)} more such texts", column=int(column))


def is_in(texts: npt.NDArray[np.object_], known: Collection[str]) -> BoolArray:
    """Tell which texts are among a few known ones, shape of `texts`."""
    found = np.zeros(texts.shape, dtype=bool)
    for text in known:
        found |= np.asarray(texts == text, dtype=bool)
    return found
