from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from talks import write_groups, write_stances

from survey_analysis.conversations.stances import (
    read_stances,
    tabulate_consensus,
    tabulate_stances,
)
from survey_analysis.documents import list_document_units, read_documents
from survey_analysis.errors import StudyFileError
from survey_analysis.study import load_qualitative_study

ROWS = [
    "S1,D1,mixed,first:004,moved the dot",
    "S1,D2,disagree,first:003,",
    "S1,D3,agree,second:002,",
    "S2,D2,agree,first:003,",
]


def read(folder: Path) -> pd.DataFrame:
    study = load_qualitative_study(folder)
    units = list_document_units(read_documents(folder, study))
    return read_stances(folder / "coding", study, units)


def tabulate(folder: Path) -> pd.DataFrame:
    return tabulate_stances(read(folder), load_qualitative_study(folder))


def test_every_statement_is_crossed_with_every_participant(tmp_path: Path) -> None:
    folder = write_groups(tmp_path)
    write_stances(folder, ROWS)
    table = tabulate(folder).set_index(["statement", "participant"])
    assert table["stance"].to_dict() == {
        ("S1", "D1"): "mixed", ("S1", "D2"): "disagree", ("S1", "D3"): "agree",
        ("S2", "D1"): "silent", ("S2", "D2"): "agree", ("S2", "D3"): "silent",
        ("S3", "D1"): "", ("S3", "D2"): "", ("S3", "D3"): "",
    }  # fmt: skip
    assert table.loc[("S1", "D1"), ["unit_id", "noted_by"]].tolist() == ["first:004", 1]
    assert not table["is_disputed"].any()


def test_consensus_and_dissent_are_counted_in_each_session(tmp_path: Path) -> None:
    folder = write_groups(tmp_path)
    write_stances(folder, ROWS)
    table = tabulate_consensus(tabulate(folder), load_qualitative_study(folder))
    rows = table.set_index(["statement", "session"])
    counts = ["agree", "disagree", "mixed", "silent", "not_coded", "outcome"]
    assert rows.loc[("S1", ""), counts].tolist() == [1, 1, 1, 0, 0, "dissent"]
    assert rows.loc[("S1", "first"), counts].tolist() == [0, 1, 1, 0, 0, "leaning against"]
    assert rows.loc[("S2", ""), counts].tolist() == [1, 0, 0, 2, 0, "too few"]
    assert rows.loc[("S3", ""), counts].tolist() == [0, 0, 0, 0, 3, "too few"]
    assert rows.loc[("S3", ""), "text"] == "It depends."
    assert (table[["agree", "disagree", "mixed", "silent", "not_coded"]].sum(axis=1)
            == table["participants"]).all()  # fmt: skip


def test_coders_who_differ_are_told_and_the_first_counts(tmp_path: Path) -> None:
    folder = write_groups(tmp_path)
    write_stances(folder, ["S1,D1,agree,,"], "b")
    write_stances(folder, ["S1,D1,mixed,,"], "a")
    row = tabulate(folder).iloc[0]
    assert row[["stance", "noted_by", "is_disputed"]].tolist() == ["mixed", 2, True]


def test_without_files_nothing_is_coded(tmp_path: Path) -> None:
    table = tabulate(write_groups(tmp_path))
    assert set(table["stance"]) == {""}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("S9,D1,agree,,", "line 2: 'S9' is not a statement; allowed: 'S1', 'S2', 'S3'"),
        ("S1,D11,agree,,", "line 2: 'D11' is not a participant; nearest is 'D1'"),
        ("S1,D1,agrees,,", "line 2: 'agrees' is not a stance; nearest is 'agree'"),
        ("S1,D1,agree,first:009,", "line 2: there is no unit 'first:009'"),
        ("S1,D1,agree,first:003,", "line 2: in first:003 D2 speaks, not D1"),
        ("S1,D1,silent,first:002,", "line 2: D1 is silent on S1, so no unit shows it"),
        ("S1,D1,agree,,\nS1,D1,mixed,,", "line 3: D1 has a stance on S1 already"),
    ],
)
def test_what_does_not_fit_is_named_with_file_and_line(tmp_path: Path, row: str, said: str) -> None:
    folder = write_groups(tmp_path)
    write_stances(folder, [row])
    with pytest.raises(StudyFileError, match=r"stances-a\.csv: line") as raised:
        read(folder)
    assert said in str(raised.value)
