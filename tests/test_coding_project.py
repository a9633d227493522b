from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from coding_folder import (
    CODEBOOK,
    CODER_A,
    CODER_B,
    HEADER,
    RELATION_HEADER,
    RESOLVED_HEADER,
    SLOW_SHA256,
    applied,
    read_folder,
    write_folder,
    write_rows,
    write_steps,
)

from survey_analysis.coding.project import (
    Coding,
    coders,
    load_coding,
    open_coding,
    open_conflicts,
    settle,
)
from survey_analysis.errors import InvalidCallError, StudyFileError
from survey_analysis.responses import Responses

Open = Callable[[], Coding]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "coding")


@pytest.fixture
def reopen(folder: Path, tiny_responses: Responses) -> Open:
    """Read the folder anew."""
    return lambda: open_coding(folder, tiny_responses)


def test_everything_is_read_by_coder_and_unit(reopen: Open) -> None:
    coding = reopen()
    assert coders(coding) == ["coder-a", "coder-b"]
    assert applied(coding.applications)[:2] == ["a 3:T1.first slow-release", "a 5:T1.second blind"]
    assert len(coding.applications) == 9
    assert coding.applications["start"].dtype == "Int64"
    assert coding.applications["end"].tolist()[:2] == [13, pd.NA]
    assert len(coding.resolved) == len(coding.relations) == 0


def test_the_order_of_rows_in_a_file_makes_no_difference(folder: Path, reopen: Open) -> None:
    before = reopen().applications
    write_rows(folder / "coder-a.csv", CODER_A[::-1])
    pd.testing.assert_frame_equal(reopen().applications, before)


def test_a_study_that_nobody_has_coded_yet_has_no_rows(folder: Path, reopen: Open) -> None:
    (folder / "coder-a.csv").unlink()
    (folder / "coder-b.csv").unlink()
    coding = reopen()
    assert coders(coding) == []
    assert len(settle(coding)) == len(open_conflicts(coding)) == 0
    assert settle(coding)["start"].dtype == "Int64"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("3:T1.first,drif,,,,,", "line 7: 'drif' is not a code; nearest is 'drift'"),
        ("3:T1.first,Drift,,,,,", "line 7: 'Drift' is not a code; nearest is 'drift'"),
        ("3:T1.first,not-codable,,,,,", "nearest is 'NOT-CODABLE'"),
        ("3:T1.second,drift,,,,,", "line 7: '3:T1.second' is not a unit; nearest is '5:T1.second'"),
        ("3:T1.first,drift,watch,,,,", "'watch' is not a category; nearest is 'watching'"),
        ("3:T1.first,drift,,3,29,,", "the span 3 to 29 leaves the text, which has 28 char"),
        ("3:T1.first,drift,,9,3,,", "the span 9 to 3 is empty or reversed"),
        ("3:T1.first,drift,,3,3,,", "the span 3 to 3 is empty or reversed"),
        ("3:T1.first,drift,,3,,,", "a span has both a start and an end"),
        ("3:T1.first,drift,,-3,4,,", "line 7, column start: must be a whole number from 0"),
        ("3:T1.first,slow-release,,0,13,,", "line 7: this application is there already, at line 2"),
        ("3:T1.first,NOT-CODABLE,,,,,", "NOT-CODABLE stands beside slow-release on 3:T1.first"),
        ("3:T1.first,,,,,,", r"an empty code \(nothing applies\) stands beside slow-release"),
        ("3:T1.first,drift,,,,abc,", r"the text of 3:T1.first is not the one that was coded"),
        ("9:T1.first,,operation,,,,", "takes no category"),
        ("9:T1.first,NOT-CODABLE,,0,1,,", "NOT-CODABLE takes no span; it is said of the whole"),
    ],
)
def test_a_row_that_does_not_fit_is_named_with_file_and_line(
    folder: Path, reopen: Open, row: str, message: str
) -> None:
    write_rows(folder / "coder-a.csv", [*CODER_A, row])
    with pytest.raises(StudyFileError, match=message) as caught:
        reopen()
    assert "coder-a.csv" in str(caught.value)
    assert "Slow" not in str(caught.value)


