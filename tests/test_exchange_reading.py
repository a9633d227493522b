from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from survey_analysis.errors import DataError, InvalidCallError
from survey_analysis.exchange import Imported, Loss, Project, read_refi_qda

G = "00000000-0000-0000-0000-0000000000{:02x}".format
BOOK = f'<CodeBook><Codes><Code guid="{G(1)}" name="a" isCodable="true"/></Codes></CodeBook>'
TEXT = "Old server.\nNobody – really nobody 🙂 – watched.\n"


def project(inside: str, *, head: str = "") -> bytes:
    return f'{head}<Project xmlns="urn:QDA-XML:project:1.0" name="p">{inside}</Project>'.encode()


def source(inside: str, *, attributes: str = f'plainTextPath="internal://{G(2)}.txt"') -> str:
    return (
        f'<Sources><TextSource guid="{G(2)}" name="s" {attributes}>{inside}</TextSource></Sources>'
    )


def selection(start: int, end: int, name: str, *, code: str = G(1), more: str = "") -> str:
    return (
        f'<PlainTextSelection guid="{G(start + 16)}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}"><Coding guid="{G(start + 64)}"><CodeRef targetGUID="{code}"/>'
        f"{more}</Coding></PlainTextSelection>"
    )


@pytest.fixture
def read(tmp_path: Path):
    def read(qde: bytes, text: bytes = TEXT.encode(), *, at: str = f"sources/{G(2)}.txt"):
        path = tmp_path / "p.qdpx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("project.qde", qde)
            archive.writestr(at, text)
        return read_refi_qda(path)

    return read


def excerpts(project: Project) -> list[str]:
    texts = {document.guid: document.text for document in project.documents}
    return [texts[s.document][s.start : s.end] for s in project.selections]


def test_positions_count_code_points_from_zero_and_exclude_the_end(read) -> None:
    found = read(project(BOOK + source(selection(12, 47, TEXT[12:47]))))
    assert excerpts(found.project) == ["Nobody – really nobody 🙂 – watched."]
    assert found == Imported(found.project, ())


def test_a_byte_order_mark_is_no_character(read) -> None:
    found = read(
        b"\xef\xbb\xbf" + project(BOOK + source(selection(0, 3, "Old"))),
        b"\xef\xbb\xbf" + TEXT.encode(),
    )
    assert excerpts(found.project) == ["Old"]
    assert found.losses == ()


@pytest.mark.parametrize(("start", "end"), [(12, 18), (13, 19)])
def test_crlf_counts_as_the_names_of_the_selections_say(read, start: int, end: int) -> None:
    crlf = TEXT.replace("\n", "\r\n").encode()
    found = read(project(BOOK + source(selection(start, end, "Nobody"))), crlf)
    assert found.project.documents[0].text == TEXT
    assert excerpts(found.project) == ["Nobody"]
    assert found.losses == ()


def test_crlf_counts_as_one_where_names_say_nothing(read) -> None:
    found = read(
        project(BOOK + source(selection(12, 18, "line:1"))), TEXT.replace("\n", "\r\n").encode()
    )
    assert excerpts(found.project) == ["Nobody"]


@pytest.mark.parametrize("name", ["Nobody – re...", "Nobody – re…", "Nobody", "line:7", ""])
def test_cut_and_numbered_names_raise_no_doubt(read, name: str) -> None:
    assert read(project(BOOK + source(selection(12, 47, name)))).losses == ()


def test_a_name_that_is_another_text_is_reported_and_the_selection_kept(read) -> None:
    found = read(project(BOOK + source(selection(12, 18, "Somebody"))))
    assert excerpts(found.project) == ["Nobody"]
    what = "name of a selection that is not its text (the selection is kept)"
    assert found.losses == (Loss(what, 1),)


