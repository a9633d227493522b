"""Whether every id stands once, in memory that does not grow with the respondents."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from survey_analysis.errors import Problem
from survey_analysis.scale.batches import number_ids
from survey_analysis.scale.chunks import Wanted, read_chunks
from survey_analysis.scale.files import DataFile

Keys = npt.NDArray[np.uint64]

_BUCKETS = 64
_NAMED_IDS = 100
_WAITING = 2**18  # keys


@dataclass(frozen=True)
class IdLedger:
    """Keys of ids on disk, in buckets that fit in memory one by one.

    Attributes
    ----------
    folder
        Holds a file a bucket.
    waiting
        Keys that are not yet in a file.
    """

    folder: Path
    waiting: list[Keys] = field(default_factory=list)

    def add(self, keys: Keys) -> None:
        """Note the keys of some respondents, shape (n,)."""
        self.waiting.append(keys)
        if sum(map(len, self.waiting)) > _WAITING:
            self._write()

    def _write(self) -> None:
        keys = np.concatenate([np.zeros(0, dtype=np.uint64), *self.waiting])
        self.waiting.clear()
        bucket = keys % np.uint64(_BUCKETS)
        order = np.argsort(bucket, kind="stable")
        ends = np.cumsum(np.bincount(bucket.astype(np.int64), minlength=_BUCKETS))[:-1]
        for number, part in enumerate(np.split(keys[order], ends)):
            with (self.folder / str(number)).open("ab") as file:
                part.tofile(file)

    def find_repeated(self) -> Keys:
        """Return the keys that were noted more than once, ascending."""
        self._write()
        found = [np.zeros(0, dtype=np.uint64)]
        for path in self.folder.iterdir():
            keys, times = np.unique(np.fromfile(path, dtype=np.uint64), return_counts=True)
            found.append(keys[times > 1])
        return np.sort(np.concatenate(found))


@contextmanager
def open_ledger() -> Iterator[IdLedger]:
    """Give a ledger in a temporary folder.

    Examples
    --------
    >>> with open_ledger() as ledger:
    ...     ledger.add(np.array([7, 9], dtype=np.uint64))
    ...     ledger.add(np.array([8, 7], dtype=np.uint64))
    ...     ledger.find_repeated().tolist()
    [7]
    """
    with tempfile.TemporaryDirectory() as folder:
        yield IdLedger(Path(folder))


def locate_repeated(files: Sequence[DataFile], column: str, repeated: Keys) -> list[Problem]:
    """Say in which rows ids stand that stand more than once.

    Parameters
    ----------
    files
        The files, read again.
    column
        The column of ids.
    repeated
        Keys of the ids.
    """
    rows: dict[tuple[str, int], list[int]] = {}
    wanted = Wanted([pl.col(column).str.strip_chars()])
    for file in files:
        name = file.path.name if len(files) > 1 else ""
        for chunk in read_chunks(file, wanted):
            keys = number_ids(chunk.table[column])
            for i in np.flatnonzero(np.isin(keys, repeated[:_NAMED_IDS])):
                rows.setdefault((name, int(keys[i])), []).append(int(chunk.rows[i]))
    return [
        Problem("the same id; every record needs its own", file, tuple(found), column)
        for (file, _), found in rows.items()
    ]
