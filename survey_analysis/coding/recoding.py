"""What a change of the codebook makes of what was coded: nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from survey_analysis.coding.changes import (
    Change,
    Drop,
    DropCategory,
    Merge,
    MergeCategories,
    Rename,
    RenameCategory,
    Split,
)
from survey_analysis.errors import InvalidCallError

_NAMED_UNITS = 8
_SPAN = ["start", "end"]


def recode_rows(rows: pd.DataFrame, change: Change, *, note: str = "memo") -> pd.DataFrame:
    """Carry applications, or resolutions, over to the changed codebook.

    A dropped code is noted in `note`: beside the unit's other codes, or, where there are
    none, on a row that says that the unit was seen. Applications that become the same are
    one, with the notes of all.

    Parameters
    ----------
    rows
        Rows with `unit_id`, `code`, `category`, `start`, `end`, the column `note`, and
        others; `coder` if they are of several.
    change
        The change.
    note
        The column for notes: ``memo``, or ``reason`` of resolutions.

    Returns
    -------
    DataFrame
        The rows anew, in their order.

    Raises
    ------
    InvalidCallError
        If a split does not decide on a unit.

    Examples
    --------
    >>> row = {"unit_id": "7:Q4.a", "code": "luck", "category": "", "memo": ""}
    >>> rows = pd.DataFrame([row])
    >>> rows = rows.assign(start=pd.array([None], "Int64"), end=pd.array([None], "Int64"))
    >>> recode_rows(rows, Drop(drop="luck", reason="Vague"))[["code", "memo"]].values.tolist()
    [['', 'dropped code luck']]
    """
    if isinstance(change, Drop):
        return _join_same(_fold_seen(_drop(rows, change.drop, note), note), note)
    if isinstance(change, Rename | Merge | Split):
        codes = replace_codes(rows["code"], rows["unit_id"], change)
        return _join_same(rows.assign(code=codes), note)
    if isinstance(change, RenameCategory | MergeCategories | DropCategory):
        return _recategorise(rows, change, note)
    return rows


def replace_codes(
    codes: pd.Series[str], units: pd.Series[str], change: Rename | Merge | Split
) -> pd.Series[str]:
    """Replace each code by the one that took its place on its unit.

    Raises
    ------
    InvalidCallError
        If a split does not decide on a unit; names the units.
    """
    if isinstance(change, Rename):
        return codes.mask(codes == change.rename, change.to)
    if isinstance(change, Merge):
        return codes.mask(codes.isin(change.merge), change.into)
    decided = [change.units.get(unit, change.otherwise or "") for unit in units]
    parts = pd.Series(decided, index=units.index, dtype="str")
    undecided = units[(codes == change.split) & (parts == "")]
    if len(undecided):
        named = list(dict.fromkeys(undecided))
        more = f" and {len(named) - _NAMED_UNITS} more" if len(named) > _NAMED_UNITS else ""
        msg = (
            f"the split of {change.split!r} does not decide on "
            f"{', '.join(named[:_NAMED_UNITS])}{more}; list them, or give 'otherwise'"
        )
        raise InvalidCallError(msg)
    return codes.mask(codes == change.split, parts)


def recode_relations(relations: pd.DataFrame, change: Change) -> pd.DataFrame:
    """Carry relations over to the changed codebook; those that become the same are one.

    Parameters
    ----------
    relations
        The relations, as in `Coding`.
    change
        The change.

    Raises
    ------
    InvalidCallError
        If a relation would name a dropped code, or relate a code to itself: what it says
        would be lost, so a person has to decide.
    """
    ends = ["from_code", "to_code"]
    if isinstance(change, Drop):
        naming = relations[(relations[ends] == change.drop).any(axis=1)]
        _refuse_relations(naming, f"name the dropped code {change.drop!r}")
        return relations
    if not isinstance(change, Rename | Merge | Split):
        return relations
    replaced = {end: replace_codes(relations[end], relations["unit_id"], change) for end in ends}
    recoded = relations.assign(**replaced)
    _refuse_relations(
        recoded[recoded["from_code"] == recoded["to_code"]], "would be of a code to itself"
    )
    same = ["from_code", "relation", "to_code", "unit_id", "coder"]
    return recoded.assign(memo=_join_notes(recoded, same, "memo")).drop_duplicates(
        same, ignore_index=True
    )


def _refuse_relations(relations: pd.DataFrame, what: str) -> None:
    if len(relations):
        units = ", ".join(dict.fromkeys(relations["unit_id"]))
        msg = f"relations of {units} {what}; change or remove them in relations.csv first"
        raise InvalidCallError(msg)


def _add_note(notes: pd.Series[str], mask: pd.Series[bool], added: Sequence[str]) -> pd.Series[str]:
    """Add to each note of `mask` a text, after what stands there."""
    joined = [f"{note}; {text}" if note else text for note, text in zip(notes, added, strict=True)]
    return notes.mask(mask, pd.Series(joined, index=notes.index, dtype="str"))


def _drop(rows: pd.DataFrame, code: str, note: str) -> pd.DataFrame:
    """Turn the rows of a dropped code into rows that say that the unit was seen."""
    gone = rows["code"] == code
    said = [
        f"dropped code {code}" + ("" if pd.isna(start) else f" at {start} to {end}")
        for start, end in zip(rows["start"], rows["end"], strict=True)
    ]
    emptied = rows.assign(**{note: _add_note(rows[note], gone, said)})
    emptied.loc[gone, ["code", "category"]] = ""
    emptied.loc[gone, _SPAN] = pd.NA
    return emptied


def _owner(rows: pd.DataFrame) -> list[str]:
    return ["coder", "unit_id"] if "coder" in rows else ["unit_id"]


def _fold_seen(rows: pd.DataFrame, note: str) -> pd.DataFrame:
    """Where a unit has codes, put the notes of its rows without one on its first code."""
    coded = rows["code"] != ""
    beside = coded.groupby([rows[name] for name in _owner(rows)]).transform("any")
    first = coded & ~rows[coded].duplicated(_owner(rows)).reindex(rows.index, fill_value=True)
    concerned = (beside & ~coded) | first
    folded = rows.assign(
        **{note: rows[note].mask(concerned, _join_notes(rows[concerned], _owner(rows), note))}
    )
    return folded[coded | ~beside].reset_index(drop=True)


def _join_notes(rows: pd.DataFrame, same: list[str], note: str) -> pd.Series[str]:
    """Give each row the different notes of all rows that are the same as it."""
    joined = rows.groupby(same, dropna=False)[note].transform(
        lambda notes: "; ".join(dict.fromkeys(text for text in notes if text))
    )
    return joined.astype("str")


def _join_same(rows: pd.DataFrame, note: str) -> pd.DataFrame:
    """Make one row of those with the same unit, code and span."""
    same = [*_owner(rows), "code", *_SPAN]
    if not rows.duplicated(same).any():
        return rows
    others = rows.groupby(same, dropna=False)["category"].transform("first") != rows["category"]
    also = [f"also in category {name or 'by default'}" for name in rows["category"]]
    noted = rows.assign(**{note: _add_note(rows[note], others, also)})
    texts = [name for name in (note, "resolved_by") if name in rows]
    joined = {name: _join_notes(noted, same, name) for name in texts}
    return noted.assign(**joined).drop_duplicates(same, ignore_index=True)


def _recategorise(
    rows: pd.DataFrame, change: RenameCategory | MergeCategories | DropCategory, note: str
) -> pd.DataFrame:
    """Carry over the categories that applications name themselves."""
    named = rows["category"]
    if isinstance(change, RenameCategory):
        return rows.assign(category=named.mask(named == change.rename_category, change.to))
    if isinstance(change, MergeCategories):
        return rows.assign(category=named.mask(named.isin(change.merge_categories), change.into))
    gone = named == change.drop_category
    said = [f"dropped category {change.drop_category}"] * len(rows)
    return rows.assign(category=named.mask(gone, ""), **{note: _add_note(rows[note], gone, said)})
