from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.analysis import analyse
from survey_analysis.cli import main
from survey_analysis.errors import PublishError, RecordError
from survey_analysis.estimates import estimate
from survey_analysis.publish import file_sha256, read_manifest, write_csv, write_results
from survey_analysis.record import ONE_QUESTION_TABLES, compare_with_record, make_record
from survey_analysis.responses import Responses
from survey_analysis.study import Study, find_study_folder
from survey_analysis.suppression import SUPPRESSED, suppress_small

NAME = "ml-deployment-monitoring"
FIGURES = ["eligible", "answered", "count", "estimate", "ci_low", "method"]


def breakdown(bases: dict[str, int], question: str = "P1") -> pd.DataFrame:
    """Make a breakdown of one figure: the whole, and its segments with these bases."""
    whole = {"": sum(bases.values())}
    return pd.DataFrame([
        {
            "question_id": question, "item_id": "", "segment_by": "role" if segment else "",
            "segment": segment, "eligible": base + 1, "answered": base, "count": 1,
            "estimate": 1 / base if base else None, "ci_low": 0.0, "method": "bca-exact",
            "flag": "few",
        }
        for segment, base in (whole | bases).items()
    ])  # fmt: skip


def suppressed(table: pd.DataFrame) -> list[str]:
    """List the segments that are suppressed, and check that all of their figures are."""
    result = suppress_small(table)
    hidden = result["flag"] == SUPPRESSED
    assert result.loc[hidden, FIGURES].isna().all(axis=None)
    assert result.loc[~hidden, ["answered", "method"]].notna().all(axis=None)
    return result.loc[hidden, "segment"].tolist()


@pytest.mark.parametrize(
    ("bases", "hidden"),
    [
        ({"a": 10, "b": 30}, []),
        ({"a": 9, "b": 30, "c": 12}, ["a", "c"]),
        ({"a": 4, "b": 6, "c": 30}, ["a", "b"]),
        ({"a": 1, "b": 2, "c": 30, "d": 12}, ["a", "b", "d"]),
        ({"a": 0, "b": 30, "c": 12}, ["a"]),
        ({"a": 0, "b": 9, "c": 12}, ["a", "b", "c"]),
        ({"a": 9}, ["", "a"]),
    ],
    ids=["none", "next smallest", "two small ones", "until ten", "nobody", "nobody is no cover",
         "the whole too"],
)  # fmt: skip
def test_small_segments_are_hidden_together_with_what_would_give_them_away(
    bases: dict[str, int], hidden: list[str]
) -> None:
    assert suppressed(breakdown(bases)) == hidden


def test_every_question_is_suppressed_by_its_own_bases() -> None:
    table = pd.concat(
        [breakdown({"a": 9, "b": 30, "c": 40}), breakdown({"a": 10, "b": 30}, question="P2")],
        ignore_index=True,
    )
    result = suppress_small(table)
    hidden = result[result["flag"] == SUPPRESSED]
    assert set(hidden["question_id"]) == {"P1"}
    assert hidden["segment"].tolist() == ["a", "b"]


def test_a_small_base_of_the_whole_sample_is_hidden_too() -> None:
    assert suppressed(breakdown({})) == [""]


def test_an_items_smallest_base_decides_for_all_of_its_rows(tiny_responses: Responses) -> None:
    table = breakdown({"a": 10, "b": 30, "c": 40})
    points = table.assign(statistic="proportion", answered=table["answered"] + 1)
    result = suppress_small(pd.concat([points, table.assign(answered=table["answered"] - 1)],
                                      ignore_index=True))  # fmt: skip
    assert result[result["segment"] == "a"]["flag"].tolist() == [SUPPRESSED] * 2


def test_the_table_that_is_suppressed_is_left_as_it_was(tiny_responses: Responses) -> None:
    table = estimate(tiny_responses, by="role")
    before = table.copy()
    record = suppress_small(table)
    pd.testing.assert_frame_equal(table, before)
    assert record["flag"].eq(SUPPRESSED).all()  # nobody knows ten of eight respondents
    assert record["source"].tolist() == table["source"].tolist()


