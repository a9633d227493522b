"""Times of a recording: written as 00:12:30, counted in seconds."""

from __future__ import annotations

import re

TIME = r"(?:\d+:)?[0-5]?\d:[0-5]\d(?:[.,]\d{1,3})?"
"""The pattern of a time: ``12:30``, ``00:12:30``, ``00:12:30.250`` or ``00:12:30,250``."""


def read_time(text: str) -> float | None:
    """Return the seconds of a time, None if the text is none.

    Examples
    --------
    >>> read_time("00:12:30"), read_time("1:02,5"), read_time("soon")
    (750.0, 62.5, None)
    """
    if re.fullmatch(TIME, text) is None:
        return None
    seconds = 0.0
    for part in text.replace(",", ".").split(":"):
        seconds = 60 * seconds + float(part)
    return seconds


def write_time(seconds: float) -> str:
    """Write seconds as hours, minutes and seconds.

    Examples
    --------
    >>> write_time(750)
    '00:12:30'
    """
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
