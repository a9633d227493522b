"""What stands in each column of an export, before anybody says what it means."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from survey_analysis.drafting.amounts import PLAINLY, Writing, find_writing
from survey_analysis.drafting.ladders import is_off_scale
from survey_analysis.readers import RawTable, format_codes
from survey_analysis.readers.shapes import Column
from survey_analysis.responses.parsing import plain_number

_MISSING = re.compile(
    r"-(99|98|97|96|95|90|88|77|66|55|9|8|7)|\(?no answer\)?"
    r"|#(NULL!|N/A|VALUE!|REF!|DIV/0!|NAME\?|NUM!)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ,]+\d{1,2}[:.]\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?"
)
LONGEST_LABEL = 90
"""Texts longer than this are nobody's option."""


@dataclass(frozen=True, eq=False)
class Profile:
    """One column.

    Attributes
    ----------
    about
        What the file says of it.
    cells
        Its cells.
    codes
        Texts in it that are no answer, beside the format's own.
    counts
        How often each answer occurs, in the order of the first occurrence.
    written
        How its numbers are written.
    """

    about: Column
    cells: pd.Series[str]
    codes: tuple[str, ...]
    counts: dict[str, int]
    written: Writing = PLAINLY

    @property
    def name(self) -> str:
        """The column's name in the export."""
        return self.about.column

    @property
    def answered(self) -> int:
        """How many cells hold an answer."""
        return sum(self.counts.values())

    @cached_property
    def is_number(self) -> bool:
        """Whether there are answers, all of them numbers."""
        return bool(self.counts) and all(_NUMBER.fullmatch(text.strip()) for text in self.counts)

    @cached_property
    def is_date(self) -> bool:
        """Whether there are answers, all of them dates or times."""
        return bool(self.counts) and all(_DATE.fullmatch(text.strip()) for text in self.counts)

    @property
    def numbers(self) -> pd.Series[float]:
        """The cells as numbers, NaN where there is no answer."""
        cells = self.cells.where(self.cells.isin(list(self.counts)))
        if self.written != PLAINLY:
            decimal, unit = self.written.decimal, self.written.unit
            plain = {text: plain_number(text, decimal=decimal, unit=unit) for text in self.counts}
            cells = cells.map(plain)
        return pd.to_numeric(cells, errors="coerce")

    def without(self, texts: Collection[str]) -> Profile:
        """Return the column as it is if some texts are no answers."""
        left = {text: n for text, n in self.counts.items() if text.strip() not in texts}
        return self if len(left) == len(self.counts) else replace(self, counts=left)


@dataclass(frozen=True)
class Numbers:
    """Columns whose answers are numbers, and the texts among them that are no answer."""

    columns: list[Profile]
    written: Writing
    missing: tuple[str, ...]


def read_as_numbers(columns: Sequence[Profile]) -> Numbers | None:
    """Read columns as numbers, however written; None if some answer is none, or if all lack one.

    "I don't know" and its like may stand among the numbers; they are no answers then.
    """
    texts = list(dict.fromkeys(text.strip() for p in columns for text in p.counts))
    missing = tuple(text for text in texts if is_off_scale(text))
    written = find_writing([text for text in texts if text not in missing])
    if written is None:
        return None
    return Numbers(
        [replace(p.without(missing), written=written) for p in columns], written, missing
    )


def profile_columns(table: RawTable, *, skip: Sequence[str] = ()) -> list[Profile]:
    """Look at the columns of an export.

    Parameters
    ----------
    table
        The export.
    skip
        Columns that are not looked at.

    Examples
    --------
    >>> from survey_analysis.readers import read_table
    >>> from survey_analysis.study import find_study_folder
    >>> table = read_table(find_study_folder("ml-deployment-monitoring") / "responses.csv")
    >>> profile = next(p for p in profile_columns(table) if p.name == "Q17_Automated_Machine_Lea"
    ...     "rning_Tools_Yes_No")
    >>> list(profile.counts)
    ['No', 'Yes, Please, specify']
    """
    columns = [Column(*row) for row in table.columns.itertuples(index=False, name=None)]
    return [_profile(column, table) for column in columns if column.column not in skip]


def _profile(column: Column, table: RawTable) -> Profile:
    known = format_codes(table.format)
    cells = table.cells[column.column]
    counts = {str(k): int(n) for k, n in cells.value_counts(sort=False).items() if str(k).strip()}
    never = {*known.not_shown, *known.empty, *column.missing}
    answers = {text: n for text, n in counts.items() if text not in never}
    codes = {text for text in answers if _MISSING.fullmatch(text)} - set(column.labels)
    left = {text: n for text, n in answers.items() if text not in codes}
    if any(not _NUMBER.fullmatch(text.strip()) for text in left):
        left = {text: n for text, n in left.items() if text not in known.not_answered}
    return Profile(column, cells, tuple(sorted(codes)), left)
