from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey_analysis.analysis import RunSettings, analyse, describe_run
from survey_analysis.errors import InvalidCallError, PublishError
from survey_analysis.loading import load_responses
from survey_analysis.publish import write_results
from survey_analysis.responses import Responses
from survey_analysis.results import RESULTS_VARIABLE, Results, add_labels, load_results
from survey_analysis.study import Study

SETTINGS = RunSettings(by=("role",))


@pytest.fixture(scope="module")
def tables(tiny_folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of the survey of eight, broken down by role."""
    return analyse(load_responses(tiny_folder), tiny_folder, settings=SETTINGS)


@pytest.fixture
def written(
    tables: dict[str, pd.DataFrame], tiny_responses: Responses, tiny_folder: Path, tmp_path: Path
) -> Path:
    manifest = describe_run(tiny_responses, tiny_folder, settings=SETTINGS, command="run tiny")
    return write_results(tables, tmp_path / "results" / "tiny", manifest=manifest)


@pytest.fixture
def results(written: Path, tiny_folder: Path) -> Results:
    return load_results(tiny_folder, written)


def test_results_come_back_as_they_were_written(
    results: Results, tables: dict[str, pd.DataFrame]
) -> None:
    assert set(results.tables) == {name.removesuffix(".csv") for name in tables}
    for name, table in tables.items():
        found = results.table(name.removesuffix(".csv"))[list(table.columns)]
        assert found.to_csv(index=False) == table.to_csv(index=False)


def test_nothing_is_an_empty_text_or_an_unknown_number(results: Results) -> None:
    estimates = results.table("estimates")
    for column in ("item_id", "segment", "method", "flag", "segment_by"):
        assert estimates[column].map(type).eq(str).all()
    assert estimates["ci_low"].dtype == estimates["estimate"].dtype == float
    assert estimates["ci_low"].isna().any()
    quality = results.table("quality")
    assert quality["effect"].dtype == float
    assert quality["effect"].isna().any()


def test_a_label_such_as_none_stays_a_label(results: Results) -> None:
    rows = results.question("P1")
    assert rows["option"].iloc[0] == "None"
    assert rows["option_id"].iloc[0] == "none"


def test_tables_carry_the_labels_of_questions_items_and_options(results: Results) -> None:
    rows = results.question("P3")
    top = rows[(rows["statistic"] == "top_share") & (rows["segment"] == "")]
    assert top["question"].tolist() == ["Importance"] * 2
    assert top["item"].tolist() == ["Deployment", "Monitoring"]
    assert top["option"].tolist() == ["", ""]


def test_a_question_has_its_rows_of_any_table(results: Results) -> None:
    assert len(results.question("P1")) == 4 * 4
    assert results.question("P1", "bounds")["option"].tolist() == [
        "None", "By hand", "Automatic", "Other way",
    ]  # fmt: skip
    assert results.question("B1", "bounds").empty


def test_results_know_what_was_analysed_and_where_they_lie(results: Results, written: Path) -> None:
    assert results.kind == "original"
    assert results.folder == written
    assert results.manifest["data"]["respondents"] == 7
    assert results.study.study == "tiny"


def test_results_are_found_below_the_environment_variable(
    written: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RESULTS_VARIABLE, str(written.parent))
    assert load_results(tiny_folder).folder == written


def test_results_are_found_below_the_current_folder(
    written: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(RESULTS_VARIABLE, raising=False)
    monkeypatch.chdir(written.parents[1])
    assert load_results(tiny_folder).table("dropout")["reached"].tolist() == [8, 7, 7]


def test_an_unknown_table_is_refused_with_the_nearest(results: Results) -> None:
    with pytest.raises(InvalidCallError, match="'estimate' is not a table; nearest is 'estimates'"):
        results.table("estimate")


def test_an_unknown_question_is_refused_with_the_nearest(results: Results) -> None:
    with pytest.raises(InvalidCallError, match="'P33' is not a question of tiny; nearest is 'P3'"):
        results.question("P33")


def test_a_table_that_is_not_about_questions_has_no_rows_of_one(results: Results) -> None:
    with pytest.raises(InvalidCallError, match="'dropout' is not about questions"):
        results.question("P1", "dropout")


def test_a_folder_without_results_says_how_to_make_them(tiny_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(
        PublishError, match=r"holds no results .* 'survey-analysis run' writes them"
    ):
        load_results(tiny_folder, tmp_path)


def test_another_studys_results_are_refused(written: Path) -> None:
    message = "holds the results of 'tiny', not of 'ml-deployment-monitoring'"
    with pytest.raises(PublishError, match=message):
        load_results("ml-deployment-monitoring", written)


def test_labels_are_added_to_a_copy(tiny_study: Study) -> None:
    table = pd.DataFrame({"question_id": ["P1", "B2|P5"], "option_id": ["manual", ""]})
    labelled = add_labels(table, tiny_study)
    assert labelled["question"].tolist() == ["Ways to release", ""]
    assert labelled["option"].tolist() == ["By hand", ""]
    assert list(table.columns) == ["question_id", "option_id"]


def test_a_table_without_questions_gets_no_labels(tiny_study: Study) -> None:
    table = pd.DataFrame({"page": ["a"], "reached": [np.int64(3)]})
    pd.testing.assert_frame_equal(add_labels(table, tiny_study), table)
