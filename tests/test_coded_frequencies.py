import numpy as np
import pandas as pd
import pytest
from coded_samples import CODINGS, make_applications, make_coding, make_resolved

from survey_analysis.bootstrap import proportion_limits, wilson_limits
from survey_analysis.coded.cohort import CodedSettings, Cohort, form_cohort
from survey_analysis.coded.frequencies import COLUMNS, tabulate_codes
from survey_analysis.coded.reports import count_reports
from survey_analysis.coding.project import Coding
from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import EstimateSettings
from survey_analysis.responses import Responses


@pytest.fixture
def cohort(tiny_responses: Responses) -> Cohort:
    return form_cohort(tiny_responses, [], by=("role",))


def tabulate(coding: Coding, cohort: Cohort) -> pd.DataFrame:
    return tabulate_codes(count_reports(coding, cohort), cohort, settings=EstimateSettings())


def counts(table: pd.DataFrame, question: str, segment: str = "") -> dict[str, tuple[int, ...]]:
    rows = table[(table["question_id"] == question) & (table["segment"] == segment)]
    names = (rows["category"] + "/" + rows["code"]).tolist()
    numbers = rows[["respondents", "answered", "applications"]].to_numpy().tolist()
    return {name: tuple(row) for name, row in zip(names, numbers, strict=True)}


def test_respondents_are_counted_once_and_applications_as_often_as_they_are(
    cohort: Cohort,
) -> None:
    assert counts(tabulate(make_coding(), cohort), "T1.deploy") == {
        "tech/": (2, 4, 4),
        "tech/a": (1, 4, 2),
        "tech/b": (3, 4, 3),
        "tech/c": (1, 4, 1),
        "people/": (1, 4, 1),
        "any/": (2, 4, 3),
    }


def test_questions_stand_in_the_order_of_the_codebook(cohort: Cohort) -> None:
    coding = make_coding()
    turned = make_coding(units=coding.units.iloc[::-1].reset_index(drop=True))
    for one in (coding, turned):
        found = tabulate(one, cohort)["question_id"]
        assert list(dict.fromkeys(found)) == ["T1.deploy", "T1.watch"]


def test_the_order_of_units_and_rows_changes_nothing(cohort: Cohort) -> None:
    coding = make_coding()
    turned = make_coding(
        coding.applications.iloc[::-1].reset_index(drop=True),
        units=coding.units.iloc[::-1].reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(tabulate(coding, cohort), tabulate(turned, cohort))


def test_segments_have_their_own_base(cohort: Cohort) -> None:
    found = counts(tabulate(make_coding(), cohort), "T1.deploy", "Developer")
    assert found["tech/a"] == (1, 2, 2)
    assert found["people/"] == (0, 2, 0)


def test_not_codable_and_uncoded_reports_leave_the_base(cohort: Cohort) -> None:
    more = [coding for coding in CODINGS if coding[0] != "11:1"]
    table = tabulate(make_coding(make_applications("coder-a", [*more, ("11:1", "a", "")])), cohort)
    assert counts(table, "T1.deploy")["tech/a"] == (2, 5, 3)


def test_a_resolution_counts_instead_of_what_the_coders_applied(cohort: Cohort) -> None:
    coding = make_coding(resolved=make_resolved([("5:1", "a", "")]))
    assert counts(tabulate(coding, cohort), "T1.deploy")["tech/a"] == (2, 4, 3)


def test_where_coders_differ_the_first_counts_until_it_is_resolved(cohort: Cohort) -> None:
    both = [make_applications("coder-b", [("5:1", "d", "")]), make_applications("coder-a", CODINGS)]
    found = counts(tabulate(make_coding(pd.concat(both, ignore_index=True)), cohort), "T1.deploy")
    assert "tech/d" not in found
    assert found["tech/b"] == (3, 4, 3)


def test_intervals_are_the_exact_ones_of_shares(cohort: Cohort) -> None:
    table = tabulate(make_coding(), cohort)
    whole = table[(table["segment"] == "") & (table["question_id"] == "T1.deploy")]
    limits = proportion_limits(whole["respondents"], whole["answered"])
    low, high = wilson_limits(whole["respondents"], whole["answered"])
    np.testing.assert_array_equal(whole["ci_low"], limits.low)
    np.testing.assert_array_equal(whole["ci_high"], limits.high)
    np.testing.assert_array_equal(whole["wilson_low"], low)
    np.testing.assert_array_equal(whole["wilson_high"], high)


def test_small_and_constant_shares_are_flagged(cohort: Cohort) -> None:
    table = tabulate(make_coding(), cohort)
    watch = table[(table["question_id"] == "T1.watch") & (table["segment"] == "")]
    assert set(watch["flag"]) == {"few;degenerate"}
    assert list(table.columns) == COLUMNS


def test_nothing_coded_gives_no_rows(cohort: Cohort) -> None:
    table = tabulate(make_coding(make_applications("coder-a", [("8:1", "", "")])), cohort)
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_documents_are_one_question_of_all_who_speak() -> None:
    coding = make_coding()
    units = {"question": None, "groups": [], "documents": "all"}
    codebook = coding.codebook.model_copy(
        update={"units": type(coding.codebook.units).model_validate(units)}
    )
    spoken = make_coding(codebook=codebook)
    cohort = form_cohort(None, spoken.units["respondent"].tolist(), by=None)
    found = counts(tabulate(spoken, cohort), "documents")
    assert found["tech/a"] == (3, 5, 5)


def test_documents_cannot_be_divided_by_answers() -> None:
    with pytest.raises(InvalidCallError, match=r"documents have no answers.*'role'"):
        form_cohort(None, ["P01"], by=("role",))
    settings = CodedSettings(where="B2 > 3")
    with pytest.raises(InvalidCallError, match="found 'B2 > 3'"):
        form_cohort(None, ["P01"], by=None, settings=settings)


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="level is 2"):
        CodedSettings(level=2)
    with pytest.raises(InvalidCallError, match="number of resamples must be at least 1, found 0"):
        CodedSettings(n_resamples=0)
