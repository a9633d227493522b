"""How numbers are written: with a decimal comma, with marks of thousands, with their unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from survey_analysis.responses.parsing import is_short_unit, plain_number

_AMOUNT = re.compile(
    r"(?P<number>[-+]?\d[\d.,'\u00a0\u202f ]*?)\s*(?P<unit>[^\W\d_]{1,12}|[%€$£])?"
)
_DECIMAL_COMMA = re.compile(r"[^,]*,(\d{1,2}|\d{4,})(\D.*)?")
_MARKS = re.compile(r"[.,'\u00a0\u202f ]")
_GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
_FEW, _MOST_OF = 7, 0.8
UNITS = "units"
"""What numbers are of where nothing says it."""
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


@dataclass(frozen=True)
class Writing:
    """How the numbers of a column are written.

    Attributes
    ----------
    decimal
        ``,`` or ``.`` where other marks than a point stand in numbers, else empty.
    unit
        What stands behind some or all of them; empty for nothing.
    """

    decimal: str = ""
    unit: str = ""


PLAINLY = Writing()


def find_writing(texts: Collection[str]) -> Writing | None:
    """Tell how texts write numbers, or None if some is none, or if it cannot be told.

    Examples
    --------
    >>> find_writing(["2,5", "3"]), find_writing(["35 %", "7%"]), find_writing(["1,200"])
    (Writing(decimal=',', unit=''), Writing(decimal='', unit='%'), None)
    """
    found = [_AMOUNT.fullmatch(text.strip()) for text in texts]
    units = {match["unit"] for match in found if match and match["unit"]}
    unit = max(units, key=len, default="")
    if not found or None in found or not all(is_short_unit(u, unit) or u == unit for u in units):
        return None
    if parts_thousands(texts):
        return None
    for decimal in ("", *_decimals(texts)):
        if all(plain_number(text, decimal=decimal, unit=unit) for text in texts):
            return Writing(decimal, unit)
    return None


def find_amounts(counts: Mapping[str, int]) -> tuple[Writing, tuple[str, ...]] | None:
    """Tell how most texts write numbers, and which texts are none; None where too few do.

    Numbers must be four of five answers, in more than seven texts: fewer may be labels.

    Parameters
    ----------
    counts
        How often each text occurs.

    Examples
    --------
    >>> counts = {str(number): 2 for number in range(1, 10)}
    >>> find_amounts({**counts, "19 years": 1, "~10": 1})
    (Writing(decimal='', unit='years'), ('~10',))
    """
    unit = _most_frequent_unit(counts)
    readings = [
        [text for text in counts if plain_number(text, decimal=decimal, unit=unit)]
        for decimal in ("", ",", ".")
    ]
    numbers = max(readings, key=lambda texts: sum(counts[text] for text in texts))
    writing = find_writing(numbers)
    answered = sum(counts[text] for text in numbers)
    if writing is None or len(numbers) <= _FEW or answered < _MOST_OF * sum(counts.values()):
        return None
    return writing, tuple(text for text in counts if text not in numbers)


def _most_frequent_unit(counts: Mapping[str, int]) -> str:
    """Find what stands behind most of the numbers that have something behind them."""
    units: Counter[str] = Counter()
    for text, times in counts.items():
        found = _AMOUNT.fullmatch(text.strip())
        if found is not None and found["unit"]:
            units[found["unit"]] += times
    return max(units, key=lambda unit: units[unit], default="")


def _decimals(texts: Collection[str]) -> list[str]:
    """Say which mark parts decimals; nothing where the texts allow both."""
    comma = any(_DECIMAL_COMMA.fullmatch(text.strip()) for text in texts)
    point = any("." in text and "," not in text for text in texts)
    both = [text.strip() for text in texts if "." in text and "," in text]
    comma |= any(text.rfind(",") > text.rfind(".") for text in both)
    point |= any(text.rfind(".") > text.rfind(",") for text in both)
    return [] if comma == point else [","] if comma else ["."]


def has_number_marks(texts: Collection[str]) -> bool:
    """Tell whether texts look like numbers, some with a comma or another mark in them.

    Examples
    --------
    >>> has_number_marks(["1,200", "900"]), has_number_marks(["1,2,5", "3"])
    (True, False)
    """
    found = [_AMOUNT.fullmatch(text.strip()) for text in texts]
    numbers = [match["number"] for match in found if match]
    if len(numbers) < len(found) or not any(_MARKS.search(number) for number in numbers):
        return False
    return all(len(re.findall(r"[.,]", n)) < 2 or _is_grouped(n) for n in numbers)


def _is_grouped(number: str) -> bool:
    return bool(plain_number(number, decimal=".") or plain_number(number, decimal=","))


def parts_thousands(texts: Collection[str]) -> bool:
    """Tell whether every point in some numbers may be one of thousands: ``1.200``, ``3.500``."""
    pointed = [text.strip() for text in texts if "." in text]
    return bool(pointed) and all(map(_GROUPED.fullmatch, pointed))


def guess_unit(words: str) -> str:
    """Guess the unit of numbers from the wording or the column's name.

    Examples
    --------
    >>> guess_unit("Q2 Berufserfahrung in Jahren")
    'years'
    """
    words = words.casefold()
    return next((unit for unit, pattern in _UNITS.items() if pattern.search(words)), UNITS)
