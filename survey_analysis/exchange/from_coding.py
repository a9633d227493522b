"""From our own coding to a project that other tools read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from survey_analysis.coding.choices import NOTHING_ENTRY, SPECIAL_CHOICES
from survey_analysis.coding.codebook import Code, Codebook
from survey_analysis.coding.project import Coding
from survey_analysis.exchange.documents import lay_out
from survey_analysis.exchange.losses import Loss, count_losses
from survey_analysis.exchange.project import (
    Case,
    CodeNode,
    CodeSet,
    Project,
    Selection,
    Span,
    make_guid,
)
from survey_analysis.exchange.texts import position_in_lf


def to_project(
    coding: Coding, *, attributes: pd.DataFrame | None = None
) -> tuple[Project, tuple[Loss, ...]]:
    """Turn a coding into a project: units into documents, applications into selections.

    Parameters
    ----------
    coding
        The codebook, the units with their texts, and all coders' applications.
    attributes
        Attributes of respondents, one row each: the index is the respondent, a column an
        attribute (such as a segment variable).

    Returns
    -------
    tuple
        The project, and what of the coding it does not hold.
    """
    title = coding.codebook.title
    documents, places = lay_out(coding.units, title=title)
    project = Project(
        name=title,
        codes=tuple(_nodes(coding.codebook)),
        coders=tuple(sorted(coding.applications["coder"].unique())),
        documents=documents,
        selections=tuple(_selections(coding, places)),
        cases=tuple(_cases(coding, places, attributes)),
        sets=tuple(_sets(coding.codebook)),
    )
    return project, count_losses(_lost(coding))


def code_guid(codebook: Codebook, code: str) -> str:
    """Return the GUID of a code, or of one of `SPECIAL_CHOICES`, by its id."""
    return make_guid(codebook.title, "code", code)


def category_guid(codebook: Codebook, category: str) -> str:
    """Return the GUID of a category by its id."""
    return make_guid(codebook.title, "category", category)


def node_names(codebook: Codebook) -> dict[str, str]:
    """Name categories and codes, by GUID: the label, and the id too where labels are alike.

    Upper and lower case count as alike, as they do in some tools.
    """
    entries = [(category_guid(codebook, c.id), c.label, c.id) for c in codebook.categories]
    entries += [(code_guid(codebook, c.id), c.label, c.id) for c in codebook.codes]
    alike = Counter(label.casefold() for _, label, _ in entries)
    names = {
        guid: label if alike[label.casefold()] == 1 else f"{label} ({entry})"
        for guid, label, entry in entries
    }
    return names | {code_guid(codebook, code): code for code in SPECIAL_CHOICES}


def _nodes(codebook: Codebook) -> Iterator[CodeNode]:
    """Yield categories, then codes with parents first, then what stands for "seen"."""
    names = node_names(codebook)
    for category in codebook.categories:
        guid = category_guid(codebook, category.id)
        yield CodeNode(guid, names[guid], category.definition, is_codable=False)
    for code in _parents_first(codebook):
        guid = code_guid(codebook, code.id)
        above = (
            code_guid(codebook, code.parent)
            if code.parent
            else category_guid(codebook, code.category)
        )
        yield CodeNode(guid, names[guid], _definition(code), parent=above)
    for special, meaning in SPECIAL_CHOICES.items():
        yield CodeNode(code_guid(codebook, special), special, meaning)


def _parents_first(codebook: Codebook) -> list[Code]:
    """Sort codes by how many stand above them; the codebook has no cycles."""
    parents = {code.id: code.parent for code in codebook.codes}

    def depth(code: str) -> int:
        above = parents[code]
        return 1 + depth(above) if above else 0

    return sorted(codebook.codes, key=lambda code: depth(code.id))


def _definition(code: Code) -> str:
    """Write what a coder needs to know of a code as paragraphs."""
    more = {"Include": code.include, "Exclude": code.exclude, "Example": code.example}
    paragraphs = [code.definition, *(f"{key}: {text}" for key, text in more.items() if text)]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _selections(coding: Coding, places: Mapping[str, Span]) -> Iterator[Selection]:
    """Yield applications; one without a span is of its whole unit."""
    texts = dict(zip(coding.units["unit_id"], coding.units["text"], strict=True))
    for row in coding.applications.to_dict("records"):
        place, text = places[row["unit_id"]], texts[row["unit_id"]]
        start, end = place.start, place.end
        if pd.notna(row["start"]):
            end = start + position_in_lf(text, row["end"])
            start += position_in_lf(text, row["start"])
        code = code_guid(coding.codebook, row["code"] or NOTHING_ENTRY)
        yield Selection(place.document, start, end, row["coder"], code, row["memo"])


def _cases(
    coding: Coding, places: Mapping[str, Span], attributes: pd.DataFrame | None
) -> Iterator[Case]:
    """Yield respondents; what an attribute leaves open is not written."""
    table = pd.DataFrame() if attributes is None else attributes
    for respondent, rows in coding.units.groupby("respondent", sort=False):
        known = table[table.index == respondent].dropna(axis="columns").to_dict("records")
        yield Case(
            guid=make_guid(coding.codebook.title, "case", respondent),
            name=str(respondent),
            attributes={str(k): str(v) for row in known for k, v in row.items()},
            spans=tuple(places[unit] for unit in rows["unit_id"]),
        )


def _sets(codebook: Codebook) -> Iterator[CodeSet]:
    """Yield the declared unions."""
    categories = codebook.category_ids
    for union in codebook.groupings:
        members = (
            category_guid(codebook, member) if member in categories else code_guid(codebook, member)
            for member in union.any_of
        )
        yield CodeSet(make_guid(codebook.title, "set", union.id), union.label, tuple(members))


def _lost(coding: Coding) -> list[str]:
    """Name what has no place in a project of REFI-QDA."""
    moved = int((coding.applications["category"] != "").sum())
    return [
        *["category of an application that is not its code's"] * moved,
        *["relation between codes"] * len(coding.relations),
        *["resolution of a difference between coders"] * len(coding.resolved),
    ]
