from __future__ import annotations

import os
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from exchange_study import TEXTS, applications, attributes, make_coding

from survey_analysis.errors import InvalidCallError, PublishError
from survey_analysis.exchange import (
    CodeNode,
    Document,
    Loss,
    Note,
    Project,
    Selection,
    make_guid,
    read_refi_qda,
    to_project,
    write_refi_qda,
)

P = "{urn:QDA-XML:project:1.0}"
ORDER = [
    "Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs",
    "Description", "NoteRef",
]  # fmt: skip


@pytest.fixture
def project() -> Project:
    project, _ = to_project(make_coding(), attributes=attributes())
    return replace(project, notes=(Note(make_guid("diary"), "Diary", "Día 1\nnothing"),))


@pytest.fixture
def schemas() -> Path:
    given = os.environ.get("SURVEY_ANALYSIS_REFI_QDA")
    if not given:
        pytest.skip("the schemas are not here (SURVEY_ANALYSIS_REFI_QDA names their folder)")
    return Path(given)


def tree(path: Path) -> ET.Element:
    with zipfile.ZipFile(path) as archive:
        return ET.fromstring(archive.read("project.qde"))


@pytest.mark.parametrize("name", ["p.qdpx", "p.qdc"])
def test_what_is_written_is_valid_by_the_schema(
    project: Project, schemas: Path, tmp_path: Path, name: str
) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    path = write_refi_qda(project, tmp_path / name)
    if name == "p.qdpx":
        xmlschema.validate(ET.tostring(tree(path), encoding="unicode"), schemas / "Project.xsd")
    else:
        xmlschema.validate(path.read_text(encoding="utf-8"), schemas / "Codebook.xsd")


def test_a_project_comes_back_as_it_was(project: Project, tmp_path: Path) -> None:
    found = read_refi_qda(write_refi_qda(project, tmp_path / "p.qdpx"))
    assert found.losses == found.remarks == ()
    assert set(found.project.codes) == set(project.codes)
    assert found.project.documents == project.documents
    assert set(found.project.selections) == set(project.selections)
    assert found.project.cases == project.cases
    assert found.project.sets == project.sets
    assert found.project.notes == project.notes
    assert found.project.coders == project.coders


def test_a_codebook_comes_back_as_it_was(project: Project, tmp_path: Path) -> None:
    found = read_refi_qda(write_refi_qda(project, tmp_path / "Problems.qdc"))
    assert found.losses == found.remarks == ()
    expected = Project("Problems", codes=found.project.codes, sets=project.sets)
    assert found.project == expected
    assert set(found.project.codes) == set(project.codes)


def test_the_same_project_gives_the_same_bytes(project: Project, tmp_path: Path) -> None:
    for name in ("p.qdpx", "p.qdc"):
        first = write_refi_qda(project, tmp_path / name).read_bytes()
        assert write_refi_qda(project, tmp_path / name).read_bytes() == first


