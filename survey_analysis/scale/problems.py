"""What is wrong in a file that is read in chunks: collected, and reported at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from survey_analysis.errors import DataError, Problem, describe_problems

MOST_ROWS = 10_000
"""Rows with problems after which reading stops: the file is not what the study says."""


@dataclass
class ProblemLog:
    """Problems of the chunks of a file, the same problem of several chunks as one.

    Attributes
    ----------
    rows
        Rows in the file by file name, column and message.
    warnings
        How many cells, or records, each warning concerns.
    """

    rows: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    warnings: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add the problems of a chunk."""
        for problem in problems:
            key = (problem.file, problem.column, problem.message)
            self.rows.setdefault(key, []).extend(problem.rows)

    def warn(self, message: str, number: int, of: str = "cells") -> None:
        """Add a warning that concerns so many cells, or records; nothing if it concerns none."""
        if number:
            self.warnings[message, of] = self.warnings.get((message, of), 0) + number

    def merge(self, other: ProblemLog) -> None:
        """Add the problems and warnings of another part of the data."""
        for key, rows in other.rows.items():
            self.rows.setdefault(key, []).extend(rows)
        for (message, of), number in other.warnings.items():
            self.warn(message, number, of)

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that reading on is of no use."""
        return sum(map(len, self.rows.values())) > MOST_ROWS

    def refuse(self, *, heading: str, columns: Iterable[str]) -> None:
        """Raise all problems, in the order of the columns; nothing if there are none.

        Parameters
        ----------
        heading
            What the problems are problems of.
        columns
            Every column, in the study file's order.

        Raises
        ------
        DataError
            If there is a problem.
        """
        if not self.rows:
            return
        order = {name: place for place, name in enumerate(columns)}
        found = [
            Problem(message, file=file, rows=tuple(sorted(rows)), column=column)
            for (file, column, message), rows in self.rows.items()
        ]
        found.sort(key=lambda problem: order.get(problem.column.split(" … ")[0], -1))
        stopped = f"; reading stopped after {MOST_ROWS:,} rows with problems" * self.is_full
        raise DataError(describe_problems(found, heading=f"{heading}{stopped}"))

    def list_warnings(self) -> tuple[str, ...]:
        """Write the warnings, each with the number of cells or records that it concerns."""
        return tuple(f"{message} ({n:,} {of})" for (message, of), n in self.warnings.items())
