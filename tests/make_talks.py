"""Write a bundled transcript as LibreOffice Writer saves it, in the layouts people type.

``python tests/make_talks.py`` writes ``tests/data/talks``; it needs LibreOffice on the path. The
README there says what each layout holds besides the turns.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from survey_analysis.documents import read_documents
from survey_analysis.documents.clock import write_time
from survey_analysis.study import find_study_folder, load_qualitative_study

STUDY, PERSON = "operationalizing-ml", "P07"
FOLDER = Path(__file__).parent / "data" / "talks"

_NAMES = {
    "office": "office:1.0", "text": "text:1.0", "style": "style:1.0", "table": "table:1.0",
    "fo": "xsl-fo-compatible:1.0",
}  # fmt: skip
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}"' for name, urn in _NAMES.items()
)
_WHO = "<dc:creator>Anna</dc:creator><dc:date>2026-11-21T10:00:00</dc:date>"
_PAGE = (
    '<office:automatic-styles><style:page-layout style:name="A4"><style:header-style/>'
    '</style:page-layout><style:style style:name="Name" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">'
    "<style:header><text:p>Interview, page <text:page-number/></text:p></style:header>"
    "</style:master-page></office:master-styles>"
)
_DELETED = (
    '<text:tracked-changes><text:changed-region text:id="gone"><text:deletion>'
    f"<office:change-info>{_WHO}</office:change-info><text:p>never </text:p>"
    "</text:deletion></text:changed-region></text:tracked-changes>"
)
_COMMENT = f"<office:annotation>{_WHO}<text:p>Ask again.</text:p></office:annotation>"

Turn = tuple[str, str, str]


def list_turns() -> list[Turn]:
    """List speaker, time and text of the transcript's turns."""
    documents = read_documents(find_study_folder(STUDY), load_qualitative_study(STUDY))
    turns = documents.turns[documents.turns["document_id"] == PERSON]
    times = map(write_time, turns["start_seconds"])
    return list(zip(turns["speaker"], times, turns["text"], strict=True))


def write_lines(turns: list[Turn]) -> str:
    """Write ``P07 [00:00:29]: text``, a paragraph a turn."""
    return "".join(f"<text:p>{who} [{time}]: {escape(text)}</text:p>" for who, time, text in turns)


def write_bold(turns: list[Turn]) -> str:
    """Write the name in bold, the time in brackets, no colon; and what else a day's work leaves."""
    lines = [
        f'<text:p><text:span text:style-name="Name">{who}</text:span> [{time}] {said}</text:p>'
        for who, time, said in ((who, time, _decorate(text)) for who, time, text in turns)
    ]
    half = len(lines) // 2
    title = '<text:p text:style-name="Title">Interview with P07</text:p>'
    part = '<text:h text:outline-level="1">Second half</text:h>'
    return "".join([_DELETED, title, *lines[:half], part, *lines[half:]])


def _decorate(text: str) -> str:
    """Put in hyphens that do not break, a line's break, a comment and a tracked deletion."""
    written = escape(text).replace("-", "\u2011")
    written = written.replace(". ", ".<text:line-break/>", 1)
    return written.replace(", ", f',{_COMMENT} <text:change text:change-id="gone"/>', 1)


def write_table(turns: list[Turn]) -> str:
    """Write a table of names, times and texts."""
    rows = [
        "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>"
                for cell in turn)
        for turn in turns
    ]  # fmt: skip
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    columns = '<table:table-column table:number-columns-repeated="3"/>'
    return f'<table:table table:name="Talk">{columns}{inside}</table:table>'


LAYOUTS: dict[str, Callable[[list[Turn]], str]] = {
    "bold": write_bold,
    "lines": write_lines,
    "table": write_table,
}


def write_flat(body: str) -> str:
    """Write an OpenDocument text as one file of XML."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{_PAGE}<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def convert(source: Path, folder: Path) -> None:
    """Let LibreOffice save a text as a Word file."""
    office = shutil.which("soffice")
    if office is None:
        msg = "LibreOffice is not on the path"
        raise SystemExit(msg)
    command = [office, "--headless", f"-env:UserInstallation={source.parent.as_uri()}/profile",
               "--convert-to", "docx", "--outdir", str(folder), str(source)]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    if " using filter " not in done.stdout:  # without Writer it says so, and that all is well
        raise SystemExit(done.stderr)


if __name__ == "__main__":
    for layout, write in LAYOUTS.items():
        with tempfile.TemporaryDirectory() as scratch:
            flat = Path(scratch) / f"{PERSON}.fodt"
            flat.write_text(write_flat(write(list_turns())), encoding="utf-8")
            convert(flat, FOLDER / layout)
