"""XML that strangers wrote, parsed without document types and hence without entities."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from survey_analysis.errors import DataError


class _Builder(ET.TreeBuilder):
    """Build the tree of a document that declares no document type."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        msg = "a document type (DTD) is declared; such files have none"
        raise DataError(msg)


def parse_xml(content: bytes, *, where: str) -> ET.Element:
    """Parse XML; refuse document types and with them entities of every kind.

    Parameters
    ----------
    content
        The file's bytes.
    where
        The file's name, for messages.

    Raises
    ------
    DataError
        If it is not well-formed, or declares a document type.

    Examples
    --------
    >>> parse_xml(b"<CodeBook/>", where="a.qdc").tag
    'CodeBook'
    """
    try:
        return ET.fromstring(content, parser=ET.XMLParser(target=_Builder()))
    except DataError as error:
        msg = f"{where} is refused: {error}"
        raise DataError(msg) from None
    except (ET.ParseError, LookupError, ValueError) as error:
        msg = f"{where}: not well-formed XML: {error}"
        raise DataError(msg) from None
