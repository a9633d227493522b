"""Where coders differ: the queue, the sheet to decide on, and the decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from coding_day import fill_csv, fill_workbook, make_study, open_study, read_coder, write_coder

from survey_analysis.coding.applications import write_resolved
from survey_analysis.coding.deciding import Decided, collect_decisions
from survey_analysis.coding.reconciling import (
    OUTCOMES,
    QUEUE_COLUMNS,
    list_queue,
    prepare_reconciliation,
)
from survey_analysis.coding.sheet_files import write_sheet
from survey_analysis.errors import DataError, InvalidCallError

FIRST, SECOND, THIRD, FOURTH = "3:T1.first", "5:T1.second", "11:T1.first", "11:T1.second"
Cells = dict[tuple[str, str], str]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Agreed on the first, at odds on the second and third; the fourth has one coder."""
    study = make_study(tmp_path)
    write_coder(
        study, "coder-a", f"{FIRST},speed,,,,", f"{SECOND},speed,,0,2,fast?", f"{THIRD},,,,,",
        f"{FOURTH},blame,,,,",
    )  # fmt: skip
    write_coder(
        study, "coder-b", f"{FIRST},speed,,,,", f"{SECOND},speed,people,,,", f"{THIRD},blame,,,,"
    )
    return study


def make_sheet(study: Path, cells: Cells, name: str = "decide.xlsx") -> Path:
    coding, path = open_study(study), study.parent / name
    sheet = prepare_reconciliation(coding)
    write_sheet(sheet, path, codebook=coding.codebook, lists={"outcome": OUTCOMES})
    fill_in = fill_workbook if name.endswith(".xlsx") else fill_csv
    return fill_in(path, cells)


def decide(study: Path, sheet: Path, *, by: str = "both", replace: bool = False) -> Decided:
    """Collect decisions as the command does: read, merge, write."""
    coding = open_study(study)
    found = collect_decisions(coding, sheet, resolved_by=by, replace=replace)
    write_resolved(found.resolved, study / "coding" / "resolved.csv", units=coding.units)
    return found


def test_the_queue_holds_what_two_coders_coded(study: Path) -> None:
    queue = list_queue(open_study(study))
    assert queue.columns.tolist() == QUEUE_COLUMNS
    assert queue[["unit_id", "state", "codings"]].to_numpy().tolist() == [
        [FIRST, "agreed", "coder-a: speed; coder-b: speed"],
        [SECOND, "conflict", "coder-a: speed; coder-b: speed/people"],
        [THIRD, "conflict", "coder-a: NOTHING-APPLIES; coder-b: blame"],
    ]


def test_the_sheet_shows_both_coders_on_each_conflict(study: Path) -> None:
    sheet = prepare_reconciliation(open_study(study))
    assert sheet["unit_id"].tolist() == [SECOND, THIRD]
    assert sheet["coder-a"].tolist() == ["speed (fast?)", "NOTHING-APPLIES"]
    assert sheet["coder-b"].tolist() == ["speed/people", "blame"]
    assert set(sheet["code_1"]) == set(sheet["outcome"]) == set(sheet["reason"]) == {""}


@pytest.mark.parametrize("name", ["decide.csv", "decide.xlsx"])
def test_decisions_arrive_with_who_and_why(study: Path, name: str) -> None:
    cells = {
        (SECOND, "code_1"): "speed", (SECOND, "reason"): "It is about time.",
        (THIRD, "code_1"): "blame", (THIRD, "code_2"): "attention",
        (THIRD, "outcome"): "accepted difference", (THIRD, "reason"): "Both hold.",
    }  # fmt: skip
    found = decide(study, make_sheet(study, cells, name), by="coder-a, coder-b")
    assert (found.new, found.changed, found.still_open) == ((SECOND, THIRD), (), ())
    assert (study / "coding" / "resolved.csv").read_text(encoding="utf-8").splitlines() == [
        "unit_id,code,category,start,end,resolved_by,reason",
        f'{SECOND},speed,,0,2,"coder-a, coder-b",It is about time.',
        f'{THIRD},attention,,,,"coder-a, coder-b",accepted difference: Both hold.',
        f'{THIRD},blame,,,,"coder-a, coder-b",accepted difference: Both hold.',
    ]
    queue = list_queue(open_study(study)).set_index("unit_id")
    assert queue.loc[SECOND, ["state", "decision", "resolved_by", "reason"]].tolist() == [
        "resolved", "speed", "coder-a, coder-b", "It is about time.",
    ]  # fmt: skip
    assert queue.loc[THIRD, ["state", "decision", "reason"]].tolist() == [
        "accepted difference", "attention, blame", "Both hold.",
    ]  # fmt: skip


