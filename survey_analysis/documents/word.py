"""Transcripts as Word files: the paragraphs and table rows of a .docx, as lines."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from survey_analysis.errors import DataError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
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


class _Builder(ET.TreeBuilder):
    """Build the tree of a document that declares no document type, hence no entities."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        msg = "a document type (DTD) is declared; Word files have none"
        raise DataError(msg)


def read_word_lines(path: Path) -> list[str]:
    """Read the text of a .docx: a paragraph a line, a table's row a line with tabs.

    What was deleted under change tracking is left out, what was inserted is read. Comments,
    footnotes, headers and footers are not.

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
    body = _parse(_read_body(path), path).find(f"{_W}body")
    if body is None:
        msg = f"{path}: is no Word file: it has no body"
        raise DataError(msg)
    try:
        return list(_lines(body))
    except RecursionError:
        msg = f"{path}: its elements are nested deeper than Word nests them; not read"
        raise DataError(msg) from None


def _read_body(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_BODY).file_size > _MOST_BYTES:
                msg = f"{path}: its text is larger than 64 MB, which no transcript is"
                raise DataError(msg)
            return archive.read(_BODY)
    except KeyError:
        msg = f"{path}: is no Word file: it holds no {_BODY}"
        raise DataError(msg) from None
    except _DAMAGE as error:
        msg = f"{path}: is no Word file (.docx), is damaged or encrypted: {error}"
        raise DataError(msg) from None


def _parse(content: bytes, path: Path) -> ET.Element:
    try:
        return ET.fromstring(content, parser=ET.XMLParser(target=_Builder()))
    except DataError as error:
        msg = f"{path} is refused: {error}"
        raise DataError(msg) from None
    except (ET.ParseError, LookupError, ValueError) as error:
        msg = f"{path}: its {_BODY} is not well-formed: {error}"
        raise DataError(msg) from None


def _lines(parent: ET.Element) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{_W}p":
            yield _text(element)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                cells = [" ".join(map(_text, cell.iter(f"{_W}p"))) for cell in row.iter(f"{_W}tc")]
                yield "\t".join(cells)
        elif element.tag not in _LEFT_OUT:
            yield from _lines(element)


_LEFT_OUT = (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr")
_WRITTEN = {f"{_W}br": " ", f"{_W}cr": " ", f"{_W}tab": "\t"}


def _text(element: ET.Element) -> str:
    """Join the runs of a paragraph without what was deleted or moved away."""
    parts = [
        child.text or "" if child.tag == f"{_W}t" else _WRITTEN.get(child.tag) or _text(child)
        for child in element
        if child.tag not in _LEFT_OUT
    ]
    return "".join(parts)
