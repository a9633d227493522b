"""Checks of rows against the codebook and the units: every problem, with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from survey_analysis.coding.codebook import NOT_CODABLE, NOTHING_APPLIES, Codebook
from survey_analysis.coding.relations import RELATION_KINDS
from survey_analysis.errors import (
    Problem,
    StudyFileError,
    describe_problems,
    nearest,
    quote,
    unknown_name,
)

_SPECIAL = (NOTHING_APPLIES, NOT_CODABLE)
_APPLICATION = ["unit_id", "code", "start", "end"]
_RELATION = ["from_code", "relation", "to_code", "unit_id", "coder"]


@dataclass(frozen=True)
class Known:
    """What rows may name.

    Attributes
    ----------
    codes, categories
        The ids of the codebook's codes and categories.
    lengths
        The number of characters of each unit's text, by unit id.
    hashes
        The SHA-256 of each text; empty where the texts are not those that were coded, so
        that neither hashes nor the ends of spans can be checked.
    former
        What became of codes that the codebook no longer has.
    """

    codes: Collection[str]
    categories: Collection[str]
    lengths: Mapping[str, int]
    hashes: Mapping[str, str]
    former: Mapping[str, str]


def gather_known(
    codebook: Codebook, units: pd.DataFrame, *, former: Mapping[str, str], are_coded_texts: bool
) -> Known:
    """Gather what rows may name.

    Parameters
    ----------
    codebook
        The codebook.
    former
        As in `Known`.
    units
        The units.
    are_coded_texts
        Whether the units' texts are those that were coded, and not a replica's.
    """
    lengths = dict(zip(units["unit_id"], units["text"].str.len(), strict=True))
    hashes = dict(zip(units["unit_id"], units["text_sha256"], strict=True))
    checked = hashes if are_coded_texts else {}
    return Known(codebook.code_ids, codebook.category_ids, lengths, checked, former)


def check_applications(path: Path, rows: pd.DataFrame, known: Known) -> None:
    """Check a coder's file, or the resolutions.

    Parameters
    ----------
    path
        The file.
    rows
        Its rows, from `read_typed`.
    known
        What they may name.

    Raises
    ------
    StudyFileError
        If rows do not fit the codebook, the units, each other or the file; lists all.
    """
    _refuse([*_find_other_coders(rows, path.stem), *find_application_problems(rows, known)], path)


def find_application_problems(rows: pd.DataFrame, known: Known) -> Iterator[tuple[int, str]]:
    """Yield what does not fit in the applications of one coder, or the resolutions, by line.

    Parameters
    ----------
    rows
        As `read_typed` returns them.
    known
        What they may name.
    """
    yield from ((row["line"], text) for row in _records(rows) for text in _explain_row(row, known))
    yield from _find_repeated(rows, _APPLICATION, "this application")
    yield from _find_clashing(rows)


def check_relations(path: Path, rows: pd.DataFrame, known: Known) -> None:
    """Check the relations.

    Parameters
    ----------
    path
        The file.
    rows
        Its rows, from `read_rows`.
    known
        What they may name.

    Raises
    ------
    StudyFileError
        If rows do not fit the codebook, the units or each other; lists all.
    """
    found = [
        *((row["line"], text) for row in _records(rows) for text in _explain_relation(row, known)),
        *_find_repeated(rows, _RELATION, "this relation"),
    ]
    _refuse(found, path)


def _refuse(found: Iterable[tuple[int, str]], path: Path) -> None:
    problems = [Problem(f"line {line}: {text}") for line, text in sorted(found)]
    if problems:
        raise StudyFileError(describe_problems(problems, heading=str(path)))


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    cells = zip(*(rows[name].tolist() for name in rows), strict=True)
    return [dict(zip(rows.columns, row, strict=True)) for row in cells]


def _explain_row(row: Mapping[str, Any], known: Known) -> Iterator[str]:
    unit, sha256 = row["unit_id"], row.get("text_sha256", "")
    if unit not in known.lengths:
        yield _unknown_unit(unit, known)
    elif sha256 and known.hashes.get(unit, sha256) != sha256:
        yield f"the text of {unit} is not the one that was coded (its text_sha256 differs)"
    if row["code"] not in _SPECIAL:
        yield from explain_code(row["code"], known)
    if row["category"] and row["category"] not in known.categories:
        yield unknown_name("category", row["category"], known.categories)
    yield from _explain_span(row, known)
    if row["code"] in _SPECIAL and row["category"]:
        yield f"{_name(row['code'])} takes no category"


def _name(code: str) -> str:
    return code or "an empty code (nothing applies)"


def _unknown_unit(unit: str, known: Known) -> str:
    return f"{quote(unit)} is not a unit{nearest(unit, known.lengths)}"


def explain_code(code: str, known: Known) -> Iterator[str]:
    """Say that a code is not in the codebook: what became of it, or which is nearest.

    Yields nothing for a code that is there.
    """
    if code in known.codes:
        return
    became = f"; it was {known.former[code]}" if code in known.former else ""
    yield f"{quote(code)} is not a code{became or nearest(code, [*known.codes, NOT_CODABLE])}"


def _explain_span(row: Mapping[str, Any], known: Known) -> Iterator[str]:
    start, end, unit = row["start"], row["end"], row["unit_id"]
    if pd.isna(start) and pd.isna(end):
        return
    if row["code"] in _SPECIAL:
        yield f"{_name(row['code'])} takes no span; it is said of the whole unit"
    elif pd.isna(start) or pd.isna(end):
        yield "a span has both a start and an end"
    elif start >= end:
        yield f"the span {start} to {end} is empty or reversed; the end lies after the start"
    elif unit in known.hashes and end > known.lengths[unit]:
        length = known.lengths[unit]
        yield f"the span {start} to {end} leaves the text, which has {length} characters"


def _find_other_coders(rows: pd.DataFrame, coder: str) -> Iterator[tuple[int, str]]:
    """Yield the rows that are said to be of another coder than the file."""
    if "coder" in rows:
        for line, said in rows.loc[rows["coder"] != coder, ["line", "coder"]].itertuples(
            index=False
        ):
            yield line, f"this row is of {quote(said)}; the file is {coder}'s alone"


def _find_repeated(rows: pd.DataFrame, columns: list[str], what: str) -> Iterator[tuple[int, str]]:
    """Yield the rows that are there already."""
    if rows.duplicated(columns).any():
        first = rows.groupby(columns, dropna=False)["line"].transform("first")
        for line, before in zip(rows["line"], first, strict=True):
            if line != before:
                yield line, f"{what} is there already, at line {before}"


def _find_clashing(rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Yield the rows that say of a unit that no code applies, beside rows with a code."""
    special = rows[rows["code"].isin(_SPECIAL)]
    beside = rows[rows["unit_id"].isin(special["unit_id"])]
    codes: dict[str, set[str]] = {}
    for unit, code in zip(beside["unit_id"].tolist(), beside["code"].tolist(), strict=True):
        codes.setdefault(unit, set()).add(code)
    for unit, line, code in special[["unit_id", "line", "code"]].itertuples(index=False):
        if others := ", ".join(_name(other) for other in sorted(codes[unit] - {code})):
            yield line, f"{_name(code)} stands beside {others} on {unit}"


def _explain_relation(row: Mapping[str, Any], known: Known) -> Iterator[str]:
    if row["relation"] not in RELATION_KINDS:
        yield unknown_name("relation", row["relation"], RELATION_KINDS)
    for column in ("from_code", "to_code"):
        yield from explain_code(row[column], known)
    if row["from_code"] == row["to_code"]:
        yield f"{quote(row['from_code'])} is related to itself"
    if row["unit_id"] not in known.lengths:
        yield _unknown_unit(row["unit_id"], known)
