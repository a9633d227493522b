"""Execute the staged notebooks, several at a time, and keep what they put out for the next build.

Jupyter Book executes one notebook after the other. Here Jupyter Cache executes them in parallel
first, and Jupyter Book then finds every output in the cache. A notebook that fails is not in
the cache: Jupyter Book executes it again, and reports it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from survey_analysis.errors import SiteError

CACHE = Path("_build", ".jupyter_cache")
"""Where Jupyter Book looks for outputs, in the stage."""

_KEPT = 3
_EXECUTE = """
import sys
from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor

cache = get_cache(sys.argv[1])
for record in cache.list_project_records():
    cache.remove_nb_from_project(record.pk)
for notebook in sys.argv[2:]:
    cache.add_nb_to_project(notebook)
load_executor("local-parallel", cache=cache).run_and_cache(timeout=300)
"""


def fingerprint(read: Iterable[Path]) -> str:
    """Summarise all that notebooks read: while it is the same, so is what they put out.

    Parameters
    ----------
    read
        Files, and folders with all their files. This package and the versions of everything
        that is installed count as well.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> fingerprint([]) == fingerprint([])
    True
    """
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted({f"{d.name} {d.version}" for d in importlib.metadata.distributions()}):
        digest.update(name.encode())
    for place in (Path(__file__).parents[1], *read):
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"{file.relative_to(place.parent)} {content}".encode())
    return digest.hexdigest()


def execute_notebooks(
    notebooks: Iterable[Path], *, stage: Path, kept: Path | None, environment: Mapping[str, str]
) -> None:
    """Execute notebooks as many at a time as there are processors.

    Parameters
    ----------
    notebooks
        The notebooks, in `stage`.
    stage
        The folder that Jupyter Book builds.
    kept
        Outputs of earlier builds, by the notebooks' code, valid for the same `fingerprint`:
        what is there is not executed again. None executes everything.
    environment
        All environment variables of the kernels.

    Raises
    ------
    SiteError
        If the execution as a whole breaks down. A notebook's own failure is left to the build.
    """
    cache = stage / CACHE
    if kept is not None and kept.is_dir():
        shutil.copytree(kept, cache, dirs_exist_ok=True)
    command = [sys.executable, "-P", "-c", _EXECUTE, str(cache), *map(str, notebooks)]
    done = subprocess.run(
        command, env=dict(environment), capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        message = f"The notebooks could not be executed: {done.stderr.strip()}"
        raise SiteError(message)


def keep_outputs(stage: Path, *, kept: Path) -> None:
    """Keep what the notebooks put out, and forget all but the newest few of other fingerprints.

    Parameters
    ----------
    stage
        The folder that Jupyter Book built.
    kept
        Where to keep it: a folder named by the `fingerprint`, beside those of other builds.
    """
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_name(f".{kept.name}.{os.getpid()}")
    shutil.copytree(stage / CACHE, fresh)
    shutil.rmtree(kept, ignore_errors=True)
    fresh.rename(kept)
    others = sorted(kept.parent.iterdir(), key=lambda folder: folder.stat().st_mtime)
    for old in others[:-_KEPT]:
        shutil.rmtree(old)
