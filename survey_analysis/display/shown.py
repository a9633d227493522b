"""Something shown: as HTML, as LaTeX, as text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Shown:
    """Something a notebook shows: as HTML, as LaTeX (empty if it has none), as text.

    Examples
    --------
    >>> Shown(html="<p>49 of 168</p>", text="49 of 168")
    49 of 168
    """

    html: str
    text: str
    latex: str = ""

    def _repr_html_(self) -> str:
        return self.html

    def _repr_latex_(self) -> str | None:
        return self.latex or None

    def __repr__(self) -> str:
        """Return the text."""
        return self.text