def test_texts_are_files_named_by_their_guid_in_lf_without_a_mark(
    project: Project, tmp_path: Path
) -> None:
    path = write_refi_qda(project, tmp_path / "p.qdpx")
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name) for name in archive.namelist()[1:]}
        dates = {info.date_time for info in archive.infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    for document in project.documents:
        assert texts[f"sources/{document.guid}.txt"] == document.text.encode()
    assert not any(b"\r" in text or text.startswith(b"\xef\xbb\xbf") for text in texts.values())
    sources = tree(path).findall(f"{P}Sources/{P}TextSource")
    assert [s.get("plainTextPath") for s in sources] == [
        f"internal://{document.guid}.txt" for document in project.documents
    ]


def test_children_stand_in_the_order_of_the_schema_and_are_never_empty(
    project: Project, tmp_path: Path
) -> None:
    root = tree(write_refi_qda(project, tmp_path / "p.qdpx"))
    names = [child.tag.removeprefix(P) for child in root]
    assert names == sorted(names, key=ORDER.index)
    assert all(len(child) for child in root if not child.tag.endswith("NoteRef"))
    bare = Project("bare", codes=project.codes[:1])
    assert [c.tag for c in tree(write_refi_qda(bare, tmp_path / "b.qdpx"))] == [f"{P}CodeBook"]


def test_every_coder_has_selections_of_their_own_with_one_coding(
    project: Project, tmp_path: Path
) -> None:
    root = tree(write_refi_qda(project, tmp_path / "p.qdpx"))
    coded = [s for s in root.iter(f"{P}PlainTextSelection") if s.find(f"{P}Coding") is not None]
    assert len(coded) == len(applications())
    for selection in coded:
        (coding,) = selection.findall(f"{P}Coding")
        assert coding.get("creatingUser") == selection.get("creatingUser")
        assert next(child.tag for child in coding) == f"{P}CodeRef"
    assert root.findall(f"{P}Sources/{P}TextSource/{P}Coding") == []


def test_code_names_are_unique_and_codability_is_spelt_out(
    project: Project, tmp_path: Path
) -> None:
    codes = list(tree(write_refi_qda(project, tmp_path / "p.qdpx")).iter(f"{P}Code"))
    names = [code.get("name", "").casefold() for code in codes]
    assert len(set(names)) == len(names) == 7
    assert {code.get("isCodable") for code in codes} == {"true", "false"}


def test_guids_are_unique(project: Project, tmp_path: Path) -> None:
    root = tree(write_refi_qda(project, tmp_path / "p.qdpx"))
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(set(guids)) == len(guids)


def test_a_memo_is_a_note_and_the_description_of_its_selection(
    project: Project, tmp_path: Path
) -> None:
    path = write_refi_qda(project, tmp_path / "p.qdpx")
    root = tree(path)
    (coded,) = [
        s
        for s in root.iter(f"{P}PlainTextSelection")
        if s.findtext(f"{P}Description") == "a fragment"
    ]
    reference = coded.find(f"{P}Coding/{P}NoteRef")
    assert reference is not None
    guid = reference.get("targetGUID")
    (note,) = [n for n in root.iter(f"{P}Note") if n.get("guid") == guid]
    assert note.get("creationDateTime") == "1980-01-01T00:00:00Z"
    with zipfile.ZipFile(path) as archive:
        assert archive.read(f"sources/{guid}.txt") == b"a fragment"


def test_a_case_holds_its_respondents_attributes_and_units(
    project: Project, tmp_path: Path
) -> None:
    found = read_refi_qda(write_refi_qda(project, tmp_path / "p.qdpx")).project
    assert {c.name: dict(c.attributes) for c in found.cases} == {
        "7": {"role": "Developer"},
        "9": {},
        "12": {},
    }
    units = [span.label for case in found.cases for span in case.spans]
    assert sorted(units) == sorted(TEXTS)


def test_characters_that_xml_cannot_hold_do_no_harm(tmp_path: Path) -> None:
    text = Document(make_guid("text"), "t", "a\x0b\x00b <&> \ufffe 🙂")
    code = CodeNode(make_guid("code"), 'q"<&>\x01', "d\x02")
    chosen = Selection(text.guid, 0, len(text.text), "c\x03", code.guid, "m\x04\r\nn")
    project = Project("p\x05", (code,), ("c\x03",), (text,), (chosen,))
    found = read_refi_qda(write_refi_qda(project, tmp_path / "p.qdpx")).project
    assert found.codes[0].name == 'q"<&>\ufffd'
    assert found.documents == (text,)
    assert [(s.start, s.end, s.memo) for s in found.selections] == [(0, 12, "m\ufffd\nn")]


def test_losses_name_what_a_project_cannot_hold() -> None:
    moved = applications().assign(category=["watching", "", "", "", "", ""])
    _, losses = to_project(make_coding(moved))
    assert losses == (Loss("category of an application that is not its code's", 1),)


def test_a_codebook_without_codes_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidCallError, match="a codebook without codes"):
        write_refi_qda(Project("p", codes=()), tmp_path / "p.qdc")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_named(project: Project, tmp_path: Path) -> None:
    (tmp_path / "p.qdpx").mkdir()
    with pytest.raises(PublishError, match=r"p\.qdpx: cannot be written: Is a directory"):
        write_refi_qda(project, tmp_path / "p.qdpx")
