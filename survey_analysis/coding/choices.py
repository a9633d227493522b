"""What a person enters for a unit in a sheet: codes, or why there are none, and a memo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from survey_analysis.coding.codebook import NOT_CODABLE, NOTHING_APPLIES, Code, Codebook
from survey_analysis.errors import DataError, nearest, quote

NOTHING_ENTRY = "NOTHING-APPLIES"
"""How a sheet says that a unit was seen and no code applies; an empty row is not yet coded."""

CODE_SLOTS = 5
"""Columns for codes in a sheet; more where a coder has given a unit more codes."""

SPECIAL_CHOICES = {
    NOTHING_ENTRY: "Seen; no code of the codebook applies.",
    NOT_CODABLE: "Seen; excluded, because it cannot be understood or does not belong here.",
}
"""What can stand in place of codes, with its meaning."""


@dataclass(frozen=True)
class Choice:
    """What one coder chose for one unit.

    Attributes
    ----------
    codes
        Codes, each once, and ``code/category`` where the category is not left to the
        codebook; ``("",)``: seen, nothing applies; no codes: not yet coded.
    memo
        The coder's note.
    """

    codes: tuple[str, ...] = ()
    memo: str = ""

    def is_same(self, other: Choice) -> bool:
        """Tell whether two choices are the same but for the order of the codes."""
        return set(self.codes) == set(other.codes) and self.memo == other.memo


def list_choices(applications: pd.DataFrame) -> dict[str, Choice]:
    """Gather one coder's applications by unit.

    Parameters
    ----------
    applications
        Rows of `survey_analysis.coding.applications.APPLICATION_COLUMNS`, of one coder.

    Examples
    --------
    >>> rows = {"unit_id": ["3:T1.first"] * 2, "code": ["speed", "skills"]}
    >>> rows |= {"category": ["", "staff"], "memo": ["", "why?"]}
    >>> list_choices(pd.DataFrame(rows))
    {'3:T1.first': Choice(codes=('speed', 'skills/staff'), memo='why?')}
    """
    found: dict[str, tuple[list[str], list[str]]] = {}
    columns = (applications[name] for name in ("unit_id", "memo"))
    for unit, memo, code in zip(*columns, list_codes(applications), strict=True):
        codes, memos = found.setdefault(unit, ([], []))
        codes.append(code)
        memos.append(memo)
    return {
        unit: Choice(tuple(dict.fromkeys(codes)), " | ".join(filter(None, dict.fromkeys(memos))))
        for unit, (codes, memos) in found.items()
    }


def list_codes(rows: pd.DataFrame) -> list[str]:
    """Write the code of each row as in `Choice`, with its category where it has one."""
    pairs = zip(rows["code"], rows["category"], strict=True)
    return [f"{code}/{category}" if category else str(code) for code, category in pairs]


def take_rows(rows: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Turn chosen codes of a unit into rows: those it has keep their spans and memos.

    Parameters
    ----------
    rows
        Earlier rows of the unit: `code`, `category`, `start`, `end`, and what else there is.
    codes
        As in `Choice`.

    Returns
    -------
    DataFrame
        The columns of `rows`. A code that is only in another category now takes that one;
        new codes are of the whole unit, their other cells missing.

    Raises
    ------
    DataError
        If the unit would have a code twice, in two categories.
    """
    names = list_codes(rows)
    taken = []
    for chosen in codes:
        code, _, category = chosen.partition("/")
        had = [name == chosen for name in names]
        found = rows[had if any(had) else rows["code"] == code]
        fresh = pd.DataFrame([{"code": code}], columns=rows.columns, dtype=object)
        taken.append((found if len(found) else fresh).astype(object).assign(category=category))
    joined = pd.concat(taken, ignore_index=True) if taken else rows.iloc[:0]
    twice = joined.loc[joined.duplicated(["code", "start", "end"]), "code"].tolist()
    if twice:
        msg = f"the code {twice[0]!r} is given twice to one unit; it has one category there"
        raise DataError(msg)
    return joined


def write_codes(codes: Iterable[str]) -> list[str]:
    """Write codes as a sheet shows them.

    Examples
    --------
    >>> write_codes([""]), write_codes(["speed"])
    (['NOTHING-APPLIES'], ['speed'])
    """
    return [NOTHING_ENTRY if code == NOTHING_APPLIES else code for code in codes]


def read_codes(cells: Mapping[str, str], codebook: Codebook) -> tuple[tuple[str, ...], list[str]]:
    """Read the codes of a row, and say what is wrong with them.

    Parameters
    ----------
    cells
        Cells by column; empty ones are left out.
    codebook
        The codebook that the codes are of.

    Returns
    -------
    codes, complaints
        Codes as in `Choice`, each once; complaints name the column.
    """
    entered = {column: cell.strip() for column, cell in cells.items() if cell.strip()}
    complaints = [
        f"column {column}: {text}"
        for column, code in entered.items()
        for text in _explain(code, codebook)
    ]
    codes = tuple(dict.fromkeys(entered.values()))
    alone = [code for code in codes if code in SPECIAL_CHOICES]
    if alone and len(codes) > 1:
        complaints.append(f"{alone[0]} stands beside a code; keep one of them")
    return tuple(NOTHING_APPLIES if code == NOTHING_ENTRY else code for code in codes), complaints


def _explain(entry: str, codebook: Codebook) -> Iterator[str]:
    """Name a code or category that the codebook does not hold, and the nearest."""
    code, slash, category = entry.partition("/")
    known = [*codebook.code_ids, *SPECIAL_CHOICES]
    if code not in known:
        yield (
            f"{quote(code)} is not in the codebook{nearest(code, known)}; "
            "a new code is added with 'survey-analysis code migrate'"
        )
    elif slash and (code in SPECIAL_CHOICES or category not in codebook.category_ids):
        hint = nearest(category, codebook.category_ids)
        yield f"{quote(category)} is not a category of {code}{hint}"


def order_codes(codebook: Codebook) -> list[Code]:
    """List the codes by category, in the codebook's order."""
    place = {category.id: i for i, category in enumerate(codebook.categories)}
    return sorted(codebook.codes, key=lambda code: place[code.category])
