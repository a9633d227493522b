"""A study's own pages: prose of its authors, with numbers by reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from survey_analysis.errors import Problem, SiteError, describe_problems
from survey_analysis.pages.markdown import Page, join
from survey_analysis.site.staging import fill_text

FOLDER = "pages"
LEAD = "{.sa-lead}"
"""With this begins the first paragraph of a page."""

_PART = "In the authors' words"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_TAKEN = {"genindex", "index", "search"}
_HEADING = re.compile(r"\A\s*#\s+(?P<title>\S.*)$", re.MULTILINE)


def read_own_pages(folder: Path, *, values: Mapping[str, str]) -> dict[str, str]:
    """Read the prose that a study brings for its site.

    Parameters
    ----------
    folder
        The study's folder; its pages are the Markdown files in ``pages``.
    values
        The text of each key that the pages may name.

    Returns
    -------
    dict
        Markdown by page name, in the names' order; empty if there is none.

    Raises
    ------
    SiteError
        If a page names an unknown key, has a name that no page can have, or cannot be
        read; lists every problem with file and line.

    Examples
    --------
    >>> read_own_pages(Path("no-study"), values={})
    {}
    """
    files = sorted((folder / FOLDER).rglob("*.md"))
    problems = [problem for file in files for problem in _find_problems(file, folder, values)]
    if problems:
        raise SiteError(describe_problems(problems, heading="The study's own pages"))
    return {file.stem: file.read_text(encoding="utf-8").strip() for file in files}


def _find_problems(file: Path, folder: Path, values: Mapping[str, str]) -> Iterator[Problem]:
    name = file.relative_to(folder).as_posix()
    if file.parent != folder / FOLDER:
        yield Problem(f"pages stand in {FOLDER} itself, not in a folder of it", file=name)
    if not _NAME.fullmatch(file.stem) or file.stem in _TAKEN:
        message = "a page's name has lower-case letters, digits and hyphens, and is none of "
        yield Problem(message + ", ".join(sorted(_TAKEN)), file=name)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        yield Problem("is not UTF-8", file=name)
        return
    yield from fill_text(text, where=name, values={**values, "root": ""})[1]


def merge_pages(generated: list[Page], own: Mapping[str, str]) -> list[Page]:
    """Put own prose on the generated pages of the same name, and add the other pages.

    On a generated page the prose comes first, below the lead if the page has one; prose that
    begins with a lead of its own (``{.sa-lead}``) stands above it. A heading of its own
    replaces the title. Other pages need a heading and stand behind the generated first page.

    Parameters
    ----------
    generated
        The generated pages, the first one first.
    own
        Markdown by page name.

    Raises
    ------
    SiteError
        If a page of its own has no heading.

    Examples
    --------
    >>> first = Page("intro", "Findings", "Generated.")
    >>> [page.title for page in merge_pages([first], {"intro": "Ours.", "team": "# The team"})]
    ['Findings', 'The team']
    """
    known = {page.name for page in generated}
    first, *others = [_add_prose(page, own.get(page.name, "")) for page in generated]
    added = [_own_page(name, text) for name, text in own.items() if name not in known]
    return [first, *added, *others]


def _add_prose(page: Page, prose: str) -> Page:
    title, text = _split(prose)
    lead, rest = "", page.body
    if rest.startswith(LEAD) and not text.startswith(LEAD):
        lead, _, rest = rest.partition("\n\n")
    return Page(page.name, title or page.title, join(lead, text, rest), page.part)


def _own_page(name: str, text: str) -> Page:
    title, body = _split(text)
    if not title:
        msg = f"{FOLDER}/{name}.md: needs a heading, such as '# The team', as its first line"
        raise SiteError(msg)
    return Page(name, title, body, _PART)


def _split(text: str) -> tuple[str, str]:
    """Part a heading on the first line from the rest."""
    heading = _HEADING.match(text)
    return (heading["title"].strip(), text[heading.end() :].strip()) if heading else ("", text)
