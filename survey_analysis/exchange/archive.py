"""Archives that strangers made: looked at before anything in them is unpacked."""

from __future__ import annotations

import lzma
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from survey_analysis.errors import DataError, Problem, describe_problems

MOST_MEMBERS = 20_000
MOST_BYTES = 512 * 1024**2
HIGHEST_RATIO = 200
"""How much a member may shrink in the archive; texts shrink to a third or a tenth."""

_SMALL = 1024**2  # below this, a high ratio does no harm
_ENCRYPTED = 0x1
_TEXTS = {".qde", ".txt", ".md"}
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    UnicodeDecodeError,
)


def read_archive(path: Path) -> dict[str, bytes]:
    """Read the project file and the texts of a ``.qdpx`` archive; nothing goes to disk.

    Parameters
    ----------
    path
        The archive. Pictures, sound and other members are not unpacked.

    Returns
    -------
    dict
        Content by name, names with ``/`` between folders.

    Raises
    ------
    DataError
        If it is not a zip archive, is damaged, or one that nobody honest writes: encrypted,
        with links, with names that leave the archive or occur twice, or so large when
        unpacked that it is made to do harm. Lists every problem.
    """
    check_archive(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return {
                _name(info): archive.read(info)
                for info in archive.infolist()
                if PurePosixPath(_name(info)).suffix.lower() in _TEXTS
            }
    except _DAMAGE as error:
        msg = f"{path}: the archive is damaged: {error}"
        raise DataError(msg) from None


def check_archive(path: Path) -> None:
    """Refuse a zip archive that is damaged or made to do harm.

    Raises
    ------
    DataError
        As for `read_archive`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise DataError(msg) from None
    except _DAMAGE as error:
        msg = f"{path}: not a zip archive: {error}"
        raise DataError(msg) from None
    found = [*_check_together(members), *(p for m in members for p in _check_member(m))]
    if found:
        raise DataError(describe_problems(found[:20], heading=f"{path} is refused"))


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _check_together(members: list[zipfile.ZipInfo]) -> Iterable[Problem]:
    if len(members) > MOST_MEMBERS:
        yield Problem(f"{len(members):,} members; at most {MOST_MEMBERS:,} are read")
    unpacked = sum(m.file_size for m in members if Path(_name(m)).suffix.lower() in _TEXTS)
    if unpacked > MOST_BYTES:
        yield Problem(f"{unpacked:,} bytes of text when unpacked; at most {MOST_BYTES:,} are read")
    names = Counter(_name(m) for m in members)
    yield from (Problem(f"occurs {n} times", file=_shown(x)) for x, n in names.items() if n > 1)


def _check_member(info: zipfile.ZipInfo) -> Iterable[Problem]:
    name = _name(info)
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts or re.match("[A-Za-z]:", name):
        yield Problem("the name leaves the archive", file=_shown(name))
    if stat.S_ISLNK(info.external_attr >> 16):
        yield Problem("is a link", file=_shown(name))
    if info.flag_bits & _ENCRYPTED:
        yield Problem("is encrypted; export the project without a password", file=_shown(name))
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > _SMALL and ratio > HIGHEST_RATIO:
        yield Problem(
            f"unpacks to {ratio:,.0f} times its size; at most {HIGHEST_RATIO} times is read",
            file=_shown(name),
        )


def _shown(name: str) -> str:
    return ascii(name[:80])


def find_project_file(members: Mapping[str, bytes], *, path: Path) -> bytes:
    """Return the one ``.qde`` of an archive, whatever it is called.

    Raises
    ------
    DataError
        If there is none, or there are several and none is ``project.qde``.
    """
    names = [name for name in members if name.lower().endswith(".qde")]
    main = [name for name in names if name.lower() == "project.qde"] or names
    if len(main) != 1:
        msg = f"{path}: holds {len(names)} .qde files, not one; it is no REFI-QDA project"
        raise DataError(msg)
    return members[main[0]]


def find_text(members: Mapping[str, bytes], reference: str) -> bytes | None:
    """Return the text that ``internal://name`` refers to, or nothing.

    The folder may be ``sources`` or ``Sources``, upper and lower case count as alike, and a
    bare name counts as internal.

    Examples
    --------
    >>> find_text({"Sources/A1.txt": b"text"}, "internal://a1.txt")
    b'text'
    """
    name = reference.removeprefix("internal://")
    if "://" in name:
        return None
    wanted = {name.lstrip("/").casefold(), f"sources/{name.lstrip('/')}".casefold()}
    return next((text for known, text in members.items() if known.casefold() in wanted), None)
