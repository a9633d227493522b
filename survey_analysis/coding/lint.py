"""What is weak in a codebook and its use, and what each weakness costs in agreement."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from survey_analysis.agreement import Agreement
from survey_analysis.coding.agreeing import CodeSet, CodeSets, collect_sets
from survey_analysis.coding.codebook import NOT_CODABLE, Code
from survey_analysis.coding.form import find_form_differences, find_former_names, names_in_brackets
from survey_analysis.coding.project import Coding

LINT_COLUMNS = ["check", "code", "other", "units", "alpha", "alpha_mended", "change", "note"]

_ALIKE = 0.88
"""Ids or labels whose `difflib` ratio is at least this are alike; our choice."""

Mend = Callable[[CodeSet], CodeSet]


@dataclass(frozen=True)
class Weakness:
    """One thing that is weak.

    Attributes
    ----------
    check
        Which check found it.
    code, other
        The code, and the other one where there is one.
    note
        What was found.
    mend
        What mending makes of a coder's codes on a unit; None where it changes none.
    """

    check: str
    code: str
    other: str
    note: str
    mend: Mend | None = None


def lint_coding(coding: Coding) -> pd.DataFrame:
    """Find what is weak in a codebook and its use.

    - ``undefined``: applied, and not in the codebook (to see it, the coding is read with
      ``strict=False``); mended by the nearest code, or taken off.
    - ``unused``: in the codebook, and applied by nobody.
    - ``near-duplicate``: ids or labels that are alike but for case or a letter; mended by
      merging.
    - ``contradictory``: both on a unit by one coder, though the `exclude` of one names the
      other, or a relation says that they contradict each other; mended by taking the
      second off there. Also relations that cannot both hold.
    - ``never-agreed``: applied where two coders coded, and never by two on the same unit;
      mended by the code that others mostly put there, or taken off.
    - ``former-name``: a code's part names, in brackets, a code that is no more.
    - ``form``: a file that is not as this program writes it, or a codebook that is not what
      its log makes of it.

    Parameters
    ----------
    coding
        The coding.

    Returns
    -------
    DataFrame
        One row a weakness: `check`, `code`, `other`, `units` (on which any coder has the
        code), `alpha` (Krippendorff's, over sets of codes, MASI distance, as they are),
        `alpha_mended`, `change` (what mending would add to alpha) and `note`. The three
        are missing where alpha is undefined; the note then says why.
    """
    sets = collect_sets(coding)
    found = [
        *_find_undefined(coding),
        *_find_unused(coding),
        *_find_alike(coding.codebook.codes),
        *_find_contradictory(coding, sets),
        *_find_never_agreed(coding, sets),
        *_find_unkept(coding),
    ]
    carried = coding.applications.groupby("code")["unit_id"].nunique()
    now = sets.measure() if sets.by_coder else None
    rows = [(*_describe(one, sets, now), int(carried.get(one.code, 0))) for one in found]
    named = ["check", "code", "other", "alpha", "alpha_mended", "change", "note", "units"]
    numbers = dict.fromkeys(["alpha", "alpha_mended", "change"], "float64")
    return pd.DataFrame(rows, columns=named).astype(numbers)[LINT_COLUMNS]


def _describe(one: Weakness, sets: CodeSets, now: Agreement | None) -> tuple[object, ...]:
    """Say what was found and what mending it would add to alpha."""
    if now is None or now.estimate is None:
        why = "nobody has coded" if now is None else now.note
        return one.check, one.code, one.other, None, None, None, f"{one.note} (alpha: {why})"
    mended = now if one.mend is None else sets.measure(one.mend)
    if mended.estimate is None:
        note = f"{one.note} (alpha when mended: {mended.note})"
        return one.check, one.code, one.other, now.estimate, None, None, note
    change = mended.estimate - now.estimate
    return one.check, one.code, one.other, now.estimate, mended.estimate, change, one.note


def _replace(code: str, other: str) -> Mend:
    """Put `other` in the place of `code`."""
    return lambda codes: (codes - {code}) | {other} if code in codes else codes


def _take_off(code: str, *, beside: str = "") -> Mend:
    """Take a code off, wherever it is or only beside another."""
    return lambda codes: codes - {code} if not beside or beside in codes else codes


def _used_codes(coding: Coding) -> list[str]:
    """List the codes that were applied or came of a resolution, in order."""
    used = {*coding.applications["code"], *coding.resolved["code"]}
    return sorted(used - {"", NOT_CODABLE})


def _find_undefined(coding: Coding) -> Iterator[Weakness]:
    codes = {code.casefold(): code for code in coding.codebook.code_ids}
    for code in _used_codes(coding):
        if code not in coding.codebook.code_ids:
            near = difflib.get_close_matches(code.casefold(), codes, n=1)
            other = codes[near[0]] if near else ""
            mend = _replace(code, other) if other else _take_off(code)
            note = f"not in the codebook; nearest is {other!r}" if other else "not in the codebook"
            yield Weakness("undefined", code, other, note, mend)


def _find_unused(coding: Coding) -> Iterator[Weakness]:
    """Yield codes that nobody applied, unless other codes stand under them."""
    kept = {*_used_codes(coding), *(code.parent for code in coding.codebook.codes)}
    for code in coding.codebook.code_ids:
        if code not in kept:
            yield Weakness("unused", code, "", "applied by nobody")


def _find_alike(codes: list[Code]) -> Iterator[Weakness]:
    for one, other in combinations(codes, 2):
        for part in ("id", "label"):
            first, second = getattr(one, part), getattr(other, part)
            if _is_alike(first, second):
                note = f"{part}s {first!r} and {second!r} are alike; merge them or tell them apart"
                yield Weakness("near-duplicate", one.id, other.id, note, _replace(other.id, one.id))
                break


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two names differ in case, signs or a letter or two."""
    first, second = (" ".join(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return difflib.SequenceMatcher(None, first, second).ratio() >= _ALIKE


def _find_contradictory(coding: Coding, sets: CodeSets) -> Iterator[Weakness]:
    relations = coding.relations
    said = relations[relations["relation"] == "contradicts"]
    pairs = {
        (str(one), str(other)): "a relation says that they contradict each other"
        for one, other in zip(said["from_code"], said["to_code"], strict=True)
    }
    for code in coding.codebook.codes:
        for other in _names_in(code.exclude or ""):
            if other in coding.codebook.code_ids and other != code.id:
                pairs.setdefault((code.id, other), f"its exclude names {other!r}")
    for (one, other), why in pairs.items():
        if units := sets.count_together(one, other):
            note = f"{why}, and {units} unit{'s' * (units != 1)} carry both"
            yield Weakness("contradictory", one, other, note, _take_off(other, beside=one))
    yield from _find_incompatible(relations)


def _names_in(text: str) -> list[str]:
    """List what may be the name of a code: words in brackets, and words with a hyphen."""
    return [*names_in_brackets(text), *re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)]


def _find_incompatible(relations: pd.DataFrame) -> Iterator[Weakness]:
    """Yield pairs of codes of which relations say what cannot both be."""
    said = set(
        zip(relations["from_code"], relations["relation"], relations["to_code"], strict=True)
    )
    for one, kind, other in sorted(said):
        if kind == "part-of" and one < other and (other, kind, one) in said:
            note = "relations say that each is part of the other"
            yield Weakness("contradictory", one, other, note)
        opposed = {(one, "contradicts", other), (other, "contradicts", one)}
        if kind != "contradicts" and opposed & said:
            note = f"relations say {kind!r} and 'contradicts' of the same two"
            yield Weakness("contradictory", one, other, note)


def _find_never_agreed(coding: Coding, sets: CodeSets) -> Iterator[Weakness]:
    for code in coding.codebook.code_ids:
        anyhow, twice = sets.count_shared(code)
        if anyhow and not twice:
            other = sets.find_counterpart(code)
            note = f"on {anyhow} of the units that two coders coded, never by two of them"
            if other:
                note += f"; others mostly put {other!r} there"
            mend = _replace(code, other) if other else _take_off(code)
            yield Weakness("never-agreed", code, other, note, mend)


def _find_unkept(coding: Coding) -> Iterator[Weakness]:
    for code, other, note in find_former_names(coding):
        yield Weakness("former-name", code, other, note)
    for note in find_form_differences(coding):
        yield Weakness("form", "", "", note)
