from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from coding_folder import CODER_A, HEADER, RELATION_HEADER, RESOLVED_HEADER, write_rows

from survey_analysis.coding.applications import (
    APPLICATIONS,
    RESOLVED_COLUMNS,
    coder_file,
    read_applications,
    read_resolved,
    sort_by_unit,
    write_applications,
    write_resolved,
)
from survey_analysis.coding.relations import format_relations, read_relations
from survey_analysis.errors import InvalidCallError, StudyFileError

UNITS = pd.DataFrame(
    {"unit_id": ["3:T1.first", "5:T1.second", "11:T1.first", "11:T1.second", "21:T1.first"]}
)


def test_a_coders_file_is_read_and_written_byte_for_byte(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "coder-a.csv", CODER_A)
    before = path.read_bytes()
    applications = read_applications(path)
    assert list(applications.columns) == APPLICATIONS
    assert set(applications["coder"]) == {"coder-a"}
    write_applications(applications.sample(frac=1, random_state=1), path, units=UNITS)
    assert path.read_bytes() == before
    assert before.decode().splitlines()[0] == HEADER


def test_rows_are_sorted_by_unit_then_start_end_and_code() -> None:
    rows = [
        ("9:T1.first", "z", None, None), ("11:T1.first", "b", 4, 9), ("11:T1.first", "a", 4, 9),
        ("11:T1.first", "c", 4, 6), ("11:T1.first", "d", None, None), ("3:T1.first", "e", 1, 2),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["unit_id", "code", "start", "end"]).astype(
        {"start": "Int64", "end": "Int64"}
    )
    assert sort_by_unit(table, UNITS)["code"].tolist() == ["e", "d", "c", "a", "b", "z"]
    twice = pd.concat([table, table])
    assert sort_by_unit(twice, UNITS)["code"].tolist()[:4] == ["e", "e", "d", "d"]


def test_another_coders_rows_are_not_written(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "coder-a.csv", CODER_A)
    applications = read_applications(path).assign(coder="coder-b")
    before = path.read_bytes()
    with pytest.raises(InvalidCallError, match=r"holds one coder's .*, found those of coder-b"):
        write_applications(applications, path, units=UNITS)
    assert path.read_bytes() == before


@pytest.mark.parametrize("coder", ["a", "coder-", "coder-A", "../coder-a", "coder-a/b"])
def test_what_is_no_coders_id_is_refused(coder: str) -> None:
    with pytest.raises(InvalidCallError, match="is not a coder's id; allowed: 'coder-' and"):
        coder_file("coding", coder)


def test_spans_that_are_no_numbers_are_named_with_their_lines(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "coder-a.csv", ["a,b,,x,1.5,,"])
    with pytest.raises(StudyFileError, match="line 2, column start: must be a whole") as caught:
        read_applications(path)
    assert "line 2, column end" in str(caught.value)


def test_positions_beyond_any_text_are_no_positions(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "coder-a.csv", [f"a,b,,1,{'9' * 30},,"])
    with pytest.raises(StudyFileError, match="line 2, column end: must be a whole number"):
        read_applications(path)


def test_resolutions_are_read_and_written_byte_for_byte(tmp_path: Path) -> None:
    rows = ["3:T1.first,drift,,0,5,coder-a,talked", '5:T1.second,,,,,coder-b,"no, nothing"']
    path = write_rows(tmp_path / "resolved.csv", rows, header=RESOLVED_HEADER)
    before = path.read_bytes()
    resolved = read_resolved(path)
    assert list(resolved.columns) == RESOLVED_COLUMNS
    write_resolved(resolved[::-1], path, units=UNITS)
    assert path.read_bytes() == before


def test_relations_are_read_and_written_byte_for_byte(tmp_path: Path) -> None:
    rows = ["drift,causes,blind,5:T1.second,coder-a,", "blind,part-of,drift,11:T1.first,coder-b,x"]
    path = write_rows(tmp_path / "relations.csv", rows, header=RELATION_HEADER)
    assert format_relations(read_relations(path)[::-1], UNITS).encode() == path.read_bytes()
