"""What kind of question a group of columns is: guesses in order, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from survey_analysis.drafting.blocks import guess_blocks, is_tick, is_yes_no
from survey_analysis.drafting.groups import Group, draft_items, find_text_beside
from survey_analysis.drafting.labels import find_scale, guess_labels
from survey_analysis.drafting.naming import is_code
from survey_analysis.drafting.profiles import Profile
from survey_analysis.drafting.shapes import Guess
from survey_analysis.readers.codes import FormatCodes

_UNITS = {
    unit: re.compile(pattern)
    for unit, pattern in {
        "%": r"%|percent|prozent|por ?cento|por ciento|pourcent",
        "years": r"years|jahre|anos|años|\bans\b|ann[ée]es|experience|erfahrung",
        "months": r"months|monate|meses|mois",
        "hours": r"hours|stunden|horas|heures",
        "minutes": r"minut",
        "people": r"people|employees|persons|personen|mitarbeiter|pessoas|personas|personnes",
    }.items()
}


@dataclass(frozen=True, eq=False)
class Part:
    """Columns of a group that are one question, and what may be guessed of them, best first.

    `name` and `text` are the group's, or those of the only column; `asked`: they come from
    a questionnaire.
    """

    name: str
    text: str
    columns: list[Profile]
    guesses: list[Guess]
    asked: bool = False


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
    beside = list(group.beside)
    runs = [list(run) for _, run in groupby(group.columns, key=_signature)]
    for run in runs:
        own = [p for p in beside if any(find_text_beside(column, [p]) for column in run)]
        own = beside if run is runs[-1] else own
        beside = [p for p in beside if p not in own]
        text = run[0].about.option or group.text if len(run) == 1 else group.text
        name = run[0].name if len(runs) > 1 and is_code(run[0].name) else group.name
        piece = Group(name, text, run, own)
        guesses = [*guess_blocks(piece, codes), *_alone(piece, run)]
        yield Part(piece.name, piece.text, [*run, *own], guesses)


def _signature(profile: Profile) -> str:
    """Say what neighbouring columns must have in common to be one question."""
    if is_tick(profile) and not is_yes_no(profile):
        return "ticks"
    if profile.is_number:
        return "numbers"
    scale = find_scale([profile])
    if scale is not None:
        return f"scale {scale[1]}"
    is_choice = any(guess.question["kind"] != "text" for guess in guess_labels(profile, []))
    return f"choice {profile.name}" if is_choice else "text"


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
    question: dict[str, Any] = {"kind": "numeric", "unit": guess_unit(columns[0])}
    if low >= 0:
        question["minimum"] = 0
    if len(columns) == 1:
        question["column"] = columns[0].name
    else:
        question["items"] = draft_items(columns)
    return Guess(question, reason, decide="the unit of its numbers, and their range")


def guess_unit(profile: Profile) -> str:
    """Guess the unit of numbers from the wording or the column's name.

    Examples
    --------
    >>> from survey_analysis.readers.shapes import Column
    >>> guess_unit(Profile(Column("Q2", "Q2", "Berufserfahrung in Jahren"), None, (), {}))
    'years'
    """
    words = f"{profile.name} {profile.about.text} {profile.about.option}".casefold()
    return next((unit for unit, pattern in _UNITS.items() if pattern.search(words)), "units")


def guess_texts(columns: Sequence[Profile]) -> Guess:
    """Draft open text, which every column can be."""
    different = sum(len(p.counts) for p in columns)
    reason = f"{different} different texts" if different else "no answer in any record"
    return Guess({"kind": "text", "items": draft_items(columns)}, f"open text: {reason}")
