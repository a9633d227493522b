"""Applications from elsewhere into coders' files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from coding_day import make_study, open_study, write_coder

from survey_analysis.coding.applications import APPLICATIONS
from survey_analysis.coding.merging import merge_applications
from survey_analysis.coding.project import Coding
from survey_analysis.errors import DataError


@pytest.fixture
def coding(tmp_path: Path) -> Coding:
    study = make_study(tmp_path)
    write_coder(study, "coder-a", "3:T1.first,speed,,0,4,", "5:T1.second,blame,,,,")
    write_coder(study, "coder-b", "3:T1.first,blame,,,,")
    return open_study(study)


def incoming(*rows: tuple[str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["coder", "unit_id", "code"])
    table = table.assign(category="", start=pd.NA, end=pd.NA, text_sha256="", memo="")
    return table.astype({"start": "Int64", "end": "Int64"})[APPLICATIONS]


def codes(table: pd.DataFrame) -> list[list[str]]:
    return sorted(table[["coder", "unit_id", "code"]].to_numpy().tolist())


def test_new_units_are_added_and_others_keep_their_codes(coding: Coding) -> None:
    merged = merge_applications(coding, incoming(("coder-b", "5:T1.second", "speed")))
    assert (merged.new, merged.changed, merged.unchanged) == (1, 0, 0)
    assert codes(merged.applications) == [
        ["coder-b", "3:T1.first", "blame"],
        ["coder-b", "5:T1.second", "speed"],
    ]


def test_merging_again_changes_nothing(coding: Coding) -> None:
    merged = merge_applications(coding, coding.applications)
    assert (merged.new, merged.changed, merged.unchanged) == (0, 0, 3)
    assert codes(merged.applications) == codes(coding.applications)


def test_other_codes_are_refused_unless_they_may_replace(coding: Coding) -> None:
    other = incoming(("coder-a", "3:T1.first", "speed"), ("coder-b", "3:T1.first", "speed"))
    with pytest.raises(DataError) as raised:
        merge_applications(coding, other)
    assert str(raised.value).splitlines()[1:] == [
        "  coder-a: 3:T1.first; --replace takes the file's codes",
        "  coder-b: 3:T1.first; --replace takes the file's codes",
    ]
    merged = merge_applications(coding, other, replace=True)
    assert (merged.new, merged.changed) == (0, 2)
    assert codes(merged.applications) == [
        ["coder-a", "3:T1.first", "speed"],
        ["coder-a", "5:T1.second", "blame"],
        ["coder-b", "3:T1.first", "speed"],
    ]
    assert merged.applications["start"].isna().all()
