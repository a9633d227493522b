"""Files written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey_analysis.errors import PublishError
from survey_analysis.whole_files import write_files


def test_several_files_are_written_together_with_unix_lines(tmp_path: Path) -> None:
    write_files({tmp_path / "a.csv": "x\ny\n", tmp_path / "new" / "b.csv": "é\n"})
    assert (tmp_path / "a.csv").read_bytes() == b"x\ny\n"
    assert (tmp_path / "new" / "b.csv").read_bytes() == "é\n".encode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "new"]


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / "c.csv").mkdir()
    texts = {tmp_path / name: "new" for name in ("a.csv", "b.csv", "c.csv")}
    with pytest.raises(PublishError, match=r"c.csv: cannot be written: .*nothing was changed"):
        write_files(texts)
    assert (tmp_path / "a.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "c.csv"]


def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(0o640)
    write_files({path: "new", tmp_path / "b.csv": "new"})
    assert path.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "b.csv").stat().st_mode & 0o777 == 0o644


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write_files({tmp_path / "a.bin": b"\xff\r\n"})
    assert (tmp_path / "a.bin").read_bytes() == b"\xff\r\n"


def test_a_folder_that_is_a_file_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("mine")
    with pytest.raises(PublishError, match=r"a\.csv: cannot be written: Not a directory"):
        write_files({tmp_path / "t" / "a.csv": "x"})
    assert (tmp_path / "t").read_text() == "mine"
