from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from coded_samples import (
    CODINGS,
    UNITS,
    make_applications,
    make_coding,
    make_relations,
    make_resolved,
)

from survey_analysis.coded import CodedSettings, tabulate_coding
from survey_analysis.coded.agreements import tabulate_agreement
from survey_analysis.coded.cohort import form_cohort
from survey_analysis.coding.project import Coding
from survey_analysis.responses import Responses

FAST = CodedSettings(n_resamples=200)

SECOND = [("3:1", "a", ""), ("3:2", "a", ""), ("5:1", "b", ""), ("8:1", "b", ""),
          ("11:1", "NOT-CODABLE", ""), ("21:1", "NOT-CODABLE", "")]  # fmt: skip


@pytest.fixture
def coded_twice() -> Coding:
    both = [make_applications("coder-a", CODINGS), make_applications("coder-b", SECOND)]
    relations = make_relations(
        ("a", "causes", "b", "3:1"), ("a", "causes", "b", "3:2"), ("a", "causes", "b", "5:1"),
        ("b", "part-of", "c", "21:1"), ("a", "causes", "b", "11:1"), ("a", "causes", "b", "30:1"),
    )  # fmt: skip
    return make_coding(pd.concat(both, ignore_index=True), relations=relations)


@pytest.fixture
def tables(coded_twice: Coding, tiny_responses: Responses) -> dict[str, pd.DataFrame]:
    return tabulate_coding(coded_twice, tiny_responses, rng=np.random.default_rng(1), settings=FAST)


def test_every_table_is_there_under_its_file_name(tables: dict[str, pd.DataFrame]) -> None:
    assert list(tables) == [
        "codes.csv", "coded_units.csv", "agreement.csv", "relations.csv", "cooccurrence.csv",
        "saturation.csv", "saturation_points.csv", "code_contrasts.csv",
    ]  # fmt: skip


def test_the_same_seed_gives_the_same_tables(
    coded_twice: Coding, tiny_responses: Responses, tables: dict[str, pd.DataFrame]
) -> None:
    again = tabulate_coding(
        coded_twice, tiny_responses, rng=np.random.default_rng(1), settings=FAST
    )
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, again[name])


def test_without_resamples_shares_are_exact_and_need_no_seed(
    coded_twice: Coding, tiny_responses: Responses
) -> None:
    one, other = (
        tabulate_coding(coded_twice, tiny_responses, rng=np.random.default_rng(seed))
        for seed in (1, 2)
    )
    for name in ("codes.csv", "relations.csv", "code_contrasts.csv", "coded_units.csv"):
        pd.testing.assert_frame_equal(one[name], other[name])


def test_no_table_holds_a_unit_or_a_text(tables: dict[str, pd.DataFrame]) -> None:
    written = "".join(table.to_csv() for table in tables.values())
    assert not [unit for unit in UNITS if f"{unit}," in written]
    assert "text of" not in written


def test_the_state_of_every_unit_is_counted(tables: dict[str, pd.DataFrame]) -> None:
    row = tables["coded_units.csv"].iloc[0].to_dict()
    assert row == {
        "question_id": "T1.deploy", "units": 7, "not_coded": 1, "not_codable": 1,
        "nothing_applies": 1, "coded": 4, "double_coded": 6, "resolved": 0,
        "open_conflicts": 3,
        "respondents": 6, "answered": 4,
    }  # fmt: skip


def test_relations_are_counted_by_respondent_within_the_base(
    tables: dict[str, pd.DataFrame],
) -> None:
    columns = ["question_id", "from_code", "relation", "to_code", "respondents", "answered"]
    assert tables["relations.csv"][columns].to_numpy().tolist() == [
        ["T1.deploy", "a", "causes", "b", 2, 4],
        ["T1.deploy", "b", "part-of", "c", 1, 4],
    ]
    assert tables["relations.csv"]["estimate"].tolist() == [0.5, 0.25]


def test_pairs_are_counted_within_respondents_and_within_reports(
    tables: dict[str, pd.DataFrame],
) -> None:
    columns = ["question_id", "within", "code", "with_code", "answered", "count", "with_count",
               "together", "estimate"]  # fmt: skip
    assert tables["cooccurrence.csv"][columns].to_numpy().tolist() == [
        ["T1.deploy", "respondent", "a", "b", 4, 1, 2, 1, 0.5],
        ["T1.deploy", "unit", "a", "b", 5, 2, 2, 1, 1 / 3],
    ]


def test_segments_that_divide_in_two_are_compared_by_fishers_test(
    tables: dict[str, pd.DataFrame],
) -> None:
    table = tables["code_contrasts.csv"]
    assert list(dict.fromkeys(table["segment_by"])) == [
        "experience", "pipeline", "makers", "named-role",
    ]  # fmt: skip
    row = table.query("segment_by == 'named-role' and code == 'a' and question_id == 'T1.deploy'")
    columns = ["segment", "versus_segment", "n", "estimate", "test", "p_value"]
    assert row[columns].to_numpy().tolist() == [
        ["Developer", "Data scientist", 4, 0.5, "fisher-exact", 1.0]
    ]


