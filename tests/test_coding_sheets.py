"""A coder's sheet: what is in it, what is not, and that a spreadsheet does no harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from coding_day import make_study, open_study, write_coder
from hypothesis import given
from hypothesis import strategies as st

from survey_analysis.coding.codebook import Codebook
from survey_analysis.coding.formulas import neutralise, restore
from survey_analysis.coding.sheet_files import read_sheet, write_sheet
from survey_analysis.coding.sheets import prepare_sheet
from survey_analysis.errors import DataError, InvalidCallError, PublishError


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return make_study(tmp_path)


@pytest.fixture
def codebook(study: Path) -> Codebook:
    return open_study(study).codebook


@pytest.mark.parametrize(
    "text", ["=1+1", "+49", "-", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "'=1", "''+1"]
)
def test_what_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", ["", "plain", "it's", "'quoted'", "a=1", "3 - 4"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert neutralise(text) == text


@given(st.one_of(st.text(), st.text("'=+-@ \t\r\na＝", max_size=6)))
def test_every_text_comes_back(text: str) -> None:
    assert restore(neutralise(text)) == text


def test_a_sheet_has_a_row_for_every_unit_and_five_slots_for_codes(study: Path) -> None:
    coding = open_study(study)
    sheet = prepare_sheet(coding, coder="coder-b")
    assert sheet.columns.tolist() == [
        "unit_id", "group", "text", "code_1", "code_2", "code_3", "code_4", "code_5", "memo",
        "coder", "text_sha256",
    ]  # fmt: skip
    assert sheet["unit_id"].tolist() == coding.units["unit_id"].tolist()
    assert set(sheet["coder"]) == {"coder-b"}
    assert sheet["text"].tolist() == coding.units["text"].tolist()


def test_own_codes_are_filled_in_and_another_coders_never_shown(study: Path) -> None:
    write_coder(study, "coder-a", "3:T1.first,blame,,,,his secret", "5:T1.second,blame,,,,")
    write_coder(
        study, "coder-b", "3:T1.first,,,,,", "5:T1.second,speed,people,,,sure",
        "5:T1.second,attention,,0,3,quite", "21:T1.first,NOT-CODABLE,,,,",
    )  # fmt: skip
    sheet = prepare_sheet(open_study(study), coder="coder-b").set_index("unit_id")
    assert sheet.loc["3:T1.first", "code_1"] == "NOTHING-APPLIES"
    row = sheet.loc["5:T1.second"]
    assert set(row[["code_1", "code_2", "code_3"]]) == {"speed/people", "attention", ""}
    assert set(row["memo"].split(" | ")) == {"sure", "quite"}
    assert sheet.loc["21:T1.first", "code_1"] == "NOT-CODABLE"
    assert sheet.loc["11:T1.first", "code_1"] == ""
    assert not sheet.isin(["blame", "his secret", "coder-a"]).to_numpy().any()


def test_a_blind_sheet_leaves_own_codes_blank(study: Path) -> None:
    write_coder(study, "coder-b", "3:T1.first,speed,,,,why")
    sheet = prepare_sheet(open_study(study), coder="coder-b", blind=True)
    assert set(sheet["code_1"]) == set(sheet["memo"]) == {""}


def test_only_some_units_and_labels_of_groups(study: Path) -> None:
    coding = open_study(study)
    sheet = prepare_sheet(coding, coder="coder-b", only={"5:T1.second"}, labels={"": "Problems"})
    assert sheet[["unit_id", "group"]].to_numpy().tolist() == [["5:T1.second", "Problems"]]


def test_a_unit_with_more_codes_gets_more_slots(study: Path) -> None:
    codes = ["speed", "attention", "blame"]
    rows = [f"3:T1.first,{code},,,," for code in codes]
    write_coder(study, "coder-b", *rows)
    book = (study / "coding" / "codebook.yaml").read_text(encoding="utf-8")
    for i in range(4):
        book += f"- {{id: more-{i}, label: More, category: people, definition: More., since: 1}}\n"
        rows.append(f"3:T1.first,more-{i},,,,")
    (study / "coding" / "codebook.yaml").write_text(book, encoding="utf-8")
    write_coder(study, "coder-b", *rows)
    sheet = prepare_sheet(open_study(study), coder="coder-b")
    assert [name for name in sheet if name.startswith("code_")][-1] == "code_7"


RISKY = pd.DataFrame(
    {
        "unit_id": ["1:T.a", "2:T.a", "3:T.a"],
        "text": ['=HYPERLINK("x")', "naïve; 🙂 „so“, and\nso", "'-7"],
        "code_1": ["", "speed", ""],
        "memo": ["@me", "", "+1"],
        "coder": "coder-b",
        "text_sha256": "0",
    }
)


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_a_written_sheet_reads_back_as_it_was(
    tmp_path: Path, codebook: Codebook, name: str
) -> None:
    write_sheet(RISKY, tmp_path / name, codebook=codebook)
    found = read_sheet(tmp_path / name)
    assert found.to_dict("list") == RISKY.to_dict("list")
    assert found.index.tolist() == [2, 3, 4]


def test_no_cell_of_a_written_sheet_begins_like_a_formula(
    tmp_path: Path, codebook: Codebook
) -> None:
    write_sheet(RISKY, tmp_path / "sheet.csv", codebook=codebook)
    cells = pd.read_csv(tmp_path / "sheet.csv", dtype=str, keep_default_na=False)
    write_sheet(RISKY, tmp_path / "sheet.xlsx", codebook=codebook)
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx")
    texts = [*cells.to_numpy().ravel().tolist()]
    texts += [cell.value or "" for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
    assert "'=Weeks pass before a release." in texts


def test_a_workbook_offers_the_codes_and_locks_what_must_not_change(
    tmp_path: Path, study: Path
) -> None:
    coding = open_study(study)
    path = tmp_path / "sheet.xlsx"
    write_sheet(prepare_sheet(coding, coder="coder-b"), path, codebook=coding.codebook)
    book = openpyxl.load_workbook(path)
    units, codes = book["Units"], book["Codebook"]
    assert units.protection.sheet
    column = {cell.value: cell.column_letter for cell in units[1]}
    locked = {name: units[f"{letter}2"].protection.locked for name, letter in column.items()}
    assert not any(locked[name] for name in ("code_1", "code_5", "memo"))
    assert all(locked[name] for name in ("unit_id", "group", "text", "coder", "text_sha256"))
    hidden = {name for name, at in column.items() if units.column_dimensions[at].hidden}
    assert hidden == {"coder", "text_sha256"}
    assert units.freeze_panes == "B2"
    assert units[f"{column['text']}2"].alignment.wrap_text
    rules = {str(rule.sqref): rule for rule in units.data_validations.dataValidation}
    assert len(rules) == 5
    rule = rules[f"{column['code_1']}2:{column['code_1']}6"]
    assert rule.formula1 == "Codebook!$A$2:$A$6"
    assert rule.showInputMessage
    assert rule.prompt.startswith("Choose from the list")
    offered = [cell.value for (cell,) in codes["A2:A6"]]
    assert offered == ["attention", "speed", "blame", "NOTHING-APPLIES", "NOT-CODABLE"]
    header = [cell.value for cell in codes[1]]
    assert header[:5] == ["code", "label", "category", "definition", "include"]
    assert [cell.value for cell in codes[3]][:6] == [
        "speed", "Too slow", "Process", "It takes too long.", "Waiting", "Cost",
    ]  # fmt: skip


def test_a_memo_that_begins_with_an_equals_sign_is_typed_as_text(
    tmp_path: Path, codebook: Codebook
) -> None:
    write_sheet(RISKY, tmp_path / "sheet.xlsx", codebook=codebook)
    units = openpyxl.load_workbook(tmp_path / "sheet.xlsx")["Units"]
    assert units["D2"].number_format == "@"


def test_a_formula_in_a_workbook_is_refused_and_not_lost(
    tmp_path: Path, codebook: Codebook
) -> None:
    path = tmp_path / "sheet.xlsx"
    write_sheet(RISKY, path, codebook=codebook)
    book = openpyxl.load_workbook(path)
    book["Units"]["D3"] = "=A1"
    book.save(path)
    with pytest.raises(DataError, match=r"row 3: a formula; put an apostrophe"):
        read_sheet(path)


def test_a_zipped_sheet_is_read_as_the_csv_in_it(tmp_path: Path, codebook: Codebook) -> None:
    write_sheet(RISKY, tmp_path / "sheet.csv", codebook=codebook)
    with zipfile.ZipFile(tmp_path / "sheet.zip", "w") as archive:
        archive.write(tmp_path / "sheet.csv", "sheet.csv")
    assert read_sheet(tmp_path / "sheet.zip").equals(read_sheet(tmp_path / "sheet.csv"))


def test_an_existing_sheet_is_never_replaced(tmp_path: Path, codebook: Codebook) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("somebody's work", encoding="utf-8")
    with pytest.raises(InvalidCallError, match="exists, and may hold somebody's work"):
        write_sheet(RISKY, path, codebook=codebook)
    assert path.read_text(encoding="utf-8") == "somebody's work"


def test_a_sheet_is_excel_or_csv(tmp_path: Path, codebook: Codebook) -> None:
    with pytest.raises(InvalidCallError, match=r"a sheet is \.xlsx or \.csv, found '\.ods'"):
        write_sheet(RISKY, tmp_path / "sheet.ods", codebook=codebook)


def test_a_text_that_no_workbook_holds_goes_to_csv(tmp_path: Path, codebook: Codebook) -> None:
    long = RISKY.assign(text="x" * 40_000)
    with pytest.raises(InvalidCallError, match=r"longer than Excel's 32,767 characters"):
        write_sheet(long, tmp_path / "sheet.xlsx", codebook=codebook)
    write_sheet(long, tmp_path / "sheet.csv", codebook=codebook)
    assert read_sheet(tmp_path / "sheet.csv")["text"].str.len().tolist() == [40_000] * 3


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, codebook: Codebook) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PublishError, match=r"sheet\.csv: cannot be written: Not a directory"):
        write_sheet(RISKY, tmp_path / "file" / "sheet.csv", codebook=codebook)
