"""Writing a folder that Taguette takes in.

Documents are HTML, because other formats need Calibre beside Taguette; the codebook is CSV.
"""

from __future__ import annotations

import csv
import html
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from survey_analysis.coding.formulas import neutralise
from survey_analysis.exchange.losses import Loss, count_losses
from survey_analysis.exchange.project import CodeNode, Document, Project
from survey_analysis.whole_files import write_files

CODEBOOK_COLUMNS = ["tag", "description"]
HIGHLIGHT_COLUMNS = ["id", "document", "tag", "content"]


def write_taguette(project: Project, folder: str | Path) -> tuple[Loss, ...]:
    """Write a folder for Taguette: ``codebook.csv``, and each document as HTML.

    Beside them stand the highlights as Taguette would export them, one file a coder; Taguette
    itself has no import for them.

    Parameters
    ----------
    project
        What is written.
    folder
        The folder; it is made if it is not there, and may hold an earlier export.

    Returns
    -------
    tuple of Loss
        What Taguette has no import for: the applications.

    Raises
    ------
    PublishError
        If the folder cannot be made or written.
    """
    folder = Path(folder)
    files = {"codebook.csv": codebook_csv(project.codes)}
    files |= {f"{one.name}.html": document_html(one) for one in project.documents}
    files |= {f"highlights-{coder}.csv": highlights_csv(project, coder) for coder in project.coders}
    write_files({folder / name: content for name, content in files.items()})
    lost = ["application (Taguette takes in no highlights)"] * len(project.selections)
    return count_losses([*lost, *["case"] * len(project.cases), *["set"] * len(project.sets)])


def codebook_csv(codes: Sequence[CodeNode]) -> bytes:
    """Return a codebook that Taguette imports; levels are joined by dots.

    It begins with a byte order mark, because Taguette guesses the encoding, and descriptions
    are on one line, because the form that it shows them in drops line ends.

    Examples
    --------
    >>> codes = [CodeNode("1", "Server"), CodeNode("2", "Old", parent="1")]
    >>> print(codebook_csv(codes).decode("utf-8-sig"))
    tag,description
    Server,
    Server.Old,
    <BLANKLINE>
    """
    paths = _tag_paths(codes)
    rows = [(paths[code.guid], " ".join(code.description.split())) for code in codes]
    return _csv(CODEBOOK_COLUMNS, rows)


def highlights_csv(project: Project, coder: str) -> bytes:
    """Return a coder's selections with the columns of Taguette's highlights."""
    paths = _tag_paths(project.codes)
    documents = {document.guid: document for document in project.documents}
    own = [selection for selection in project.selections if selection.coder == coder]
    own.sort(key=lambda s: (list(documents).index(s.document), s.start, s.end))
    ids: dict[tuple[str, int, int], int] = {}
    rows = []
    for selection in own:
        place = (selection.document, selection.start, selection.end)
        document = documents[selection.document]
        number = ids.setdefault(place, len(ids) + 1)
        content = " ".join(document.text[selection.start : selection.end].split())
        rows.append((number, f"{document.name}.html", paths[selection.code], neutralise(content)))
    return _csv(HIGHLIGHT_COLUMNS, rows)


def _tag_paths(codes: Sequence[CodeNode]) -> dict[str, str]:
    """Return the tags' names with those above them, by GUID; a dot in a name gives way."""
    paths: dict[str, str] = defaultdict(str)
    for code in codes:
        above, name = paths[code.parent], code.name.replace(".", "·")
        paths[code.guid] = f"{above}.{name}" if above else name
    return paths


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return stream.getvalue().encode("utf-8-sig")


def document_html(document: Document) -> bytes:
    """Return a document as HTML: a paragraph for each line that is not empty."""
    lines = [f"<p>{html.escape(line)}</p>\n" for line in document.text.split("\n") if line.strip()]
    title = html.escape(document.name)
    head = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}\n<body>\n{''.join(lines)}</body></html>\n".encode()
