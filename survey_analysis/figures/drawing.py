"""A figure that is planned: its name, its words, and what draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.axes import Axes


@dataclass(frozen=True)
class Drawing:
    """One figure of a study.

    Attributes
    ----------
    name
        The files' name without suffix: ``Q13``, ``Q13-by-role``, ``sample``.
    caption
        What it shows.
    alt
        The same for those who cannot see it, with the main numbers.
    plot
        Draws it on a figure of its own.
    """

    name: str
    caption: str
    alt: str
    plot: Callable[[], Axes]
