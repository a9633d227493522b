"""What kind of question a group of columns is: guesses in order, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from survey_analysis.drafting.amounts import find_amounts, guess_unit
from survey_analysis.drafting.blocks import guess_blocks, is_tick, is_yes_no, part_numbers
from survey_analysis.drafting.groups import Group, draft_items, find_text_beside
from survey_analysis.drafting.labels import find_scale, guess_labels
from survey_analysis.drafting.ladders import is_off_scale
from survey_analysis.drafting.naming import is_code
from survey_analysis.drafting.own_words import asks_for_words, is_own_words
from survey_analysis.drafting.profiles import Numbers, Profile, read_as_numbers
from survey_analysis.drafting.shapes import Guess
from survey_analysis.readers.codes import FormatCodes

_MOST_CODES = 30
_LONGEST_NUMBER = 25
_UNCLEAR = (
    "whether its texts are numbers (kind: numeric), with which mark of decimals (decimal: ',' or "
    "'.'); written alike, with one unit, they can be computed with"
)
_OWN_WORDS = (
    "whether its texts are options (kind: single): they recur, but may be people's own words, "
    "which are not published by a guess"
)


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
        columns, guesses = (
            [*group.columns, *group.beside],
            [*whole, *_alone(group, group.columns, codes)],
        )
        yield Part(group.name, group.text, columns, guesses)
        return
    beside = list(group.beside)
    signed = groupby(group.columns, key=lambda column: _signature(column, codes))
    runs = [part for _, run in signed for part in part_numbers(list(run), codes)]
    for run in runs:
        own = [p for p in beside if any(find_text_beside(column, [p]) for column in run)]
        own = beside if run is runs[-1] else own
        beside = [p for p in beside if p not in own]
        text = run[0].about.option or group.text if len(run) == 1 else group.text
        name = run[0].name if len(runs) > 1 and is_code(run[0].name) else group.name
        piece = Group(name, text, run, own)
        guesses = [*guess_blocks(piece, codes), *_alone(piece, run, codes)]
        yield Part(piece.name, piece.text, [*run, *own], guesses)


def _signature(profile: Profile, codes: FormatCodes) -> str:
    """Say what neighbouring columns must have in common to be one question."""
    if is_tick(profile) and not is_yes_no(profile):
        return "ticks"
    if read_as_numbers([profile]) is not None:
        return "numbers"
    scale = find_scale([profile])
    if scale is not None:
        return f"scale {scale[1]}"
    is_choice = any(guess.question["kind"] != "text" for guess in guess_labels(profile, [], codes))
    return f"choice {profile.name}" if is_choice else "text"


def _alone(group: Group, columns: Sequence[Profile], codes: FormatCodes) -> Iterator[Guess]:
    if len(columns) == 1:
        yield from _mostly_numbers(columns[0], codes)
        labelled = list(guess_labels(columns[0], group.beside, codes))
        if _may_be_words(columns[0], group, labelled):
            yield replace(guess_texts(columns), decide=_OWN_WORDS)
        yield from labelled
    numbers = read_as_numbers(columns)
    if numbers is not None:
        yield guess_numbers(numbers, codes)
    yield guess_texts(columns)


def _mostly_numbers(profile: Profile, codes: FormatCodes) -> Iterator[Guess]:
    """Draft numbers of which a few are written so that nothing can be computed with them."""
    off = [text for text in profile.counts if is_off_scale(text)]
    found = find_amounts(profile.without(off).counts)
    if found is None or not found[1] or profile.about.labels or profile.about.coded:
        return
    writing, others = found
    left = replace(profile.without([*off, *others]), written=writing)
    guess = guess_numbers(Numbers([left], writing, tuple(off)), codes)
    unread = sum(profile.counts[text] for text in others)
    decide = f"what becomes of the {unread} answers that are no number (unreadable: leave-out)"
    reason = guess.reason.replace("every answer is a number", f"all but {unread} are numbers")
    question = {**guess.question, "unreadable": "leave-out"}
    yield replace(guess, question=question, reason=reason, decide=f"{guess.decide}; {decide}")


def _may_be_words(profile: Profile, group: Group, labelled: Sequence[Guess]) -> bool:
    """Tell whether what looks like a choice may be people's own words: these are never options."""
    is_declared = bool(profile.about.labels) or profile.about.coded or bool(group.beside)
    is_split = bool(labelled) and "separator" in labelled[0].question
    if is_declared or not labelled or profile.is_number:
        return False
    return is_own_words(profile) and not (is_split and not asks_for_words(profile))


def guess_numbers(numbers: Numbers, codes: FormatCodes) -> Guess:
    """Draft numbers: one, or one an item."""
    columns, written = numbers.columns, numbers.written
    values = [number for p in columns for number in p.numbers.dropna()]
    low, high = min(values), max(values)
    unit = written.unit or _guess_unit(columns[0])
    question: dict[str, Any] = {"kind": "numeric", "unit": unit}
    if written.decimal:
        question["decimal"] = written.decimal
    if low >= 0:
        question["minimum"] = 0
    if len(columns) == 1:
        question["column"] = columns[0].name
    else:
        question["items"] = draft_items(columns)
    reason = f"every answer is a number, from {low:g} to {high:g}"
    decide = "; ".join(
        ["the unit of its numbers, and their range", *_doubts(numbers, values, codes)]
    )
    return Guess(question, reason, decide, numbers.missing)


def _guess_unit(profile: Profile) -> str:
    return guess_unit(f"{profile.name} {profile.about.text} {profile.about.option}")


def _doubts(numbers: Numbers, values: Sequence[float], codes: FormatCodes) -> Iterator[str]:
    """Say what else numbers may be."""
    if not codes.in_words and all(v % 1 == 0 for v in values) and max(values) <= _MOST_CODES:
        yield "whether they are codes of options or points of a scale instead"
    if 0 in values and "0" in codes.not_answered:
        zeros = sum(value == 0 for value in values)
        yield f"whether its zeros ({zeros}) are numbers, or closed questions without an answer"


def guess_texts(columns: Sequence[Profile]) -> Guess:
    """Draft open text, which every column can be."""
    different = sum(len(p.counts) for p in columns)
    reason = f"{different} different texts" if different else "no answer in any record"
    decide = _UNCLEAR if any(map(_is_mostly_numbers, columns)) else ""
    return Guess({"kind": "text", "items": draft_items(columns)}, f"open text: {reason}", decide)


def _is_mostly_numbers(profile: Profile) -> bool:
    begun = sum(n for text, n in profile.counts.items() if text.strip()[:1].isdecimal())
    is_short = all(len(text) <= _LONGEST_NUMBER for text in profile.counts)
    return is_short and not profile.is_date and begun >= 0.7 * max(profile.answered, 1)
