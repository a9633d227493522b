"""Messages and progress for people: to standard error, and silent steps when it is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(message: str) -> None:
    """Write a message for people to standard error."""
    print(message, file=sys.stderr)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Name a step on a terminal while it runs, and say how long it took if over two seconds."""
    if not sys.stderr.isatty():
        yield
        return
    started = time.monotonic()
    print(f"{name} …", end="\r", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        took = time.monotonic() - started
        print(
            f"\x1b[K{name}: {took:.0f} s" if took > 2 else "\x1b[K",
            end="\n" if took > 2 else "\r",
            file=sys.stderr,
        )
