"""Wordings as people read them: markup, entities and odd blanks taken out."""

from __future__ import annotations

from html.parser import HTMLParser

_SILENT = ("style", "script")


class _Reader(HTMLParser):
    """Collects what is shown; every tag parts words, as `<br>` and `<p>` do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent = tag
        if tag in ("br", "p", "div", "li", "td", "tr"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain_text(wording: str) -> str:
    """Take markup out of a wording, and make every run of blanks one space.

    Examples
    --------
    >>> plain_text("<p>How <b>often</b>?<br>Please&nbsp;estimate.</p>")
    'How often? Please estimate.'
    """
    if "<" in wording or "&" in wording:
        reader = _Reader()
        reader.feed(wording)
        reader.close()
        wording = "".join(reader.parts)
    return " ".join(wording.split())
