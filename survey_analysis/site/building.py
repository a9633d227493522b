"""Build the staged site with Jupyter Book, check what came out, and put it in its place."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from survey_analysis.errors import SiteError, describe_problems
from survey_analysis.site.checks import find_site_problems
from survey_analysis.site.executing import execute_notebooks, keep_outputs
from survey_analysis.site.folders import remove_folder, require_own_folder
from survey_analysis.site.log import read_build_problems, strip_colours

SITE_MARK = ".survey-analysis-site"
_COMMAND = [sys.executable, "-P", "-c", "from jupyter_book.cli.main import main; main()"]
# The same bytes on every run and machine.
_ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1735689600", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


def build_site(
    stage: Path,
    *,
    destination: Path,
    environment: Mapping[str, str],
    kept: Path | None = None,
    progress: Callable[[str], object] | None = None,
) -> Path:
    """Build the staged site, check it, and put it in its place.

    Every notebook runs, unless its outputs are kept. A warning is an error. Nothing needs the
    network, and the site asks for nothing from it. An older site at `destination` stays until
    the new one has passed its checks.

    Parameters
    ----------
    stage
        A folder written by `stage_site`.
    destination
        The folder of the finished site. An earlier site is replaced.
    environment
        Environment variables for the notebooks, for instance where the results are.
    kept
        Folder of the outputs that earlier builds kept, for one `fingerprint` of all that
        notebooks read; written when the build has succeeded. None keeps nothing.
    progress
        Called with each line that Jupyter Book prints.

    Returns
    -------
    Path
        The site's first page.

    Raises
    ------
    SiteError
        If Jupyter Book is not installed; if the build warns or fails (every warning, with the
        page or the notebook's cell, and where the full log is); if what was built fails a check
        (see `find_site_problems`).
    OutputFolderError
        If `destination` holds anything but an earlier site.

    Examples
    --------
    >>> build_site(Path("no-stage"), destination=Path("site"), environment={})
    Traceback (most recent call last):
    survey_analysis.errors.SiteError: no-stage: it is no staged site (there is no _config.yml)
    """
    _require_build(stage)
    require_own_folder(destination, mark=SITE_MARK)
    stage = stage.resolve()
    shutil.rmtree(stage / "_build", ignore_errors=True)
    # Nobody's own settings of IPython reach a notebook.
    own = {"IPYTHONDIR": str(stage / "_build" / "ipython")}
    everything = {**os.environ, **_ENVIRONMENT, **own, **environment}
    if notebooks := sorted(stage.glob("*/*.ipynb")):
        execute_notebooks(notebooks, stage=stage, kept=kept, environment=everything)
    html = _run_jupyter_book(stage, environment=everything, progress=progress)
    if problems := find_site_problems(html):
        raise SiteError(describe_problems(problems, heading="The site must not be published"))
    if kept is not None:
        keep_outputs(stage, kept=kept)
    return _publish(html, destination=destination) / "index.html"


def _require_build(stage: Path) -> None:
    if importlib.util.find_spec("jupyter_book") is None:
        message = (
            "Building the site needs Jupyter Book, which the extra `book` brings: "
            "python -m pip install 'survey-analysis[book]'"
        )
        raise SiteError(message)
    if not (stage / "_config.yml").is_file():
        message = f"{stage}: it is no staged site (there is no _config.yml)"
        raise SiteError(message)


def _run_jupyter_book(
    stage: Path, *, environment: Mapping[str, str], progress: Callable[[str], object] | None
) -> Path:
    log = stage / "build.log"
    command = [*_COMMAND, "build", str(stage), "--warningiserror", "--nitpick", "--keep-going"]
    with (
        log.open("w", encoding="utf-8") as lines,
        subprocess.Popen(
            command,
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        ) as build,
    ):
        for line in map(strip_colours, build.stdout or ()):
            lines.write(line)
            if progress is not None:
                progress(line.rstrip())
    if build.returncode:
        raise SiteError(_describe_failure(log, stage=stage))
    return stage / "_build" / "html"


def _describe_failure(log: Path, *, stage: Path) -> str:
    problems = read_build_problems(log.read_text(encoding="utf-8"), stage=stage)
    return f"{describe_problems(problems, heading='The site was not built')}\nFull log: {log}"


def _publish(html: Path, *, destination: Path) -> Path:
    """Put the new site beside the old one first: the exchange is then two renamings."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = (destination.with_name(f".{destination.name}.{end}") for end in ("new", "old"))
    for rest in (fresh, old):  # of a run that was interrupted
        remove_folder(rest, mark=SITE_MARK)
    (html / SITE_MARK).touch()
    shutil.move(html, fresh)
    if destination.exists():
        destination.rename(old)
    fresh.rename(destination)
    remove_folder(old, mark=SITE_MARK)
    return destination
