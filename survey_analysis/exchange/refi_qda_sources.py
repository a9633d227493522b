"""Reading the sources of a REFI-QDA project: texts, and what was coded in them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from survey_analysis.exchange.project import Document, Note, Selection, Span
from survey_analysis.exchange.texts import is_named_so, position_in_lf, to_lf
from survey_analysis.exchange.xml_reading import Ledger, guid_of, local_name, position_of

Positions = tuple[int, int]


@dataclass
class SourceReader:
    """Reads documents and selections, and gathers what cannot be read of them.

    Attributes
    ----------
    ledger
        Keeps count of what has been read.
    users
        Names of coders by GUID.
    codes
        GUIDs of the codes there are.
    notes
        Notes by GUID; those of codings become memos.
    text
        Finds the text of a source, or nothing.
    selections, spans, losses, used_notes
        What was found: applications; stretches of text by GUID; what was dropped; and the
        notes that became memos.
    """

    ledger: Ledger
    users: Mapping[str, str]
    codes: set[str]
    notes: Mapping[str, Note]
    text: Callable[[ET.Element], str | None]
    selections: list[Selection] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)
    used_notes: set[str] = field(default_factory=set)
    _uncoded: list[Span] = field(default_factory=list)

    def read(self, root: ET.Element) -> Iterator[Document]:
        """Yield the documents; texts of PDF sources are read, pictures and sound are not."""
        for container in self.ledger.take(root, "Sources"):
            for source in container:
                match local_name(source):
                    case "TextSource":
                        self.ledger.taken.add(source)
                        yield from self._document(source, name=source.get("name"))
                    case "PDFSource":
                        for text in self.ledger.take(source, "Representation"):
                            self.ledger.taken.add(source)
                            yield from self._document(text, name=source.get("name"))

    def coders(self) -> list[str]:
        """List the coders of the selections, in order of appearance."""
        return list(dict.fromkeys(s.coder for s in self.selections if s.coder))

    def report_uncoded(self, referred: Iterable[Span]) -> None:
        """Report the selections that carry neither a code nor a case."""
        known = set(referred)
        self.losses += ["selection without a code" for span in self._uncoded if span not in known]

    def _document(self, source: ET.Element, *, name: str | None) -> Iterator[Document]:
        guid, raw = guid_of(source), self.text(source)
        if raw is None:
            self.losses.append("source whose text is not in the archive")
            return
        document = Document(guid, name or guid, to_lf(raw))
        selections = self.ledger.take(source, "PlainTextSelection")
        counts_cr = _counts_carriage_returns(selections, raw)
        for selection in selections:
            start, end = _positions(selection)
            if counts_cr:
                start, end = position_in_lf(raw, start), position_in_lf(raw, end)
            self._selection(selection, document, (start, end), source)
        self.spans[guid] = Span(guid, 0, len(document.text), document.name)
        for coding in self.ledger.take(source, "Coding"):
            self._coding(coding, self.spans[guid], [source], memos=[])
        yield document

    def _selection(
        self, selection: ET.Element, document: Document, place: Positions, source: ET.Element
    ) -> None:
        """Read one selection: its codings, or else the stretch a case may refer to."""
        start, end = place
        description = self.ledger.text(selection, "Description")
        codings = self.ledger.take(selection, "Coding")
        memos = [description, *self._memos(selection)]
        if not 0 <= start < end <= len(document.text):
            self.losses.append("selection that is empty or outside its text")
            self.ledger.taken.update(selection.iter())
            return
        if not is_named_so(document.text[start:end], selection.get("name", "")):
            self.losses.append("name of a selection that is not its text (the selection is kept)")
        span = Span(document.guid, start, end, "" if codings else description)
        self.spans[guid_of(selection)] = span
        if not codings:
            self._uncoded.append(span)
        for coding in codings:
            self._coding(coding, span, [selection, source], memos=memos)

    def _coding(
        self, coding: ET.Element, span: Span, around: list[ET.Element], *, memos: list[str]
    ) -> None:
        reference = self.ledger.take(coding, "CodeRef")
        code = guid_of(reference[0], "targetGUID") if reference else ""
        if code not in self.codes:
            self.losses.append("coding with a code that is not in the codebook")
            return
        texts = dict.fromkeys(m for m in [*memos, *self._memos(coding)] if m)
        self.selections.append(
            Selection(
                span.document,
                span.start,
                span.end,
                coder=self._coder([coding, *around]),
                code=code,
                memo="\n".join(texts),
            )
        )

    def _coder(self, elements: list[ET.Element]) -> str:
        """Return who coded: as the coding says, or else the selection, or else the source."""
        named = [e for e in elements if e.get("creatingUser")]
        return self.users.get(guid_of(named[0], "creatingUser"), "") if named else ""

    def _memos(self, element: ET.Element) -> list[str]:
        targets = [guid_of(r, "targetGUID") for r in self.ledger.take(element, "NoteRef")]
        self.used_notes.update(targets)
        return [self.notes[target].text for target in targets if target in self.notes]


def _positions(selection: ET.Element) -> Positions:
    return position_of(selection, "startPosition"), position_of(selection, "endPosition")


def _counts_carriage_returns(selections: list[ET.Element], raw: str) -> bool:
    """Say whether positions count CRLF as two: the names of the selections tell.

    Where they do not tell, a line end counts as one.
    """
    if "\r" not in raw:
        return False
    fits = {True: 0, False: 0}
    for selection in selections:
        start, end = _positions(selection)
        for counts, text in ((True, raw), (False, to_lf(raw))):
            fits[counts] += is_named_so(text[max(start, 0) : end], selection.get("name", ""))
    return fits[True] > fits[False]
