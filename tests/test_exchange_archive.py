from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from survey_analysis.errors import DataError
from survey_analysis.exchange.archive import (
    MOST_MEMBERS,
    find_project_file,
    find_text,
    read_archive,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.qdpx"


def write(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_only_the_project_file_and_texts_are_unpacked(path: Path) -> None:
    write(path, {"project.qde": b"<a/>", "Sources\\b.txt": b"text", "sources/c.mp4": b"film"})
    assert read_archive(path) == {"project.qde": b"<a/>", "Sources/b.txt": b"text"}


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../b.txt", "C:\\out.txt"])
def test_names_that_leave_the_archive_are_refused(path: Path, name: str) -> None:
    write(path, {name: b"text"})
    with pytest.raises(DataError, match="the name leaves the archive"):
        read_archive(path)


def test_a_name_that_occurs_twice_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", b"one")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"two")
    with pytest.raises(DataError, match=r"'a\.txt': occurs 2 times"):
        read_archive(path)


def test_a_link_is_refused(path: Path) -> None:
    info = zipfile.ZipInfo("sources/a.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(DataError, match="is a link"):
        read_archive(path)


def test_an_encrypted_member_is_refused(path: Path) -> None:
    content = bytearray(write(path, {"project.qde": b"<a/>"}).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match="is encrypted"):
        read_archive(path)


def test_a_member_that_unpacks_to_a_thousand_times_its_size_is_refused(path: Path) -> None:
    write(path, {"sources/bomb.txt": b"0" * 2 * 1024**2})
    with pytest.raises(DataError, match="at most 200 times is read"):
        read_archive(path)


def test_the_sum_of_the_texts_is_limited(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey_analysis.exchange.archive.MOST_BYTES", 1000)
    write(path, {f"sources/{n}.txt": os.urandom(300) for n in range(4)})
    with pytest.raises(DataError, match="1,200 bytes of text when unpacked; at most 1,000"):
        read_archive(path)


def test_more_members_than_any_project_has_are_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(MOST_MEMBERS + 1):
            archive.writestr(str(n), b"")
    with pytest.raises(DataError, match="20,001 members"):
        read_archive(path)


def test_a_damaged_member_is_named_as_damage(path: Path) -> None:
    content = bytearray(write(path, {"a.txt": bytes(range(256))}).read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DataError, match="the archive is damaged"):
        read_archive(path)


def test_a_name_that_is_no_text_is_damage(path: Path) -> None:
    content = write(path, {"ö.txt": b"text"}).read_bytes()
    path.write_bytes(content.replace("ö".encode(), b"\xff\xff"))
    with pytest.raises(DataError, match="not a zip archive"):
        read_archive(path)


def test_what_is_no_archive_or_not_there_is_named(path: Path) -> None:
    with pytest.raises(DataError, match="there is no such file"):
        read_archive(path)
    path.write_bytes(b"no zip")
    with pytest.raises(DataError, match="not a zip archive"):
        read_archive(path)


def test_the_project_file_may_have_any_name_but_must_be_one(path: Path) -> None:
    assert find_project_file({"My study.QDE": b"1"}, path=path) == b"1"
    assert find_project_file({"old.qde": b"1", "project.qde": b"2"}, path=path) == b"2"
    for members in ({}, {"a.qde": b"", "b.qde": b""}):
        with pytest.raises(DataError, match=r"\.qde files, not one"):
            find_project_file(members, path=path)


@pytest.mark.parametrize("reference", ["internal://A.txt", "internal:///a.TXT", "a.txt"])
def test_a_text_is_found_whatever_the_case_of_its_name(reference: str) -> None:
    assert find_text({"Sources/a.txt": b"1"}, reference) == b"1"


@pytest.mark.parametrize("reference", ["relative://a.txt", "absolute:///etc/passwd", "file:///a"])
def test_texts_outside_the_archive_are_not_looked_for(reference: str) -> None:
    assert find_text({"a.txt": b"1", "Sources/a.txt": b"1"}, reference) is None