def test_the_end_of_a_text_is_within_it(folder: Path, reopen: Open) -> None:
    write_rows(folder / "coder-a.csv", [f"3:T1.first,drift,,0,28,{SLOW_SHA256},"])
    assert len(reopen().applications) == 1 + len(CODER_B)


def test_two_coders_in_one_file_are_refused(folder: Path, reopen: Open) -> None:
    rows = [f"coder-a,{CODER_A[0]}", f"coder-b,{CODER_A[1]}"]
    write_rows(folder / "coder-a.csv", rows, header=f"coder,{HEADER}")
    message = "line 3: this row is of 'coder-b'; the file is coder-a's alone"
    with pytest.raises(StudyFileError, match=message):
        reopen()


def test_a_file_that_names_its_own_coder_is_read(folder: Path, reopen: Open) -> None:
    before = reopen().applications
    rows = [f"coder-a,{row}" for row in CODER_A]
    write_rows(folder / "coder-a.csv", rows, header=f"coder,{HEADER}")
    pd.testing.assert_frame_equal(reopen().applications, before)


def test_a_file_name_without_a_coders_id_is_refused(folder: Path, reopen: Open) -> None:
    (folder / "coder-b.csv").rename(folder / "coder-Björn.csv")
    with pytest.raises(StudyFileError, match="'coder-Björn' is not a coder's id; allowed"):
        reopen()


def test_the_problems_of_all_files_are_named_at_once(folder: Path, reopen: Open) -> None:
    write_rows(folder / "coder-a.csv", ["3:T1.first,drif,,,,,", "4:T1.first,drift,,,,,"])
    write_rows(folder / "coder-b.csv", ["3:T1.first,blnd,,,,,"])
    write_rows(folder / "resolved.csv", ["3:T1.first,slow,,,,x,y"], header=RESOLVED_HEADER)
    write_rows(folder / "relations.csv", ["drift,cause,blind,3:T1.first,coder-a,"],
               header=RELATION_HEADER)  # fmt: skip
    with pytest.raises(StudyFileError, match="2 problems") as caught:
        reopen()
    found = re.findall(r"(\S+)\.csv \((\d)", str(caught.value))
    assert [(Path(name).name, number) for name, number in found] == [
        ("coder-a", "2"), ("coder-b", "1"), ("resolved", "1"), ("relations", "1"),
    ]  # fmt: skip


def test_the_damage_of_all_files_is_named_at_once(folder: Path, reopen: Open) -> None:
    marks = "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n"
    for name in ("codebook.yaml", "coder-a.csv", "migrations.yaml"):
        (folder / name).write_text(marks, encoding="utf-8")
    before = read_folder(folder)
    with pytest.raises(StudyFileError, match=r"codebook\.yaml") as caught:
        reopen()
    assert str(caught.value).count("line 1, 2, 3: marks of an unfinished merge") == 3
    assert read_folder(folder) == before


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("drift,causes,blnd,3:T1.first,coder-a,", "line 2: 'blnd' is not a code; nearest is 'bli"),
        ("drift,cause,blind,3:T1.first,coder-a,", "'cause' is not a relation; nearest is 'causes'"),
        ("drift,causes,drift,3:T1.first,coder-a,", "'drift' is related to itself"),
        ("drift,causes,blind,4:T1.first,coder-a,", "'4:T1.first' is not a unit"),
    ],
)
def test_a_relation_that_does_not_fit_is_named(
    folder: Path, reopen: Open, row: str, message: str
) -> None:
    write_rows(folder / "relations.csv", [row], header=RELATION_HEADER)
    with pytest.raises(StudyFileError, match=message):
        reopen()


def test_a_relation_that_is_there_twice_is_refused(folder: Path, reopen: Open) -> None:
    rows = ["drift,causes,blind,3:T1.first,coder-a,"] * 2
    write_rows(folder / "relations.csv", rows, header=RELATION_HEADER)
    with pytest.raises(StudyFileError, match="line 3: this relation is there already, at line 2"):
        reopen()


def test_a_former_code_is_named_with_what_became_of_it(folder: Path, reopen: Open) -> None:
    write_steps(folder / "migrations.yaml", "{rename: old, to: drift}", "{drop: luck, reason: r}")
    write_rows(folder / "coder-a.csv", ["3:T1.first,old,,,,,", "5:T1.second,luck,,,,,"])
    with pytest.raises(StudyFileError, match="it was renamed to 'drift' in version 2") as caught:
        reopen()
    assert "'luck' is not a code; it was dropped in version 2" in str(caught.value)


