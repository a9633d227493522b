"""Stage the site: everything it is built from in one fresh folder, with the numbers filled in."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from survey_analysis.errors import Problem, SiteError, describe_problems, nearest
from survey_analysis.site.folders import remove_folder

STAGE_MARK = ".survey-analysis-stage"
PUBLIC = "_public"
"""Staged files that reach the site under their own name: ``_public/x.csv`` becomes ``x.csv``."""

_KEY = re.compile(r"\{\{(.*?)(\}\}|$)", re.MULTILINE)  # open braces are found, to be reported
_IGNORED = shutil.ignore_patterns("_build", "__pycache__", ".*")


def stage_site(
    book: Path,
    *,
    folders: Mapping[str, Path],
    values: Mapping[str, str],
    stage: Path,
) -> Path:
    r"""Copy everything the site is built from to one fresh folder, and fill in the numbers.

    ``{{ key }}`` is replaced by ``values["key"]`` in every Markdown file and in every Markdown
    cell of a notebook: in prose, alternative text, maths and code alike. The key ``root`` is
    always there, also within the values: the way from the page to the top of the site (empty or
    ``../``), so that one piece of HTML links to the same file from any page.

    Parameters
    ----------
    book
        The folder with ``_config.yml``, ``_toc.yml`` and the pages.
    folders
        Where to put further folders, and where they are: ``{"notebooks": Path("notebooks")}``.
        What is put in ``_public`` keeps its name: ``{"_public/downloads": Path("results")}``
        makes the site's folder ``downloads``. Nothing is replaced there.
    values
        The text of each key.
    stage
        The folder to write. One that an earlier call wrote is replaced.

    Returns
    -------
    Path
        `stage`.

    Raises
    ------
    SiteError
        If a folder is missing, if `stage` holds anything but an earlier stage, or if pages use
        keys that are not in `values`: all of them, with file, line and the nearest known key.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "book").mkdir()
    >>> _ = (folder / "book" / "intro.md").write_text("Adopted by {{ adoption }}.")
    >>> values = {"adoption": "49 of 168"}
    >>> stage = stage_site(folder / "book", folders={}, values=values, stage=folder / "stage")
    >>> (stage / "intro.md").read_text()
    'Adopted by 49 of 168.'
    """
    sources = {".": book, **folders}
    _require_folders(sources.values())
    remove_folder(stage, mark=STAGE_MARK)
    for target, source in sources.items():
        shutil.copytree(source, stage / target, ignore=_IGNORED, dirs_exist_ok=True)
    (stage / PUBLIC).mkdir(exist_ok=True)
    (stage / STAGE_MARK).touch()
    _fill_pages(stage, values=values)
    return stage


def _require_folders(folders: Iterable[Path]) -> None:
    if missing := [str(folder) for folder in folders if not folder.is_dir()]:
        message = f"The site needs folders that are not there: {', '.join(missing)}"
        raise SiteError(message)


def _fill_pages(stage: Path, *, values: Mapping[str, str]) -> None:
    problems: list[Problem] = []
    for page in sorted(stage.rglob("*")):
        place = page.relative_to(stage)
        if page.suffix in {".md", ".ipynb"} and place.parts[0] != PUBLIC:
            root = "../" * (len(place.parts) - 1)
            here = {key: text.replace("{{ root }}", root) for key, text in values.items()}
            fill = _fill_notebook if page.suffix == ".ipynb" else _fill_markdown
            problems += fill(page, name=place.as_posix(), values=here | {"root": root})
    if problems:
        raise SiteError(describe_problems(problems, heading="The pages cannot be filled in"))


def _fill_markdown(page: Path, *, name: str, values: Mapping[str, str]) -> list[Problem]:
    text, problems = fill_text(page.read_text(encoding="utf-8"), where=name, values=values)
    page.write_text(text, encoding="utf-8")
    return problems


def _fill_notebook(page: Path, *, name: str, values: Mapping[str, str]) -> list[Problem]:
    notebook = json.loads(page.read_text(encoding="utf-8"))
    problems: list[Problem] = []
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "markdown":
            text, unknown = fill_text(
                "".join(cell["source"]), where=f"{name}, cell {number}", values=values
            )
            cell["source"] = text
            problems += unknown
    page.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
    return problems


def fill_text(text: str, *, where: str, values: Mapping[str, str]) -> tuple[str, list[Problem]]:
    """Replace ``{{ key }}`` in a text, and list the keys that are not known.

    Parameters
    ----------
    text
        The text of a page.
    where
        The page's name, for problems.
    values
        The text of each key.

    Examples
    --------
    >>> fill_text("Adopted by {{ adoption }}.", where="a.md", values={"adoption": "49 of 168"})
    ('Adopted by 49 of 168.', [])
    """
    problems: list[Problem] = []

    def replace(match: re.Match[str]) -> str:
        key, is_closed = match[1].strip(), bool(match[2])
        if is_closed and key in values:
            return values[key]
        line = text.count("\n", 0, match.start()) + 1
        unknown = f"unknown key {key!r}{nearest(key, values)}"
        message = unknown if is_closed else "'{{' is not closed on its line"
        problems.append(Problem(message, file=f"{where}, line {line}"))
        return match[0]

    return _KEY.sub(replace, text), problems
