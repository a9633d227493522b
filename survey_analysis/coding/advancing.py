"""From one version of the codebook to the next: what each change makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from survey_analysis.coding.changes import (
    Add,
    AddCategory,
    Change,
    Drop,
    DropCategory,
    Merge,
    MergeCategories,
    Move,
    Rename,
    RenameCategory,
    Revise,
    ReviseCategory,
    SetGroupings,
    SetTitle,
    Split,
)
from survey_analysis.coding.codebook import Code, Codebook, Grouping
from survey_analysis.coding.codebook_rules import find_inconsistencies
from survey_analysis.errors import InvalidCallError, unknown_name


def change_codebook(codebook: Codebook, change: Change) -> Codebook:
    """Make one change to a codebook that has its new version already.

    Parameters
    ----------
    codebook
        The codebook; it stays as it is.
    change
        The change.

    Raises
    ------
    InvalidCallError
        If the change names what does not exist (with the nearest), or the codebook would
        no longer fit together.

    Examples
    --------
    >>> from survey_analysis.coding.codebook import Category
    >>> operation = Category(id="operation", label="Operation", definition="In use.")
    >>> drift = {"id": "drift", "label": "Drift", "category": "operation"}
    >>> code = Code(**drift, definition="Data change.", since=1)
    >>> units = {"question": "Q4"}
    >>> book = {"title": "Problems", "version": 2, "units": units, "categories": [operation]}
    >>> codebook = Codebook(**book, codes=[code])
    >>> change_codebook(codebook, Rename(rename="drift", to="shift")).code_ids
    ['shift']
    """
    changed = _change(codebook, change)
    _refuse_emptied(changed)
    for _, text in find_inconsistencies(changed):
        raise InvalidCallError(text)
    return changed


def _change(codebook: Codebook, change: Change) -> Codebook:
    match change:
        case Add():
            return _add_code(codebook, change.add)
        case Rename():
            return _rename(codebook, change)
        case Merge():
            return _merge(codebook, change)
        case Split():
            return _split(codebook, change)
        case Drop():
            return _drop(codebook, change)
        case Move():
            return _revise_code(codebook, change.move, {"category": change.to})
        case Revise():
            said = change.to.model_dump(exclude_unset=True)
            return _revise_code(codebook, change.revise, said)
        case SetGroupings():
            return _update(codebook, groupings=change.set_groupings)
        case SetTitle():
            return _update(codebook, title=change.set_title)
        case _:
            return _change_categories(codebook, change)


def _change_categories(
    codebook: Codebook,
    change: AddCategory | RenameCategory | MergeCategories | DropCategory | ReviseCategory,
) -> Codebook:
    match change:
        case AddCategory():
            return _update(codebook, categories=[*codebook.categories, change.add_category])
        case RenameCategory():
            old = change.rename_category
            renamed = _revise_category(codebook, old, {"id": change.to})
            return _replace_category(renamed, {old: change.to})
        case MergeCategories():
            _need("category", [*change.merge_categories, change.into], codebook.category_ids)
            gone = {one: change.into for one in change.merge_categories if one != change.into}
            return _replace_category(_without_categories(codebook, gone), gone)
        case DropCategory():
            return _drop_category(codebook, change.drop_category)
        case ReviseCategory():
            said = change.to.model_dump(exclude_unset=True)
            return _revise_category(codebook, change.revise_category, said)


def _update(codebook: Codebook, **parts: Any) -> Codebook:
    return codebook.model_copy(update=parts)


def _need(kind: str, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise InvalidCallError(unknown_name(kind, name, known))


def _refuse_emptied(codebook: Codebook) -> None:
    for kind, parts in (("code", codebook.codes), ("category", codebook.categories)):
        if not parts:
            msg = f"the codebook would be left without a {kind}"
            raise InvalidCallError(msg)
    for grouping in codebook.groupings:
        if not grouping.any_of:
            msg = f"the grouping {grouping.id!r} would be left empty; set_groupings first"
            raise InvalidCallError(msg)


def _add_code(codebook: Codebook, code: Code) -> Codebook:
    if code.since != codebook.version:
        msg = f"{code.id!r} is new in version {codebook.version}, but has since: {code.since}"
        raise InvalidCallError(msg)
    return _update(codebook, codes=[*codebook.codes, code])


def _revise_code(codebook: Codebook, code_id: str, said: Mapping[str, Any]) -> Codebook:
    _need("code", [code_id], codebook.code_ids)
    codes = [
        code.model_copy(update=dict(said)) if code.id == code_id else code
        for code in codebook.codes
    ]
    return _update(codebook, codes=codes)


def _revise_category(codebook: Codebook, category_id: str, said: Mapping[str, Any]) -> Codebook:
    _need("category", [category_id], codebook.category_ids)
    categories = [
        one.model_copy(update=dict(said)) if one.id == category_id else one
        for one in codebook.categories
    ]
    return _update(codebook, categories=categories)


def _rename(codebook: Codebook, change: Rename) -> Codebook:
    renamed = _revise_code(codebook, change.rename, {"id": change.to})
    return _replace_code(renamed, change.rename, [change.to])


def _merge(codebook: Codebook, change: Merge) -> Codebook:
    if change.new is not None:
        codebook = _add_code(codebook, change.new)
    _need("code", [*change.merge, change.into], codebook.code_ids)
    for code in change.merge:
        if code != change.into:
            codebook = _replace_code(_without_code(codebook, code), code, [change.into])
    return codebook


def _split(codebook: Codebook, change: Split) -> Codebook:
    _need("code", [change.split, *change.into], codebook.code_ids)
    decided = [*change.units.values(), *([change.otherwise] if change.otherwise else [])]
    _need("part of the split", decided, change.into)
    if change.split in change.into:
        return codebook
    children = [code.id for code in codebook.codes if code.parent == change.split]
    if children:
        msg = f"{change.split!r} is the parent of {', '.join(children)}; revise their parent first"
        raise InvalidCallError(msg)
    return _replace_code(_without_code(codebook, change.split), change.split, change.into)


def _drop(codebook: Codebook, change: Drop) -> Codebook:
    """Take a code out; what stood under it comes under its parent."""
    _need("code", [change.drop], codebook.code_ids)
    above = codebook.code(change.drop).parent
    codes = [
        code.model_copy(update={"parent": above}) if code.parent == change.drop else code
        for code in codebook.codes
    ]
    return _replace_code(
        _without_code(_update(codebook, codes=codes), change.drop), change.drop, []
    )


def _drop_category(codebook: Codebook, category: str) -> Codebook:
    _need("category", [category], codebook.category_ids)
    left = [code.id for code in codebook.codes if code.category == category]
    if left:
        msg = f"{category!r} still holds {', '.join(left)}; move them first"
        raise InvalidCallError(msg)
    groupings = _replace_member(codebook.groupings, category, [])
    return _without_categories(_update(codebook, groupings=groupings), [category])


def _without_code(codebook: Codebook, code_id: str) -> Codebook:
    return _update(codebook, codes=[code for code in codebook.codes if code.id != code_id])


def _without_categories(codebook: Codebook, gone: Sequence[str] | Mapping[str, str]) -> Codebook:
    return _update(codebook, categories=[c for c in codebook.categories if c.id not in gone])


def _replace_code(codebook: Codebook, old: str, new: Sequence[str]) -> Codebook:
    """Let what named a code name those that took its place."""
    codes = [
        code.model_copy(update={"parent": new[0]}) if code.parent == old else code
        for code in codebook.codes
    ]
    return _update(codebook, codes=codes, groupings=_replace_member(codebook.groupings, old, new))


def _replace_category(codebook: Codebook, new: Mapping[str, str]) -> Codebook:
    """Let what named a category name the one that took its place."""
    codes = [
        code.model_copy(update={"category": new.get(code.category, code.category)})
        for code in codebook.codes
    ]
    groupings = codebook.groupings
    for old, member in new.items():
        groupings = _replace_member(groupings, old, [member])
    return _update(codebook, codes=codes, groupings=groupings)


def _replace_member(groupings: Sequence[Grouping], old: str, new: Sequence[str]) -> list[Grouping]:
    replaced = []
    for grouping in groupings:
        members = [m for one in grouping.any_of for m in (new if one == old else [one])]
        replaced.append(grouping.model_copy(update={"any_of": list(dict.fromkeys(members))}))
    return replaced
