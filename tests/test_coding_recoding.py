from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from survey_analysis.coding.changes import (
    Drop,
    DropCategory,
    Merge,
    MergeCategories,
    Move,
    Rename,
    RenameCategory,
    Split,
)
from survey_analysis.coding.recoding import recode_relations, recode_rows
from survey_analysis.errors import InvalidCallError

Row = tuple[str, str, str, int | None, int | None, str]
NAMES = ["unit_id", "code", "category", "start", "end", "memo"]


def make(*rows: Row) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=NAMES)
    texts = dict.fromkeys(["unit_id", "code", "category", "memo"], "str")
    return table.astype({**texts, "start": "Int64", "end": "Int64"})


def rows_of(table: pd.DataFrame) -> list[list[Any]]:
    return table.astype(object).where(table.notna(), None)[NAMES].values.tolist()


def test_a_renamed_code_has_its_new_name_everywhere() -> None:
    table = make(("u", "a", "", 1, 2, "m"), ("v", "b", "", None, None, ""))
    assert recode_rows(table, Rename(rename="a", to="z"))["code"].tolist() == ["z", "b"]
    assert table["code"].tolist() == ["a", "b"]


def test_merged_applications_of_a_unit_become_one_with_all_memos() -> None:
    table = make(
        ("u", "a", "", None, None, "one"), ("u", "b", "c", None, None, "two"),
        ("u", "d", "", None, None, "one"), ("u", "a", "", 0, 4, ""), ("v", "b", "", None, None, ""),
    )  # fmt: skip
    assert rows_of(recode_rows(table, Merge(merge=["a", "b", "d"], into="d"))) == [
        ["u", "d", "", None, None, "one; two; also in category c"],
        ["u", "d", "", 0, 4, ""],
        ["v", "d", "", None, None, ""],
    ]


def test_coders_do_not_merge_into_each_other() -> None:
    table = make(("u", "a", "", None, None, ""), ("u", "b", "", None, None, ""))
    both = table.assign(coder=["coder-a", "coder-b"])
    assert len(recode_rows(both, Merge(merge=["a"], into="b"))) == 2
    assert len(recode_rows(table, Merge(merge=["a"], into="b"))) == 1


def test_a_split_decides_by_unit_and_otherwise() -> None:
    table = make(*((unit, "a", "", None, None, "") for unit in "uvw"), ("u", "x", "", 1, 2, ""))
    split = Split(split="a", into=["b", "c"], units={"v": "b"}, otherwise="c")
    assert recode_rows(table, split)["code"].tolist() == ["c", "b", "c", "x"]


def test_a_split_that_leaves_units_open_is_refused() -> None:
    table = make(*((f"u{i}", "a", "", None, None, "") for i in range(10)))
    split = Split(split="a", into=["b", "c"], units={"u0": "b"})
    message = r"does not decide on u1, .*u8 and 1 more; list them, or give 'otherwise'"
    with pytest.raises(InvalidCallError, match=message):
        recode_rows(table, split)


def test_a_dropped_code_alone_leaves_the_unit_seen_with_a_memo() -> None:
    table = make(("u", "a", "c", None, None, "old"), ("v", "a", "", 2, 9, ""))
    assert rows_of(recode_rows(table, Drop(drop="a", reason="r"))) == [
        ["u", "", "", None, None, "old; dropped code a"],
        ["v", "", "", None, None, "dropped code a at 2 to 9"],
    ]


def test_a_dropped_code_beside_others_is_noted_on_the_first_of_them() -> None:
    table = make(
        ("u", "a", "", None, None, "x"), ("u", "b", "", None, None, "y"),
        ("u", "c", "", None, None, "z"), ("w", "b", "", None, None, "kept"),
    )  # fmt: skip
    assert rows_of(recode_rows(table, Drop(drop="a", reason="r"))) == [
        ["u", "b", "", None, None, "x; dropped code a; y"],
        ["u", "c", "", None, None, "z"],
        ["w", "b", "", None, None, "kept"],
    ]


def test_spans_of_a_dropped_code_become_one_row_that_names_all() -> None:
    table = make(("u", "a", "", 0, 3, ""), ("u", "a", "", 5, 9, ""))
    assert rows_of(recode_rows(table, Drop(drop="a", reason="r"))) == [
        ["u", "", "", None, None, "dropped code a at 0 to 3; dropped code a at 5 to 9"],
    ]


def test_excluded_units_are_left_alone() -> None:
    table = make(("u", "NOT-CODABLE", "", None, None, "m"), ("v", "", "", None, None, ""))
    for change in (Drop(drop="a", reason="r"), Rename(rename="a", to="b"), Move(move="a", to="c")):
        assert rows_of(recode_rows(table, change)) == rows_of(table)


def test_categories_that_rows_name_follow() -> None:
    table = make(("u", "a", "c", None, None, ""), ("v", "a", "", None, None, ""))
    assert recode_rows(table, RenameCategory(rename_category="c", to="d"))["category"].tolist() == [
        "d", "",
    ]  # fmt: skip
    merge = MergeCategories(merge_categories=["c"], into="e")
    assert recode_rows(table, merge)["category"].tolist() == ["e", ""]
    dropped = recode_rows(table, DropCategory(drop_category="c", reason="r"))
    assert dropped["category"].tolist() == ["", ""]
    assert dropped["memo"].tolist() == ["dropped category c", ""]


def test_resolutions_keep_their_notes_as_reasons() -> None:
    table = make(("u", "a", "", None, None, "one"), ("u", "b", "", None, None, "two"))
    resolved = table.rename(columns={"memo": "reason"}).assign(resolved_by=["coder-a", "coder-b"])
    joined = recode_rows(resolved, Merge(merge=["a"], into="b"), note="reason")
    assert joined[["code", "reason", "resolved_by"]].values.tolist() == [
        ["b", "one; two", "coder-a; coder-b"],
    ]


def test_no_rows_stay_no_rows() -> None:
    for change in (Drop(drop="a", reason="r"), Merge(merge=["a"], into="b")):
        assert len(recode_rows(make(), change)) == 0


def relate(*rows: tuple[str, ...]) -> pd.DataFrame:
    names = ["from_code", "relation", "to_code", "unit_id", "coder", "memo"]
    return pd.DataFrame(list(rows), columns=names, dtype="str")


def test_relations_follow_their_codes_and_join() -> None:
    table = relate(
        ("a", "causes", "c", "u", "coder-a", "one"), ("b", "causes", "c", "u", "coder-a", "two"),
    )  # fmt: skip
    merged = recode_relations(table, Merge(merge=["a"], into="b"))
    assert merged.values.tolist() == [["b", "causes", "c", "u", "coder-a", "one; two"]]
    split = Split(split="c", into=["d", "e"], units={"u": "e"})
    assert set(recode_relations(table, split)["to_code"]) == {"e"}
    assert recode_relations(table, Move(move="a", to="c")) is table


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Merge(merge=["a"], into="c"), "relations of u would be of a code to itself; change or"),
        (Drop(drop="c", reason="r"), "relations of u, v name the dropped code 'c'"),
    ],
)
def test_a_change_that_would_lose_a_relation_is_refused(change: Any, message: str) -> None:
    table = relate(("a", "causes", "c", "u", "coder-a", ""), ("b", "causes", "c", "v", "x", ""))
    with pytest.raises(InvalidCallError, match=message):
        recode_relations(table, change)
