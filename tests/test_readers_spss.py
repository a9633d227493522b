from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from survey_analysis.readers import RawTable, read_table

pyreadstat = pytest.importorskip("pyreadstat")


def read(tmp_path: Path, column: list[Any], **more: Any) -> RawTable:
    file = tmp_path / "a.sav"
    pyreadstat.write_sav(pd.DataFrame({"q": column}), file, **more)
    return read_table(file)


def test_labels_that_two_values_share_are_followed_by_their_value(tmp_path: Path) -> None:
    labels = {"q": {1.0: "Other", 2.0: "Other", 3.0: "Git"}}
    table = read(tmp_path, [1.0, 2.0, 3.0], variable_value_labels=labels)
    assert table.cells["q"].tolist() == ["Other (1)", "Other (2)", "Git"]
    assert table.columns["labels"].item() == ("Other (1)", "Other (2)", "Git")


def test_a_label_that_reads_like_another_value_is_followed_by_its_own(tmp_path: Path) -> None:
    table = read(tmp_path, [0.0, 1.0], variable_value_labels={"q": {0.0: "1"}})
    assert table.cells["q"].tolist() == ["1 (0)", "1"]


def test_a_scale_with_labels_at_its_ends_stays_one_of_numbers(tmp_path: Path) -> None:
    labels = {"q": {1.0: "Never", 5.0: "Always"}}
    table = read(tmp_path, [1.0, 3.0, 5.0], variable_value_labels=labels)
    assert table.cells["q"].tolist() == ["1", "3", "5"]
    assert table.columns["text"].item() == "(1 = Never, 5 = Always)"


@pytest.mark.parametrize(
    "labels",
    [{1.0: "Git", 2.0: "Jira"}, {1.0: "Never", 7.0: "Always", 8.0: "No answer"}, {5.0: "Always"}],
)
def test_labels_elsewhere_than_at_the_ends_are_answers(
    tmp_path: Path, labels: dict[float, str]
) -> None:
    table = read(tmp_path, [1.0, 3.0, 5.0], variable_value_labels={"q": labels})
    assert set(labels.values()) & {*table.cells["q"], *table.columns["labels"].item()}


def test_numbers_whose_wordings_begin_alike_form_one_question(tmp_path: Path) -> None:
    file = tmp_path / "a.sav"
    wordings = ["Rank: Speed", "Rank: Cost", "Years"]
    frame = pd.DataFrame({"r_1": [1.0, 2.0], "r_2": [2.0, 1.0], "r_3": [7.0, 9.0]})
    pyreadstat.write_sav(frame, file, column_labels=wordings)
    columns = read_table(file).columns
    assert columns["question"].tolist() == ["r", "r", "r_3"]
    assert columns["option"].tolist() == ["Speed", "Cost", ""]


def test_ranges_of_missing_values_are_named_and_system_missing_is_empty(tmp_path: Path) -> None:
    ranges = {"q": [{"lo": -99, "hi": -90}]}
    table = read(tmp_path, [-99.0, -91.0, None, 2.5], missing_ranges=ranges)
    assert table.cells["q"].tolist() == ["-99", "-91", "", "2.5"]
    assert set(table.columns["missing"].item()) == {"-99", "-91"}


def test_days_and_moments_are_written_as_iso_text(tmp_path: Path) -> None:
    table = read(tmp_path, [datetime.datetime(2024, 5, 1), datetime.datetime(2024, 5, 1, 9, 30)])
    assert table.cells["q"].tolist() == ["2024-05-01", "2024-05-01T09:30:00"]
