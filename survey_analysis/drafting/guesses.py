"""What kind of question a group of columns is: guesses in order, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from survey_analysis.drafting.blocks import guess_blocks
from survey_analysis.drafting.groups import Group, draft_items
from survey_analysis.drafting.labels import guess_labels
from survey_analysis.drafting.profiles import Profile
from survey_analysis.drafting.shapes import Guess
from survey_analysis.readers.codes import FormatCodes


@dataclass(frozen=True, eq=False)
class Part:
    """Columns of a group that are one question, and what may be guessed of them, best first.

    `name` and `text` are the group's, or those of the only column.
    """

    name: str
    text: str
    columns: list[Profile]
    guesses: list[Guess]


def guess_parts(group: Group, codes: FormatCodes) -> Iterator[Part]:
    """Part a group into questions, and guess the kind of each; the last guess is open text.

    Parameters
    ----------
    group
        Columns that belong together, as far as names and wordings tell.
    codes
        The format's codes.
    """
    whole = list(guess_blocks(group, codes))
    if whole or len(group.columns) == 1:
        columns, guesses = [*group.columns, *group.beside], [*whole, *_alone(group, group.columns)]
        yield Part(group.name, group.text, columns, guesses)
        return
    left = list(group.columns)
    while left:
        alike = [p for p in left if _class(p) == _class(left[0])]
        left = [p for p in left if p not in alike]
        parts = [alike] if _class(alike[0]) in ("number", "text") else [[p] for p in alike]
        for columns in parts:
            beside = group.beside if not left and columns is parts[-1] else []
            piece = Group(group.name, group.text, columns, beside)
            if len(columns) == 1:
                text = columns[0].about.option or group.text
                piece = Group(columns[0].name, text, columns, beside)
            yield Part(piece.name, piece.text, [*columns, *beside], list(_alone(piece, columns)))


def _class(profile: Profile) -> str:
    if profile.is_number:
        return "number"
    is_choice = any(guess.question["kind"] != "text" for guess in guess_labels(profile, []))
    return "label" if is_choice else "text"


def _alone(group: Group, columns: Sequence[Profile]) -> Iterator[Guess]:
    if len(columns) == 1:
        yield from guess_labels(columns[0], group.beside)
    if columns[0].is_number:
        yield guess_numbers(columns)
    yield guess_texts(columns)


def guess_numbers(columns: Sequence[Profile]) -> Guess:
    """Draft numbers: one, or one an item."""
    numbers = [number for p in columns for number in p.numbers.dropna()]
    low, high = min(numbers), max(numbers)
    reason = f"every answer is a number, from {low:g} to {high:g}"
    question: dict[str, Any] = {"kind": "numeric", "unit": "units"}
    if low >= 0:
        question["minimum"] = 0
    if len(columns) == 1:
        question["column"] = columns[0].name
    else:
        question["items"] = draft_items(columns)
    return Guess(question, reason, decide="the unit of its numbers, and their range")


def guess_texts(columns: Sequence[Profile]) -> Guess:
    """Draft open text, which every column can be."""
    different = sum(len(p.counts) for p in columns)
    reason = f"{different} different texts" if different else "no answer in any record"
    return Guess({"kind": "text", "items": draft_items(columns)}, f"open text: {reason}")
