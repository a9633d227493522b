"""What must hold between the parts of a codebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from survey_analysis.errors import nearest, unknown_name
from survey_analysis.yaml_file import Place

if TYPE_CHECKING:
    from survey_analysis.coding.codebook import Codebook


def find_inconsistencies(codebook: Codebook) -> Iterator[tuple[Place, str]]:
    """Yield what does not fit together, each with its place in the file.

    Parameters
    ----------
    codebook
        A codebook whose parts are each well formed.
    """
    if (codebook.units.question is None) == (codebook.units.documents is None):
        yield ("units",), "names either a 'question' or 'documents'"
    yield from _find_repeated(codebook)
    yield from _find_dangling(codebook)
    yield from _find_circles(codebook)


def _find_repeated(codebook: Codebook) -> Iterator[tuple[Place, str]]:
    """Yield ids that two parts share; a grouping's members are codes or categories."""
    seen: dict[str, str] = {}
    for key in ("categories", "codes", "groupings"):
        for i, part in enumerate(getattr(codebook, key)):
            if part.id in seen:
                yield (key, i, "id"), f"the id {part.id!r} is declared already, in {seen[part.id]}"
            seen.setdefault(part.id, key)


def _find_dangling(codebook: Codebook) -> Iterator[tuple[Place, str]]:
    codes, categories = codebook.code_ids, codebook.category_ids
    for i, code in enumerate(codebook.codes):
        if code.category not in categories:
            text = unknown_name("category", code.category, categories)
            yield ("codes", i, "category"), text
        if code.parent is not None and code.parent not in codes:
            text = f"{code.parent!r} is not a code{nearest(code.parent, codes)}"
            yield ("codes", i, "parent"), text
        if code.since > codebook.version:
            text = f"is later than the codebook's version, {codebook.version}"
            yield ("codes", i, "since"), text
    for i, grouping in enumerate(codebook.groupings):
        for j, member in enumerate(grouping.any_of):
            if member not in [*codes, *categories]:
                hint = nearest(member, [*codes, *categories])
                text = f"{member!r} is neither a code nor a category{hint}"
                yield ("groupings", i, "any_of", j), text


def _find_circles(codebook: Codebook) -> Iterator[tuple[Place, str]]:
    """Yield each circle of parents once, at its code that stands first in the file."""
    parents = {code.id: code.parent for code in codebook.codes}
    reported: set[str] = set()
    for i, code in enumerate(codebook.codes):
        line = [code.id]
        while (parent := parents.get(line[-1])) is not None and parent not in line:
            line.append(parent)
        if parent == code.id and code.id not in reported:
            reported.update(line)
            yield (
                ("codes", i, "parent"),
                f"the parents go in a circle: {' > '.join([*line, parent])}",
            )
