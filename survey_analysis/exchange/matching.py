"""Codes of another tool matched with the codebook's, and the ones the codebook lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from survey_analysis.coding.choices import NOTHING_ENTRY, SPECIAL_CHOICES
from survey_analysis.coding.codebook import NOTHING_APPLIES, Category, Code, Codebook
from survey_analysis.exchange.from_coding import (
    category_guid,
    code_guid,
    node_names,
)
from survey_analysis.exchange.project import CodeNode
from survey_analysis.study.forms import slug

IMPORTED = "imported"
"""The category of codes that come without one."""

_UNDEFINED = "Taken from another tool without a definition."


@dataclass(frozen=True)
class CodeMatch:
    """What the codes of a project are in the codebook.

    Attributes
    ----------
    ids
        The code's id by the project's GUID; categories are not in it, and an empty id is
        "seen, nothing applies".
    new_categories, new_codes
        What the codebook lacks.
    """

    ids: dict[str, str]
    new_categories: tuple[Category, ...]
    new_codes: tuple[Code, ...]


def match_codes(nodes: Sequence[CodeNode], codebook: Codebook) -> CodeMatch:
    """Match codes by GUID, name, label or id; a name with dots also by its last part.

    Parameters
    ----------
    nodes
        The project's codes, parents first.
    codebook
        The codebook.
    """
    codes, categories = _known_codes(codebook), _known_categories(codebook)
    found = _Matching(
        codebook=codebook,
        names={node.guid: node.name for node in nodes},
        ids={n.guid: code for n in nodes if (code := _look_up(n, codes)) is not None},
        above={n.guid: entry for n in nodes if (entry := _look_up(n, categories)) is not None},
        taken={IMPORTED, *codebook.category_ids, *codebook.code_ids},
    )
    for node in nodes:
        if node.guid not in found.ids and node.guid not in found.above:
            found.add(node)
    ids = {k: NOTHING_APPLIES if code == NOTHING_ENTRY else code for k, code in found.ids.items()}
    return CodeMatch(ids, tuple(found.used_categories()), tuple(found.codes))


@dataclass
class _Matching:
    """Entries of a project on their way into our codebook, by the project's GUIDs."""

    codebook: Codebook
    names: dict[str, str]
    ids: dict[str, str]
    above: dict[str, str]
    taken: set[str]
    categories: list[Category] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)

    def add(self, node: CodeNode) -> None:
        """Make a category or code of an entry that the codebook lacks."""
        name = node.name.removeprefix(f"{self.names.get(node.parent)}.").strip()
        entry = self.free_id(slug(name) or f"code-{node.guid[:8]}")
        text = node.description.strip() or _UNDEFINED
        if not node.is_codable:
            self.above[node.guid] = entry
            self.categories.append(Category(id=entry, label=name or entry, definition=text))
            return
        parent = self.ids.get(node.parent, "")
        defaults = self.codebook.default_categories | {c.id: c.category for c in self.codes}
        self.ids[node.guid] = entry
        self.codes.append(
            Code(
                id=entry,
                label=name or entry,
                category=defaults.get(parent) or self.above.get(node.parent, IMPORTED),
                parent=parent if parent in defaults else None,
                definition=text,
                since=self.codebook.version + 1,
            )
        )

    def free_id(self, base: str) -> str:
        entry, n = base, 1
        while entry in self.taken:
            n += 1
            entry = f"{base}-{n}"
        self.taken.add(entry)
        return entry

    def used_categories(self) -> list[Category]:
        """List the new categories that a new code stands in."""
        wanted = {code.category for code in self.codes}
        found = [category for category in self.categories if category.id in wanted]
        if IMPORTED in wanted - set(self.codebook.category_ids):
            found.append(Category(id=IMPORTED, label="Imported", definition=_UNDEFINED))
        return found


def _known_codes(codebook: Codebook) -> dict[str, str]:
    """Return the codes' ids by everything a tool may call them; a GUID counts for most."""
    names = node_names(codebook)
    named = {code.label: code.id for code in reversed(codebook.codes)}
    named |= {code: code for code in (*codebook.code_ids, *SPECIAL_CHOICES)}
    named |= {names[code_guid(codebook, code)]: code for code in named.values()}
    folded = {_folded(name): code for name, code in named.items()}
    return folded | {code_guid(codebook, code): code for code in named.values()}


def _known_categories(codebook: Codebook) -> dict[str, str]:
    names = node_names(codebook)
    found: dict[str, str] = {}
    for category in codebook.categories:
        guid = category_guid(codebook, category.id)
        called = (_folded(category.label), _folded(category.id), _folded(names[guid]), guid)
        found |= dict.fromkeys(called, category.id)
    return found


def _folded(name: str) -> str:
    return name.replace(".", "·").casefold()


def _look_up(node: CodeNode, known: dict[str, str]) -> str | None:
    names = (node.guid, _folded(node.name), _folded(node.name.rpartition(".")[2]))
    return next((known[name] for name in names if name in known), None)
