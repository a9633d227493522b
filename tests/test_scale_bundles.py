from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from survey_analysis.errors import DataError
from survey_analysis.scale import bundles as bundling
from survey_analysis.scale import count_file
from survey_analysis.scale.batches import BatchReader
from survey_analysis.scale.bundles import BETWEEN, Bundles, bundle_columns
from survey_analysis.scale.files import open_file
from survey_analysis.scale.layout import EVERYBODY, plan_layout
from survey_analysis.study import Study, load_survey

TICK = pl.Enum(["", "no", "yes"])
NAMES = ["id", "a", "b", "c", "why", "end"]
BUNDLED = Bundles(
    [["id"], ["a", "b", "c"], ["why"], ["end"]], dict.fromkeys("abc", TICK), separator=","
)

STUDY = """
study: ticks
title: Ticks
kind: survey
about: Eight options.
export: {format: unipark, id: ID, metadata: [Status]}
pages: [{id: all, label: All, questions: [T]}]
populations:
  complete: {label: Complete, default: true, where: "Status starts 'Completed'"}
questions:
  - id: T
    label: Ticks
    kind: multiple
    options:
"""


@pytest.fixture
def ticks_study(tmp_path: Path) -> Study:
    options = [f"      - {{id: o{n}, label: Option {n}, column: T_{n}}}\n" for n in range(8)]
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "study.yaml").write_text(STUDY + "".join(options), encoding="utf-8")
    return load_survey(tmp_path / "study")


def write_ticks(path: Path, cells: dict[tuple[int, int], str]) -> Path:
    """Write three respondents who tick nothing but what `cells` says, by row and option."""
    lines = [",".join(["ID", "Status", *(f"T_{n}" for n in range(8))])]
    for row in (2, 3, 4):
        ticks = [cells.get((row, n), "not quoted") for n in range(8)]
        lines.append(",".join([str(row), "Completed (31)", *ticks]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_neighbours_of_one_enumeration_are_bundled_as_long_as_few_texts_are_expected() -> None:
    scale = pl.Enum(["", "1", "2", "3", "4", "5"])
    ticks, points = [f"t{n}" for n in range(9)], [f"p{n}" for n in range(4)]
    found = bundle_columns(
        ["id", *ticks, *points, "end"],
        {**dict.fromkeys(ticks, TICK), **dict.fromkeys(points, scale)},
        choices={**dict.fromkeys(ticks, 2), **dict.fromkeys(points, 5)},
        separator=",",
    )
    assert found.columns == [["id"], ticks[:8], ["t8"], points[:3], ["p3"], ["end"]]


def test_the_first_and_the_last_column_show_damage_and_are_never_bundled() -> None:
    kinds, choices = dict.fromkeys("abcd", TICK), dict.fromkeys("abcd", 2)
    found = bundle_columns("abcd", kinds, choices=choices, separator=",")
    assert found.columns == [["a"], ["b", "c"], ["d"]]


@pytest.mark.parametrize("text", ["yes, often", 'the "one"'])
def test_texts_that_would_be_quoted_are_not_bundled(text: str) -> None:
    kinds, choices = dict.fromkeys("abcd", pl.Enum(["", text])), dict.fromkeys("abcd", 2)
    found = bundle_columns("abcd", kinds, choices=choices, separator=",")
    assert found.columns == [["a"], ["b"], ["c"], ["d"]]


@pytest.mark.parametrize("size", [1, 20, 1000])
def test_only_separators_around_bundles_and_outside_of_quotes_are_replaced(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundling, "_SLICE", size)
    block = b'1,yes,no,,"so, ""it""\nwas",x\n2,no,no,no,,y\r\n"3",,,,"",""\n'
    expected = b'1|yes,no,|"so, ""it""\nwas"|x\n2|no,no,no||y\r\n"3"|,,|""|""\n'
    assert BUNDLED.join(block) == expected.replace(b"|", BETWEEN.encode())


@pytest.mark.parametrize(
    "rows",
    [
        "1,yes,no,no,so\n",  # a cell is missing
        "1,yes,no,no,so\n2,yes,no,no,so,x,x\n",  # and the next row has one more
        "1,yes,no,no,so,x,x\n2,yes,no,no,so\n",
        "1,yes,no,no,so,x\n\n",
        "1,yes,no,no,so,x",  # may be cut
        '1,yes,no,no,5",6",x\n',  # quotes within a cell enclose nothing
        '"1","yes","no","no","so","x"\n',  # there would be nothing to gain
    ],
)
def test_rows_that_may_be_damaged_or_are_all_quoted_are_not_joined(rows: str) -> None:
    assert BUNDLED.join(b"1,yes,no,no,so,x\n" + rows.encode()) is None


def test_cells_of_bundles_are_numbered_as_their_enumeration_numbers_them() -> None:
    texts = pl.Series("a", ["yes,no,", "no,no,no", "yes,no,"])
    table = pl.DataFrame([texts.cast(BUNDLED.new_types()["a"])])
    numbers = BUNDLED.split(table)
    assert numbers is not None
    found = {name: cells.tolist() for name, cells in numbers.items()}
    assert found == {"a": [2, 1, 2], "b": [1, 1, 1], "c": [0, 1, 0]}


@pytest.mark.parametrize("text", ["yes,maybe,no", '"yes",no,no', "yes, no,no"])
def test_bundles_with_an_unknown_text_are_not_numbered(text: str) -> None:
    texts = pl.Series("a", ["yes,no,no", text])
    table = pl.DataFrame([texts.cast(BUNDLED.new_types()["a"])])
    assert BUNDLED.split(table) is None


def test_ticks_are_read_in_bundles_and_counted_column_by_column(
    ticks_study: Study, tmp_path: Path
) -> None:
    ticked = {(2, 0): "quoted", (4, 0): "quoted", (3, 5): "quoted", (3, 7): "quoted"}
    path = write_ticks(tmp_path / "export.csv", ticked)
    layout = plan_layout(ticks_study, EVERYBODY, file_format="unipark")
    (batch,) = BatchReader(ticks_study, layout).read(open_file(path, format="unipark"))
    assert not {f"T_{n}" for n in range(1, 7)} & set(batch.table.columns)
    assert count_file(ticks_study, path).tally.count[0].tolist() == [2, 0, 0, 0, 0, 1, 0, 1]


@pytest.mark.parametrize("text", ["maybe", "quoted\x1f", 'quoted"x"'])
def test_an_unknown_text_within_a_bundle_is_reported_with_its_row_and_column(
    ticks_study: Study, tmp_path: Path, text: str
) -> None:
    path = write_ticks(tmp_path / "export.csv", {(3, 4): text})
    with pytest.raises(DataError, match=r"(?s)row 3.*T_4"):
        count_file(ticks_study, path)


def test_a_quoted_tick_counts_as_one_without_quotes(ticks_study: Study, tmp_path: Path) -> None:
    path = write_ticks(tmp_path / "export.csv", {(3, 1): '"quoted"', (3, 4): '"quoted"'})
    assert count_file(ticks_study, path).tally.count[0].tolist() == [0, 1, 0, 0, 1, 0, 0, 0]
