from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey_analysis.errors import DataError
from survey_analysis.responses import REPLICA_MARK, CellState, Responses, count_states
from survey_analysis.responses import read_responses as read
from survey_analysis.study import Study, load_study

LONG = "I could not say, because where I work nobody has ever told me"  # 61 characters


@pytest.fixture
def problems(
    tmp_path: Path, tiny_study: Study, tiny_table: pd.DataFrame
) -> Callable[..., list[str]]:
    """Write the export of eight with some cells changed, and list what is said of it."""

    def find(*cells: tuple[int, str, str]) -> list[str]:
        for row, column, text in cells:
            tiny_table.loc[row, column] = text
        return refuse(tiny_study, tiny_table, tmp_path)

    return find


def refuse(study: Study, table: pd.DataFrame, folder: Path) -> list[str]:
    table.to_csv(folder / "export.csv", index=False)
    with pytest.raises(DataError, match=r"export\.csv does not fit the study tiny") as raised:
        read(study, folder / "export.csv")
    heading, *lines = str(raised.value).splitlines()
    assert heading.endswith(f"({len(lines)} problem{'s' * (len(lines) != 1)}):")
    return [line.strip() for line in lines]


def assert_same(one: Responses, other: Responses) -> None:
    """Compare everything but the file that responses came from."""
    np.testing.assert_array_equal(one.ids, other.ids, strict=True)
    pd.testing.assert_frame_equal(one.metadata, other.metadata)
    pd.testing.assert_frame_equal(one.option_texts, other.option_texts)
    for name in ("values", "states", "reached"):
        arrays, others = getattr(one, name), getattr(other, name)
        assert [*arrays] == [*others]
        for key in arrays:
            np.testing.assert_array_equal(arrays[key], others[key], strict=True, err_msg=key)


# What the survey of eight holds


def test_records_are_sorted_by_id(tiny_responses: Responses) -> None:
    assert tiny_responses.ids.tolist() == [3, 5, 8, 11, 12, 20, 21, 30]


@pytest.mark.parametrize(
    ("question_id", "values"),
    [
        ("B1", [[0], [1], [0], [2], [0], [-1], [1], [0]]),
        ("B2", [[2], [10], [5], [np.nan], [0], [np.nan], [3], [7]]),
        ("B3", [[1], [0], [2], [1], [0], [0], [2], [0]]),
        ("P2", [[0], [0], [1], [1], [-1], [-1], [0], [-1]]),
        (
            "P3",
            [[2, 1], [2, 2], [1, 3], [0, 0], [-1, 2], [-1, -1], [2, -1], [-1, -1]],
        ),
        ("P5", [[40], [0], *[[np.nan]] * 6]),
    ],
)
def test_answers_are_option_numbers_and_numbers(
    tiny_responses: Responses, question_id: str, values: list[list[float]]
) -> None:
    np.testing.assert_array_equal(tiny_responses.values[question_id], values)


def test_ticks_are_one_column_an_option(tiny_responses: Responses) -> None:
    ticks = tiny_responses.values["P1"]
    assert ticks.dtype == bool
    ids = [tiny_responses.ids[ticks[:, i]].tolist() for i in range(4)]
    assert ids == [[8, 11], [3, 11], [3, 5], [21]]


def test_an_allocation_of_zeros_is_no_answer(tiny_responses: Responses) -> None:
    shares = tiny_responses.values["P4"]
    assert shares[0].tolist() == [50, 30, 20]
    assert np.isnan(shares[[2, 5, 7]]).all()
    states = tiny_responses.states["P4"][:, 0].tolist()
    assert states == [0, 0, CellState.NOT_ANSWERED, 0, 0, CellState.NOT_ANSWERED, 0, 1]


def test_texts_keep_quotes_separators_and_line_breaks(tiny_responses: Responses) -> None:
    texts = tiny_responses.values["T1"]
    assert texts[6, 0] == "Nobody looks – naïve; it works"
    assert texts[1, 1] == 'No "alerts" |\nyet'
    assert texts[2].tolist() == ["", ""]


def test_texts_beside_options_keep_their_columns(tiny_responses: Responses) -> None:
    texts = tiny_responses.option_texts
    assert [*texts] == ["B1_Role_Other", "P1_Other_Free", "P2_Yes_Free"]
    assert texts["P2_Yes_Free"].tolist() == ["Own scripts", "Jenkins", "", "", "", "", "", ""]


