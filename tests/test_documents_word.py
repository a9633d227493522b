from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from survey_analysis.documents.word import read_word_lines
from survey_analysis.errors import DataError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write(
    folder: Path,
    body: str,
    *,
    before: str = "",
    name: str = "word/document.xml",
    styles: str = "",
) -> Path:
    path = folder / "talk.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if styles:
            archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
        document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr(name, before + document)
    return path


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    deleted = "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('away ')}</w:moveFrom>"
    body = (
        f"<w:p>{run('P07: We ')}{deleted}{moved}<w:ins>{run('always ')}</w:ins>{run('wait')}</w:p>"
    )
    assert read_word_lines(write(tmp_path, body)) == ["P07: We always wait"]


def test_breaks_are_spaces_and_tab_stops_of_the_layout_are_not_read(tmp_path: Path) -> None:
    layout = '<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
    body = (
        f"<w:p>{layout}<w:r><w:t>P07:</w:t><w:br/><w:t>Yes</w:t><w:tab/><w:t>no</w:t></w:r></w:p>"
    )
    assert read_word_lines(write(tmp_path, body)) == ["P07: Yes\tno"]


def test_a_row_of_a_table_is_a_line(tmp_path: Path) -> None:
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("P07", "Yes."))
    body = f"<w:sdt><w:sdtContent><w:tbl><w:tr>{cells}</w:tr></w:tbl></w:sdtContent></w:sdt>"
    assert read_word_lines(write(tmp_path, body)) == ["P07\tYes."]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path, "<w:p/>", before='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    with pytest.raises(DataError, match=r"talk\.docx is refused: a document type \(DTD\)"):
        read_word_lines(path)


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        ("<w:p>", "word/document.xml", "talk.docx: not well-formed XML"),
        ("<w:p/>", "other.xml", "is no Word file: it holds no word/document.xml"),
        ("<w:p/>" * 12_000_000, "word/document.xml", "its text is larger than 64 MB"),
    ],
)
def test_what_is_no_word_file_is_refused(tmp_path: Path, body: str, name: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_word_lines(write(tmp_path, body, name=name))


def test_elements_that_are_nested_without_end_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "<w:sdt>" * 20_000 + "</w:sdt>" * 20_000)
    with pytest.raises(DataError, match="nested deeper than Word nests them"):
        read_word_lines(path)


def test_a_name_in_the_archive_that_is_no_text_is_damage(tmp_path: Path) -> None:
    path = write(tmp_path, "", name="wörd.xml")
    path.write_bytes(path.read_bytes().replace("ö".encode(), b"\xff\xff"))
    with pytest.raises(DataError, match="is damaged or encrypted"):
        read_word_lines(path)


def test_a_folder_is_no_word_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no Word file"):
        read_word_lines(tmp_path)


def styled(style: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/></w:style>'
    for identity, name in {
        "Titel": "Title", "berschrift1": "heading 1", "Kopfzeile": "Header", "Standard": "Normal",
    }.items()
)  # fmt: skip


def test_titles_and_headings_are_empty_lines_whatever_the_language_of_the_program(
    tmp_path: Path,
) -> None:
    body = styled("Titel", "Interview") + styled("Standard", "P07: Yes") + styled(
        "berschrift1", "Second half") + styled("Kopfzeile", "and no")  # fmt: skip
    assert read_word_lines(write(tmp_path, body, styles=STYLES)) == ["", "P07: Yes", "", "and no"]


def test_a_heading_that_names_who_speaks_is_read(tmp_path: Path) -> None:
    body = styled("berschrift1", "P07 [00:12:30]") + styled("Standard", "Yes")
    assert read_word_lines(write(tmp_path, body, styles=STYLES)) == ["P07 [00:12:30]", "Yes"]


def test_hyphens_that_do_not_break_are_hyphens(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>P07: self</w:t><w:noBreakHyphen/><w:t>employed</w:t></w:r></w:p>"
    assert read_word_lines(write(tmp_path, body)) == ["P07: self-employed"]


def test_the_text_of_a_frame_is_read_once(tmp_path: Path) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    frame = f"<mc:Choice>{run('note')}</mc:Choice><mc:Fallback>{run('note')}</mc:Fallback>"
    body = f"<w:p {mc}>{run('P07: a ')}<mc:AlternateContent>{frame}</mc:AlternateContent></w:p>"
    assert read_word_lines(write(tmp_path, body)) == ["P07: a note"]
