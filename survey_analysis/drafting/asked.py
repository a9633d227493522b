"""Guesses from the questionnaire: what the survey tool itself says of a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from survey_analysis.drafting.groups import Group, find_text_beside
from survey_analysis.drafting.guesses import guess_numbers, guess_texts
from survey_analysis.drafting.ladders import fold, is_off_scale
from survey_analysis.drafting.naming import make_ids
from survey_analysis.drafting.profiles import Profile, read_as_numbers
from survey_analysis.drafting.shapes import Guess
from survey_analysis.readers.codes import FormatCodes
from survey_analysis.readers.questionnaire import AskedItem, AskedOption, AskedQuestion

_JOINED = ","
_BY = "the questionnaire says so"


def guess_asked(asked: AskedQuestion, group: Group, codes: FormatCodes) -> Iterator[Guess]:
    """Draft a question as the questionnaire has it; nothing where the columns do not fit.

    Parameters
    ----------
    asked
        The question in the questionnaire.
    group
        Its columns in the export.
    codes
        The format's codes.
    """
    draft = {
        "single": _single,
        "multiple": _multiple,
        "scale": _scale,
        "ranking": _ranking,
        "allocation": _allocation,
    }.get(asked.kind)
    if draft is not None:
        question = draft(asked, group)
        if question is not None:
            yield Guess({"kind": asked.kind, **question}, _BY)
        return
    if asked.kind in ("numeric", "text") and not group.beside:
        numbers = read_as_numbers(group.columns)
        if numbers is not None:  # in typed answers the survey tool need not check it
            found = guess_numbers(numbers, codes)
            yield replace(found, reason=f"{_BY}; {found.reason}")
    if asked.kind == "text":
        yield Guess(guess_texts([*group.columns, *group.beside]).question, _BY)


def _options(options: Sequence[AskedOption], columns: Sequence[Profile]) -> list[dict[str, Any]]:
    """Draft options; where the export writes codes, these are their values."""
    texts, codes = {o.text for o in options}, {o.code for o in options}
    cells = {text.strip() for p in columns for text in p.counts}
    by_code = len(cells & codes) > len(cells & texts)
    drafted = []
    for option_id, option in zip(make_ids([o.text for o in options]), options, strict=True):
        value = {"value": option.code} if by_code and option.code != option.text else {}
        drafted.append({"id": option_id, "label": option.text, **value})
    return drafted


def _single(asked: AskedQuestion, group: Group) -> dict[str, Any] | None:
    if len(group.columns) != 1 or len(asked.options) < 2:
        return None
    options = _options(asked.options, group.columns)
    for option, drafted in zip(asked.options, options, strict=True):
        if option.other and len(group.beside) == 1:
            drafted["text"] = group.beside[0].name
    return {"column": group.columns[0].name, "options": options}


def find_column(part: AskedOption | AskedItem, columns: Sequence[Profile]) -> Profile | None:
    """Find the column of an option or item: by its code at the name's end, or by its text."""
    for profile in columns:
        if profile.name.endswith((f"[{part.code}]", f"_{part.code}")):
            return profile
    return next((p for p in columns if fold(p.about.option) == fold(part.text)), None)


def _multiple(asked: AskedQuestion, group: Group) -> dict[str, Any] | None:
    if len(group.columns) == 1 and len(asked.options) > 1:
        return _joined(asked, group)
    options = []
    ids = make_ids([option.text for option in asked.options])
    for option_id, option in zip(ids, asked.options, strict=True):
        drafted: dict[str, Any] = {"id": option_id, "label": option.text}
        profile, words = find_column(option, group.columns), find_column(option, group.beside)
        if profile is not None:
            drafted["column"] = profile.name
            beside = find_text_beside(profile, group.beside)
            drafted |= {"text": beside.name} if beside is not None else {}
        elif words is not None:
            drafted |= {"column": words.name, "other": True}
        else:
            continue
        drafted |= {"exclusive": True} if option.exclusive else {}
        options.append(drafted)
    return {"options": options} if options else None


def _joined(asked: AskedQuestion, group: Group) -> dict[str, Any]:
    options = _options(asked.options, group.columns)
    for option, drafted in zip(asked.options, options, strict=True):
        if option.other and len(group.beside) == 1:
            drafted["text"] = group.beside[0].name
        if option.exclusive:
            drafted["exclusive"] = True
    return {"column": group.columns[0].name, "separator": _JOINED, "options": options}


def _parts(asked: AskedQuestion, group: Group) -> list[dict[str, str]] | None:
    """Draft items, each with its column; None where one has no column."""
    if not asked.items and len(group.columns) == 1:
        return [{"id": "answer", "label": "Answer", "column": group.columns[0].name}]
    found = [find_column(item, group.columns) for item in asked.items]
    if not found or None in found:
        return None
    labels = [item.text for item in asked.items]
    return [
        {"id": item_id, "label": label, "column": profile.name}
        for item_id, label, profile in zip(make_ids(labels), labels, found, strict=True)
        if profile is not None
    ]


def _scale(asked: AskedQuestion, group: Group) -> dict[str, Any] | None:
    items, options = _parts(asked, group), _options(asked.options, group.columns)
    off = [option for option in options if is_off_scale(option["label"])]
    points = [option for option in options if option not in off]
    if items is None or len(points) < 2:
        return None
    return {"points": points, **({"off_scale": off} if off else {}), "items": items}


def _ranking(asked: AskedQuestion, group: Group) -> dict[str, Any] | None:
    if group.columns and all(p.is_number for p in group.columns if p.counts):
        parts = _parts(asked, group)
        return {"options": parts} if parts is not None else None
    ranked = [AskedOption(i.code, i.text) for i in asked.items] or list(asked.options)
    return {"ranks": [p.name for p in group.columns], "options": _options(ranked, group.columns)}


def _allocation(asked: AskedQuestion, group: Group) -> dict[str, Any] | None:
    items = _parts(asked, group)
    if items is None or asked.total is None:
        return None
    unit = "%" if asked.total == 100 else "points"
    return {"unit": unit, "total": asked.total, "other_totals": "leave-out", "items": items}
