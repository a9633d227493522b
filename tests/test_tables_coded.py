"""Tables of what was coded: picked, named, explained; how the coding came about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from coded_samples import CODEBOOK
from result_rows import load_record

from survey_analysis.coding.codebook import FIRST_CODEBOOK, load_codebook
from survey_analysis.coding.migrations import MIGRATIONS, load_migrations
from survey_analysis.coding.project import open_coding
from survey_analysis.errors import InvalidCallError
from survey_analysis.loading import load_responses
from survey_analysis.study import find_study_folder
from survey_analysis.tables import (
    adoption_table,
    code_book_table,
    code_contrasts_table,
    codes_as_options,
    illustrated_table,
    read_coded,
    resolutions_table,
    segment_table,
    versions_table,
)
from survey_analysis.tables.coded import read_code_contrasts

NAME, DEPLOYMENT = "ml-deployment-monitoring", "Q4.model-deployment"
CODING = find_study_folder(NAME) / "coding"


def test_codes_are_read_with_labels_one_question_at_a_time() -> None:
    rows = read_coded(load_record(), "codes", DEPLOYMENT)
    assert set(rows["question_id"]) == {DEPLOYMENT}
    assert set(rows["question"]) == {"Model deployment"}
    assert "Legacy and running systems" in set(rows["code_label"])


def test_an_unknown_question_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidCallError, match=r"nearest is 'Q4\.model-deployment'"):
        read_coded(load_record(), "codes", "Q4.model-deploymet")


def test_a_study_without_a_codebook_has_no_codes() -> None:
    with pytest.raises(InvalidCallError, match="it has no codebook"):
        read_coded(replace(load_record(), codebook=None), "codes")


def test_codes_are_shown_as_options_of_a_question() -> None:
    rows = codes_as_options(read_coded(load_record(), "codes", DEPLOYMENT))
    chosen = rows[rows["option_id"] == "legacy-integration"]
    row = adoption_table(chosen).iloc[0]
    whole = chosen[chosen["segment_by"] == ""].iloc[0]
    assert row["Option"] == "Legacy and running systems"
    assert (row["Count"], row["Base"]) == tuple(
        f"{whole[name]:.0f}" for name in ("respondents", "answered")
    )
    by_pipeline = segment_table(chosen[chosen["segment_by"] == "pipeline"])
    assert by_pipeline["Segment"].tolist() == ["Yes", "No"]


def test_a_contrast_is_turned_so_that_the_larger_share_comes_first() -> None:
    record = load_record()
    rows = read_coded(record, "code_contrasts", DEPLOYMENT)
    turned = read_code_contrasts(rows, study=record.survey)
    place = rows["estimate"].lt(0).tolist().index(True)
    negative, one = rows.iloc[place], turned[place]
    assert (one.first, one.second) == (negative["versus_segment"], negative["segment"])
    assert (one.estimate, one.low) == (-negative["estimate"], -negative["ci_high"])
    assert all(not one.estimate < 0 for one in turned)


def test_without_a_contrast_there_is_no_table() -> None:
    record = load_record()
    rows = read_coded(record, "code_contrasts").iloc[:0]
    with pytest.raises(InvalidCallError, match="there is no contrast to show"):
        code_contrasts_table(rows, study=record.survey)


def test_a_category_is_explained_by_the_codes_that_were_reported() -> None:
    record = load_record()
    assert record.codebook is not None
    codes = read_coded(record, "codes", DEPLOYMENT)
    table = illustrated_table(codes, record.codebook, category="integration")
    found = codes[(codes["category"] == "integration") & (codes["code"] != "")]
    whole = found[found["segment_by"] == ""].sort_values("respondents", ascending=False)
    assert sorted(table["Problem"]) == sorted(whole["code_label"])
    assert table["Reported by"].iloc[0].startswith(f"{whole['respondents'].iloc[0]:.0f} of 96, ")
    assert (table["Example, written for this project"] != "").all()


def test_the_codebook_lists_every_code_under_its_category() -> None:
    table = code_book_table(CODEBOOK)
    assert table["Id"].tolist() == ["a", "b", "c", "d"]
    assert set(table["Group"]) == {"Technology: Of machines."}
    assert set(table["Includes"]) == {""}


def test_the_versions_lead_to_the_present_codebook() -> None:
    first = load_codebook(CODING / FIRST_CODEBOOK)
    table = versions_table(first, load_migrations(CODING / MIGRATIONS))
    now = load_codebook(CODING / "codebook.yaml")
    last = table.iloc[-1]
    assert table["Codes"].iloc[0] == str(len(first.codes))
    assert (last["Version"], last["Codes"]) == (str(now.version), str(len(now.codes)))
    assert "merge of codes" in table["Changes"].iloc[1]


def test_what_was_settled_is_told_without_naming_a_report() -> None:
    coding = open_coding(CODING, load_responses(NAME))
    table = resolutions_table(coding, study=load_record().survey)
    assert len(table) == coding.resolved["unit_id"].nunique()
    assert not set(table.to_numpy().ravel()) & set(coding.units["unit_id"])
    assert (table.iloc[:, 1] != table.iloc[:, 2]).all()
    assert set(table["About"]) == {"Model deployment", "Model monitoring"}
