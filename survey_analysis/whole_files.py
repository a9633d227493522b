"""Files written whole: several at once, all or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from errno import ENOTDIR
from pathlib import Path

from survey_analysis.errors import PublishError


def write_files(contents: Mapping[Path, str | bytes]) -> None:
    """Write several files, all or none; their folders are made if they are not there.

    Parameters
    ----------
    contents
        What each file shall hold; a text is written as UTF-8. The files are prepared beside
        their places and then put there one after the other; when one cannot be, those
        before are put back.

    Raises
    ------
    PublishError
        If a file cannot be written; all files are then as they were.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_files({Path(folder) / "a.csv": "unit_id", Path(folder) / "b.csv": b"code"})
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['a.csv', 'b.csv']
    """
    before: dict[Path, bytes | None] = {}
    fresh: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for path, content in contents.items():
            before[path] = path.read_bytes() if path.is_file() else None
            fresh[path] = _prepare(path, content)
        for path, prepared in fresh.items():
            prepared.replace(path)
            placed.append(path)
    except OSError as error:
        _put_back({path: before[path] for path in placed})
        msg = f"{path}: cannot be written: {error.strerror or error}; nothing was changed"
        raise PublishError(msg) from None
    finally:
        for prepared in fresh.values():
            prepared.unlink(missing_ok=True)


def _prepare(path: Path, content: str | bytes) -> Path:
    """Write content beside its place, with the rights a new file has."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR)) from None
    with tempfile.NamedTemporaryFile(prefix=f".{path.name}.", dir=path.parent, delete=False) as new:
        prepared = Path(new.name)
    try:
        prepared.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        prepared.chmod(path.stat().st_mode & 0o777 if path.is_file() else 0o644)
    except OSError:
        prepared.unlink()
        raise
    return prepared


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    for path, content in before.items():
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
