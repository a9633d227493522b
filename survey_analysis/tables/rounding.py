"""How figures are written: the only place where results are rounded."""

from __future__ import annotations

import math
from collections.abc import Iterable

from survey_analysis.suppression import SMALLEST_BASE

LARGE_BASE = 200
"""From this base on, shares are written with one decimal; below it, in whole per cent."""

NO_BREAK = "\u00a0"
UNDEFINED = "–"
SMALL = f"base below {SMALLEST_BASE}"
SUPPRESSED = "not published"


def format_share(share: float, *, base: float) -> str:
    r"""Write a fraction in per cent, with as many decimals as its base carries.

    Parameters
    ----------
    share
        A fraction from 0 to 1; NaN is undefined.
    base
        Number of respondents it was computed from.

    Examples
    --------
    >>> format_share(100 / 168, base=168), format_share(0.5953, base=1200)
    ('60\xa0%', '59.5\xa0%')
    """
    return UNDEFINED if math.isnan(share) else f"{_percent(share, base)}{NO_BREAK}%"


def format_share_interval(low: float, high: float, *, base: float) -> str:
    r"""Write an interval of fractions in per cent.

    Examples
    --------
    >>> format_share_interval(0.518, 0.667, base=168)
    '52–67\xa0%'
    """
    if math.isnan(low) or math.isnan(high):
        return UNDEFINED
    return f"{_percent(low, base)}–{_percent(high, base)}{NO_BREAK}%"


def format_number(value: float, *, decimals: int = 1, unit: str = "") -> str:
    r"""Write a mean or another number.

    Examples
    --------
    >>> format_number(38.7391, unit="%"), format_number(30.0, decimals=0)
    ('38.7\xa0%', '30')
    """
    if math.isnan(value):
        return UNDEFINED
    return with_unit(f"{value:,.{decimals}f}", unit=unit)


def format_number_interval(low: float, high: float, *, decimals: int = 1, unit: str = "") -> str:
    r"""Write an interval of numbers.

    Examples
    --------
    >>> format_number_interval(33.52, 44.0, unit="years")
    '33.5–44.0\xa0years'
    """
    if math.isnan(low) or math.isnan(high):
        return UNDEFINED
    return with_unit(f"{low:,.{decimals}f}–{high:,.{decimals}f}", unit=unit)


def with_unit(text: str, *, unit: str) -> str:
    r"""Put a unit behind a number, on the same line.

    Examples
    --------
    >>> with_unit("5", unit="years")
    '5\xa0years'
    """
    return f"{text}{NO_BREAK}{unit}" if unit else text


def format_bases(bases: Iterable[float]) -> str:
    """Write the base of some figures: one number, or the smallest and the largest.

    Bases that are not known (suppressed) are left aside.

    Examples
    --------
    >>> format_bases([168, 168]), format_bases([159, 170, 168])
    ('n = 168', 'n = 159–170')
    """
    known = [int(base) for base in bases if not math.isnan(base)]
    low, high = min(known, default=0), max(known, default=0)
    return f"n = {low:,}" if low == high else f"n = {low:,}–{high:,}"


def is_share(statistic: str) -> bool:
    """Tell whether a statistic is a fraction of respondents.

    Examples
    --------
    >>> is_share("top_share"), is_share("mean")
    (True, False)
    """
    return statistic in ("proportion", "top_share", "first_share", "top_k_share")


def _percent(share: float, base: float) -> str:
    return f"{100 * share:.{0 if base < LARGE_BASE else 1}f}"
