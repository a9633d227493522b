"""Neighbouring columns of few known texts, read as one: parsing a CSV takes time by the field.

Most of an export is ticks: many columns of the same two or three texts. Between them the
separators stay, all others are replaced; so a parser takes several cells as one text, and each
distinct text is split once.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.integer]
Positions = npt.NDArray[np.int64]

BETWEEN = "\x1f"
"""Separates bundles. A row that holds it itself has too many fields, which polars refuses."""

_MOST_TEXTS = 2**8  # of a bundle, if none of its cells is missing
_UNKNOWN = 255
_SLICE = 2**18  # bytes of a block at a time: what is computed stays in the processor's cache


@dataclass(frozen=True)
class Bundles:
    """The columns of a CSV, some of them bundled.

    Attributes
    ----------
    columns
        All columns in the file's order, those of a bundle together; the first one names it.
    types
        The enumerations of columns in which only known texts may stand.
    separator
        What separates the columns.
    """

    columns: list[list[str]]
    types: Mapping[str, pl.Enum]
    separator: str

    @property
    def joined(self) -> list[list[str]]:
        """The columns that are read as one."""
        return [names for names in self.columns if len(names) > 1]

    def new_types(self) -> dict[str, pl.DataType]:
        """Give types in which bundles are read; they keep no texts from block to block."""
        kind = pl.Categorical(pl.Categories.random())
        return {names[0]: kind for names in self.joined}

    def join(self, block: bytes) -> bytes | None:
        """Replace the separators around bundles; None if a row may be damaged, a bundle quoted."""
        lengths = np.array([len(names) for names in self.columns])
        is_bundled, around = np.repeat(lengths > 1, lengths), np.cumsum(lengths)[:-1] - 1
        content, replaced = np.frombuffer(block, dtype=np.uint8), []
        for begin, end in _cut_slices(block):
            found = _find_separators(content[begin:end], ord(self.separator), is_bundled)
            if found is None:
                return None
            replaced.append(begin + found[:, around].ravel())
        joined = io.BytesIO(block)  # copies the block once
        np.frombuffer(joined.getbuffer(), np.uint8)[np.concatenate(replaced)] = ord(BETWEEN)
        return joined.getvalue()

    def split(self, table: pl.DataFrame) -> dict[str, Numbers] | None:
        """Look up the numbers of all cells of bundles; None if a text is unknown."""
        numbers: dict[str, Numbers] = {}
        meanings: dict[tuple[pl.Enum, int], Numbers] = {}
        for names in self.joined:
            texts, shape = table[names[0]], (self.types[names[0]], len(names))
            if shape not in meanings:
                meanings[shape] = _number_cells(texts, *shape, separator=self.separator)
            cells = meanings[shape].take(texts.to_physical().to_numpy(), axis=1)
            if cells.max() == _UNKNOWN:
                return None
            numbers.update(zip(names, cells, strict=True))
        return numbers


def _cut_slices(block: bytes) -> Iterator[tuple[int, int]]:
    """Cut a block into slices of whole records; give where they begin and end."""
    is_quoted, begin = b'"' in block, 0
    while begin < len(block):
        end = block.rfind(b"\n", begin, begin + _SLICE) + 1 or len(block)
        while is_quoted and end < len(block) and block.count(b'"', begin, end) % 2:
            end = block.find(b"\n", end) + 1 or len(block)
        yield begin, end
        begin = end


def _find_separators(
    content: Bytes, separator: int, is_bundled: npt.NDArray[np.bool_]
) -> Positions | None:
    """Find the separators of whole rows, shape (rows, columns - 1); None if a row has others."""
    lines, more = np.flatnonzero(content == ord("\n")), len(is_bundled) - 1
    found = np.flatnonzero(content == separator)
    quotes = np.flatnonzero(content == ord('"'))
    if len(quotes):
        opened_after = content[quotes[::2] - 1]  # before the first byte: the last one, a line feed
        if not np.isin(opened_after, [separator, *b'\n"']).all():
            return None
        lines, found = _leave_out_quoted(lines, quotes), _leave_out_quoted(found, quotes)
        # The last column counts as the first one; neither is bundled.
        if is_bundled[np.searchsorted(found, quotes) % more].any():
            return None
    if len(found) != len(lines) * more:
        return None
    rows = found.reshape(-1, more)
    is_whole = (rows[:, -1] < lines).all() and (lines[:-1] < rows[1:, 0]).all()
    return rows if is_whole else None


def _leave_out_quoted(positions: Positions, quotes: Positions) -> Positions:
    """Leave out the positions that an odd number of quotes precedes."""
    more = np.bincount(np.searchsorted(positions, quotes), minlength=len(positions) + 1)
    outside: Positions = positions[np.cumsum(more)[:-1] % 2 == 0]
    return outside


def _number_cells(texts: pl.Series, kind: pl.Enum, width: int, *, separator: str) -> Numbers:
    """Look up the numbers of the cells of all texts of bundles, shape (width, texts)."""
    known = {text: number for number, text in enumerate(kind.categories.to_list())}
    bundles = texts.dtype.categories.to_series().to_list()  # type: ignore[attr-defined]
    found = np.full((len(bundles), width), _UNKNOWN, dtype=np.uint8)
    for row, text in enumerate(bundles):
        cells = text.split(separator) if text else []
        if len(cells) == width:
            found[row] = [known.get(cell, _UNKNOWN) for cell in cells]
    return np.asfortranarray(found).T


def bundle_columns(
    columns: Sequence[str],
    types: Mapping[str, pl.Enum],
    *,
    choices: Mapping[str, int],
    separator: str,
) -> Bundles:
    """Bundle neighbouring columns of the same enumeration; never the first nor the last one.

    Parameters
    ----------
    columns
        All columns in the file's order.
    types
        The enumerations of columns in which only known texts may stand.
    choices
        How many texts stand in most cells of these columns: 2 for ticks.
    separator
        What separates the columns.

    Examples
    --------
    >>> names, tick = ["a", "b", "c"], pl.Enum(["", "quoted", "not quoted"])
    >>> bundle_columns(
    ...     ["ID", *names, "end"],
    ...     dict.fromkeys(names, tick),
    ...     choices=dict.fromkeys(names, 2),
    ...     separator=",",
    ... ).columns
    [['ID'], ['a', 'b', 'c'], ['end']]
    """
    inner = {name: types[name] for name in columns[1:-1] if name in types}
    fit = {name for name, kind in inner.items() if _is_plain(kind, separator)}
    found: list[list[str]] = []
    for name in columns:
        last = found[-1] if found else [""]
        if (
            {name, *last} <= fit
            and types[name] == types[last[0]]
            and choices[name] ** (len(last) + 1) <= _MOST_TEXTS
        ):
            last.append(name)
        else:
            found.append([name])
    return Bundles(found, types, separator)


def _is_plain(kind: pl.Enum, separator: str) -> bool:
    """Tell whether texts of bundled cells cannot be taken for others, quoted or not."""
    texts = kind.categories.to_list()
    return len(texts) < _UNKNOWN and not any('"' in text or separator in text for text in texts)
