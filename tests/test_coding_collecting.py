"""Sheets back into a coder's file: idempotent, checked whole, nothing lost silently."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from coding_day import (
    edit_csv,
    fill_csv,
    fill_workbook,
    make_study,
    open_study,
    read_coder,
    write_coder,
)

from survey_analysis.coding.applications import write_applications
from survey_analysis.coding.collecting import Collected, collect_sheets
from survey_analysis.coding.sheet_files import write_sheet
from survey_analysis.coding.sheets import prepare_sheet
from survey_analysis.errors import DataError

FIRST, SECOND = "3:T1.first", "5:T1.second"
EARLIER = [f"{FIRST},speed,,0,4,seen", f"{SECOND},blame,,,,"]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def make_sheet(study: Path, name: str = "sheet.csv", *, coder: str = "coder-b") -> Path:
    coding, path = open_study(study), study.parent / name
    write_sheet(prepare_sheet(coding, coder=coder), path, codebook=coding.codebook)
    return path


def collect(study: Path, *sheets: Path, replace: bool = False) -> Collected:
    """Collect as the command does: read, merge, write."""
    coding = open_study(study)
    found = collect_sheets(coding, sheets, coder="coder-b", replace=replace)
    path = study / "coding" / "coder-b.csv"
    write_applications(found.applications, path, units=coding.units)
    return found


def fill(study: Path, cells: dict[tuple[str, str], str]) -> Path:
    """Make a CSV sheet and fill cells of it."""
    return fill_csv(make_sheet(study), cells)


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_what_a_coder_enters_arrives_in_the_coders_file(study: Path, name: str) -> None:
    cells = {
        (FIRST, "code_1"): "speed", (FIRST, "code_3"): "attention", (FIRST, "memo"): "=why",
        (SECOND, "code_1"): "NOTHING-APPLIES", ("11:T1.first", "code_1"): "NOT-CODABLE",
        ("11:T1.second", "code_1"): "blame/people",
    }  # fmt: skip
    path = make_sheet(study, name)
    fill_in = fill_workbook if name.endswith(".xlsx") else fill_csv
    fill_in(path, cells)
    found = collect(study, path)
    assert found.new == (FIRST, SECOND, "11:T1.first", "11:T1.second")
    assert read_coder(study, "coder-b") == [
        f"{FIRST},attention,,,,",
        f"{FIRST},speed,,,,=why",
        f"{SECOND},,,,,",
        "11:T1.first,NOT-CODABLE,,,,",
        "11:T1.second,blame,people,,,",
    ]


def test_collecting_again_changes_no_byte(study: Path) -> None:
    sheet = fill(
        study, {(FIRST, "code_1"): "speed", (SECOND, "memo"): "m", (SECOND, "code_2"): "blame"}
    )
    collect(study, sheet)
    before = (study / "coding" / "coder-b.csv").read_bytes()
    found = collect(study, sheet)
    assert (found.new, found.changed, found.emptied) == ((), (), ())
    assert found.unchanged == (FIRST, SECOND)
    assert (study / "coding" / "coder-b.csv").read_bytes() == before


def test_an_untouched_sheet_of_coded_units_changes_nothing(study: Path) -> None:
    write_coder(
        study, "coder-b", *EARLIER, "11:T1.first,speed,people,,,a", "11:T1.first,blame,,0,3,b"
    )
    before = (study / "coding" / "coder-b.csv").read_bytes()
    found = collect(study, make_sheet(study))
    assert found.unchanged == (FIRST, SECOND, "11:T1.first")
    assert sorted((study / "coding" / "coder-b.csv").read_bytes().split(b"\n")) == sorted(
        before.split(b"\n")
    )


def test_a_code_that_stays_keeps_its_span_and_memo(study: Path) -> None:
    write_coder(study, "coder-b", *EARLIER)
    found = collect(study, fill(study, {(FIRST, "code_2"): "attention"}))
    assert found.changed == (FIRST,)
    assert read_coder(study, "coder-b") == [
        f"{FIRST},attention,,,,",
        f"{FIRST},speed,,0,4,seen",
        f"{SECOND},blame,,,,",
    ]


def test_a_code_that_only_changes_category_keeps_its_span(study: Path) -> None:
    write_coder(study, "coder-b", *EARLIER)
    collect(study, fill(study, {(FIRST, "code_1"): "speed/people"}))
    assert read_coder(study, "coder-b")[0] == f"{FIRST},speed,people,0,4,seen"


def test_a_code_that_was_taken_out_goes_and_a_new_memo_replaces_the_old(study: Path) -> None:
    write_coder(study, "coder-b", *EARLIER)
    found = collect(study, fill(study, {(FIRST, "code_1"): "blame", (FIRST, "memo"): "rather"}))
    assert found.changed == (FIRST,)
    assert read_coder(study, "coder-b")[0] == f"{FIRST},blame,,,,rather"


def test_an_emptied_row_is_reported_and_kept_unless_it_may_be_replaced(study: Path) -> None:
    write_coder(study, "coder-b", *EARLIER)
    sheet = fill(study, {(FIRST, "code_1"): "", (FIRST, "memo"): ""})
    found = collect(study, sheet)
    assert found.emptied == (FIRST,)
    assert read_coder(study, "coder-b") == EARLIER
    assert collect(study, sheet, replace=True).emptied == (FIRST,)
    assert read_coder(study, "coder-b") == EARLIER[1:]


def test_units_that_stand_in_no_sheet_keep_their_codes(study: Path) -> None:
    write_coder(study, "coder-b", *EARLIER)
    path = fill(study, {("11:T1.first", "code_1"): "speed"})
    edit_csv(path, lambda table: table.drop(index=[FIRST, SECOND]))
    assert collect(study, path).new == ("11:T1.first",)
    assert read_coder(study, "coder-b")[:2] == EARLIER


def test_two_halves_of_the_work_are_joined(study: Path) -> None:
    one = fill(study, {(FIRST, "code_1"): "speed"}).rename(study.parent / "one.csv")
    two = fill(study, {(SECOND, "code_1"): "blame"})
    assert collect(study, one, two).new == (FIRST, SECOND)


def test_sheets_that_differ_on_a_unit_are_refused(study: Path) -> None:
    one = fill(study, {(FIRST, "code_1"): "speed"}).rename(study.parent / "one.csv")
    two = fill(study, {(FIRST, "code_1"): "blame"})
    with pytest.raises(
        DataError, match=r"sheet\.csv, row 2: .* coded otherwise in one\.csv, row 2"
    ):
        collect(study, one, two)


def test_rows_may_be_sorted_and_the_separator_and_encoding_changed(study: Path) -> None:
    path = fill(
        study, {(FIRST, "code_1"): "speed", (SECOND, "memo"): "é", (SECOND, "code_1"): "blame"}
    )
    table = pd.read_csv(path, dtype=str, keep_default_na=False).iloc[::-1]
    table.to_csv(path, index=False, sep=";", encoding="cp1252", lineterminator="\r\n")
    collect(study, path)
    assert read_coder(study, "coder-b") == [f"{FIRST},speed,,,,", f"{SECOND},blame,,,,é"]


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        (
            (FIRST, "code_1"),
            "sped",
            "row 2: column code_1: 'sped' is not in the codebook; nearest is 'speed'; a new code",
        ),
        ((FIRST, "code_2"), "w" * 50, "column code_2: a text of 50 characters is not in the"),
        ((FIRST, "code_1"), "speed/peeple", "'peeple' is not a category of speed; nearest is"),
        ((FIRST, "code_1"), "NOT-CODABLE/people", "'people' is not a category of NOT-CODABLE"),
        ((FIRST, "unit_id"), "3:T1.frist", "row 2: there is no unit '3:T1.frist'; nearest is '3:"),
        (
            (FIRST, "unit_id"),
            "21:T1.first",
            "row 2: the id 21:T1.first stands beside the text of 3:T1.first; ids must not be",
        ),
        ((FIRST, "text_sha256"), "0" * 64, "row 2: the text of 3:T1.first has changed since the"),
        ((FIRST, "text"), "Slow releases", "row 2: the text of 3:T1.first was changed in the"),
        ((FIRST, "memo"), "but why?", "row 2, column memo: a memo without a code"),
        ((FIRST, "coder"), "coder-a", "row 2, column coder: 'coder-a', not coder-b, is whose"),
    ],
    ids=lambda value: None,
)
def test_what_a_sheet_gets_wrong_is_refused(
    study: Path, place: tuple[str, str], text: str, said: str
) -> None:
    write_coder(study, "coder-b", f"{SECOND},blame,,,,")
    before = (study / "coding" / "coder-b.csv").read_bytes()
    with pytest.raises(DataError) as raised:
        collect(study, fill(study, {place: text}))
    assert "sheets of coder-b: not collected (" in str(raised.value)
    assert said in str(raised.value)
    assert "often blocked" not in str(raised.value)
    assert (study / "coding" / "coder-b.csv").read_bytes() == before


def test_all_problems_are_named_at_once(study: Path) -> None:
    sheet = fill(
        study,
        {(FIRST, "code_1"): "sped", (SECOND, "code_1"): "NOT-CODABLE", (SECOND, "code_2"): "speed"},
    )
    edit_csv(sheet, lambda table: pd.concat([table, table.loc[["21:T1.first"]]]))
    with pytest.raises(DataError) as raised:
        collect(study, sheet)
    assert str(raised.value).splitlines() == [
        "sheets of coder-b: not collected (3 problems):",
        "  sheet.csv, row 2: column code_1: 'sped' is not in the codebook; nearest is 'speed'; "
        "a new code is added with 'survey-analysis code migrate'",
        "  sheet.csv, row 3: NOT-CODABLE stands beside a code; keep one of them",
        "  sheet.csv, rows 6, 7: the unit '21:T1.first' has 2 rows",
    ]


def test_a_code_in_two_categories_is_refused(study: Path) -> None:
    sheet = fill(study, {(FIRST, "code_1"): "speed", (FIRST, "code_2"): "speed/people"})
    with pytest.raises(DataError, match="the code 'speed' is given twice to one unit"):
        collect(study, sheet)


@pytest.mark.parametrize("column", ["unit_id", "text", "text_sha256", "memo", "coder"])
def test_a_sheet_without_one_of_its_columns_is_refused(study: Path, column: str) -> None:
    sheet = make_sheet(study)
    edit_csv(sheet, lambda table: table.drop(columns=column))
    with pytest.raises(DataError, match=f"the column '{column}' is missing.*; take the sheet as"):
        collect(study, sheet)


def test_a_sheet_without_columns_for_codes_is_refused(study: Path) -> None:
    sheet = make_sheet(study)
    slots = [f"code_{i}" for i in range(1, 6)]
    edit_csv(sheet, lambda table: table.drop(columns=slots))
    with pytest.raises(DataError, match="there is no column 'code_1'"):
        collect(study, sheet)


def test_the_texts_of_a_replica_are_not_compared(study: Path) -> None:
    sheet = fill(
        study,
        {(FIRST, "code_1"): "speed", (FIRST, "text"): "another", (FIRST, "text_sha256"): "0" * 64},
    )
    found = collect_sheets(open_study(study), [sheet], coder="coder-b", kind="replica")
    assert found.applications["text_sha256"].tolist() == ["0" * 64]


def test_a_missing_sheet_is_named(study: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.csv: there is no such file"):
        collect_sheets(open_study(study), [study / "nowhere.csv"], coder="coder-b")
