from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from exchange_study import TEXTS, applications, attributes, make_coding, units

from survey_analysis.coding.codebook import Category, Code
from survey_analysis.errors import DataError, InvalidCallError, PublishError
from survey_analysis.exchange import (
    CodeNode,
    Document,
    Imported,
    ImportedCoding,
    Loss,
    Project,
    Selection,
    describe_losses,
    export_coding,
    import_coding,
    make_guid,
    read_refi_qda,
    to_applications,
    to_project,
    write_refi_qda,
)


def assert_same(found: ImportedCoding, expected: pd.DataFrame) -> None:
    given = found.applications
    pd.testing.assert_frame_equal(given, expected.reset_index(drop=True), check_dtype=False)
    assert found.codes == found.categories == ()


@pytest.mark.parametrize("name", ["c.qdpx", "c.csv", "c.xlsx"])
def test_applications_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    coding = make_coding()
    assert export_coding(coding, tmp_path / name, attributes=attributes()) == ()
    found = import_coding(tmp_path / name, coding)
    assert_same(found, applications())
    assert found.losses == found.remarks == ()


@pytest.mark.parametrize("name", ["c.csv", "c.xlsx"])
def test_tables_keep_the_category_of_an_application(tmp_path: Path, name: str) -> None:
    moved = applications().assign(category=["infrastructure", "", "", "", "", ""])
    coding = make_coding(moved)
    export_coding(coding, tmp_path / name)
    assert_same(import_coding(tmp_path / name, coding), moved)


def test_a_codebook_alone_brings_nothing_new(tmp_path: Path) -> None:
    export_coding(make_coding(), tmp_path / "c.qdc")
    assert_same(import_coding(tmp_path / "c.qdc", make_coding()), applications()[:0])


