"""Reading REFI-QDA as tools really write it, and saying what was not read.

Source: REFI-QDA Standard, version 1.5. Accepted beside it: any name for the ``.qde``,
``Sources`` in capitals, GUIDs in braces or in either case, byte order marks, CRLF, codings of
a whole source, texts inside the XML, and the codebooks of Taguette.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path

from survey_analysis.errors import DataError, InvalidCallError
from survey_analysis.exchange.archive import find_project_file, find_text, read_archive
from survey_analysis.exchange.losses import Imported, count_losses
from survey_analysis.exchange.project import Case, CodeNode, CodeSet, Note, Project, Span
from survey_analysis.exchange.refi_qda_sources import SourceReader
from survey_analysis.exchange.taguette import nest_dotted_names
from survey_analysis.exchange.texts import decode_text, to_lf
from survey_analysis.exchange.xml_reading import Ledger, attribute, guid_of, local_name
from survey_analysis.xml_file import parse_xml

_MOST_BYTES = 64 * 1024**2


def read_refi_qda(path: str | Path) -> Imported:
    """Read a project (``.qdpx``) or a codebook (``.qdc``).

    Parameters
    ----------
    path
        The file. Nothing of it is unpacked to disk.

    Returns
    -------
    Imported
        The project, what was dropped, and which departures from the standard were accepted.

    Raises
    ------
    DataError
        If the file is damaged, is no REFI-QDA, or is made to do harm.
    InvalidCallError
        If it ends in neither ``.qdpx`` nor ``.qdc``.

    Examples
    --------
    >>> from survey_analysis.exchange.refi_qda_writing import write_refi_qda
    >>> import tempfile
    >>> code = CodeNode("0d62985d-b147-5d01-a9b5-cae5dcd98342", "Drift")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_refi_qda(Project("Monitoring", codes=(code,)), f"{folder}/m.qdpx")
    ...     read_refi_qda(path).project.codes == (code,)
    True
    """
    path = Path(path)
    match path.suffix.lower():
        case ".qdpx":
            members = read_archive(path)
            root = _parse(find_project_file(members, path=path), path, "Project")
            return _located(path, root, members)
        case ".qdc":
            return _located(path, _parse(_read_bytes(path), path, "CodeBook"), {})
    msg = f"{path}: a REFI-QDA file ends in .qdpx or .qdc"
    raise InvalidCallError(msg)


def _parse(content: bytes, path: Path, expected: str) -> ET.Element:
    root = parse_xml(content, where=str(path))
    if local_name(root) != expected:
        msg = f"{path}: the root is <{local_name(root)[:60]}>, not <{expected}>"
        raise DataError(msg)
    return root


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            msg = f"{path}: larger than {_MOST_BYTES:,} bytes; not read"
            raise DataError(msg)
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise DataError(msg) from None


def _located(path: Path, root: ET.Element, members: Mapping[str, bytes]) -> Imported:
    """Read a tree; name the file in what is wrong with it."""
    try:
        return _Reader(root, members).read(name=path.stem)
    except DataError as error:
        msg = f"{path}: {error}"
        raise DataError(msg) from None


class _Reader:
    """Reads one tree; what it does not take, it reports."""

    def __init__(self, root: ET.Element, members: Mapping[str, bytes]) -> None:
        self.root, self.members = root, members
        self.ledger = Ledger(root)
        self.remarks: list[str] = []

    def read(self, *, name: str) -> Imported:
        codes = tuple(self.codes())
        users = {guid_of(user): user.get("name") or user.get("id") or "" for user in self.users()}
        notes = {note.guid: note for note in self.notes()}
        sources = SourceReader(self.ledger, users, {c.guid for c in codes}, notes, self.text)
        documents = tuple(sources.read(self.root))
        project = Project(
            name=self.root.get("name") or name,
            codes=codes,
            coders=tuple(dict.fromkeys([*users.values(), *sources.coders()])),
            documents=documents,
            selections=tuple(dict.fromkeys(sources.selections)),
            cases=tuple(self.cases(sources.spans)),
            sets=tuple(self.sets()),
            notes=tuple(note for note in notes.values() if note.guid not in sources.used_notes),
        )
        sources.report_uncoded(s for case in project.cases for s in case.spans)
        losses = count_losses([*sources.losses, *self.ledger.leftovers()])
        return Imported(project, losses, tuple(self.remarks))

    def text(self, element: ET.Element) -> str | None:
        """Return the text of a source or note: from the archive, or from inside the XML."""
        inside = self.ledger.take(element, "PlainTextContent")
        if inside:
            return (inside[0].text or "").removeprefix("\ufeff")
        reference = element.get("plainTextPath", "")
        content = find_text(self.members, reference)
        return None if content is None else decode_text(content, where=reference)

    def users(self) -> Iterator[ET.Element]:
        for container in self.ledger.take(self.root, "Users"):
            yield from self.ledger.take(container, "User")

    def codes(self) -> Iterator[CodeNode]:
        """Yield the codes, parents first; Taguette's dotted names become a tree."""
        is_codebook = local_name(self.root) == "CodeBook"
        books = [self.root] if is_codebook else self.ledger.take(self.root, "CodeBook")
        found = [code for book in books for code in self.codes_of(book)]
        if (self.root.get("origin") or "").startswith("Taguette"):
            found, remark = nest_dotted_names(found)
            self.remarks += remark
        return iter(found)

    def codes_of(self, book: ET.Element) -> Iterator[CodeNode]:
        stack = [
            (code, "")
            for container in self.ledger.take(book, "Codes")
            for code in self.ledger.take(container, "Code")
        ][::-1]
        while stack:
            element, parent = stack.pop()
            code = CodeNode(
                guid=guid_of(element),
                name=attribute(element, "name"),
                description=self.ledger.text(element, "Description"),
                is_codable=element.get("isCodable", "true").strip() in {"true", "1"},
                parent=parent,
                color=element.get("color", ""),
            )
            yield code
            children = self.ledger.take(element, "Code")
            stack += [(child, code.guid) for child in reversed(children)]

    def notes(self) -> Iterator[Note]:
        for container in self.ledger.take(self.root, "Notes"):
            for note in self.ledger.take(container, "Note"):
                described = self.ledger.text(note, "Description")
                text = to_lf(self.text(note) or described)
                yield Note(guid_of(note), note.get("name") or "", text)
        self.ledger.take(self.root, "NoteRef")

    def cases(self, spans: Mapping[str, Span]) -> Iterator[Case]:
        """Yield the cases; `spans` are the stretches of text by the GUID that refers to them."""
        variables = {
            guid_of(variable): attribute(variable, "name")
            for container in self.ledger.take(self.root, "Variables")
            for variable in self.ledger.take(container, "Variable")
        }
        for container in self.ledger.take(self.root, "Cases"):
            for case in self.ledger.take(container, "Case"):
                references = [
                    *self.ledger.take(case, "SourceRef"),
                    *self.ledger.take(case, "SelectionRef"),
                ]
                targets = [guid_of(reference, "targetGUID") for reference in references]
                yield Case(
                    guid=guid_of(case),
                    name=case.get("name") or "",
                    attributes=dict(self.values(case, variables)),
                    spans=tuple(spans[target] for target in targets if target in spans),
                )

    def values(self, case: ET.Element, variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the attributes of a case by name; all kinds of value are texts here."""
        for pair in self.ledger.take(case, "VariableValue"):
            reference = self.ledger.take(pair, "VariableRef")
            values = [child for child in pair if local_name(child).endswith("Value")]
            self.ledger.taken.update(values)
            if reference:
                guid = guid_of(reference[0], "targetGUID")
                yield variables.get(guid, guid), "".join(value.text or "" for value in values)

    def sets(self) -> Iterator[CodeSet]:
        """Yield the unions of codes; a set of sources stays unread."""
        for container in self.ledger.take(self.root, "Sets"):
            if not len(container):
                self.remarks.append("<Sets> is empty, which the schema does not allow")
            for union in [s for s in container if _has_only_codes(s)]:
                self.ledger.taken.add(union)
                members = self.ledger.take(union, "MemberCode")
                keys = ["targetGUID" if "targetGUID" in m.attrib else "guid" for m in members]
                guids = tuple(guid_of(m, key) for m, key in zip(members, keys, strict=True))
                yield CodeSet(guid_of(union), union.get("name") or "", guids)


def _has_only_codes(union: ET.Element) -> bool:
    return {local_name(child) for child in union} <= {"MemberCode", "Description"}