def test_every_state_is_told_apart_and_counted(tiny_responses: Responses) -> None:
    counts = count_states(tiny_responses).set_index("cell").drop(columns="question_id")
    expected = {
        # answered, not shown, not answered, empty, ambiguous, untouched default, sentinel
        "B1": [7, 0, 1, 0, 0, 0, 0],
        "B2": [6, 0, 1, 0, 0, 0, 1],
        "B3": [7, 0, 0, 0, 0, 1, 0],
        "B4.begun": [7, 0, 1, 0, 0, 0, 0],
        "B4.deployed": [6, 0, 2, 0, 0, 0, 0],
        "P1.manual": [5, 1, 0, 0, 2, 0, 0],
        "P2": [5, 1, 2, 0, 0, 0, 0],
        "P3.deployment": [5, 1, 2, 0, 0, 0, 0],
        "P4.watch": [5, 1, 2, 0, 0, 0, 0],
        "P5": [2, 5, 1, 0, 0, 0, 0],
        "T1.first": [4, 1, 0, 3, 0, 0, 0],
        "T1.second": [2, 1, 0, 5, 0, 0, 0],
    }
    for cell, row in expected.items():
        assert counts.loc[cell].tolist() == row, cell
    assert (counts.sum(axis=1) == 8).all()
    assert (counts.sum() > 0).all()  # no state is left out


def test_pages_are_reached_by_those_who_saw_anything_on_them(tiny_responses: Responses) -> None:
    reached = {page: int(mask.sum()) for page, mask in tiny_responses.reached.items()}
    assert reached == {"background": 8, "practice": 7, "problems": 7}


def test_the_metadata_keep_the_status_and_known_durations(tiny_responses: Responses) -> None:
    metadata = tiny_responses.metadata
    assert metadata["Status"].tolist()[-1] == "Suspended (22)"
    np.testing.assert_array_equal(
        metadata["duration"], [600, 420, np.nan, 300, 90, 45, 500, np.nan]
    )


def test_what_is_dropped_leaves_no_trace(tiny_responses: Responses) -> None:
    assert "Origin" not in tiny_responses.metadata
    kept = [*tiny_responses.metadata.to_numpy().ravel(), *tiny_responses.option_texts.to_numpy()]
    assert not any("s-21" in str(cell) for cell in kept)


def test_a_replica_is_known_by_its_mark(
    tiny_study: Study, tiny_table: pd.DataFrame, tmp_path: Path, tiny_responses: Responses
) -> None:
    assert tiny_responses.source.kind == "original"
    tiny_table.assign(Origin=REPLICA_MARK).to_csv(tmp_path / "replica.csv", index=False)
    assert read(tiny_study, tmp_path / "replica.csv").source.kind == "replica"


# The same records, written in another way


def variants(file: Path, folder: Path) -> dict[str, Path]:
    """Write an export in other separators, encodings and orders, and as a workbook."""
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    shuffled = table.sample(frac=1, random_state=1).sample(frac=1, axis=1, random_state=2)
    written = {name: folder / f"{name}.csv" for name in (*SEPARATORS, *ENCODINGS, "crlf", "other")}
    for name, separator in SEPARATORS.items():
        table.to_csv(written[name], sep=separator, index=False)
    text = table.to_csv(sep="\t", index=False, lineterminator="\n")
    for name, (mark, codec) in ENCODINGS.items():
        written[name].write_bytes(mark + text.encode(codec))
    table.to_csv(written["crlf"], index=False, lineterminator="\r\n")
    shuffled.to_csv(written["other"], index=False)
    written["workbook"] = folder / "workbook.xlsx"
    as_typed(table).to_excel(written["workbook"], index=False)
    return written


def as_typed(table: pd.DataFrame) -> pd.DataFrame:
    """Turn texts that are whole numbers into numbers, as a spreadsheet does."""
    return table.map(lambda text: float(text) if text.lstrip("-").isdecimal() else text)


SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
ENCODINGS = {
    "utf-8-bom": (b"\xef\xbb\xbf", "utf-8"),
    "utf-16-le": (b"\xff\xfe", "utf-16-le"),
    "utf-16-be": (b"\xfe\xff", "utf-16-be"),
}


def test_the_way_of_writing_does_not_show_in_the_survey_of_eight(
    tiny_study: Study, tiny_responses: Responses, tiny_folder: Path, tmp_path: Path
) -> None:
    for name, file in variants(tiny_folder / "responses.csv", tmp_path).items():
        assert_same(read(tiny_study, file), tiny_responses)
        assert read(tiny_study, file).source.warnings == (), name


def test_the_way_of_writing_does_not_show_in_the_real_export(
    flagship_study: Study, original_responses: Responses, original: Path, tmp_path: Path
) -> None:
    for file in variants(original, tmp_path).values():
        assert_same(read(flagship_study, file), original_responses)