def test_texts_with_equals_signs_are_no_formulas(tmp_path: Path) -> None:
    export_coding(make_coding(), tmp_path / "c.csv")
    assert ",'=1+1," in (tmp_path / "c.csv").read_text(encoding="utf-8")
    export_coding(make_coding(), tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx")["applications"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_folder_for_taguette_holds_codebook_documents_and_highlights(tmp_path: Path) -> None:
    losses = export_coding(make_coding(), tmp_path / "taguette", attributes=attributes())
    assert sorted(path.name for path in (tmp_path / "taguette").iterdir()) == [
        "Q4 model-deployment.html",
        "Q4 model-monitoring.html",
        "codebook.csv",
        "highlights-coder-anna.csv",
        "highlights-coder-ben.csv",
    ]
    codebook = (tmp_path / "taguette" / "codebook.csv").read_bytes()
    assert codebook.startswith(b"\xef\xbb\xbf")  # Taguette guesses the encoding
    assert "Infrastructure.Legacy, e·g· old.Old server" in codebook.decode("utf-8-sig")
    html = (tmp_path / "taguette" / "Q4 model-monitoring.html").read_text(encoding="utf-8")
    assert "<p>[9:Q4.model-monitoring-1]</p>\n<p>=two</p>\n<p>lines &amp; &lt;more&gt;</p>" in html
    assert losses == (
        Loss("application (Taguette takes in no highlights)", 6),
        Loss("case", 3),
        Loss("set", 1),
    )


def test_highlights_come_back_but_for_texts_that_cannot_be_told_apart(tmp_path: Path) -> None:
    coding = make_coding()
    export_coding(coding, tmp_path / "taguette")
    bare = applications().assign(memo="")
    ben = import_coding(tmp_path / "taguette" / "highlights-coder-ben.csv", coding, coder="ben")
    assert_same(ben, bare[4:])
    anna = import_coding(tmp_path / "taguette" / "highlights-coder-anna.csv", coding, coder="anna")
    assert_same(anna, bare.iloc[[0, 1, 3]])
    what = "highlight whose text is not in its document, or at several places of it"
    assert anna.losses == (Loss(what, 1),)


def test_taguettes_codebook_matches_ours_by_the_names_last_part(tmp_path: Path) -> None:
    export_coding(make_coding(), tmp_path / "taguette")
    path = tmp_path / "taguette" / "codebook.csv"
    path.write_text(path.read_text(encoding="utf-8") + "Watching.Blind spots,Not seen\n")
    found = import_coding(path, make_coding())
    new = Code(
        id="blind-spots",
        label="Blind spots",
        category="watching",
        definition="Not seen",
        since=3,
    )
    assert found.codes == (new,)
    assert found.categories == ()


def foreign(*selections: Selection, codes: tuple[CodeNode, ...]) -> Imported:
    """Make a project as another tool returns ours: other GUIDs, the same documents."""
    project, _ = to_project(make_coding())
    return Imported(replace(project, codes=codes, selections=selections), ())


def test_codes_are_matched_by_name_label_and_id_when_guids_are_others() -> None:
    codes = tuple(
        CodeNode(make_guid(name), name)
        for name in ("old SERVER", "Legacy, e.g. old", "drift", "NOTHING-APPLIES", "not-codable")
    )
    document = to_project(make_coding())[0].documents[0]
    start = document.text.index("Old thing")
    chosen = [Selection(document.guid, start, start + 9, "anna", code.guid) for code in codes]
    found = to_applications(foreign(*chosen, codes=codes), make_coding())
    assert found.applications["code"].tolist() == ["drift", "legacy", "legacy-server"]
    assert found.losses == (
        Loss("mark 'nothing applies' beside a code", 1),
        Loss("mark 'not codable' beside a code", 1),
    )
    assert found.codes == ()


def test_new_codes_keep_their_tree_and_get_ids_of_their_own() -> None:
    codes = (
        CodeNode("1" * 8 + make_guid("a")[8:], "People", is_codable=False),
        CodeNode(make_guid("b"), "Drift!", "Too few", parent="1" * 8 + make_guid("a")[8:]),
        CodeNode(make_guid("c"), "Few hands", parent=make_guid("b")),
        CodeNode("2" * 8 + make_guid("d")[8:], "人"),
        CodeNode(make_guid("e"), "Unused heading", is_codable=False),
        CodeNode(make_guid("f"), "NOT-CODABLE"),
        CodeNode(make_guid("g"), "imported", parent=make_guid("f")),
        CodeNode("3" * 8 + make_guid("h")[8:], " "),
    )
    found = to_applications(foreign(codes=codes), make_coding())
    missing = "Taken from another tool without a definition."
    assert found.categories == (
        Category(id="people", label="People", definition=missing),
        Category(id="imported", label="Imported", definition=missing),
    )
    described = [(c.id, c.label, c.category, c.parent, c.definition) for c in found.codes]
    assert described == [
        ("drift-2", "Drift!", "people", None, "Too few"),
        ("few-hands", "Few hands", "people", "drift-2", missing),
        ("code-22222222", "人", "imported", None, missing),
        ("imported-2", "imported", "imported", None, missing),
        ("code-33333333", "code-33333333", "imported", None, missing),
    ]


def chosen(start: int, end: int, name: str = "Drift") -> ImportedCoding:
    """Import one selection of the first document."""
    code = CodeNode(make_guid("x"), name)
    document = to_project(make_coding())[0].documents[0]
    selection = Selection(document.guid, start, end, "Anna M.", code.guid)
    return to_applications(foreign(selection, codes=(code,)), make_coding())


def test_a_selection_over_units_becomes_an_application_of_each() -> None:
    text = to_project(make_coding())[0].documents[0].text
    found = chosen(text.index("como"), text.index("[9:"))
    rows = found.applications[["coder", "unit_id", "start", "end"]].astype(object)
    length = len(TEXTS["7:Q4.model-deployment-1"])
    assert rows.fillna(-1).to_numpy().tolist() == [
        ["coder-anna-m", "7:Q4.model-deployment-1", length - 13, length],
        ["coder-anna-m", "7:Q4.model-deployment-2", -1, -1],
    ]
    assert [loss.count for loss in found.losses] == [1]


def test_what_is_not_codable_is_so_as_a_whole() -> None:
    start = to_project(make_coding())[0].documents[0].text.index("Old thing")
    rows = chosen(start, start + 3, "NOT-CODABLE").applications
    assert rows["code"].tolist() == ["NOT-CODABLE"]
    assert rows[["start", "end"]].isna().all(axis=None)


def test_a_selection_of_an_id_alone_is_lost_and_said() -> None:
    found = chosen(0, 5)
    assert found.applications.empty
    assert describe_losses(found.losses).endswith("1 × selection outside the units of this study")


def test_units_with_other_texts_are_not_coded_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.qdpx"
    export_coding(make_coding(), path)
    other = units()
    other.loc[0, "text"] = "Something else"
    found = import_coding(path, replace(make_coding(), units=other))
    assert found.applications["unit_id"].tolist() == [
        "9:Q4.model-deployment-1",
        "9:Q4.model-monitoring-1",
        "12:Q4.model-monitoring-1",
    ]
    assert found.losses == (
        Loss("unit whose text in the file is another", 1),
        Loss("selection outside the units of this study", 3),
    )


def test_an_application_of_a_category_is_lost_and_said() -> None:
    code = CodeNode(make_guid("x"), "Infrastructure")
    document = to_project(make_coding())[0].documents[0]
    found = to_applications(
        foreign(Selection(document.guid, 30, 35, "anna", code.guid), codes=(code,)), make_coding()
    )
    assert found.losses == (Loss("application of a category, which is not a code", 1),)


def test_the_coder_must_be_known(tmp_path: Path) -> None:
    code = CodeNode(make_guid("x"), "Drift")
    nobody = foreign(Selection("d", 0, 1, "", code.guid), codes=(code,))
    with pytest.raises(InvalidCallError, match="does not say who coded; name the coder"):
        to_applications(nobody, make_coding())
    export_coding(make_coding(), tmp_path / "t")
    with pytest.raises(InvalidCallError, match="do not say who coded; name the coder"):
        import_coding(tmp_path / "t" / "highlights-coder-ben.csv", make_coding())


def test_two_coders_never_become_one() -> None:
    code = CodeNode(make_guid("x"), "Drift")
    two = [Selection("d", 0, 1, name, code.guid) for name in ("Ann B", "ann-b")]
    with pytest.raises(DataError, match="'Ann B', 'ann-b'; rename one"):
        to_applications(foreign(*two, codes=(code,)), make_coding())


def test_problems_of_a_table_are_named_all_at_once_with_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "coder,unit_id,code,category,start,end,text_sha256\n"
        "coder-a,7:Q4.model-deployment-3,drft,,,,\n"
        ",7:Q4.model-deployment-2,drift,watch,,,0000\n"
        "coder-a,7:Q4.model-deployment-2,drift,,5,99,\n"
        "coder-a,7:Q4.model-deployment-2,drift,,5,,\n"
        "Anna,7:Q4.model-deployment-2,drift,,,,\n"
        "Anna,7:Q4.model-deployment-2,drift,,,,\n"
        "coder-b,7:Q4.model-deployment-2,NOT-CODABLE,,0,3,\n"
        "coder-b,7:Q4.model-deployment-2,drift,,,,\n"
    )
    with pytest.raises(DataError, match=r"c\.csv \(12 problems\)") as caught:
        import_coding(path, make_coding())
    for said in (
        "row 2: '7:Q4.model-deployment-3' is not a unit; nearest is",
        "row 2: 'drft' is not a code; nearest is 'drift'",
        "row 3: 'watch' is not a category; nearest is 'watching'",
        "row 3: an empty cell is not a coder's id; allowed: 'coder-' and",
        "row 3: the text of 7:Q4.model-deployment-2 is not the one that was coded",
        "row 4: the span 5 to 99 leaves the text, which has 9 characters",
        "row 5: a span has both a start and an end",
        "row 6: 'Anna' is not a coder's id",
        "row 7: this application is there already, at line 6",
        "row 8: NOT-CODABLE takes no span",
        "row 8: NOT-CODABLE stands beside drift",
    ):
        assert said in str(caught.value)
    assert "Old thing" not in str(caught.value)


