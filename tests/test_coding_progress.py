"""How far coding is: by group and by coder."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from coding_day import make_study, open_study, write_coder

from survey_analysis.coding.assigning import ASSIGNMENT_COLUMNS
from survey_analysis.coding.progress import PROGRESS_COLUMNS, count_progress

NOBODY = pd.DataFrame(columns=ASSIGNMENT_COLUMNS, dtype="str")


def test_units_are_counted_by_group_and_by_coder(tmp_path: Path) -> None:
    study = make_study(tmp_path)
    write_coder(
        study, "coder-a", "3:T1.first,speed,,,,", "5:T1.second,,,,,", "11:T1.first,blame,,,,"
    )
    write_coder(study, "coder-b", "3:T1.first,speed,,,,", "11:T1.first,NOT-CODABLE,,,,")
    assigned = [["11:T1.first", "coder-c", "double"]]
    coding = open_study(study)
    coding.units["group"] = ["one", "one", "two", "two", "two"]
    table = count_progress(coding, pd.DataFrame(assigned, columns=ASSIGNMENT_COLUMNS))
    assert table.columns.tolist() == PROGRESS_COLUMNS
    assert table.to_numpy().tolist() == [
        ["", "", 5, 3, 2, 1],
        ["", "coder-a", 5, 3, 2, 1],
        ["", "coder-b", 5, 2, 2, 1],
        ["", "coder-c", 1, 0, 0, 0],
        ["one", "", 2, 2, 1, 0],
        ["one", "coder-a", 2, 2, 1, 0],
        ["one", "coder-b", 2, 1, 1, 0],
        ["one", "coder-c", 0, 0, 0, 0],
        ["two", "", 3, 1, 1, 1],
        ["two", "coder-a", 3, 1, 1, 1],
        ["two", "coder-b", 3, 1, 1, 1],
        ["two", "coder-c", 1, 0, 0, 0],
    ]


def test_before_the_first_code_nothing_is_coded(tmp_path: Path) -> None:
    table = count_progress(open_study(make_study(tmp_path)), NOBODY)
    assert table.iloc[0].tolist() == ["", "", 5, 0, 0, 0]
