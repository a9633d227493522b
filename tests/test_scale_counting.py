from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

from survey_analysis import estimate, load_study, read_responses
from survey_analysis.errors import DataError, InvalidCallError
from survey_analysis.estimates import EstimateSettings
from survey_analysis.scale import Selection, blocks, chunks, count_file, estimate_file
from survey_analysis.study import Study, find_study_folder

Rows = list[list[str]]
FLAGSHIP = "ml-deployment-monitoring"


def as_csv(table: pd.DataFrame) -> str:
    return table.to_csv(index=False, lineterminator="\n")


def from_memory(study: Study, path: Path, selection: Selection) -> str:
    responses = read_responses(study, path)
    return as_csv(
        estimate(
            responses,
            by=selection.by,
            where=selection.where,
            population=selection.population,
        )
    )


def from_chunks(study: Study, path: Path, selection: Selection) -> str:
    return as_csv(estimate_file(study, path, selection=selection).table)


def read_rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_rows(path: Path, rows: Rows, *, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def to_parquet(rows: Rows, path: Path) -> None:
    columns = zip(*rows[1:], strict=True)
    table = dict(zip(rows[0], map(list, columns), strict=True))
    pl.DataFrame(table, schema=dict.fromkeys(rows[0], pl.String)).write_parquet(path)


@pytest.fixture
def tiny_rows(tiny_folder: Path) -> Rows:
    return read_rows(tiny_folder / "responses.csv")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every record be a chunk of its own."""
    monkeypatch.setattr(blocks, "_BLOCK", 64)
    monkeypatch.setattr(chunks, "_ROWS", 1)


TINY_SELECTIONS = [
    Selection(),
    Selection(by=("role", "role*release", "experience", "makers")),
    Selection(population="substantive"),
    Selection(where="B2 >= 3", by=("pipeline",)),
]


@pytest.mark.parametrize("selection", TINY_SELECTIONS)
def test_estimates_of_the_tiny_survey_are_those_from_memory(
    tiny_study: Study, tiny_folder: Path, selection: Selection
) -> None:
    path = tiny_folder / "responses.csv"
    assert from_chunks(tiny_study, path, selection) == from_memory(tiny_study, path, selection)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("selection", TINY_SELECTIONS)
def test_estimates_do_not_depend_on_where_chunks_end(
    tiny_study: Study, tiny_folder: Path, selection: Selection
) -> None:
    path = tiny_folder / "responses.csv"
    assert from_chunks(tiny_study, path, selection) == from_memory(tiny_study, path, selection)


@pytest.mark.usefixtures("small_blocks")
def test_parquet_in_pieces_gives_the_estimates_of_the_csv(
    tiny_study: Study, tiny_folder: Path, tiny_rows: Rows, tmp_path: Path
) -> None:
    to_parquet([tiny_rows[0], *tiny_rows[1:4]], tmp_path / "a.parquet")
    to_parquet([tiny_rows[0], *tiny_rows[4:]], tmp_path / "b.parquet")
    selection = Selection(by=("role",))
    expected = from_memory(tiny_study, tiny_folder / "responses.csv", selection)
    assert from_chunks(tiny_study, tmp_path, selection) == expected


@pytest.mark.parametrize(
    "selection", [Selection(), Selection(by=("role", "region")), Selection(where="D2 = 'Brazil'")]
)
def test_estimates_of_the_replica_are_those_from_memory(
    flagship_study: Study, selection: Selection
) -> None:
    path = find_study_folder(FLAGSHIP) / "responses.csv"
    expected = from_memory(flagship_study, path, selection)
    assert from_chunks(flagship_study, path, selection) == expected


def test_estimates_of_the_original_are_those_from_memory(
    flagship_study: Study, original: Path
) -> None:
    selection = Selection(by=("role",))
    expected = from_memory(flagship_study, original, selection)
    assert from_chunks(flagship_study, original, selection) == expected


def test_a_replica_is_known_by_its_mark(flagship_study: Study) -> None:
    counted = count_file(flagship_study, find_study_folder(FLAGSHIP) / "responses.csv")
    assert (counted.kind, counted.records, counted.tally.eligible.tolist()) == (
        "replica",
        276,
        [188],
    )


def error_of(action: Callable[[], object]) -> str:
    with pytest.raises(DataError, match=r".") as caught:
        action()
    return str(caught.value)


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (2, "B1_Role", "Astronaut"),
        (3, "B2_Years", "many"),
        (4, "B2_Years", "-5"),
        (5, "P1_None", "maybe"),
        (6, "P4_Build", "90"),
        (8, "P2_No", "quoted"),
        (8, "Duration", "long"),
        (8, "ID", ""),
    ],
)
@pytest.mark.usefixtures("small_blocks")
def test_a_wrong_cell_is_named_as_from_memory(
    tiny_study: Study, tiny_rows: Rows, tmp_path: Path, row: int, column: str, text: str
) -> None:
    tiny_rows[row - 1][tiny_rows[0].index(column)] = text
    path = write_rows(tmp_path / "wrong.csv", tiny_rows)
    from_memory = error_of(lambda: read_responses(tiny_study, path))
    assert f"row {row}, column {column}" in from_memory or "P2" in column or "P4" in column
    assert error_of(lambda: count_file(tiny_study, path)) == from_memory


@pytest.mark.usefixtures("small_blocks")
def test_one_problem_of_several_chunks_is_reported_once_with_all_rows(
    tiny_study: Study, tiny_rows: Rows, tmp_path: Path
) -> None:
    for row in (2, 5, 7):
        tiny_rows[row - 1][tiny_rows[0].index("B3_Friday")] = "Neverr"
    path = write_rows(tmp_path / "wrong.csv", tiny_rows)
    message = error_of(lambda: count_file(tiny_study, path))
    assert message == error_of(lambda: read_responses(tiny_study, path))
    assert "rows 2, 5, 7, column B3_Friday: found 'Neverr'" in message


@pytest.mark.usefixtures("small_blocks")
def test_repeated_ids_are_named_with_their_rows(
    tiny_study: Study, tiny_rows: Rows, tmp_path: Path
) -> None:
    tiny_rows[6][0] = "021"
    path = write_rows(tmp_path / "twice.csv", tiny_rows)
    message = error_of(lambda: count_file(tiny_study, path))
    assert message == error_of(lambda: read_responses(tiny_study, path))
    assert "rows 2, 7, column ID: the same id" in message


def test_ids_that_are_no_numbers_must_differ_too(
    tiny_study: Study, tiny_rows: Rows, tmp_path: Path
) -> None:
    for number, row in enumerate(tiny_rows[1:]):
        row[0] = f"R{number % 7}"
    path = write_rows(tmp_path / "twice.csv", tiny_rows)
    message = error_of(lambda: count_file(tiny_study, path))
    assert message == error_of(lambda: read_responses(tiny_study, path))


@pytest.mark.usefixtures("small_blocks")
def test_a_cut_row_is_named(tiny_study: Study, tiny_rows: Rows, tmp_path: Path) -> None:
    tiny_rows[5] = tiny_rows[5][:9]
    path = write_rows(tmp_path / "cut.csv", tiny_rows)
    with pytest.raises(DataError, match="row 6: 9 cells, where the header has 26"):
        count_file(tiny_study, path)


def test_a_row_with_too_many_cells_is_named(
    tiny_study: Study, tiny_rows: Rows, tmp_path: Path
) -> None:
    tiny_rows[5].append("more")
    path = write_rows(tmp_path / "long.csv", tiny_rows)
    with pytest.raises(DataError, match="row 6: 27 cells, where the header has 26"):
        count_file(tiny_study, path)


@pytest.mark.parametrize("cell", ['"{}"x', '"{}" ', '"{}""'])
def test_text_after_a_closing_quote_is_refused_as_in_memory(
    tiny_study: Study, tiny_folder: Path, tmp_path: Path, cell: str
) -> None:
    rows = (tiny_folder / "responses.csv").read_text(encoding="utf-8").splitlines()
    first = rows[2].partition(",")[0]
    rows[2] = cell.format(first) + rows[2].removeprefix(first)
    path = tmp_path / "quotes.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    message = error_of(lambda: read_responses(tiny_study, path))
    assert error_of(lambda: count_file(tiny_study, path)) == message


def test_empty_rows_count_and_are_left_out(
    tiny_study: Study, tiny_rows: Rows, tiny_folder: Path, tmp_path: Path
) -> None:
    empty = [""] * len(tiny_rows[0])
    path = write_rows(tmp_path / "gaps.csv", [*tiny_rows[:3], empty, *tiny_rows[3:], empty])
    expected = from_memory(tiny_study, tiny_folder / "responses.csv", Selection())
    assert from_chunks(tiny_study, path, Selection()) == expected
    tiny_rows[3][tiny_rows[0].index("B2_Years")] = "many"
    write_rows(path, [*tiny_rows[:3], empty, *tiny_rows[3:]])
    with pytest.raises(DataError, match="row 5, column B2_Years: found 'many'"):
        count_file(tiny_study, path)


def test_separator_and_byte_order_mark_are_understood(
    tiny_study: Study, tiny_rows: Rows, tiny_folder: Path, tmp_path: Path
) -> None:
    path = write_rows(tmp_path / "semicolons.csv", tiny_rows, delimiter=";")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    expected = from_memory(tiny_study, tiny_folder / "responses.csv", Selection())
    assert from_chunks(tiny_study, path, Selection()) == expected


def test_another_encoding_is_refused_with_what_to_do(tiny_study: Study, tiny_folder: Path) -> None:
    text = (tiny_folder / "responses.csv").read_text(encoding="utf-8").replace("–", "-")
    path = tiny_folder.parent / "legacy.csv"
    try:
        path.write_bytes(text.encode("cp1252"))
        with pytest.raises(DataError, match="not UTF-8; only Parquet and CSV in UTF-8"):
            count_file(tiny_study, path)
    finally:
        path.unlink()


def test_missing_and_unknown_columns_are_named_as_from_memory(
    tiny_study: Study, tiny_rows: Rows, tmp_path: Path
) -> None:
    tiny_rows[0][4] = "B1_Roll"
    path = write_rows(tmp_path / "renamed.csv", tiny_rows)
    assert error_of(lambda: count_file(tiny_study, path)) == error_of(
        lambda: read_responses(tiny_study, path)
    )


def test_numbers_in_parquet_are_the_texts_that_memory_makes_of_them(
    tiny_study: Study, tiny_rows: Rows, tmp_path: Path
) -> None:
    path = tmp_path / "a.parquet"
    to_parquet(tiny_rows, path)
    years = pl.Series("B2_Years", [*(n / 2 for n in range(len(tiny_rows) - 2)), None])
    pl.read_parquet(path).with_columns(years).write_parquet(path)
    with pytest.raises(DataError, match="row 9, column B2_Years: found an empty cell"):
        count_file(tiny_study, path)
    pl.read_parquet(path).with_columns(years.fill_null(3.0)).write_parquet(path)
    expected = from_memory(tiny_study, path, Selection())
    assert from_chunks(tiny_study, path, Selection()) == expected


def test_nested_columns_in_parquet_are_refused(
    tiny_study: Study, tiny_rows: Rows, tmp_path: Path
) -> None:
    path = tmp_path / "a.parquet"
    to_parquet(tiny_rows, path)
    pl.read_parquet(path).with_columns(B2_Years=pl.concat_list("ID")).write_parquet(path)
    with pytest.raises(DataError, match="nested or binary values, not answers: B2_Years"):
        count_file(tiny_study, path)


def test_undeclared_labels_count_as_other_and_are_counted_in_a_warning(
    edited_study: Callable[..., Path], tiny_rows: Rows, tmp_path: Path
) -> None:
    study = load_study(edited_study(('value: "Other, which one?"', 'other: true, value: "Other"')))
    path = write_rows(tmp_path / "labels.csv", tiny_rows)
    counted = count_file(study, path)
    assert counted.warnings == (
        "column B1_Role: undeclared labels count as 'Other role' (1 cells)",
    )
    assert from_chunks(study, path, Selection()) == from_memory(study, path, Selection())


def test_the_format_is_detected_like_in_memory(
    edited_study: Callable[..., Path], tiny_folder: Path
) -> None:
    study = load_study(edited_study(("  format: unipark\n", "")))
    path = tiny_folder / "responses.csv"
    assert count_file(study, path).file_format == "unipark"


def test_resampling_is_refused(tiny_study: Study, tiny_folder: Path) -> None:
    settings = EstimateSettings(n_resamples=10, rng=np.random.default_rng(1))
    with pytest.raises(InvalidCallError, match="resampling needs the respondents in memory"):
        estimate_file(tiny_study, tiny_folder / "responses.csv", settings=settings)


def test_an_unknown_segment_is_refused(tiny_study: Study, tiny_folder: Path) -> None:
    with pytest.raises(InvalidCallError, match="'rolle' is not a segment; nearest is 'role'"):
        count_file(tiny_study, tiny_folder / "responses.csv", selection=Selection(by=("rolle",)))


def test_a_missing_file_is_named(tiny_study: Study, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv: there is no such file, nor a folder"):
        count_file(tiny_study, tmp_path / "none.csv")


@pytest.mark.parametrize("is_quoted", [False, True])
def test_a_cut_row_is_told_from_an_empty_last_cell(
    tiny_study: Study, tiny_rows: Rows, tmp_path: Path, is_quoted: bool
) -> None:
    place = tiny_rows[0].index("B1_Role_Other")
    moved = [[*row[:place], *row[place + 1 :], row[place]] for row in tiny_rows]
    for row in moved[1:]:
        row[-1] = "" if row[-1] == "-99" else "a, or b"
    path = tmp_path / "open.csv"

    def write(rows: Rows) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            quoting = csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
            csv.writer(file, quoting=quoting).writerows(rows)

    write(moved)
    expected = from_memory(tiny_study, path, Selection())
    assert from_chunks(tiny_study, path, Selection()) == expected
    moved[5] = moved[5][:-1]
    write(moved)
    with pytest.raises(DataError, match="row 6: 25 cells, where the header has 26"):
        count_file(tiny_study, path)