@pytest.mark.parametrize("position", ["٣", "²", "-1", "1.5", "9" * 30])
def test_what_is_no_position_is_said(tmp_path: Path, position: str) -> None:
    path = tmp_path / "c.csv"
    row = f"coder-a,7:Q4.model-deployment-2,drift,{position},{position}\n"
    path.write_text("coder,unit_id,code,start,end\n" + row, encoding="utf-8")
    with pytest.raises(DataError, match="row 2: column start: must be a whole number from 0"):
        import_coding(path, make_coding())


def test_a_table_that_a_spreadsheet_saved_with_semicolons_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("coder;unit_id;code\ncoder-c;7:Q4.model-deployment-2;drift\n")
    assert import_coding(path, make_coding()).applications["code"].tolist() == ["drift"]


def test_long_texts_in_the_wrong_place_are_not_quoted(tmp_path: Path) -> None:
    words = "what somebody said about the firm where they work"
    path = tmp_path / "c.csv"
    path.write_text(f"coder,unit_id,code,category\n{words},{words},{words},{words}\n")
    with pytest.raises(DataError, match=r"row 2: a text of 49 characters is not a unit") as caught:
        import_coding(path, make_coding())
    assert words not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"what,else\n1,2\n", "neither a table of applications"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"a\xff", "the header is a single cell"),
        ("a.xlsx", b"PK", "not a zip archive"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=said):
        import_coding(tmp_path / name, make_coding())


