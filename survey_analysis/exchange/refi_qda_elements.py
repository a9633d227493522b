"""The elements of a REFI-QDA project, one function each."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from survey_analysis.exchange.project import (
    Case,
    CodeNode,
    Document,
    Selection,
    Span,
    make_guid,
)

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_NAME = 80


def code_element(code: CodeNode) -> ET.Element:
    """Return a code without the codes below it."""
    element = ET.Element(
        "Code",
        guid=code.guid,
        name=legal(code.name),
        isCodable="true" if code.is_codable else "false",
    )
    if code.color:
        element.set("color", code.color)
    _describe(element, code.description)
    return element


def case_element(case: Case) -> ET.Element:
    """Return a case: its attributes, and references to its units."""
    element = ET.Element("Case", guid=case.guid, name=legal(case.name))
    for name, value in case.attributes.items():
        pair = ET.SubElement(element, "VariableValue")
        ET.SubElement(pair, "VariableRef", targetGUID=variable_guid(name))
        ET.SubElement(pair, "TextValue").text = legal(value)
    for span in case.spans:
        ET.SubElement(element, "SelectionRef", targetGUID=_span_guid(span))
    return element


def text_source(tag: str, guid: str, name: str) -> ET.Element:
    """Return a source or note whose text stands in a file of its own."""
    return ET.Element(tag, guid=guid, name=legal(name), plainTextPath=f"internal://{guid}.txt")


def unit_element(document: Document, span: Span) -> ET.Element:
    """Return the selection that a case refers to: a whole unit, not coded."""
    element = _plain_text_selection(document, span.start, span.end, guid=_span_guid(span))
    _describe(element, span.label)
    return element


def selection_element(document: Document, found: Selection) -> ET.Element:
    """Return an application: a selection with one coding, and its memo."""
    guid = selection_guid(found)
    element = _plain_text_selection(document, found.start, found.end, guid=guid)
    coding = ET.Element("Coding", guid=make_guid("coding", guid))
    if found.coder:
        element.set("creatingUser", user_guid(found.coder))
        coding.set("creatingUser", user_guid(found.coder))
    _describe(element, found.memo)
    element.append(coding)
    ET.SubElement(coding, "CodeRef", targetGUID=found.code)
    if found.memo:
        ET.SubElement(coding, "NoteRef", targetGUID=make_guid("memo", guid))
    return element


def _plain_text_selection(document: Document, start: int, end: int, *, guid: str) -> ET.Element:
    return ET.Element(
        "PlainTextSelection",
        guid=guid,
        name=_excerpt(document.text[start:end]),
        startPosition=str(start),
        endPosition=str(end),
    )


def _excerpt(text: str) -> str:
    """Return a selection's name: its text on one line, cut short with three dots."""
    line = legal(" ".join(text.split()))
    return line if len(line) <= _LONGEST_NAME else f"{line[:_LONGEST_NAME].rstrip()}..."


def _describe(element: ET.Element, text: str) -> None:
    if text.strip():
        ET.SubElement(element, "Description").text = legal(text)


def legal(text: str) -> str:
    """Replace what XML cannot hold, and end lines in LF."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def user_guid(name: str) -> str:
    """Return the GUID of a coder."""
    return make_guid("user", name)


def variable_guid(name: str) -> str:
    """Return the GUID of an attribute of respondents."""
    return make_guid("variable", name)


def _span_guid(span: Span) -> str:
    return make_guid("unit", span.document, span.start, span.end, span.label)


def selection_guid(found: Selection) -> str:
    """Return the GUID of an application's selection."""
    return make_guid("selection", found.document, found.start, found.end, found.coder, found.code)
