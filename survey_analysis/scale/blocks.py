"""CSV in blocks of whole records, cut and checked by their bytes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, TypeVar

import numpy as np

from survey_analysis.errors import DataError
from survey_analysis.scale.files import DataFile

T = TypeVar("T")
R = TypeVar("R")

_BLOCK = 2**24  # bytes of CSV read at a time
_LONGEST_RECORD = 2**26
_AT_ONCE = 2  # blocks read at the same time: each leaves a processor idle now and then


def cut_blocks(file: DataFile) -> Iterator[bytes]:
    """Cut a CSV into blocks of whole records: up to the first line feed outside of quotes."""
    with file.path.open("rb") as stream:
        stream.seek(file.body)
        while block := _read_lines(stream, _BLOCK):
            parts, more = [block], 0
            quotes = b'"' in block and block.count(b'"')  # looking is quicker than counting
            while quotes % 2 and (line := stream.readline(_LONGEST_RECORD)):
                parts.append(line)
                more, quotes = more + len(line), quotes + line.count(b'"')
                if more > _LONGEST_RECORD:
                    msg = f"{file.path.name}: a quote is opened and never closed"
                    raise DataError(msg)
            yield b"".join(parts) if more else block


def _read_lines(stream: IO[bytes], size: int) -> bytes:
    """Read so many bytes, and on to the end of a line; in one piece, as joining takes time."""
    start = stream.tell()
    stream.seek(start + size)
    stream.readline(_LONGEST_RECORD)
    end = stream.tell()
    stream.seek(start)
    return stream.read(end - start)


def read_ahead(items: Iterator[T]) -> Iterator[T]:
    """Compute the next item in a thread while one is used.

    Examples
    --------
    >>> list(read_ahead(iter([1, 2, 3])))
    [1, 2, 3]
    """
    nothing = object()
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, nothing)
        while (item := coming.result()) is not nothing:
            coming = thread.submit(next, items, nothing)
            yield item  # type: ignore[misc]  # not `nothing`


def map_ahead(function: Callable[[T], R], items: Iterator[T]) -> Iterator[R]:
    """Apply a function to items, a few at the same time in threads; results in their order.

    Examples
    --------
    >>> list(map_ahead(abs, iter([-1, 2, -3])))
    [1, 2, 3]
    """
    coming: deque[Future[R]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for item in items:
            coming.append(threads.submit(function, item))
            if len(coming) > _AT_ONCE:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def count_unquoted(block: bytes, separator: str) -> int:
    r"""Count the separators of a block that no quotes enclose.

    Examples
    --------
    >>> count_unquoted(b'7,"a, b",\n', ",")
    2
    """
    if b'"' not in block:
        return block.count(separator.encode())
    content = np.frombuffer(block, dtype=np.uint8)
    is_quoted = np.logical_xor.accumulate(content == ord('"'))
    return int(np.count_nonzero((content == ord(separator)) & ~is_quoted))


def has_loose_quotes(block: bytes, separator: str) -> bool:
    r"""Tell whether a quote stands elsewhere than around a cell, or doubled within one.

    Examples
    --------
    >>> has_loose_quotes(b'7,"a, b",\n', ","), has_loose_quotes(b'7,"a"b\n', ",")
    (False, True)
    """
    if b'"' not in block:
        return False
    content = np.frombuffer(block, dtype=np.uint8)
    quotes = np.flatnonzero(content == ord('"'))
    if len(quotes) % 2:
        return True
    # Before the first byte stands the last one, a line feed; after the last one itself.
    before = content[quotes[::2] - 1]
    after = content[np.minimum(quotes[1::2] + 1, len(content) - 1)]
    fit = np.frombuffer(f'{separator}\r\n"'.encode(), dtype=np.uint8)
    return not (np.isin(before, fit).all() and np.isin(after, fit).all())