def test_guids_meet_with_braces_and_in_either_case(read) -> None:
    guid = "{ABCDEF00-0000-0000-0000-00000000000A}"
    book = BOOK.replace(G(1), guid)
    found = read(project(book + source(selection(0, 3, "Old", code=guid.strip("{}").lower()))))
    assert excerpts(found.project) == ["Old"]


@pytest.mark.parametrize("folder", ["Sources/", "SOURCES/", ""])
def test_texts_are_found_in_other_folders(read, folder: str) -> None:
    found = read(project(BOOK + source(selection(0, 3, "Old"))), at=f"{folder}{G(2).upper()}.TXT")
    assert excerpts(found.project) == ["Old"]


def test_a_text_inside_the_xml_is_read(read) -> None:
    inside = f"<PlainTextContent>\ufeffOld text</PlainTextContent>{selection(0, 3, 'Old')}"
    found = read(project(BOOK + source(inside, attributes="")))
    assert excerpts(found.project) == ["Old"]


def test_codability_is_a_boolean_of_xml_schema(read) -> None:
    codes = [
        f'<Code guid="{G(n)}" name="{n}" isCodable="{value}"/>'
        for n, value in enumerate(["true", "1", "false", "0"])
    ]
    found = read(project(f"<CodeBook><Codes>{''.join(codes)}</Codes></CodeBook>"))
    assert [code.is_codable for code in found.project.codes] == [True, True, False, False]


def test_the_coding_says_who_coded_before_the_selection_does(read) -> None:
    users = f'<Users><User guid="{G(8)}" name="anna"/><User guid="{G(9)}" name="ben"/></Users>'
    coded = selection(0, 3, "Old")
    both = coded.replace("<PlainText", f'<PlainText creatingUser="{G(8)}"', 0).replace(
        "name=", f'creatingUser="{G(8)}" name=', 1
    )
    named = both.replace("<Coding ", f'<Coding creatingUser="{G(9)}" ')
    for given, coder in ((coded, ""), (both, "anna"), (named, "ben")):
        found = read(project(users + BOOK + source(given)))
        assert [s.coder for s in found.project.selections] == [coder]


def test_notes_and_descriptions_of_a_coding_become_its_memo(read) -> None:
    coded = selection(0, 3, "Old", more=f'<NoteRef targetGUID="{G(5)}"/>')
    coded = coded.replace("<Coding", "<Description>why</Description><Coding", 1)
    notes = (
        f'<Notes><Note guid="{G(5)}"><PlainTextContent>because</PlainTextContent></Note>'
        f'<Note guid="{G(6)}" name="diary"><PlainTextContent>day</PlainTextContent></Note></Notes>'
    )
    found = read(project(BOOK + source(coded) + notes))
    assert [s.memo for s in found.project.selections] == ["why\nbecause"]
    assert [(note.name, note.text) for note in found.project.notes] == [("diary", "day")]


def test_a_coding_of_a_whole_source_is_a_selection_of_all_its_text(read) -> None:
    coding = f'<Coding guid="{G(7)}"><CodeRef targetGUID="{G(1)}"/></Coding>'
    assert excerpts(read(project(BOOK + source(coding))).project) == [TEXT]


def test_everything_that_is_not_read_is_counted(read) -> None:
    bad = [
        selection(0, 3, "Old", code=G(99)),
        selection(5, 5, "empty"),
        selection(40, 400, "beyond"),
        f'<PlainTextSelection guid="{G(90)}" startPosition="0" endPosition="3"/>',
        f'<VariableValue><VariableRef targetGUID="{G(1)}"/></VariableValue>',
    ]
    rest = (
        f'<Sources><PictureSource guid="{G(3)}"/><PictureSource guid="{G(4)}"/>'
        f'<TextSource guid="{G(5)}" plainTextPath="relative://x.txt" richTextPath="x.docx"/>'
        f'</Sources><Links><Link guid="{G(6)}"/></Links><Graphs><Graph guid="{G(7)}"/></Graphs>'
        f'<Sets><Set guid="{G(8)}" name="d"><MemberSource targetGUID="{G(2)}"/></Set></Sets>'
    )
    found = read(project(BOOK + source("".join(bad)) + rest))
    assert found.project.selections == ()
    assert dict.fromkeys(loss.what for loss in found.losses)
    assert {loss.what: loss.count for loss in found.losses} == {
        "coding with a code that is not in the codebook": 1,
        "selection that is empty or outside its text": 2,
        "selection without a code": 1,
        "source whose text is not in the archive": 1,
        "PictureSource": 2,
        "VariableValue": 1,
        "richTextPath of TextSource": 1,
        "Links": 1,
        "Graphs": 1,
        "Set": 1,
    }


