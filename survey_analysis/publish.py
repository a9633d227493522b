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

from survey_analysis.coding.formulas import neutralise
from survey_analysis.errors import OutputFolderError, PublishError

MANIFEST = "manifest.json"
_NAMED = 5


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV: UTF-8, LF, full precision, undefined is empty."""
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def neutralise_texts(table: pd.DataFrame) -> pd.DataFrame:
    """Make texts harmless that a spreadsheet would run as a formula; numbers stay as they are.

    Parameters
    ----------
    table
        Any table; its labels may come from an export.

    Examples
    --------
    >>> print(neutralise_texts(pd.DataFrame({"option": ["=1+1"], "share": [-0.5]})))
      option  share
    0  '=1+1   -0.5
    """
    safe = {}
    for name in table.select_dtypes(exclude=["number", "bool"]).columns:
        cells = table[name].tolist()
        texts = {cell for cell in cells if isinstance(cell, str)}  # most stand in many cells
        changed = {text: harmless for text in texts if (harmless := neutralise(text)) != text}
        if changed:
            # As objects: whole numbers among missing ones would else become decimals.
            found = [changed.get(c, c) if isinstance(c, str) else c for c in cells]
            safe[name] = pd.Series(found, table.index, dtype=object)
    return table.assign(**safe) if safe else table


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
    OutputFolderError
        If the folder holds files that are not results.
    PublishError
        If it cannot be written. Earlier results are then left as they were.

    Examples
    --------
    >>> table = pd.DataFrame({"claim": ["a"], "value": [None]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     out = write_results({"claims.csv": table}, f"{folder}/study", manifest={})
    ...     sorted(path.name for path in out.iterdir())
    ['claims.csv', 'manifest.json']
    """
    with replaced_folder(Path(out)) as fresh:
        for name, table in tables.items():
            write_csv(neutralise_texts(table), fresh / name)
        write_manifest(fresh, manifest)
    return Path(out)


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write `manifest.json` with the SHA-256 of every other file of the folder."""
    sums = {
        name: file_sha256(folder / name) for name in sorted(_list_files(folder)) if name != MANIFEST
    }
    text = json.dumps({**manifest, "files": sums}, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def _list_files(folder: Path) -> set[str]:
    """List files with their folders, also empty ones and links, relative to `folder`."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not _is_folder(p)}


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a results folder.

    Raises
    ------
    PublishError
        If there is none, or it is not the manifest of results; says how to make results.
    """
    path = folder / MANIFEST
    if not path.is_file():
        msg = f"{folder} holds no results (no {MANIFEST}); 'survey-analysis run' writes them"
        raise PublishError(msg)
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        msg = f"{path}: is damaged ({error}); remove {folder} and run 'survey-analysis run' again"
        raise PublishError(msg) from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        msg = f"{path}: is not the manifest of results (it lists no 'files')"
        raise PublishError(msg)
    return manifest


@contextmanager
def replaced_folder(out: Path) -> Iterator[Path]:
    """Give a fresh folder that takes the place of `out` only when the block succeeds.

    Parameters
    ----------
    out
        The folder to replace; a link is followed.

    Raises
    ------
    OutputFolderError
        As `check_output_folder`.
    PublishError
        If `out` cannot be replaced.
    """
    out = out.resolve()
    check_output_folder(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise _not_written(out, error) from None
    try:
        fresh.chmod(0o755)
        yield fresh
        _swap(fresh, out)
    except OSError as error:
        raise _not_written(out, error) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _not_written(out: Path, error: OSError) -> PublishError:
    return PublishError(f"{out}: cannot be written: {error.strerror or error}")


def _swap(fresh: Path, out: Path) -> None:
    """Put `fresh` in the place of `out`; if that fails, what was there is put back."""
    if not out.exists():
        fresh.rename(out)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    old = aside / out.name
    try:
        out.rename(old)
        fresh.rename(out)
    finally:
        if not out.exists():
            old.rename(out)
        shutil.rmtree(aside, ignore_errors=True)


def _own_files(out: Path) -> set[str]:
    """List what earlier results consist of; without a readable manifest nothing is ours."""
    try:
        return {*read_manifest(out)["files"], MANIFEST}
    except PublishError:
        return set()


def check_output_folder(out: Path) -> None:
    """Refuse a folder that results cannot replace, before anything is computed.

    Parameters
    ----------
    out
        The folder; it may be missing or empty, or hold earlier results and nothing else.

    Raises
    ------
    OutputFolderError
        If it is no folder, holds files that its manifest does not list, or is or holds the
        current one.

    Examples
    --------
    >>> check_output_folder(Path("no-such-folder"))
    """
    out = out.resolve()
    standing = next(path for path in (out, *out.parents) if path.exists())
    if not standing.is_dir():
        msg = f"{standing}: is a file, not a folder; choose another --out"
        raise OutputFolderError(msg)
    if Path.cwd().is_relative_to(out):
        msg = f"{out}: is the current folder, or holds it; choose another --out"
        raise OutputFolderError(msg)
    foreign = sorted(_list_files(out) - _own_files(out)) if out.is_dir() else []
    if foreign:
        named = ", ".join(foreign[:_NAMED]) + (" and more" if len(foreign) > _NAMED else "")
        msg = f"{out}: holds files that are not results ({named}); choose another --out"
        raise OutputFolderError(msg)
