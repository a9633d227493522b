"""Writing REFI-QDA: projects (``.qdpx``) and codebooks (``.qdc``).

Source: REFI-QDA Standard, version 1.5, with the schemas ``Project.xsd`` and ``Codebook.xsd``.
Within what these allow, files are written so that the tools at hand read them: texts beside
the XML and never inside it, a selection for each coder, a memo both as a note and as the
selection's description.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from survey_analysis.errors import InvalidCallError
from survey_analysis.exchange.project import Case, CodeNode, CodeSet, Project, make_guid
from survey_analysis.exchange.refi_qda_elements import (
    case_element,
    code_element,
    legal,
    selection_element,
    selection_guid,
    text_source,
    unit_element,
    user_guid,
    variable_guid,
)
from survey_analysis.exchange.xml_reading import NO_DATE
from survey_analysis.whole_files import write_files

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_ORIGIN = "survey-analysis"


def write_refi_qda(project: Project, path: str | Path) -> Path:
    """Write a project (``.qdpx``), or its codebook alone (``.qdc``).

    The same project gives the same bytes.

    Parameters
    ----------
    project
        What is written.
    path
        The file; it is replaced whole or not at all.

    Returns
    -------
    Path
        The file.

    Examples
    --------
    >>> import tempfile
    >>> code = CodeNode(make_guid("code", "drift"), "Drift")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_refi_qda(Project("Monitoring", codes=(code,)), f"{folder}/codes.qdc")
    ...     path.read_text().count("<Code ")
    1
    """
    path = Path(path)
    is_codebook = path.suffix.lower() == ".qdc"
    write_files({path: codebook_xml(project) if is_codebook else project_archive(project)})
    return path


def codebook_xml(project: Project) -> bytes:
    """Return the bytes of a ``.qdc``: the tree of codes, and the declared unions.

    Raises
    ------
    InvalidCallError
        If there is no code: the schema wants one.
    """
    if not project.codes:
        msg = f"{project.name}: has no codes; a codebook without codes cannot be written"
        raise InvalidCallError(msg)
    root = ET.Element("CodeBook", xmlns="urn:QDA-XML:codebook:1.0", origin=_ORIGIN)
    _add_codes(root, project.codes)
    _add_sets(root, project.sets, member="guid")
    return _serialised(root)


def project_archive(project: Project) -> bytes:
    """Return the bytes of a ``.qdpx``: the project file, and beside it the texts."""
    texts = {document.guid: document.text for document in project.documents}
    texts |= {guid: text for guid, _, _, text in _notes(project)}
    members = {"project.qde": _project_xml(project)}
    members |= {f"sources/{guid}.txt": text.encode() for guid, text in texts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _serialised(root: ET.Element) -> bytes:
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _project_xml(project: Project) -> bytes:
    """Return the project file; the children's order is the schema's."""
    root = ET.Element(
        "Project", xmlns="urn:QDA-XML:project:1.0", name=legal(project.name), origin=_ORIGIN
    )
    _add_users(root, project.coders)
    if project.codes:
        _add_codes(ET.SubElement(root, "CodeBook"), project.codes)
    _add_variables(root, project.cases)
    _add_cases(root, project.cases)
    _add_sources(root, project)
    _add_notes(root, project)
    _add_sets(root, project.sets, member="targetGUID")
    for note in project.notes:
        ET.SubElement(root, "NoteRef", targetGUID=note.guid)
    return _serialised(root)


def _add_users(root: ET.Element, coders: Iterable[str]) -> None:
    _add_all(root, "Users", [ET.Element("User", guid=user_guid(c), name=legal(c)) for c in coders])


def _add_codes(parent: ET.Element, codes: tuple[CodeNode, ...]) -> None:
    """Add the tree of codes; what has no parent in it stands at the top."""
    elements = {code.guid: code_element(code) for code in codes}
    top = ET.SubElement(parent, "Codes")
    for code in codes:
        elements.get(code.parent, top).append(elements[code.guid])


def _add_variables(root: ET.Element, cases: Iterable[Case]) -> None:
    names = dict.fromkeys(name for case in cases for name in case.attributes)
    keys = [{"guid": variable_guid(name), "name": legal(name)} for name in names]
    _add_all(root, "Variables", [ET.Element("Variable", k, typeOfVariable="Text") for k in keys])


def _add_cases(root: ET.Element, cases: Iterable[Case]) -> None:
    _add_all(root, "Cases", [case_element(case) for case in cases])


def _add_sources(root: ET.Element, project: Project) -> None:
    spans, selections = defaultdict(list), defaultdict(list)
    for case in project.cases:
        for span in case.spans:
            spans[span.document].append(span)
    for selection in project.selections:
        selections[selection.document].append(selection)
    sources = []
    for document in project.documents:
        source = text_source("TextSource", document.guid, document.name)
        source.extend(unit_element(document, span) for span in spans[document.guid])
        source.extend(selection_element(document, found) for found in selections[document.guid])
        sources.append(source)
    _add_all(root, "Sources", sources)


def _add_notes(root: ET.Element, project: Project) -> None:
    notes = []
    for guid, name, coder, _ in _notes(project):
        note = text_source("Note", guid, name)
        note.set("creationDateTime", NO_DATE)
        if coder:
            note.set("creatingUser", user_guid(coder))
        notes.append(note)
    _add_all(root, "Notes", notes)


def _notes(project: Project) -> list[tuple[str, str, str, str]]:
    """List the notes: GUID, name, coder and text; first the project's, then the memos."""
    found = [(note.guid, note.name, "", legal(note.text)) for note in project.notes]
    for n, selection in enumerate((s for s in project.selections if s.memo), start=1):
        guid = make_guid("memo", selection_guid(selection))
        found.append((guid, f"Memo {n}", selection.coder, legal(selection.memo)))
    return found


def _add_sets(root: ET.Element, sets: Iterable[CodeSet], *, member: str) -> None:
    elements = []
    for union in sets:
        element = ET.Element("Set", guid=union.guid, name=legal(union.name))
        for guid in union.members:
            ET.SubElement(element, "MemberCode", {member: guid})
        elements.append(element)
    _add_all(root, "Sets", elements)


def _add_all(parent: ET.Element, container: str, children: list[ET.Element]) -> None:
    """Add children in a container; an empty container is not written."""
    if children:
        ET.SubElement(parent, container).extend(children)