def test_suppressed_rows_are_written_empty_and_others_with_whole_counts(tmp_path: Path) -> None:
    write_csv(suppress_small(breakdown({"a": 9, "b": 11, "c": 30})), tmp_path / "b.csv")
    lines = (tmp_path / "b.csv").read_text().splitlines()
    assert lines[1].startswith("P1,,,,51,50,1,0.02,")
    assert lines[2] == "P1,,role,a,,,,,,,suppressed"
    assert lines[4].startswith("P1,,role,c,31,30,1,")


def test_tables_without_bases_are_recorded_as_they_are() -> None:
    dropout = pd.DataFrame({"page": ["a"], "reached": [1]})
    record = make_record({"dropout.csv": dropout, "estimates.csv": breakdown({"a": 5, "b": 50})})
    pd.testing.assert_frame_equal(record["dropout.csv"], dropout)
    assert record["estimates.csv"]["flag"].tolist() == ["few", SUPPRESSED, SUPPRESSED]


@pytest.fixture
def tables(tiny_responses: Responses, tiny_folder: Path) -> dict[str, pd.DataFrame]:
    return analyse(tiny_responses, tiny_folder)


@pytest.fixture
def record(tables: dict[str, pd.DataFrame], tmp_path: Path) -> Path:
    """A record without suppression, as nobody could compare eight respondents else."""
    return write_results(tables, tmp_path / "record", manifest={})


def change(table: pd.DataFrame, row: dict[str, str], column: str, value: object) -> pd.DataFrame:
    """Copy a table with one cell changed."""
    mask = pd.concat([table[name] == text for name, text in row.items()], axis=1).all(axis=1)
    assert mask.sum() == 1
    changed = table.astype(object)
    changed.loc[mask, column] = value
    return changed


def test_equal_tables_pass_and_the_rows_are_counted(
    tables: dict[str, pd.DataFrame], record: Path, tiny_study: Study
) -> None:
    compared = compare_with_record(tables, record, study=tiny_study)
    assert compared == sum(len(tables[name]) for name in ONE_QUESTION_TABLES if name in tables)


def test_segments_are_not_compared(
    tables: dict[str, pd.DataFrame], record: Path, tiny_responses: Responses
) -> None:
    by_role = {**tables, "estimates.csv": estimate(tiny_responses, by="role")}
    compared = compare_with_record(by_role, record, study=tiny_responses.study)
    assert compared == compare_with_record(tables, record, study=tiny_responses.study)


def test_every_difference_is_named_with_both_values(
    tables: dict[str, pd.DataFrame], record: Path, tiny_study: Study
) -> None:
    manual = {"question_id": "P1", "option_id": "manual"}
    tables["estimates.csv"] = change(tables["estimates.csv"], manual, "count", 3)
    tables["bounds.csv"] = change(tables["bounds.csv"], manual, "highest", 0.5)
    tables["distributions.csv"] = tables["distributions.csv"].iloc[1:]
    tables["dropout.csv"] = change(tables["dropout.csv"], {"page": "practice"}, "page", "later")
    with pytest.raises(RecordError) as caught:
        compare_with_record(tables, record, study=tiny_study)
    assert str(caught.value).splitlines() == [
        f"The run on the replica differs from the record in {record} (5 problems):",
        "  estimates.csv: P1 manual proportion: count is '3', the record has '2'",
        "  bounds.csv: P1 manual: highest is '0.5', the record has '0.5714285714285714'",
        "  distributions.csv: B2 0.0 is missing",
        "  dropout.csv: practice is missing",
        "  dropout.csv: later is not in the record",
    ]


