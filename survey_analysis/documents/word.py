"""Transcripts as Word files: the paragraphs and table rows of a .docx, as lines."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

from survey_analysis.documents.written import begins_turn
from survey_analysis.errors import DataError
from survey_analysis.xml_file import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY, _STYLES = "word/document.xml", "word/styles.xml"
_HEADING = re.compile(r"(?:sub)?title|heading \d", re.IGNORECASE)
_MOST_BYTES = 64 * 1024**2
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    UnicodeDecodeError,
)


def read_word_lines(path: Path) -> list[str]:
    """Read the text of a .docx: a paragraph a line, a table's row a line with tabs.

    What was deleted under change tracking is left out, what was inserted is read. Comments,
    footnotes, headers and footers are not. A title or a heading, which nobody said, is an empty
    line, unless it names who speaks.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    DataError
        If it is no Word file, is damaged or encrypted, declares a document type, or grows
        beyond 64 MB when unpacked.
    """
    parts = _read_parts(path)
    body = parse_xml(parts[_BODY], where=str(path)).find(f"{_W}body")
    if body is None:
        msg = f"{path}: is no Word file: it has no body"
        raise DataError(msg)
    headings = _list_headings(parts[_STYLES], path) if _STYLES in parts else set()
    try:
        return list(_lines(body, headings))
    except RecursionError:
        msg = f"{path}: its elements are nested deeper than Word nests them; not read"
        raise DataError(msg) from None


def _read_parts(path: Path) -> dict[str, bytes]:
    """Read the text and, where there are any, the styles."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = [name for name in (_BODY, _STYLES) if name in archive.namelist()]
            if any(archive.getinfo(name).file_size > _MOST_BYTES for name in found):
                msg = f"{path}: its text is larger than 64 MB, which no transcript is"
                raise DataError(msg)
            parts = {name: archive.read(name) for name in found}
    except _DAMAGE as error:
        msg = f"{path}: is no Word file (.docx), is damaged or encrypted: {error}"
        raise DataError(msg) from None
    if _BODY not in parts:
        msg = f"{path}: is no Word file: it holds no {_BODY}"
        raise DataError(msg)
    return parts


def _list_headings(styles: bytes, path: Path) -> set[str]:
    """List the ids of the styles of titles and headings; ids are translated, names are not."""
    return {
        style.get(f"{_W}styleId", "")
        for style in parse_xml(styles, where=str(path)).iter(f"{_W}style")
        for name in style.iter(f"{_W}name")
        if _HEADING.fullmatch(name.get(f"{_W}val", ""))
    }


def _lines(parent: ET.Element, headings: Collection[str]) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{_W}p":
            style, text = element.find(f"{_W}pPr/{_W}pStyle"), _text(element)
            is_heading = style is not None and style.get(f"{_W}val") in headings
            yield "" if is_heading and not begins_turn(text) else text
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                cells = [" ".join(map(_text, cell.iter(f"{_W}p"))) for cell in row.iter(f"{_W}tc")]
                yield "\t".join(cells)
        elif element.tag not in _LEFT_OUT:
            yield from _lines(element, headings)


_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""A drawing for old programs: the text of a frame for a second time."""
_LEFT_OUT = (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", _FALLBACK)
_WRITTEN = {f"{_W}br": " ", f"{_W}cr": " ", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}


def _text(element: ET.Element) -> str:
    """Join the runs of a paragraph without what was deleted or moved away."""
    parts = [
        child.text or "" if child.tag == f"{_W}t" else _WRITTEN.get(child.tag) or _text(child)
        for child in element
        if child.tag not in _LEFT_OUT
    ]
    return "".join(parts)
