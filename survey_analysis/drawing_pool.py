"""Several processes that draw figures, while their owner goes on."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_CONTEXT = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
_MADE_AT_ONCE = 50_000  # objects between two looks for garbage: about those of a figure


class DrawingPool:
    """Draws in several processes what it is given; from `open_drawing_pool`."""

    def __init__(self, processes: ProcessPoolExecutor) -> None:
        self._processes = processes
        self._drawn: list[Future[None]] = []

    def draw(self, draw: Callable[[T], None], drawings: Iterable[T]) -> None:
        """Have each of some figures drawn, now or later.

        Parameters
        ----------
        draw
            Draws one; a function of a module, or a partial of it.
        drawings
            What to draw.
        """
        self._drawn += [self._processes.submit(draw, drawing) for drawing in drawings]

    def wait(self) -> None:
        """Wait until all is drawn, and raise the first error there was."""
        for drawn in self._drawn:
            drawn.result()


@contextmanager
def open_drawing_pool() -> Iterator[DrawingPool]:
    """Open a process for each processor to draw in; leaving waits until all is drawn.

    A script that opens one needs a guarded ``__main__``.

    Examples
    --------
    >>> with open_drawing_pool() as pool:
    ...     pool.draw(abs, [-1, 2])
    """
    prepare_drawing()
    with ProcessPoolExecutor(
        os.cpu_count() or 1, mp_context=_CONTEXT, initializer=_spare_collections
    ) as processes:
        pool = DrawingPool(processes)
        try:
            yield pool
            pool.wait()
        except BaseException:
            processes.shutdown(cancel_futures=True)
            raise


def prepare_drawing() -> None:
    """Begin to import, in another process, what drawing needs: a later pool starts at once.

    On Linux alone; elsewhere each process of a pool imports for itself.
    """
    if sys.platform == "linux":
        from multiprocessing.forkserver import ensure_running  # other systems may lack it

        _CONTEXT.set_forkserver_preload(["survey_analysis.figures.gallery"])
        ensure_running()


def _spare_collections() -> None:
    """Look for garbage once a figure, and among its objects alone."""
    gc.freeze()
    gc.set_threshold(_MADE_AT_ONCE)
