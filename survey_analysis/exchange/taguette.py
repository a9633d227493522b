"""Reading what Taguette writes: codebooks and highlights.

Taguette exports the texts of highlights without their places; they are looked up again in the
documents. Dots in a tag's name stand for levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from survey_analysis.coding.formulas import restore
from survey_analysis.exchange.losses import Imported, count_losses
from survey_analysis.exchange.project import CodeNode, Document, Project, Selection, make_guid
from survey_analysis.exchange.taguette_places import place_highlights

_NAME_COLUMNS = ("tag", "name", "path")
_UNPLACED = "highlight whose text is not in its document, or at several places of it"


def nest_dotted_names(codes: Sequence[CodeNode]) -> tuple[list[CodeNode], list[str]]:
    """Put each code under the one that its name continues: ``a.b`` under ``a``.

    Returns
    -------
    tuple
        The codes, parents first and in the order given, and remarks on what was done.

    Examples
    --------
    >>> flat = [CodeNode("1", "server.legacy"), CodeNode("2", "server")]
    >>> [(code.name, code.parent) for code in nest_dotted_names(flat)[0]]
    [('server', ''), ('server.legacy', '2')]
    """
    guids = {code.name: code.guid for code in codes}
    nested = [replace(code, parent=_nearest_above(code.name, guids)) for code in codes]
    nested.sort(key=lambda code: code.name.count("."))
    dotted = sum("." in code.name for code in codes)
    remarks = [f"{dotted} names with dots, read as levels of a tree"] if dotted else []
    return nested, remarks


def _nearest_above(name: str, guids: dict[str, str]) -> str:
    while "." in name:
        name = name.rpartition(".")[0]
        if name in guids:
            return guids[name]
    return ""


def is_codebook(columns: Iterable[str]) -> bool:
    """Say whether a table has the columns of Taguette's codebook."""
    names = {column.lower() for column in columns}
    return bool(names & set(_NAME_COLUMNS)) and not is_highlights(columns)


def is_highlights(columns: Iterable[str]) -> bool:
    """Say whether a table has the columns of Taguette's highlights."""
    return set(columns) >= {"document", "tag", "content"}


def read_taguette_codebook(table: pd.DataFrame, *, name: str) -> Imported:
    """Read a codebook of Taguette, or any with a column ``tag``, ``name`` or ``path``.

    Parameters
    ----------
    table
        The file's cells as text; columns ``tag`` and ``description``.
    name
        The project's name.

    Examples
    --------
    >>> table = pd.DataFrame({"tag": ["wish"], "description": ["What people ask for"]})
    >>> read_taguette_codebook(table, name="notes").project.codes[0].description
    'What people ask for'
    """
    table = table.rename(columns=str.lower)
    column = next(column for column in _NAME_COLUMNS if column in table)
    described = table["description"] if "description" in table else [""] * len(table)
    named = {tag.strip(): text for tag, text in zip(table[column], described, strict=True)}
    flat = [CodeNode(_tag_guid(tag), tag, text.strip()) for tag, text in named.items() if tag]
    codes, remarks = nest_dotted_names(flat)
    return Imported(Project(name, codes=tuple(codes)), (), tuple(remarks))


def _tag_guid(tag: str) -> str:
    return make_guid("taguette tag", tag)


def read_taguette_highlights(
    table: pd.DataFrame, documents: Sequence[Document], *, name: str, coder: str
) -> Imported:
    """Read highlights of Taguette and find them again in the documents.

    A text that occurs several times in a document is placed only where that can be told (see
    `place_highlights`).

    Parameters
    ----------
    table
        The file's cells as text; columns ``id``, ``document``, ``tag``, ``content``.
    documents
        The documents that were uploaded.
    name
        The project's name.
    coder
        Who highlighted: the file does not say.

    Examples
    --------
    >>> text = Document(make_guid("document", "a"), "a", "Nobody watched the inputs.")
    >>> row = {"id": "1", "document": "a.html", "tag": "watch", "content": "Nobody  watched"}
    >>> found = read_taguette_highlights(pd.DataFrame([row]), [text], name="n", coder="anna")
    >>> [(s.start, s.end) for s in found.project.selections]
    [(0, 14)]
    """
    tags = [tag for tag in dict.fromkeys(table["tag"]) if tag]
    codes, remarks = nest_dotted_names([CodeNode(_tag_guid(tag), tag) for tag in tags])
    by_name = {document.name: document for document in documents}
    selections, missed = [], []
    for file, rows in table.groupby("document", sort=False):
        document = by_name.get(Path(str(file)).stem) or by_name.get(str(file))
        contents = dict(zip(rows["id"], rows["content"].map(restore), strict=True))
        text = document.text if document else ""
        at = dict(zip(contents, place_highlights(text, list(contents.values())), strict=True))
        missed += [_UNPLACED for place in at.values() if place is None]
        selections += [
            Selection(document.guid, place[0], place[1], coder, _tag_guid(tag))
            for highlight, tag in zip(rows["id"], rows["tag"], strict=True)
            if document and tag and (place := at[highlight])
        ]
    project = Project(
        name,
        codes=tuple(codes),
        coders=(coder,),
        documents=tuple(documents),
        selections=tuple(selections),
    )
    return Imported(project, count_losses(missed), tuple(remarks))