def test_a_decision_takes_the_category_that_is_written(study: Path) -> None:
    decide(study, make_sheet(study, {(SECOND, "code_1"): "speed/people"}))
    resolved = open_study(study).resolved
    assert resolved[["code", "category"]].to_numpy().tolist() == [["speed", "people"]]


def test_nothing_applies_and_not_codable_can_be_decided(study: Path) -> None:
    cells = {(SECOND, "code_1"): "NOTHING-APPLIES", (THIRD, "code_1"): "NOT-CODABLE"}
    decide(study, make_sheet(study, cells))
    assert open_study(study).resolved["code"].tolist() == ["", "NOT-CODABLE"]
    assert list_queue(open_study(study))["state"].tolist() == ["agreed", "resolved", "resolved"]


def test_decisions_leave_the_coders_files_alone(study: Path) -> None:
    before = [read_coder(study, coder) for coder in ("coder-a", "coder-b")]
    decide(study, make_sheet(study, {(THIRD, "code_1"): "blame"}))
    assert [read_coder(study, coder) for coder in ("coder-a", "coder-b")] == before


def test_collecting_decisions_again_changes_no_byte(study: Path) -> None:
    sheet = make_sheet(study, {(THIRD, "code_1"): "blame"})
    assert decide(study, sheet).still_open == (SECOND,)
    before = (study / "coding" / "resolved.csv").read_bytes()
    assert decide(study, sheet, by="somebody else").unchanged == (THIRD,)
    assert (study / "coding" / "resolved.csv").read_bytes() == before


def test_a_later_decision_replaces_an_earlier_one_only_when_it_may(study: Path) -> None:
    one = make_sheet(study, {(THIRD, "code_1"): "blame"})
    two = make_sheet(study, {(THIRD, "code_1"): "speed"}, "two.csv")
    decide(study, one)
    with pytest.raises(DataError, match=rf"row 3: {THIRD} is decided otherwise already; --replace"):
        decide(study, two)
    assert decide(study, two, replace=True).changed == (THIRD,)
    assert open_study(study).resolved["code"].tolist() == ["speed"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"code_1": "blam"}, "'blam' is not in the codebook; nearest is 'blame'"),
        ({"reason": "Why not."}, "says how it is decided, but not which codes count"),
        (
            {"code_1": "blame", "outcome": "resolvd"},
            "'resolvd' is not an outcome; nearest is 'resolved'; allowed",
        ),
        (
            {"code_1": "blame", "outcome": "accepted difference"},
            "an accepted difference needs a reason",
        ),
        ({"text_sha256": "0"}, f"the text of {THIRD} has changed"),
        ({"coder-b": "speed"}, f"{THIRD}: coder-b's codes are others now; write a new sheet"),
    ],
    ids=lambda value: None,
)
def test_what_a_sheet_of_decisions_gets_wrong_is_refused(
    study: Path, cells: dict[str, str], said: str
) -> None:
    filled = {(THIRD, column): text for column, text in cells.items()}
    with pytest.raises(DataError) as raised:
        decide(study, make_sheet(study, filled, "decide.csv"))
    assert str(raised.value).startswith("decide.csv: no decision collected (1 problem):")
    assert said in str(raised.value)
    assert not (study / "coding" / "resolved.csv").exists()


def test_a_sheet_is_out_of_date_when_a_coder_coded_anew(study: Path) -> None:
    sheet = make_sheet(study, {(THIRD, "code_1"): "blame"})
    write_coder(study, "coder-b", f"{SECOND},speed,people,,,", f"{THIRD},attention,,,,")
    with pytest.raises(DataError, match=f"{THIRD}: coder-b's codes are others now"):
        decide(study, sheet)


def test_somebody_must_have_decided(study: Path) -> None:
    sheet = make_sheet(study, {(THIRD, "code_1"): "blame"})
    with pytest.raises(InvalidCallError, match="name who decided"):
        decide(study, sheet, by=" ")
