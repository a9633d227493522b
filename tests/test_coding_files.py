from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.coding.files import format_rows, read_rows
from survey_analysis.errors import StudyFileError

COLUMNS = ["unit_id", "memo"]


def write(folder: Path, content: bytes) -> Path:
    path = folder / "coder-a.csv"
    path.write_bytes(content)
    return path


def test_rows_are_read_as_text_with_the_line_they_begin_at(tmp_path: Path) -> None:
    path = write(tmp_path, b'unit_id,memo\n07,"two\nlines"\n8,\n\n9,x\n')
    table = read_rows(path, COLUMNS)
    assert table["line"].tolist() == [2, 4, 6]
    assert table["unit_id"].tolist() == ["07", "8", "9"]
    assert table["memo"].tolist() == ["two\nlines", "", "x"]


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbfmemo,unit_id\r\nx,7\r\n")
    assert read_rows(path, COLUMNS).to_dict("records") == [{"line": 2, "unit_id": "7", "memo": "x"}]


def test_a_file_without_rows_has_none(tmp_path: Path) -> None:
    assert len(read_rows(write(tmp_path, b"unit_id,memo\n"), COLUMNS)) == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: the column 'unit_id' is missing"),
        (b"unit_id,mem\n", "the column 'memo' is missing; nearest is 'mem'"),
        (b"unit_id,memo,colour\n", "'colour' is not a column of this file; allowed: unit_id, memo"),
        (b"unit_id,memo,memo\n", "line 1: the column 'memo' is there twice"),
        (b"unit_id,memo\n7,a,b\n", "line 2: 3 cells, the header has 2; quote a text"),
        (b'unit_id,memo\n7,"a\n', "line 2: not valid CSV"),
        (b"unit_id,memo\n7,\xe9\n", r"is not UTF-8 \(byte 15\); save it as CSV UTF-8"),
        (
            b"unit_id,memo\n<<<<<<< HEAD\n7,a\n=======\n7,b\n>>>>>>> branch\n",
            "line 2, 4, 6: marks of an unfinished merge; settle it with git",
        ),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    with pytest.raises(StudyFileError, match=message):
        read_rows(write(tmp_path, content), COLUMNS)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match=r"coder-a.csv: there is no such file"):
        read_rows(tmp_path / "coder-a.csv", COLUMNS)


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    memos = ["", 'say "no"', "a,b", "two\nlines", "=1+1", "naïve"]
    table = pd.DataFrame({"unit_id": [str(i) for i in range(6)], "memo": memos})
    path = write(tmp_path, format_rows(table, COLUMNS).encode())
    assert read_rows(path, COLUMNS)["memo"].tolist() == memos


def test_missing_numbers_are_written_empty_and_others_whole() -> None:
    table = pd.DataFrame({"start": pd.array([None, 3], dtype="Int64")})
    assert format_rows(table, ["start"]) == 'start\n""\n3\n'
