"""Check a built site: nothing from elsewhere, a text for every image, no broken link."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from survey_analysis.errors import Problem, nearest

_FETCHING_ATTRIBUTES = ("data", "poster", "src", "xlink:href")
_RELATIONS_NOT_FETCHED = frozenset(
    {"alternate", "author", "canonical", "help", "index", "license", "next", "prev", "search"}
)
_CSS_ADDRESS = re.compile(r"(?:url\(|@import)\s*['\"]?([^'\")\s]+)")
_IMAGE_FILE = re.compile(r"\.(svg|png|jpe?g|gif|webp)$", re.IGNORECASE)


@dataclass(frozen=True)
class _Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    line: int


class _PageReader(HTMLParser):
    """Collects the elements of one page, and the addresses in its own style sheets."""

    def __init__(self) -> None:
        """Start with an empty page."""
        super().__init__()
        self.elements: list[_Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append(_Element(tag, attributes, self.getpos()[0]))

    def handle_data(self, data: str) -> None:
        """Keep what a style sheet within the page says, as if it were an attribute."""
        if self.lasttag == "style":
            self.elements.append(_Element("style", {"style": data}, self.getpos()[0]))


def find_site_problems(site: Path) -> list[Problem]:
    r"""Find what must not be published in a built site.

    Parameters
    ----------
    site
        The folder of the built site.

    Returns
    -------
    list of Problem
        With page and line: each address elsewhere that a browser would fetch without being
        asked (scripts, style sheets, fonts, images, frames); each image without a text, or with
        a file's name for one; each address within the site that leads to no file or no anchor.

    Examples
    --------
    >>> import tempfile
    >>> site = Path(tempfile.mkdtemp())
    >>> _ = (site / "a.html").write_text('<h1>A</h1>\n<a href="b.html">B</a>')
    >>> [str(problem) for problem in find_site_problems(site)]
    ["a.html, line 2: link to 'b.html', which is not in the site; nearest is 'a.html'"]
    """
    pages = {name: _read_page(site / name) for name in _find_pages(site)}
    anchors = {name: set(_find_anchors(elements)) for name, elements in pages.items()}
    problems = []
    for name, elements in pages.items():
        for element in elements:
            for message in (
                *_find_remote(element),
                *_find_untexted(element),
                *_find_broken(element, page=name, site=site, anchors=anchors),
            ):
                problems.append(Problem(message, file=f"{name}, line {element.line}"))
    return problems + _find_style_problems(site)


def _find_pages(site: Path) -> list[str]:
    """Find the pages; the theme leaves templates that end in ``.html`` in ``_static``."""
    names = sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))
    return [name for name in names if not name.startswith("_static/")]


def _read_page(page: Path) -> list[_Element]:
    reader = _PageReader()
    reader.feed(page.read_text(encoding="utf-8"))
    reader.close()
    return reader.elements


def _find_anchors(elements: list[_Element]) -> Iterator[str]:
    for element in elements:
        yield element.attributes.get("id", "")
        if element.tag == "a":
            yield element.attributes.get("name", "")


def _find_fetched(element: _Element) -> Iterator[str]:
    """Yield the addresses a browser fetches without being asked."""
    attributes = element.attributes
    yield from (attributes[name] for name in _FETCHING_ATTRIBUTES if name in attributes)
    for name in ("srcset", "imagesrcset"):
        yield from (
            entry.split()[0] for entry in attributes.get(name, "").split(",") if entry.strip()
        )
    yield from _CSS_ADDRESS.findall(attributes.get("style", ""))
    is_followed = element.tag in {"a", "area", "base"}
    relations = set(attributes.get("rel", "").split())
    if "href" in attributes and not is_followed and not relations & _RELATIONS_NOT_FETCHED:
        yield attributes["href"]


def _find_remote(element: _Element) -> Iterator[str]:
    for address in _find_fetched(element):
        if urlsplit(address).netloc:
            yield f"<{element.tag}> fetches {address!r}; a page must not fetch anything elsewhere"


def _find_untexted(element: _Element) -> Iterator[str]:
    text = element.attributes.get("alt", "").strip()
    if element.tag == "img" and (not text or _IMAGE_FILE.search(text)):
        source = element.attributes.get("src")
        yield f"image {source!r} needs a text for those who cannot see it, found alt={text!r}"


def _find_broken(
    element: _Element, *, page: str, site: Path, anchors: dict[str, set[str]]
) -> Iterator[str]:
    followed = [element.attributes["href"]] if "href" in element.attributes else []
    for address in dict.fromkeys([*followed, *_find_fetched(element)]):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = _locate(unquote(parts.path), page=page)
        fragment = unquote(parts.fragment)
        is_within = not target.startswith(("../", "/"))
        if not (is_within and (site / target).is_file()):
            yield f"link to {address!r}, which is not in the site{nearest(target, anchors)}"
        elif fragment and target in anchors and fragment not in anchors[target]:
            hint = nearest(fragment, anchors[target])
            yield f"link to {address!r}, but {target} has no anchor {fragment!r}{hint}"


def _locate(path: str, *, page: str) -> str:
    """Name the file that a path on a page leads to, as seen from the top of the site."""
    return os.path.normpath(Path(page).parent / path).replace(os.sep, "/") if path else page


def _find_style_problems(site: Path) -> list[Problem]:
    problems = []
    for sheet in sorted(site.rglob("*.css")):
        name = sheet.relative_to(site).as_posix()
        style = _Element("style sheet", {"style": sheet.read_text(encoding="utf-8")}, 0)
        messages = [*_find_remote(style), *_find_broken(style, page=name, site=site, anchors={})]
        problems += [Problem(message, file=name) for message in messages]
    return problems