def test_unknown_endings_are_refused_and_the_known_ones_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidCallError, match=r"allowed: \.qdpx \(REFI-QDA project\), \.qdc"):
        export_coding(make_coding(), tmp_path / "c.doc")
    with pytest.raises(InvalidCallError, match=r"allowed: \.qdpx, \.qdc, \.csv, \.xlsx"):
        import_coding(tmp_path / "c.doc", make_coding())


def test_a_folder_that_is_a_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("mine")
    with pytest.raises(PublishError, match="cannot be written: Not a directory"):
        export_coding(make_coding(), tmp_path / "t")


def test_labels_that_are_alike_are_told_apart_and_found_again(tmp_path: Path) -> None:
    coding = make_coding()
    codes = [code.model_copy(update={"label": "Watching"}) for code in coding.codebook.codes]
    coding = replace(coding, codebook=coding.codebook.model_copy(update={"codes": codes}))
    project, _ = to_project(coding)
    names = [node.name for node in project.codes]
    assert len({name.casefold() for name in names}) == len(names)
    assert "Watching (drift)" in names
    path = write_refi_qda(project, tmp_path / "c.qdpx")
    anew = {node.guid: make_guid("anew", node.guid) for node in project.codes}
    moved = [replace(n, guid=anew[n.guid], parent=anew.get(n.parent, "")) for n in project.codes]
    chosen = [replace(s, code=anew[s.code]) for s in read_refi_qda(path).project.selections]
    other = replace(project, codes=tuple(moved), selections=tuple(chosen))
    assert_same(to_applications(Imported(other, ()), coding), applications())


def test_documents_are_ours_only_if_they_hold_our_units() -> None:
    code = CodeNode(make_guid("x"), "Drift")
    text = Document("d", "elsewhere", "Old thing")
    other = Project("p", (code,), (), (text,), (Selection("d", 0, 3, "a", code.guid),))
    found = to_applications(Imported(other, ()), make_coding())
    assert found.losses == (Loss("selection outside the units of this study", 1),)
