"""Guesses about several columns together: ticks, rankings, shares of a total, grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from survey_analysis.drafting.groups import Group, draft_items, find_text_beside, own_parts
from survey_analysis.drafting.labels import draft_options, find_scale, guess_grid, is_other
from survey_analysis.drafting.naming import make_ids
from survey_analysis.drafting.profiles import Profile
from survey_analysis.drafting.shapes import Guess
from survey_analysis.readers.codes import FormatCodes

TICKED = ("1", "1.0", "Yes", "yes", "Y", "y", "x", "X", "TRUE", "True", "true", "quoted", "genannt",
          "Selected", "Checked", "ausgewählt", "Ja", "Sim", "Sí", "Oui")  # fmt: skip
NOT_TICKED = ("0", "0.0", "No", "no", "N", "n", "FALSE", "False", "false", "not quoted",
              "nicht genannt", "Not selected", "Unchecked", "nicht ausgewählt", "Nein", "Não",
              "Non")  # fmt: skip
_YES_NO = ({"yes", "no"}, {"ja", "nein"}, {"sim", "não"}, {"sí", "no"}, {"oui", "non"})
_TOTALS = (100.0, 1.0, 10.0)
_POINTS = ((1, 4), (1, 5), (1, 6), (1, 7), (1, 10), (0, 10), (1, 9))


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
    elif all(p.is_number for p in filled):
        places = _places(columns)
        if places is not None:
            yield _ranking(columns, places)
        if (total := _total(columns)) is not None:
            yield _allocation(columns, total)
        if (ends := _rating(columns)) is not None:
            yield _numbered_grid(columns, ends)
    elif _is_order(columns):
        yield _ranks(columns)
    elif find_scale(columns) is not None and not group.beside:
        labels = own_parts(columns)
        yield guess_grid(columns, list(zip(make_ids(labels), labels, strict=True)))


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
    return Guess({"kind": "multiple", "options": options}, reason, decide=decide)


def _frame(columns: Sequence[Profile]) -> pd.DataFrame:
    return pd.DataFrame({p.name: p.numbers for p in columns})


def _places(columns: Sequence[Profile]) -> int | None:
    """Return the number of places if rows are places 1, 2, 3 …, each given once."""
    numbers = _frame(columns).dropna(how="all")
    if len(columns) < 3 or len(numbers) < 2:
        return None
    given = numbers.count(axis=1)
    distinct, low, high = numbers.nunique(axis=1), numbers.min(axis=1), numbers.max(axis=1)
    whole = bool((numbers.fillna(1) % 1 == 0).all(axis=None))
    is_order = (distinct == given) & (low == 1) & (high == given)
    if not whole or not bool(is_order.all()) or int(high.max()) < 2:
        return None
    return int(high.max())


def _ranking(columns: Sequence[Profile], places: int) -> Guess:
    question: dict[str, Any] = {"kind": "ranking"}
    if places < len(columns):
        question["depth"] = places
    question["options"] = draft_items(columns)
    reason = f"each record gives the places 1 to {places} once, or the first of them"
    return Guess(question, reason, decide="how many places count as the top (top)")


def _is_order(columns: Sequence[Profile]) -> bool:
    """Tell whether columns hold the first, second … choice: labels that no record repeats."""
    cells = pd.DataFrame({p.name: p.cells.where(p.cells.isin(list(p.counts))) for p in columns})
    given = cells.count(axis=1)
    labels = {text for p in columns for text in p.counts}
    enough = int((given > 1).sum()) >= 3 and len(labels) >= len(columns)
    often = sum(p.answered for p in columns) >= 2 * len(labels)
    shared = sum(len(p.counts.keys() & columns[0].counts.keys()) > 0 for p in columns[1:])
    without_gaps = cells.notna().to_numpy()
    is_filled = bool((without_gaps[:, 1:] <= without_gaps[:, :-1]).all())
    is_each_once = bool((cells.nunique(axis=1) == given).all())
    return enough and often and is_filled and is_each_once and shared == len(columns) - 1


def _ranks(columns: Sequence[Profile]) -> Guess:
    declared = [text for p in columns for text in p.about.labels]
    labels = list(dict.fromkeys([*declared, *(text for p in columns for text in p.counts)]))
    question = {
        "kind": "ranking",
        "ranks": [p.name for p in columns],
        "options": draft_options(labels),
    }
    reason = "a column per place: no record names a label twice, and none leaves a place out"
    decide = "whether it is a ranking, and which options nobody named"
    return Guess(question, reason, decide=decide)


def _total(columns: Sequence[Profile]) -> float | None:
    """Return the total to which most rows that are not all zero sum up."""
    numbers = _frame(columns).dropna()
    sums = numbers.sum(axis=1)[numbers.abs().sum(axis=1) > 0].round(6)
    if len(sums) < 3:
        return None
    return next((t for t in _TOTALS if np.mean(np.isclose(sums, t)) >= 0.8), None)


def _allocation(columns: Sequence[Profile], total: float) -> Guess:
    question = {
        "kind": "allocation",
        "unit": "%" if total == 100 else "units",
        "total": int(total),
        "other_totals": "leave-out",
        "items": draft_items(columns),
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
