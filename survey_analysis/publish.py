"""Writing results: whole or not at all, byte for byte the same from the same inputs."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from survey_analysis.errors import PublishError

MANIFEST = "manifest.json"


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV: UTF-8, LF, full precision, undefined is empty."""
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def write_results(
    tables: Mapping[str, pd.DataFrame], out: str | Path, *, manifest: Mapping[str, Any]
) -> Path:
    """Write tables and their manifest into a folder that holds nothing else.

    Parameters
    ----------
    tables
        Tables by file name (``estimates.csv``).
    out
        The folder; earlier results in it are replaced.
    manifest
        What the results were made of; the files' SHA-256 are added.

    Raises
    ------
    PublishError
        If the folder holds files that are not results, or cannot be written.
    """
    with replaced_folder(Path(out)) as fresh:
        for name, table in tables.items():
            write_csv(table, fresh / name)
        write_manifest(fresh, manifest)
    return Path(out)


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write `manifest.json` with the SHA-256 of every other file of the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    sums = {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}
    text = json.dumps({**manifest, "files": sums}, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a results folder.

    Raises
    ------
    PublishError
        If there is none; says how to make results.
    """
    path = folder / MANIFEST
    if not path.is_file():
        msg = f"{folder} holds no results (no {MANIFEST}); 'survey-analysis run' writes them"
        raise PublishError(msg)
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


@contextmanager
def replaced_folder(out: Path) -> Iterator[Path]:
    """Give a fresh folder that takes the place of `out` only when the block succeeds.

    Raises
    ------
    PublishError
        If `out` is no folder, or holds files that its manifest does not list.
    """
    _refuse_foreign_files(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        msg = f"{out}: cannot be written: {error.strerror}"
        raise PublishError(msg) from None
    try:
        fresh.chmod(0o755)
        yield fresh
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, out: Path) -> None:
    if not out.exists():
        fresh.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent)) / out.name
    out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old.parent)


def _refuse_foreign_files(out: Path) -> None:
    if out.exists() and not out.is_dir():
        msg = f"{out}: is a file, not a folder; choose another --out"
        raise PublishError(msg)
    if not out.is_dir() or not any(out.iterdir()):
        return
    known = set(read_manifest(out)["files"]) if (out / MANIFEST).is_file() else set()
    found = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    foreign = sorted(found - known - {MANIFEST})
    if foreign:
        named = ", ".join(foreign[:5]) + (" and more" if len(foreign) > 5 else "")
        msg = f"{out}: holds files that are not results ({named}); choose another --out"
        raise PublishError(msg)
