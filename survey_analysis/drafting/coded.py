"""Whether the numbers of a column stand for options."""

from __future__ import annotations

from collections.abc import Sequence

from survey_analysis.drafting.amounts import UNITS, guess_unit
from survey_analysis.drafting.profiles import Profile
from survey_analysis.readers.codes import FormatCodes

_FEW, _MOST_CODES = 7, 30


def is_coded(profile: Profile, beside: Sequence[Profile], codes: FormatCodes) -> bool:
    """Tell whether numbers stand for options: so the file says, or as they begin with 1.

    Numbers with a unit in the wording are none, nor are any in an export in words.
    """
    texts = [text.strip() for text in profile.counts]
    if not texts or not all(text.isdecimal() and len(text) < 4 for text in texts):
        return False
    if profile.about.coded:
        return True
    values = sorted({int(text) for text in texts})
    if beside:
        return len(values) <= _MOST_CODES
    is_run = values[0] == 1 and 1 < values[-1] <= _FEW and len(values) >= values[-1] - 1
    is_counted = profile.answered >= 3 * len(values) and _has_no_unit(profile)
    return is_run and is_counted and not codes.in_words


def _has_no_unit(profile: Profile) -> bool:
    about = profile.about
    return guess_unit(f"{about.column} {about.text} {about.option}") == UNITS