def test_codes_and_categories_are_families_of_their_own(
    coded_twice: Coding, tiny_responses: Responses
) -> None:
    settings = CodedSettings(contrast_by=("named-role",))
    rng = np.random.default_rng(1)
    table = tabulate_coding(coded_twice, tiny_responses, rng=rng, settings=settings)[
        "code_contrasts.csv"
    ]
    first = table[table["question_id"] == "T1.deploy"]
    for rows in (first[first["code"] == ""], first[first["code"] != ""]):
        assert rows["p_holm"].min() == pytest.approx(min(1, len(rows) * rows["p_value"].min()))


def agreement(tables: dict[str, pd.DataFrame], code: str, question: str) -> pd.DataFrame:
    table = tables["agreement.csv"]
    rows = table[(table["code"] == code) & (table["question_id"] == question)]
    return rows.set_index("coefficient")


def test_agreement_compares_units_that_two_coded_and_counts_the_rest(
    tables: dict[str, pd.DataFrame],
) -> None:
    # coded twice: 3:1 (a b | a), 3:2 (a | a), 5:1 (b | b), 8:1 (nothing | b);
    # 11:1 is not codable for both, 21:1 for one of them
    found = agreement(tables, "a", "T1.deploy").loc["percent"]
    assert found[["n_units", "n_excluded", "estimate"]].tolist() == [4, 2, 1.0]
    found = agreement(tables, "b", "T1.deploy").loc["percent"]
    assert found["estimate"] == 0.5
    assert found["coders"] == "coder-a, coder-b"


def test_what_is_codable_has_an_agreement_of_its_own(tables: dict[str, pd.DataFrame]) -> None:
    found = agreement(tables, "NOT-CODABLE", "T1.deploy").loc["percent"]
    assert found[["n_units", "n_excluded"]].tolist() == [6, 0]
    assert found["estimate"] == pytest.approx(5 / 6)


def test_sets_of_codes_are_compared_by_masi_and_by_jaccard(
    tables: dict[str, pd.DataFrame],
) -> None:
    sets = tables["agreement.csv"].query("code == '' and question_id == 'T1.deploy'")
    assert sets["weights"].tolist() == ["masi", "jaccard"]
    assert sets["n_units"].tolist() == [4, 4]
    assert (sets["estimate"] < 1).all()


def test_all_questions_are_pooled_where_there_are_several(
    tables: dict[str, pd.DataFrame],
) -> None:
    assert agreement(tables, "a", "").loc["percent", "n_excluded"] == 4


def test_with_one_coder_agreement_is_undefined_and_says_why(tiny_responses: Responses) -> None:
    cohort = form_cohort(tiny_responses, [], by=())
    table = tabulate_agreement(make_coding(), cohort, rng=np.random.default_rng(1), settings=FAST)
    assert table["estimate"].isna().all()
    assert set(table["note"]) == {"undefined, because no unit was coded by two coders"}


def test_nothing_coded_gives_empty_tables(tiny_responses: Responses) -> None:
    coding = make_coding(make_applications("coder-a", []))
    tables = tabulate_coding(coding, tiny_responses, rng=np.random.default_rng(1), settings=FAST)
    assert [name for name, table in tables.items() if len(table)] == ["coded_units.csv"]


def test_a_condition_narrows_who_is_counted(coded_twice: Coding, tiny_responses: Responses) -> None:
    settings = CodedSettings(where="B1 = 'Developer'", n_resamples=200)
    rng = np.random.default_rng(1)
    tables = tabulate_coding(coded_twice, tiny_responses, rng=rng, settings=settings)
    assert tables["codes.csv"]["answered"].max() == 2
    assert tables["coded_units.csv"]["respondents"].tolist() == [3, 1]


def test_resolutions_count_and_take_their_relations_with_them(
    coded_twice: Coding, tiny_responses: Responses, tables: dict[str, pd.DataFrame]
) -> None:
    resolved = make_resolved([("3:1", "a", ""), ("5:1", "a", ""), ("5:1", "b", "")])
    after = tabulate_coding(
        replace(coded_twice, resolved=resolved),
        tiny_responses,
        rng=np.random.default_rng(1),
        settings=FAST,
    )
    columns = ["from_code", "relation", "to_code", "respondents"]
    before = tables["relations.csv"][columns].to_numpy().tolist()
    assert before == [["a", "causes", "b", 2], ["b", "part-of", "c", 1]]
    # In 3:1 b was not kept; respondent 3 says it in 3:2 too, which nobody resolved.
    assert after["relations.csv"][columns].to_numpy().tolist() == before
    states = after["coded_units.csv"].iloc[0]
    assert (states["resolved"], states["open_conflicts"]) == (2, 2)
    pd.testing.assert_frame_equal(after["agreement.csv"], tables["agreement.csv"])


@pytest.mark.parametrize(("kept", "respondents"), [(["a", "b"], 2), (["a"], 1), ([""], 1)])
def test_a_relation_counts_where_the_resolution_kept_both_codes(
    coded_twice: Coding, tiny_responses: Responses, kept: list[str], respondents: int
) -> None:
    resolved = make_resolved([("5:1", code, "") for code in kept])
    after = tabulate_coding(
        replace(coded_twice, resolved=resolved),
        tiny_responses,
        rng=np.random.default_rng(1),
        settings=FAST,
    )
    assert after["relations.csv"]["respondents"].iloc[0] == respondents
