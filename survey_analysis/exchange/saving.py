"""Writing one file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from survey_analysis.errors import PublishError


def save(path: Path, content: bytes) -> Path:
    """Write a file, replacing an earlier one only when the new one is complete.

    Raises
    ------
    PublishError
        If it cannot be written; an earlier file is then as it was.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Path(folder) / "codes.qdc", b"text").read_bytes()
    b'text'
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        fresh = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            fresh.chmod(0o644)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        msg = f"{path}: cannot be written: {error.strerror}"
        raise PublishError(msg) from None
    return path