@pytest.mark.parametrize(
    ("statistic", "column", "value", "differs"),
    [
        ("mean", "estimate", 50.009, False),
        ("mean", "estimate", 50.011, True),
        ("mean", "ci_low", 12.0, False),
        ("mean", "answered", 4, True),
        ("median", "estimate", 45.0, False),
        ("median", "count", 4, True),
    ],
)
def test_allocations_agree_in_bases_and_in_means_to_a_hundredth(
    tables: dict[str, pd.DataFrame],
    record: Path,
    tiny_study: Study,
    statistic: str,
    column: str,
    value: float,
    *,
    differs: bool,
) -> None:
    row = {"question_id": "P4", "item_id": "build", "statistic": statistic}
    tables["estimates.csv"] = change(tables["estimates.csv"], row, column, value)
    if not differs:
        assert compare_with_record(tables, record, study=tiny_study) > 0
        return
    with pytest.raises(RecordError, match=f"P4 build {statistic}: {column} is '{value}'"):
        compare_with_record(tables, record, study=tiny_study)


def test_a_record_without_a_table_is_named(
    tables: dict[str, pd.DataFrame], record: Path, tiny_study: Study
) -> None:
    (record / "bounds.csv").unlink()
    with pytest.raises(RecordError, match=r"bounds\.csv: is missing from the record"):
        compare_with_record(tables, record, study=tiny_study)


def test_a_folder_without_a_record_is_refused(
    tables: dict[str, pd.DataFrame], tmp_path: Path, tiny_study: Study
) -> None:
    with pytest.raises(PublishError, match="holds no results"):
        compare_with_record(tables, tmp_path, study=tiny_study)


def test_the_committed_record_has_the_sums_of_its_manifest() -> None:
    folder = find_study_folder(NAME) / "record"
    manifest = read_manifest(folder)
    assert manifest["data"]["kind"] == "original"
    on_disk = {p.name for p in folder.iterdir()} - {"manifest.json"}
    assert set(manifest["files"]) == on_disk
    for name, found in manifest["files"].items():
        assert file_sha256(folder / name) == found


def test_the_committed_record_hides_every_small_base() -> None:
    folder = find_study_folder(NAME) / "record"
    for name in ("estimates.csv", "breakdowns.csv", "sensitivity.csv"):
        table = pd.read_csv(folder / name, keep_default_na=False, na_values=[""])
        assert not (table["answered"] < 10).any()
        assert table.loc[table["flag"] == SUPPRESSED, "estimate"].isna().all()


def test_a_run_on_the_replica_equals_the_committed_record(
    flagship_study: Study, replica_tables: dict[str, pd.DataFrame]
) -> None:
    record = find_study_folder(NAME) / "record"
    assert compare_with_record(replica_tables, record, study=flagship_study) > 500


def test_the_committed_record_is_what_the_original_gives_byte_for_byte(
    original: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    committed = find_study_folder(NAME)
    fresh = tmp_path / NAME
    fresh.mkdir()
    for name in ("study.yaml", "claims.yaml"):
        shutil.copy(committed / name, fresh / name)
    shutil.copytree(committed / "coding", fresh / "coding")
    assert main(["record", str(fresh), "--data", str(original)]) == 0
    written = [str(fresh / name) for name in ("record", "replica/counts.csv", "replica/slots.csv")]
    assert capsys.readouterr().out.splitlines() == written
    names = {
        path.relative_to(fresh).as_posix()
        for folder in ("record", "replica")
        for path in (fresh / folder).glob("*.csv")
    }
    recorded = {path.relative_to(committed).as_posix() for path in committed.glob("record/*.csv")}
    assert names == recorded | {"replica/counts.csv", "replica/slots.csv"}
    different = [
        name for name in names if (fresh / name).read_bytes() != (committed / name).read_bytes()
    ]
    assert different == [], "renew the record: survey-analysis record STUDY --data ORIGINAL"
    then, now = (read_manifest(folder / "record") for folder in (committed, fresh))
    for part in ("study", "data", "inputs", "settings", "files"):
        assert then[part] == now[part], part
