"""Several ticked options in one cell, parted by the options that are declared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class SplitCells:
    """Which options cells hold, and what is left.

    Attributes
    ----------
    ticked
        Shape (n, k): whether a cell names the option.
    rest
        Shape (n,): what no option accounts for (words written beside "other"); empty where
        nothing is left.
    """

    ticked: npt.NDArray[np.bool_]
    rest: npt.NDArray[np.object_]


def split_joined(
    cells: Sequence[str] | npt.NDArray[np.object_], options: Sequence[str], separator: str
) -> SplitCells:
    """Part cells in which a form joined the ticked options.

    Options may hold the separator: from left to right, the longest option that ends at a
    separator or at the cell's end is taken. A trailing separator says nothing.

    Parameters
    ----------
    cells
        The cells, n of them.
    options
        The options' texts, k of them.
    separator
        What joins them, such as ``";"`` or ``", "``; blanks around it do not count.

    Returns
    -------
    SplitCells
        Ticks and what is left of each cell, in the order of `cells` and `options`.

    Examples
    --------
    >>> options = ["Yes, in production", "Yes", "No"]
    >>> split = split_joined(["Yes, in production, maybe, later", "No"], options, ", ")
    >>> split.ticked.tolist(), split.rest.tolist()
    ([[True, False, False], [False, False, True]], ['maybe, later', ''])
    """
    mark = separator.strip() or separator
    longest_first = sorted(range(len(options)), key=lambda i: (-len(options[i]), i))
    known = [(options[i].strip(), i) for i in longest_first if options[i].strip()]
    parted = {cell: _part(cell, known, mark) for cell in set(cells)}
    ticked = np.zeros((len(cells), len(options)), dtype=bool)
    rest = np.full(len(cells), "", dtype=object)
    for row, cell in enumerate(cells):
        found, left = parted[cell]
        ticked[row, found] = True
        rest[row] = f"{mark} ".join(left) if separator.endswith(" ") else mark.join(left)
    return SplitCells(ticked, rest)


def _part(cell: str, known: Iterable[tuple[str, int]], mark: str) -> tuple[list[int], list[str]]:
    """Give the numbers of the options in a cell, and the pieces that are none."""
    found: list[int] = []
    left: list[str] = []
    cell = cell.strip()
    while cell:
        end, option = _first_option(cell, known, mark)
        if option is None:
            left.append(cell[:end].strip())
        else:
            found.append(option)
        cell = cell[end:].lstrip().removeprefix(mark).lstrip()
    return found, [piece for piece in left if piece]


def _first_option(cell: str, known: Iterable[tuple[str, int]], mark: str) -> tuple[int, int | None]:
    """Find the option with which a cell begins, or else where its first piece ends."""
    for text, number in known:
        after = cell[len(text) :].lstrip() if cell.startswith(text) else None
        if after is not None and (not after or after.startswith(mark)):
            return len(text), number
    end = cell.find(mark)
    return (len(cell) if end < 0 else end), None
