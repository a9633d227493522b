"""Folders this package writes as a whole: an old one is replaced, a stranger's is not."""

from __future__ import annotations

import shutil
from pathlib import Path

from survey_analysis.errors import OutputFolderError


def require_own_folder(folder: Path, *, mark: str) -> None:
    """Stop if a folder holds anything but what an earlier run wrote.

    Parameters
    ----------
    folder
        The folder to be replaced. It may be missing or empty.
    mark
        The name of a file in `folder` that only our own runs write.

    Raises
    ------
    OutputFolderError
        If the folder holds something, and nothing called `mark`.

    Examples
    --------
    >>> require_own_folder(Path("no-such-folder"), mark=".stage")
    """
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_free and not (folder / mark).is_file():
        message = (
            f"{folder}: is there, and no earlier run wrote it (it holds no {mark!r}); "
            "name another folder, or remove this one"
        )
        raise OutputFolderError(message)


def remove_folder(folder: Path, *, mark: str) -> None:
    """Remove a folder that an earlier run wrote; see `require_own_folder`.

    Parameters
    ----------
    folder
        The folder to remove. It may be missing or empty.
    mark
        The name of a file in `folder` that only our own runs write.

    Raises
    ------
    OutputFolderError
        If the folder holds something, and nothing called `mark`.

    Examples
    --------
    >>> remove_folder(Path("no-such-folder"), mark=".stage")
    """
    require_own_folder(folder, mark=mark)
    if folder.exists():
        shutil.rmtree(folder)