def test_the_text_of_a_pdf_is_read_and_its_regions_are_reported(read) -> None:
    text = (
        f'<Representation guid="{G(2)}" plainTextPath="internal://{G(2)}.txt">'
        f"{selection(0, 3, 'Old')}</Representation>"
    )
    region = f'<PDFSelection guid="{G(3)}"/>'
    pdf = f'<Sources><PDFSource guid="{G(4)}" name="r.pdf">{region}{text}</PDFSource></Sources>'
    found = read(project(BOOK + pdf))
    assert found.project.documents[0].name == "r.pdf"
    assert excerpts(found.project) == ["Old"]
    assert found.losses == (Loss("PDFSelection", 1),)


def test_codes_nest_deeper_than_python_recurses(read) -> None:
    deep = "".join(
        f'<Code guid="{n:08x}-0000-0000-0000-000000000000" name="c">' for n in range(3000)
    )
    found = read(project(f"<CodeBook><Codes>{deep}{'</Code>' * 3000}</Codes></CodeBook>"))
    assert len(found.project.codes) == 3000
    assert found.project.codes[2999].parent == found.project.codes[2998].guid


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE Project>",
        '<!DOCTYPE Project [<!ENTITY a "b">]>',
        '<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE Project [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(read, head: str, encoding: str) -> None:
    qde = project(BOOK, head=head).decode()
    with pytest.raises(DataError, match=r"p\.qdpx is refused: a document type \(DTD\)"):
        read(qde.encode(encoding))


@pytest.mark.parametrize(
    ("qde", "said"),
    [
        (b"<Project", "not well-formed XML"),
        (b"<Other/>", "the root is <Other>, not <Project>"),
        (project("<Users><User/></Users>"), "<User> has no attribute 'guid'"),
        (project('<Users><User guid="7"/></Users>'), "guid is not a GUID of the form"),
        (
            project(BOOK + source(selection(0, 3, "Old").replace('"0"', '"zero"'))),
            "startPosition is not a whole number: 'zero'",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_file(read, qde: bytes, said: str) -> None:
    with pytest.raises(DataError, match=rf"p\.qdpx: .*{said}"):
        read(qde)


def test_a_text_that_is_not_utf_8_is_refused(read) -> None:
    with pytest.raises(DataError, match=r"not UTF-8: invalid start byte at byte 3"):
        read(project(BOOK + source("")), b"Old\xff")


def test_a_codebook_alone_is_read_with_its_unions(tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    sets = f'<Sets><Set guid="{G(3)}" name="u"><MemberCode guid="{G(1)}"/></Set></Sets>'
    codes = BOOK.removesuffix("</CodeBook>").removeprefix("<CodeBook>")
    path.write_text(f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0">{codes}{sets}</CodeBook>')
    found = read_refi_qda(path).project
    assert (found.name, found.codes[0].name, found.sets[0].members) == ("book", "a", (G(1),))


def test_other_endings_and_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidCallError, match=r"ends in \.qdpx or \.qdc"):
        read_refi_qda(tmp_path / "p.zip")
    with pytest.raises(DataError, match="cannot be read: No such file"):
        read_refi_qda(tmp_path / "p.qdc")
