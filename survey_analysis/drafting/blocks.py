"""Guesses about several columns together: ticks, places, shares of a total, grids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from survey_analysis.drafting.arranging import is_other, mark_exclusive
from survey_analysis.drafting.groups import Group, draft_items, find_text_beside, own_parts
from survey_analysis.drafting.labels import draft_options, find_scale, guess_grid
from survey_analysis.drafting.naming import make_ids
from survey_analysis.drafting.orders import (
    find_places,
    guess_places,
    guess_ranks,
    has_rank_codes,
    is_order,
    number_frame,
)
from survey_analysis.drafting.profiles import Numbers, Profile, read_as_numbers
from survey_analysis.drafting.shapes import Guess
from survey_analysis.readers.codes import FormatCodes

TICKED = ("1", "1.0", "Yes", "yes", "Y", "y", "x", "X", "TRUE", "True", "true", "quoted", "genannt",
          "Selected", "Checked", "ausgewählt", "Ja", "Sim", "Sí", "Oui")  # fmt: skip
NOT_TICKED = ("0", "0.0", "No", "no", "N", "n", "FALSE", "False", "false", "not quoted",
              "nicht genannt", "Not selected", "Unchecked", "nicht ausgewählt", "Nein", "Não",
              "Non")  # fmt: skip
_YES_NO = ({"yes", "no"}, {"ja", "nein"}, {"sim", "não"}, {"sí", "no"}, {"oui", "non"})
_MOST_POINTS = 11  # 0 to 10
_TOTALS = (100.0, 1.0, 10.0)
_POINTS = ((1, 4), (1, 5), (1, 6), (1, 7), (1, 10), (0, 10), (1, 9))

_BARE = re.compile(r"[A-Za-z]{1,3}_?[0-9]+")
_MOST_PARTED, _WIDEST = 60, 12  # columns


def guess_blocks(group: Group, codes: FormatCodes) -> Iterator[Guess]:
    """Guess what the columns of a group are together; nothing where they are not one question.

    Parameters
    ----------
    group
        The columns; one alone may still be a tick with its own text.
    codes
        The format's codes.
    """
    columns = group.columns
    filled = [p for p in columns if p.counts]
    if len(columns) < 2 or not filled:
        return
    if all(is_tick(p) for p in columns):
        yield _ticks(group)
    elif has_rank_codes(columns) and is_order(columns):
        yield guess_ranks(columns)
    elif (numbers := read_as_numbers(columns)) is not None:
        yield from _numbers(numbers, codes)
        if numbers.missing and not group.beside and _has_few_points(columns):
            yield _labelled_grid(columns)
    elif is_order(columns):
        yield guess_ranks(columns)
    elif find_scale(columns) is not None and not group.beside:
        yield _labelled_grid(columns)


def _has_few_points(columns: Sequence[Profile]) -> bool:
    scale = find_scale(columns)
    return scale is not None and len(scale[1]) <= _MOST_POINTS


def _labelled_grid(columns: Sequence[Profile]) -> Guess:
    labels = own_parts(columns)
    return guess_grid(columns, list(zip(make_ids(labels), labels, strict=True)))


def _numbers(numbers: Numbers, codes: FormatCodes) -> Iterator[Guess]:
    """Guess what numbers are together; what looks like places never counts as shares."""
    closed = [p.without(codes.not_answered) for p in numbers.columns]
    places = find_places(closed)
    if places is not None:
        yield replace(guess_places(closed, places), missing=numbers.missing)
    elif (total := find_total(numbers.columns)) is not None:
        yield replace(_allocation(numbers, total), missing=numbers.missing)
    if not numbers.missing and (ends := _rating(closed)) is not None:
        yield _numbered_grid(closed, ends)


def is_tick(profile: Profile) -> bool:
    """Tell whether a column says of one option whether it is ticked: by code or its own text."""
    found = {text.strip() for text in profile.counts}
    if found <= {*TICKED, *NOT_TICKED}:
        return True
    return len(found - set(NOT_TICKED)) == 1 and (
        not profile.about.option or profile.about.option.strip() in found
    )


def is_yes_no(profile: Profile) -> bool:
    """Tell whether a column answers a question of its own with yes or no."""
    found = {text.strip().casefold() for text in profile.counts}
    return bool(found) and any(found <= pair for pair in _YES_NO)


def _ticks(group: Group) -> Guess:
    columns = group.columns
    labels = own_parts(columns)
    marks = [[t for t in p.counts if t.strip() not in (*TICKED, *NOT_TICKED)] for p in columns]
    labels = [
        label if not own else own[0].strip() for label, own in zip(labels, marks, strict=True)
    ]
    options: list[dict[str, Any]] = []
    for option_id, label, profile, own in zip(
        make_ids(labels), labels, columns, marks, strict=True
    ):
        option = {"id": option_id, "label": label, "column": profile.name}
        if own:
            option["value"] = own[0].strip()
        if (text := find_text_beside(profile, group.beside)) is not None and not any(
            text.name == o.get("text") for o in options
        ):
            option["text"] = text.name
        options.append(option)
    left = [p for p in group.beside if not any(o.get("text") == p.name for o in options)]
    if left and not any(is_other(str(o["label"])) for o in options):
        label = left[0].about.option or "Other"
        ids = make_ids([*(str(o["id"]) for o in options), label])
        options.append({"id": ids[-1], "label": label, "column": left[0].name, "other": True})
    if len(columns) == 2 and {label.casefold() for label in labels} in _YES_NO:
        reason = "one yes/no question, a column for each answer"
        return Guess({"kind": "single", "options": options}, reason)
    reason = f"{len(columns)} columns that share a name and hold ticks"
    decide = "which option excludes the others, if any (exclusive: true)"
    if exclusive := mark_exclusive(options):
        reason += f"; {' and '.join(exclusive)} excludes the others"
        decide = ""
    if any(is_yes_no(p) for p in columns):
        decide += (
            "; " * bool(decide)
            + "whether nothing but No is an answer, too (export: nothing_ticked: answered)"
        )
    return Guess({"kind": "multiple", "options": options}, reason, decide=decide)


def find_total(columns: Sequence[Profile]) -> float | None:
    """Return the total to which most rows that are not all zero sum up."""
    numbers = number_frame(columns).dropna()
    sums = numbers.sum(axis=1)[numbers.abs().sum(axis=1) > 0].round(6)
    if len(sums) < 3:
        return None
    return next((t for t in _TOTALS if np.mean(np.isclose(sums, t)) >= 0.8), None)


def _allocation(numbers: Numbers, total: float) -> Guess:
    question = {
        "kind": "allocation",
        "unit": numbers.written.unit or ("%" if total == 100 else "units"),
        **({"decimal": numbers.written.decimal} if numbers.written.decimal else {}),
        "total": int(total),
        "other_totals": "leave-out",
        "items": draft_items(numbers.columns),
    }
    decide = "whether rows with another total are errors or left out (other_totals)"
    return Guess(question, f"rows sum to {total:g}", decide=decide)


def _rating(columns: Sequence[Profile]) -> tuple[int, int] | None:
    """Return the ends of a numbered scale on which all columns lie."""
    values = sorted({float(number) for p in columns for number in p.numbers.dropna()})
    if len(values) < 3 or any(value % 1 for value in values):
        return None
    return next(((a, b) for a, b in _POINTS if a <= values[0] and values[-1] == b), None)


def _numbered_grid(columns: Sequence[Profile], ends: tuple[int, int]) -> Guess:
    low, high = ends
    question = {
        "kind": "scale",
        "points": draft_options([str(point) for point in range(low, high + 1)]),
        "items": draft_items(columns),
    }
    reason = f"columns share whole numbers from {low} to {high}"
    return Guess(question, reason, decide="whether it is a scale, and what its points are called")


def part_numbers(columns: list[Profile], codes: FormatCodes) -> Iterator[list[Profile]]:
    """Part neighbouring columns of numbers into rankings, shares of a total, and the rest.

    Only where names are bare numbers of variables (``v_14``), which say nothing themselves.
    """
    numbers = read_as_numbers(columns)
    is_bare = all(_BARE.fullmatch(p.name) and not p.about.text for p in columns)
    is_wide = 3 < len(columns) <= _MOST_PARTED
    if numbers is None or not is_bare or not is_wide or all(map(is_tick, columns)):
        yield columns
        return
    start = rest = 0
    while start < len(columns):
        end = _block_end(numbers.columns, start, codes)
        if end > start:
            yield from filter(None, [columns[rest:start], columns[start:end]])
            rest = end
        start = max(end, start + 1)
    yield from filter(None, [columns[rest:]])


def _block_end(columns: Sequence[Profile], start: int, codes: FormatCodes) -> int:
    """Return where the longest ranking or sharing from a column on ends; the start if none."""
    for end in range(min(len(columns), start + _WIDEST), start + 1, -1):
        block = columns[start:end]
        closed = [p.without(codes.not_answered) for p in block]
        if find_places(closed) is not None or find_total(block) is not None:
            return end
    return start