def test_undefined_codes_are_read_where_that_is_asked_for(
    folder: Path, tiny_responses: Responses
) -> None:
    write_rows(folder / "coder-a.csv", ["3:T1.first,drif,,,,,"])
    coding = open_coding(folder, tiny_responses, strict=False)
    assert applied(coding.applications)[0] == "a 3:T1.first drif"


def test_texts_of_a_replica_are_not_those_that_were_coded(
    folder: Path, reopen: Open, tiny_responses: Responses
) -> None:
    write_rows(folder / "coder-a.csv", [f"3:T1.first,drift,,0,99,{'0' * 64},"])
    with pytest.raises(StudyFileError, match="2 problems"):
        reopen()
    replica = replace(tiny_responses, source=replace(tiny_responses.source, kind="replica"))
    assert open_coding(folder, replica).applications["end"].tolist()[0] == 99


def test_a_reversed_span_is_refused_on_a_replica_too(
    folder: Path, tiny_responses: Responses
) -> None:
    write_rows(folder / "coder-a.csv", ["3:T1.first,drift,,9,3,,"])
    replica = replace(tiny_responses, source=replace(tiny_responses.source, kind="replica"))
    with pytest.raises(StudyFileError, match="reversed"):
        open_coding(folder, replica)


def test_another_kind_of_data_is_refused(folder: Path) -> None:
    with pytest.raises(InvalidCallError, match="'replicas' is not a kind of data; nearest is"):
        load_coding(folder, pd.DataFrame(), kind="replicas")


def test_a_folder_without_a_codebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match=r"codebook.yaml: there is no such file"):
        load_coding(tmp_path, pd.DataFrame())


def test_what_counts_is_the_resolution_the_agreement_or_the_only_coder(
    folder: Path, reopen: Open
) -> None:
    write_rows(folder / "resolved.csv", ["5:T1.second,drift,watching,,,coder-a,said so"],
               header=RESOLVED_HEADER)  # fmt: skip
    table = settle(reopen())
    assert table[["unit_id", "code", "category", "decided"]].values.tolist() == [
        ["3:T1.first", "slow-release", "operation", "agreed"],
        ["5:T1.second", "drift", "watching", "resolved"],
        ["11:T1.first", "drift", "operation", "open"],
        ["11:T1.second", "drift", "watching", "agreed"],
        ["21:T1.first", "blind", "watching", "one coder"],
    ]


def test_units_without_any_code_are_settled_too(folder: Path, reopen: Open) -> None:
    write_rows(folder / "coder-a.csv", ["3:T1.first,NOT-CODABLE,,,,,", "5:T1.second,,,,,,"])
    (folder / "coder-b.csv").unlink()
    assert settle(reopen())[["code", "category"]].values.tolist() == [["NOT-CODABLE", ""], ["", ""]]


def test_a_default_category_written_out_is_no_difference(folder: Path, reopen: Open) -> None:
    write_rows(folder / "coder-b.csv", ["3:T1.first,slow-release,operation,,,,"])
    assert len(open_conflicts(reopen())) == 0


def test_open_conflicts_name_the_codes_of_each_coder(folder: Path, reopen: Open) -> None:
    rows = [*CODER_B[:3], "11:T1.second,drift,,,,,", "11:T1.second,blind,,,,,"]
    write_rows(folder / "coder-b.csv", rows)
    assert open_conflicts(reopen()).values.tolist() == [
        ["5:T1.second", "coder-a", "blind"],
        ["5:T1.second", "coder-b", "NOT-CODABLE"],
        ["11:T1.first", "coder-a", "drift"],
        ["11:T1.first", "coder-b", ""],
        ["11:T1.second", "coder-a", "drift/watching"],
        ["11:T1.second", "coder-b", "blind;drift"],
    ]


def test_reading_changes_no_file(folder: Path, reopen: Open) -> None:
    before = read_folder(folder)
    settle(reopen())
    assert read_folder(folder) == before
    assert before["codebook.yaml"].decode() == CODEBOOK
