from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.errors import DataError
from survey_analysis.readers import read_table


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return tmp_path / "export.csv"


def test_every_cell_is_text_and_the_index_is_the_row_in_the_file(export: Path) -> None:
    export.write_bytes(b"id,answer,n\n7,None,1.0\n\n8,NA,\n")
    table = read_table(export)
    assert table.cells.index.tolist() == [2, 4]
    assert table.cells.to_dict("list") == {
        "id": ["7", "8"],
        "answer": ["None", "NA"],
        "n": ["1.0", ""],
    }


def test_the_table_says_how_the_file_was_read(tiny_folder: Path) -> None:
    file = tiny_folder / "responses.csv"
    table = read_table(file)
    assert (table.file, table.format, table.encoding, table.separator, table.warnings) == (
        "responses.csv",
        "unipark",
        "utf-8",
        ",",
        (),
    )
    assert table.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_workbook_has_no_separator_and_no_encoding(
    tmp_path: Path, tiny_table: pd.DataFrame
) -> None:
    tiny_table.to_excel(tmp_path / "export.xlsx", index=False)
    table = read_table(tmp_path / "export.xlsx")
    assert (table.format, table.encoding, table.separator) == ("unipark", "", "")


def test_a_workbook_is_known_by_its_content_not_by_its_name(
    export: Path, tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    tiny_table.to_excel(tmp_path / "export.xlsx", index=False)
    (tmp_path / "export.xlsx").rename(export)
    assert len(read_table(export).cells) == 8


def test_a_file_of_another_format_is_called_delimited(export: Path) -> None:
    export.write_bytes(b"id,answer\n7,Yes\n")
    assert read_table(export).format == "delimited"


def test_a_missing_file_is_named(export: Path) -> None:
    with pytest.raises(DataError, match=r"export\.csv: there is no such file"):
        read_table(export)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a folder; name the file with the answers"):
        read_table(tmp_path)


@pytest.mark.parametrize("content", [b"", b" \r\n \n"])
def test_an_empty_file_is_refused(export: Path, content: bytes) -> None:
    export.write_bytes(content)
    with pytest.raises(DataError, match=r"export\.csv: the file is empty; expected a header and"):
        read_table(export)


def test_columns_that_share_a_name_are_told_apart_by_position(export: Path) -> None:
    export.write_bytes(b"id,a,b,a,b,a\n1,2,3,4,5,6\n")
    table = read_table(export)
    assert table.cells.columns.tolist() == ["id", "a", "b", "a#2", "b#2", "a#3"]
    assert table.cells.iloc[0].tolist() == ["1", "2", "3", "4", "5", "6"]
    assert table.warnings == (
        "export.csv: 2 names stand more than once in the header; told apart as name, name#2, …",
    )


def test_warnings_of_a_file_without_a_header_show_no_free_text(export: Path) -> None:
    words = "somebody's own words, more than a label would have"
    export.write_text(f'7,"{words}","{words}"\n8,a,b\n', encoding="utf-8")
    assert not any(words in warning for warning in read_table(export).warnings)
