"""Broken and hostile files: a clear error or a correct result, never anything else."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_exports import FOLDER

from survey_analysis.errors import DataError, InvalidCallError
from survey_analysis.readers import FORMATS, RawTable, containers, delimited, excel, read_table
from survey_analysis.readers.excel import read_workbook
from survey_analysis.study import Study


def archive(**texts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, text in texts.items():
            packed.writestr(f"{name}.csv", text)
    return content.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.csv"


def test_the_study_file_knows_the_formats_of_the_readers(tiny_study: Study) -> None:
    for format in FORMATS:
        export = tiny_study.export.model_dump() | {"format": format}
        assert type(tiny_study.export).model_validate(export).format == format
    with pytest.raises(ValueError, match="literal_error"):
        type(tiny_study.export).model_validate({"format": "lotus"})


def test_a_format_that_is_asked_for_overrules_detection() -> None:
    table = read_table(FOLDER / "unipark.csv", format="delimited")
    assert (table.format, table.reason) == ("delimited", "asked for")


@pytest.mark.parametrize(
    ("format", "said"),
    [
        ("qualtrics", "is no Qualtrics export: row 3 holds no import ids"),
        ("surveymonkey", "is no SurveyMonkey export: expected a second header row"),
        ("spss", "damaged, or no SPSS file"),
    ],
)
def test_a_format_that_the_file_does_not_have_is_refused(format: str, said: str) -> None:
    if format == "spss":
        pytest.importorskip("pyreadstat")
    with pytest.raises(DataError, match=f"plain.csv: {said}"):
        read_table(FOLDER / "plain.csv", format=format)


def test_an_unknown_format_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidCallError, match="nearest is 'qualtrics'"):
        read_table(FOLDER / "plain.csv", format="qualtrix")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id,a\n", "there is a header of 2 columns and no record below it"),
        (b"id,,a\n1,x,2\n", "column number 2: has no name in the header and holds something"),
        (b"id,a\n1\n", "row 2: 1 cells, where the header has 2"),
        (b"\xd0\xcf\x11\xe0" + bytes(500), r"an old \(.xls\) or password-protected workbook"),
        (b"\x1f\x8b" + bytes(20), "the archive is damaged, or encrypted"),
        (
            gzip.compress(b"id,a\n1,2\n" * 99, mtime=0)[:-20],
            "the archive is cut off",
        ),
        (b"PAR1" + bytes(50), "damaged, cut off, or no Parquet file"),
        (b"$FL2" + bytes(50), "damaged, or no SPSS file"),
        (archive(a="id,a\n1,2\n", b="id,a\n1,2\n"), "an archive of 2 text files"),
        (b"%PDF-1.7\n1 0 obj", "is a PDF, not an export"),
        (b"<!DOCTYPE html>\n<html><title>Log in</title>", "is a web page or XML"),
        (b'[{"id": 1, "a": 2},\n{"id": 2}]', "is JSON, not an export"),
        (archive(**{"word/document": "<w/>"}), "is a Word document, not an export"),
        (b"id,a\n1,x\nid,a\n2,y\n", "row 3: the header again, not a respondent"),
        (b"c," * 60_000 + b"c\n", "60,001 columns; allowed: 50,000"),
    ],
)
def test_broken_files_are_refused(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    with pytest.raises(DataError, match=rf"export\.csv.*{said}|{said}"):
        read_table(file)


@pytest.mark.parametrize("pack", [gzip.compress, lambda text: archive(a=text.decode())])
def test_compressed_text_is_read(file: Path, pack: Callable[[bytes], bytes]) -> None:
    file.write_bytes(pack(b"id;a\n7;x\n"))
    table = read_table(file)
    assert (table.separator, table.cells.iloc[0].tolist()) == (";", ["7", "x"])


def test_an_archive_that_unpacks_to_too_much_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "_LARGEST", 1000)
    file.write_bytes(gzip.compress(b"id,a\n" * 1000, mtime=0))
    with pytest.raises(DataError, match="unpacks to more than 1,000 bytes"):
        read_table(file)


def test_a_line_that_no_table_has_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_LONGEST_LINE", 1000)
    file.write_bytes(b"id,a\n1," + b"x" * 2000 + b"\n")
    with pytest.raises(DataError, match=r"export\.csv, line 2: 2,003 characters; allowed: 1,000"):
        read_table(file)


def test_a_file_of_sixty_four_megabytes_in_one_line_is_refused(file: Path) -> None:
    file.write_bytes(b"," * 2**26)
    with pytest.raises(DataError, match="line 1: 67,108,864 characters"):
        read_table(file)


def test_ten_thousand_columns_are_read(file: Path) -> None:
    names = [f"c{i}" for i in range(10_000)]
    file.write_text(",".join(names) + "\n" + ",".join("1" for _ in names), encoding="utf-8")
    assert read_table(file).cells.shape == (1, 10_000)


def test_right_to_left_text_stays_as_it_is(file: Path) -> None:
    file.write_text("معرّف,سؤال\n1,نعم\n", encoding="utf-8")
    assert read_table(file).cells.to_dict("list") == {"معرّف": ["1"], "سؤال": ["نعم"]}


def test_encodings_mixed_in_one_file_are_read_byte_by_byte_with_a_warning(file: Path) -> None:
    file.write_bytes("id,größe\n1,ü\n".encode() + "2,ö\n".encode("cp1252"))
    table = read_table(file)
    assert table.cells["größe"].tolist() == ["ü", "ö"]
    assert table.warnings == (
        "export.csv: UTF-8 mixed with other bytes (the first is byte 18); these read as cp1252",
    )


def test_byte_order_marks_inside_a_file_are_left_out_with_a_warning(file: Path) -> None:
    file.write_text("id,a\n1,x\n\ufeff2,\ufeffx\n", encoding="utf-8-sig")
    table = read_table(file)
    assert table.cells.to_numpy().tolist() == [["1", "x"], ["2", "x"]]
    assert "byte-order marks inside the text are left out" in table.warnings[0]


def test_the_line_that_tells_excel_the_separator_is_no_header(file: Path) -> None:
    file.write_text("sep=;\nid;a\n1;x,y\n", encoding="utf-8")
    assert read_table(file).cells.to_numpy().tolist() == [["1", "x,y"]]


def test_other_sheets_that_hold_something_are_named(tmp_path: Path) -> None:
    with pd.ExcelWriter(tmp_path / "a.xlsx") as book:
        pd.DataFrame({"id": [1], "a": ["x"]}).to_excel(book, sheet_name="Info", index=False)
        pd.DataFrame({"id": [1], "a": ["y"]}).to_excel(book, sheet_name="Data", index=False)
        pd.DataFrame().to_excel(book, sheet_name="Empty", index=False)
    table = read_table(tmp_path / "a.xlsx")
    assert table.warnings == ("a.xlsx: read is the first sheet, 'Info', and not 'Data'",)


def test_formulas_stay_text_and_are_not_computed(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": [1, 2], "a": ["=1+1", "=HYPERLINK(1)"]})
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    assert read_table(tmp_path / "a.xlsx").cells["a"].tolist() == ["=1+1", "=HYPERLINK(1)"]
    (tmp_path / "a.csv").write_text('id,a\n1,"=1+1"\n', encoding="utf-8")
    assert read_table(tmp_path / "a.csv").cells["a"].tolist() == ["=1+1"]


def workbook(sheet: str) -> bytes:
    content = io.BytesIO()
    pd.DataFrame({"id": [1]}).to_excel(content, index=False)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    changed = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = f'<worksheet xmlns="{space}"><sheetData>{sheet}</sheetData></worksheet>'
            new.writestr(name, part if name.endswith("sheet1.xml") else old.read(name))
    return changed.getvalue()


def row(number: int, **cells: str) -> str:
    written = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in cells.items()
    )
    return f'<row r="{number}">{written}</row>'


def test_a_cell_far_away_does_not_make_billions_of_cells() -> None:
    content = workbook(row(1, A="id", B="a") + row(2, A="1", B="2") + row(1_048_576, XFD="x"))
    rows, _ = read_workbook(content, file="a.xlsx")
    assert [(number, len(cells)) for number, cells in rows] == [
        (1, 16_384),
        (2, 16_384),
        (1_048_576, 16_384),
    ]


def test_a_sheet_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_MOST_CELLS", 5)
    with pytest.raises(DataError, match=r"a\.xlsx: 2 rows of 3 cells; allowed: 5 cells"):
        read_workbook(workbook(row(1, A="a", C="b") + row(2, A="1")), file="a.xlsx")


def test_titles_above_the_header_of_a_sheet_are_left_out() -> None:
    content = workbook(
        row(1, A="Results 2024") + row(3, A="id", B="a", C="b") + row(4, A="1", B="2", C="3")
    )
    assert read_workbook(content, file="a.xlsx")[0] == [
        (3, ["id", "a", "b"]),
        (4, ["1", "2", "3"]),
    ]


SEEDS = [path.read_bytes() for path in sorted(FOLDER.glob("*.*")) if path.suffix != ".md"]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw an export with bytes cut, put in, or written over."""
    content = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        content[start:end] = draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from([b'"', b"\n", b"\r", b"\0", b";", b",", b"\xff", b'"",']),
            )
        )
    return bytes(content)


def attempt(file: Path) -> tuple[RawTable | None, str]:
    """Read a file, or say why it is refused."""
    try:
        return read_table(file), ""
    except DataError as error:
        return None, str(error)


@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=st.one_of(damaged(), st.binary(max_size=200)))
def test_whatever_the_bytes_there_is_a_table_or_a_clear_error(content: bytes, file: Path) -> None:
    pytest.importorskip("pyreadstat")
    file.write_bytes(content)
    table, said = attempt(file)
    if table is None:
        assert "export.csv" in said
    else:
        assert table.cells.columns.is_unique
        assert len(table.cells) > 0
        assert table.cells.map(lambda cell: isinstance(cell, str)).to_numpy().all()


@settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.lists(st.text(alphabet='ab,;"\n\té', max_size=5), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_what_a_csv_writer_wrote_comes_back(rows: list[list[str]], file: Path) -> None:
    frame = pd.DataFrame(rows, columns=["first", "second", "third"])
    frame.insert(0, "id", [str(i) for i in range(len(rows))])
    frame.to_csv(file, index=False, quoting=1, lineterminator="\n", encoding="utf-8")
    assert read_table(file).cells.to_numpy().tolist() == frame.to_numpy().tolist()