def test_the_windows_code_page_gives_the_same_answers_and_a_warning(
    tiny_study: Study, tiny_responses: Responses, tiny_folder: Path, tmp_path: Path
) -> None:
    text = (tiny_folder / "responses.csv").read_text(encoding="utf-8")
    (tmp_path / "ansi.csv").write_bytes(text.encode("cp1252"))
    responses = read(tiny_study, tmp_path / "ansi.csv")
    assert_same(responses, tiny_responses)
    assert responses.source.encoding == "cp1252"
    assert "not UTF-8" in responses.source.warnings[0]


def test_a_copy_of_a_file_has_the_same_checksum(
    tiny_study: Study, tiny_responses: Responses, tiny_folder: Path, tmp_path: Path
) -> None:
    shutil.copy(tiny_folder / "responses.csv", tmp_path / "copy.csv")
    assert read(tiny_study, tmp_path / "copy.csv").source.sha256 == tiny_responses.source.sha256


# What does not fit


def test_another_studys_export_is_one_problem(
    tiny_study: Study, flagship_study: Study, tiny_folder: Path
) -> None:
    with pytest.raises(DataError, match=r"has 4 of the 202 .* and 22 others, separated by ',': it"):
        read(flagship_study, tiny_folder / "responses.csv")


def test_missing_and_unknown_columns_are_named_with_the_nearest(
    tiny_study: Study, tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    renamed = tiny_table.rename(columns={"P1_Automatic": "P1_Automatik", "B1_Role": "Weblog"})
    assert refuse(tiny_study, renamed, tmp_path) == [
        "column B1_Role: is missing from the header",
        "column P1_Automatic: is missing from the header; nearest is 'P1_Automatik'",
        "column Weblog: study.yaml does not declare it",
        "column P1_Automatik: study.yaml does not declare it; nearest is 'P1_Automatic'",
    ]


def test_a_missing_id_column_does_not_hide_other_problems(
    tiny_study: Study, tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    tiny_table.loc[3, "B1_Role"] = "Develloper"
    found = refuse(tiny_study, tiny_table.drop(columns="ID"), tmp_path)
    assert found[0] == "column ID: is missing from the header"
    assert found[1].startswith("row 3, column B1_Role: found 'Develloper'")


def test_a_dropped_column_may_be_absent(
    tiny_study: Study, tiny_table: pd.DataFrame, tiny_responses: Responses, tmp_path: Path
) -> None:
    tiny_table.drop(columns="Origin").to_csv(tmp_path / "export.csv", index=False)
    assert_same(read(tiny_study, tmp_path / "export.csv"), tiny_responses)


def test_ids_must_be_there_and_differ(problems: Callable[..., list[str]]) -> None:
    assert problems((2, "ID", "3"), (5, "ID", ""), (6, "ID", " ")) == [
        "rows 5, 6, column ID: the id is empty; every record needs one",
        "rows 2, 3, column ID: the same id; every record needs its own",
    ]


def test_numbers_that_are_the_same_id_are_found(problems: Callable[..., list[str]]) -> None:
    assert problems((2, "ID", "03")) == [
        "rows 2, 3, column ID: the same id; every record needs its own"
    ]


def test_an_undeclared_label_is_named_once_with_all_its_rows(
    problems: Callable[..., list[str]],
) -> None:
    found = problems((2, "B1_Role", "Develloper"), (4, "B1_Role", "Develloper"))
    assert found == [
        "rows 2, 4, column B1_Role: found 'Develloper', which study.yaml does not declare; "
        "nearest is 'Developer'; "
        "allowed: 'Developer', 'Data Scientist', 'Data Analyst', 'Other, which one?'"
    ]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("B3_Friday", "which study.yaml does not declare; allowed: 'Never', 'Sometimes', 'Often'"),
        ("P3_Monitoring", "allowed: 'Low', 'Middle', 'High', \"I don't know\""),
        ("P1_Manual", "which study.yaml does not declare; allowed: 'not quoted', 'quoted'"),
        ("P2_No", "which study.yaml does not declare; allowed: 'not quoted', 'quoted'"),
        ("B2_Years", "which is not a number"),
        ("Duration", "which is not a number"),
    ],
)
def test_a_long_text_in_a_closed_column_is_described_and_not_quoted(
    problems: Callable[..., list[str]], column: str, said: str
) -> None:
    (line,) = problems((3, column, LONG))
    assert line.startswith(f"row 3, column {column}: found a text of 61 characters, which")
    assert said in line


def test_an_empty_cell_in_a_closed_column_is_no_silent_gap(
    problems: Callable[..., list[str]],
) -> None:
    (line,) = problems((3, "B1_Role", ""))
    assert line.startswith("row 3, column B1_Role: found an empty cell, which study.yaml does not")


