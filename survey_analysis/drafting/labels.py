"""Guesses about one column of texts: one option each, several joined, or a known scale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from survey_analysis.drafting.amounts import find_writing, has_number_marks
from survey_analysis.drafting.arranging import arrange_labels, is_other, mark_exclusive
from survey_analysis.drafting.coded import is_coded
from survey_analysis.drafting.joined import find_joined
from survey_analysis.drafting.ladders import find_ladder, fold, is_off_scale
from survey_analysis.drafting.naming import make_ids
from survey_analysis.drafting.profiles import LONGEST_LABEL, Profile
from survey_analysis.drafting.shapes import Guess
from survey_analysis.readers.codes import FormatCodes
from survey_analysis.study.forms import slug

_LEADING = re.compile(r"(?:\D{0,12}\s)?[<>≤≥+~€$£]*(\d[\d,.]*)")
_COUNTRY = re.compile(r"countr|country|\bland\b|pa[íi]s\b|\bpays\b", re.IGNORECASE)
"""Lists in which many options are chosen once."""
_FEW, _MOST = 7, 60


def guess_labels(
    profile: Profile, beside: Sequence[Profile], codes: FormatCodes
) -> Iterator[Guess]:
    """Guess what a single column of texts is; nothing where it looks like open text.

    Parameters
    ----------
    profile
        The column.
    beside
        Columns with words written beside an option of it.
    codes
        The format's codes.
    """
    listed = list(profile.about.labels)
    if not profile.counts and not listed:
        return
    closed = profile.without(codes.not_answered)
    if not listed and is_coded(closed, beside, codes):
        yield _draft_codes(closed, beside)
        return
    if find_scale([profile]) is not None and not beside:
        yield guess_grid([profile], [("item", profile.about.option or "Answer")])
    is_closed = bool(beside) or profile.about.coded
    joined = find_joined(profile.counts, is_closed=is_closed)
    is_amount = has_number_marks(profile.counts) and not profile.about.coded
    if joined is not None and not listed and not is_amount:
        yield _draft_joined(profile, joined, beside)
    if _looks_closed(profile):
        yield _draft_single(profile, beside)


def _draft_codes(profile: Profile, beside: Sequence[Profile]) -> Guess:
    labels = sorted(dict.fromkeys(text.strip() for text in profile.counts), key=int)
    if len(labels) == 1:
        labels.append(str(int(labels[0]) + 1))
    options = draft_options(labels)
    _attach(options, beside)
    question: dict[str, Any] = {"kind": "single", "column": profile.name, "options": options}
    if not beside and not profile.about.coded:
        question["ordered"] = True
    reason = f"whole numbers from {labels[0]} to {labels[-1]}, which may be codes of options"
    decide = "what its numbers stand for: options (labels), points of a scale, or numbers (numeric)"
    return Guess(question, reason, decide=decide)


def _looks_closed(profile: Profile) -> bool:
    """Tell whether texts repeat as the labels of options do."""
    counts, answered = profile.counts, profile.answered
    if profile.about.labels:
        foreign = sum(n for text, n in counts.items() if text not in profile.about.labels)
        return foreign <= answered / 2
    if (
        len(counts) < 2
        or profile.is_number
        or _is_amount(counts)
        or profile.is_date
        or max(map(len, counts)) > 3 * LONGEST_LABEL
    ):
        return False
    if len(counts) <= _FEW:
        return answered >= 1.5 * len(counts) and max(map(len, counts)) <= LONGEST_LABEL
    often = [text for text, n in counts.items() if n > 1]
    covered = sum(counts[text] for text in often)
    repeats = covered >= 0.7 * answered and answered >= 3 * len(often)
    is_short = len(often) <= _FEW and covered >= 0.8 * answered
    is_listed = is_short or 2 * len(often) >= len(counts) or _may_be_country(profile)
    return 2 <= len(often) <= _MOST and repeats and bool(is_listed)


def _is_amount(counts: Mapping[str, int]) -> bool:
    """Tell numbers that are not written plainly; a few with a unit are labels."""
    written = find_writing(counts)
    return written is not None and (not written.unit or len(counts) > _FEW)


def _draft_single(profile: Profile, beside: Sequence[Profile]) -> Guess:
    counts = profile.counts
    labels = [*profile.about.labels]
    once = [text for text, n in counts.items() if n == 1 and text not in labels]
    is_written = len(counts) > _FEW and not beside and _has_write_ins(profile, once)
    write_ins = once if is_written else []
    write_ins += [t for t in counts if len(t) > LONGEST_LABEL and t not in (*labels, *write_ins)]
    labels += [text for text in counts if text not in (*labels, *write_ins)]
    ordered = order_by_number(labels)
    is_declared = bool(profile.about.labels)
    options = draft_options(ordered or (labels if is_declared else arrange_labels(labels)))
    if write_ins:
        options.append(
            {"id": _free_id(options, "written"), "label": "Other (written in)", "other": True}
        )
    _attach(options, beside)
    question: dict[str, Any] = {"kind": "single", "column": profile.name, "options": options}
    reason = f"{len(labels)} labels in {profile.answered} answers"
    if write_ins:
        reason += f"; {len(write_ins)} texts that occur once count as written in"
    if ordered is not None:
        question["ordered"] = True
        reason += "; they begin with ascending numbers"
        off = [label for label in ordered if is_off_scale(label)]
        reason += f", but {', '.join(off)}, which has no place among them" if off else ""
    decide = "whether options are missing that nobody chose, and their order"
    return Guess(question, reason, decide="" if profile.about.labels else decide)


def _may_be_country(profile: Profile) -> bool:
    return _COUNTRY.search(f"{profile.name} {profile.about.text}") is not None


def _has_write_ins(profile: Profile, once: Sequence[str]) -> bool:
    """Tell whether texts that occur once are more than what a long list of options leaves."""
    is_list = _may_be_country(profile)
    return not is_list and len(once) > len(profile.counts) / 3


def _free_id(options: Sequence[dict[str, Any]], wanted: str) -> str:
    return make_ids([*(str(o["id"]) for o in options), wanted])[-1]


def _attach(options: list[dict[str, Any]], beside: Sequence[Profile]) -> None:
    """Let the one column of words beside a choice belong to "other", or to the label it names."""
    if len(beside) != 1:
        return
    name = beside[0].name.casefold()
    words = [o for o in options if is_other(str(o["label"]))]
    words += [o for o in options if name.endswith(f"_{o['label']}_text")]
    words += [o for o in options if f"_{slug(str(o['label'])).split('-')[0]}_" in name]
    for option in words[:1]:
        option["text"] = beside[0].name


def order_by_number(labels: Sequence[str]) -> list[str] | None:
    """Order labels by the numbers that they begin with, "I don't know" last; None without.

    Examples
    --------
    >>> order_by_number(["11-50 people", "1-10 people"])
    ['1-10 people', '11-50 people']
    """
    keys: dict[str, float] = {}
    for label in labels:
        found = _LEADING.match(label)
        if found is not None and not is_off_scale(label):
            number = found[1].replace(",", "").rstrip(".")
            keys[label] = float(number) if number.count(".") < 2 else float("nan")
    rest = [label for label in labels if label not in keys]
    if len(keys) < 2 or not all(is_off_scale(label) or is_other(label) for label in rest):
        return None
    if len(set(keys.values())) < len(keys) - 1:
        return None
    return [*sorted(keys, key=lambda label: keys[label]), *rest]


def draft_options(labels: Sequence[str]) -> list[dict[str, Any]]:
    """Draft options; labels that differ in blanks or case become spellings of one option."""
    spellings: dict[str, list[str]] = {}
    for label in labels:
        spellings.setdefault(" ".join(label.split()), []).append(label)
    names = list(spellings)
    options = []
    for option_id, name in zip(make_ids(names), names, strict=True):
        option: dict[str, Any] = {"id": option_id, "label": name}
        if name == "-oth-":  # how LimeSurvey writes it
            option = {"id": "other", "label": "Other", "value": name}
        own = list(dict.fromkeys(s.strip() for s in spellings[name]))
        if own != [name]:
            option["value"], *more = own
            option |= {"aliases": more} if more else {}
        options.append(option)
    return options


def _draft_joined(
    profile: Profile, joined: tuple[str, Mapping[str, int], int], beside: Sequence[Profile]
) -> Guess:
    separator, labels, rest = joined
    options = draft_options(arrange_labels(list(labels)))
    exclusive = mark_exclusive(options)
    if rest:
        options.append(
            {"id": _free_id(options, "written"), "label": "Other (written in)", "other": True}
        )
    _attach(options, beside)
    question = {
        "kind": "multiple",
        "column": profile.name,
        "separator": separator,
        "options": options,
    }
    reason = f"cells join {len(labels)} texts by {separator!r}, which come back in other cells"
    decide = "the options: one that holds the separator may have been cut in two"
    reason += f"; {' and '.join(exclusive)} excludes the others" if exclusive else ""
    return Guess(question, reason, decide=decide)


def find_scale(columns: Sequence[Profile]) -> tuple[str, list[str], list[str]] | None:
    """Find the scale on which columns of labels lie: why, its points, its off-scale answers."""
    counted: Counter[str] = Counter()
    for profile in columns:
        counted.update(profile.counts)
    off = [label for label in counted if is_off_scale(label)]
    labels = [label for label in counted if label not in off]
    known = find_ladder(labels)
    if known is not None:
        return f"the labels of a known scale ({known[0].topic})", known[1], off
    declared = [text for text in columns[0].about.labels if not is_off_scale(text)]
    is_shared = all(p.about.labels == columns[0].about.labels for p in columns)
    if len(columns) > 1 and len(declared) > 2 and is_shared and set(labels) <= set(declared):
        off = [text for text in columns[0].about.labels if is_off_scale(text)]
        return "columns share value labels, in the file's order", declared, off
    ordered = order_by_number(labels) if len(columns) > 1 else None
    if ordered is not None and len({fold(o) for o in ordered}) == len(ordered):
        return "columns share labels that begin with ascending numbers", ordered, off
    return None


def guess_grid(columns: Sequence[Profile], parts: Sequence[tuple[str, str]]) -> Guess:
    """Draft a grid on the scale that `find_scale` found; `parts` are ids and labels of items."""
    found = find_scale(columns)
    why, points, off = found if found is not None else ("", [], [])
    drafted = draft_options([*points, *off])
    question: dict[str, Any] = {"kind": "scale", "points": drafted[: len(points)]}
    if off:
        question["off_scale"] = drafted[len(points) :]
    question["items"] = [
        {"id": part_id, "label": label, "column": profile.name}
        for (part_id, label), profile in zip(parts, columns, strict=True)
    ]
    is_counted = "ascending numbers" in why
    decide = "whether its points are a scale in this order, or places of a ranking"
    return Guess(question, why, decide=decide if is_counted else "")
