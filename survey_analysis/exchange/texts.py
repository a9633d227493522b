"""Texts as other tools store them: marks, line ends, and the names of selections."""

from __future__ import annotations

import codecs
import re

from survey_analysis.errors import DataError

_LINE_NAME = re.compile(r"line:\d+")
_DOTS = re.compile(r"\s*(\.\.\.|…)$")


def decode_text(content: bytes, *, where: str) -> str:
    r"""Decode UTF-8 (or UTF-16 with its mark) and remove the byte order mark.

    Line ends stay as they are: positions may count them.

    Raises
    ------
    DataError
        If it is neither.

    Examples
    --------
    >>> decode_text(b"\xef\xbb\xbfna\xc3\xafve", where="a.txt")
    'naïve'
    """
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{where}: not UTF-8: {error.reason} at byte {error.start}"
        raise DataError(msg) from None


def to_lf(text: str) -> str:
    r"""End every line in LF.

    Examples
    --------
    >>> to_lf("a\r\nb\rc")
    'a\nb\nc'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def position_in_lf(text: str, position: int) -> int:
    r"""Say where a position of a text lies once its lines end in LF.

    Examples
    --------
    >>> position_in_lf("a\r\nb", 3)
    2
    """
    return len(to_lf(text[:position]))


def position_in_original(text: str, position: int) -> int:
    r"""Say where a position of the text with LF lies in the text as it is.

    Examples
    --------
    >>> position_in_original("a\r\nb", 2)
    3
    """
    if "\r" not in text:
        return position
    places = range(len(text), -1, -1)
    return next((p for p in places if position_in_lf(text, p) <= position), 0)


def is_named_so(excerpt: str, name: str) -> bool:
    """Say whether a selection's name fits its text: the text, its beginning, or no text at all.

    Parameters
    ----------
    excerpt
        The text of the selection.
    name
        Its name; ``line:N`` and an empty name say nothing.

    Examples
    --------
    >>> is_named_so("Nobody watched the inputs", "Nobody watched..."), is_named_so("a", "b")
    (True, False)
    """
    if not name.strip() or _LINE_NAME.fullmatch(name):
        return True
    return " ".join(excerpt.split()).startswith(" ".join(_DOTS.sub("", name).split()))