def test_an_undeclared_label_counts_as_other_where_the_study_says_so(
    edited_study: Callable[..., Path], tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    changed = ('value: "Other, which one?"', 'value: "Other, which one?", other: true')
    study = load_study(edited_study(changed))
    tiny_table.loc[[3, 4], "B1_Role"] = ["Astronaut", LONG]
    tiny_table.to_csv(tmp_path / "export.csv", index=False)
    responses = read(study, tmp_path / "export.csv")
    assert responses.ids[responses.values["B1"][:, 0] == 2].tolist() == [3, 11, 30]
    assert responses.source.warnings == (
        "column B1_Role: 2 undeclared labels count as 'Other role'",
    )


def test_more_than_ten_undeclared_labels_of_a_column_are_counted(
    tiny_study: Study, tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    many = pd.concat([tiny_table] * 2, ignore_index=True)
    many["ID"] = [str(i) for i in range(len(many))]
    many["B1_Role"] = [f"label {i:02}" for i in range(len(many))]
    found = refuse(tiny_study, many, tmp_path)
    assert len(found) == 11
    assert found[0].startswith("row 2, column B1_Role: found 'label 00', which study.yaml does not")
    assert found[10] == "rows 12, 13, 14, 15, 16, 17, column B1_Role: found 6 more such texts"


CURE = "declare unreadable: leave-out, which counts such answers as not given"
COMMA_HINT = (
    "found '1,5', which is not a number; declare decimal: ',' if its comma is one of decimals; "
    f"{CURE}"
)


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("B2_Years", "three", f"found 'three', which is not a number; {CURE}"),
        (
            "B2_Years",
            "9 lives",
            f"found '9 lives', which is not a number; declare its unit; {CURE}",
        ),
        ("B2_Years", "1,5", COMMA_HINT),
        ("B2_Years", "", f"found an empty cell, which is not a number; {CURE}"),
        ("B2_Years", "nan", f"found 'nan', which is not a number; {CURE}"),
        ("B2_Years", "1e999", f"found '1e999', which is not a number; {CURE}"),
        ("B2_Years", "-4", "found '-4', which is out of range; allowed: from 0 to 60"),
        ("B2_Years", "61", "found '61', which is out of range; allowed: from 0 to 60"),
        ("B4_Begun", "-1", "found '-1', which is out of range; allowed: from 0"),
        ("P4_Build", "-1", "found '-1', which is out of range; allowed: from 0 to 100"),
        ("P4_Build", "many", "found 'many', which is not a number"),
        ("Duration", "long", "found 'long', which is not a number"),
    ],
)
def test_what_is_no_number_or_out_of_range_is_named(
    problems: Callable[..., list[str]], column: str, text: str, said: str
) -> None:
    assert problems((3, column, text)) == [f"row 3, column {column}: {said}"]


def test_an_allocation_with_another_total_is_named_with_its_sum(
    problems: Callable[..., list[str]],
) -> None:
    found = problems((2, "P4_Build", "31"), (3, "P4_Build", "51"), (6, "P4_Watch", "-66"))
    assert found == [
        "row 6, column P4_Build … P4_Watch: some shares are missing; P4 allows a total of 100",
        "rows 2, 3, column P4_Build … P4_Watch: the shares sum to 101; P4 allows a total of 100",
    ]


def test_an_allocation_with_another_total_may_be_left_out(
    edited_study: Callable[..., Path], tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    study = load_study(edited_study(("total: 100", "total: 100\n    other_totals: leave-out")))
    tiny_table.loc[[3, 5], "P4_Build"] = ["51", "-66"]
    tiny_table.to_csv(tmp_path / "export.csv", index=False)
    responses = read(study, tmp_path / "export.csv")
    assert responses.ids[responses.is_answered("P4").all(axis=1)].tolist() == [5, 11, 12, 21]
    assert np.isnan(responses.values["P4"][0]).all()


def test_a_total_may_be_missed_by_the_tolerance(
    edited_study: Callable[..., Path], tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    study = load_study(edited_study(("total: 100", "total: 100\n    tolerance: 1")))
    tiny_table.loc[3, "P4_Build"] = "51"
    tiny_table.to_csv(tmp_path / "export.csv", index=False)
    assert read(study, tmp_path / "export.csv").values["P4"][0].tolist() == [51, 30, 20]


def test_two_ticks_in_one_choice_are_refused(problems: Callable[..., list[str]]) -> None:
    assert problems((3, "P2_No", "quoted")) == [
        "row 3, column P2_Yes … P2_No: several options are ticked; P2 takes one"
    ]


def test_all_problems_are_named_at_once(problems: Callable[..., list[str]]) -> None:
    found = problems(
        (2, "ID", "3"),
        (3, "B1_Role", "Develloper"),
        (4, "B2_Years", "many"),
        (5, "P1_Other", "yes"),
        (6, "P4_Build", "41"),
        (7, "Duration", "long"),
    )
    assert len(found) == 6
