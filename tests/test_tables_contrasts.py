from contrast_rows import STUDY, SUPPRESSED, effort, make_contrasts, open_row, segments
from result_rows import load_record

from survey_analysis.contrasts import FAMILY
from survey_analysis.suppression import suppress_small, suppress_small_contrasts
from survey_analysis.tables import contrasts_table, families_table
from survey_analysis.tables.html import numeric_columns


def test_each_comparison_has_difference_interval_tests_and_finding() -> None:
    row = contrasts_table(make_contrasts({}), study=STUDY).iloc[0]
    assert list(row) == [
        "Separate service over Embedded in the application", "168", "17\u00a0points", "4–29",
        "0.013", "0.013", "0.031", "differs", "",
    ]  # fmt: skip


def test_what_does_not_survive_holm_is_open() -> None:
    table = contrasts_table(make_contrasts(open_row()), study=STUDY)
    assert list(table["Finding"]) == ["open"]


def test_a_suppressed_comparison_says_so_and_has_no_finding() -> None:
    table = contrasts_table(make_contrasts(SUPPRESSED), study=STUDY)
    assert list(table.iloc[0][1:]) == ["–", "not published", "–", "–", "–", "–", "–", ""]


def test_flags_are_explained() -> None:
    table = contrasts_table(make_contrasts({"flag": "few;test-interval-disagree"}), study=STUDY)
    assert list(table["Note"]) == ["few answers, test and interval disagree"]


def test_several_families_are_grouped_and_one_is_not() -> None:
    assert "Group" not in contrasts_table(make_contrasts({}, open_row()), study=STUDY)
    table = contrasts_table(make_contrasts({}, effort()), study=STUDY)
    assert list(table["Group"]) == [STUDY.question(name).label for name in ("Q13", "Q3")]


def test_the_interval_is_headed_by_its_level() -> None:
    assert "90\u00a0% interval" in contrasts_table(make_contrasts({}), study=STUDY, level=0.9)


def test_numbers_are_told_from_words_in_html() -> None:
    table = contrasts_table(make_contrasts({}, open_row(ci_low=-0.02)), study=STUDY)
    expected = ["Base", "Difference", "95\u00a0% interval", "p", "Holm", "BY"]
    assert numeric_columns(table) == expected


def test_families_count_small_p_values_before_and_after_adjusting() -> None:
    rows = make_contrasts({}, open_row(), open_row(flag="few;degenerate", p_value=0.5))
    counted = families_table(rows, study=STUDY).iloc[0]
    assert list(counted[1:]) == ["within respondents", "3", "1", "2", "1", "1"]


def test_families_leave_suppressed_comparisons_out() -> None:
    rows = make_contrasts(segments("0–1", "5–9"), segments("0–1", "10+") | SUPPRESSED)
    counted = families_table(rows, study=STUDY).iloc[0]
    assert list(counted[1:3]) == ["by years with ML-enabled systems", "1"]


def test_in_the_record_one_family_of_groups_has_a_comparison_that_survives() -> None:
    families = families_table(load_record().table("contrasts"), study=STUDY)
    groups = families[families["Compared"].str.startswith("by ")]
    (survivor,) = groups[groups["Holm"] != "0"].to_dict("records")
    assert survivor["Group"] == "MLOps pipeline followed for deployment"
    assert survivor["Compared"] == "by years with ML-enabled systems"


def test_suppressing_the_record_again_changes_no_table() -> None:
    results = load_record()
    contrasts = results.table("contrasts")
    again = suppress_small_contrasts(contrasts, suppress_small(results.table("breakdowns")))
    expected = contrasts_table(contrasts, study=STUDY)
    assert contrasts_table(again, study=STUDY).equals(expected)


def test_families_are_those_in_which_p_values_are_adjusted() -> None:
    contrasts = load_record().table("contrasts")
    shown = contrasts[contrasts["flag"] != "suppressed"]
    families = families_table(contrasts, study=STUDY)
    sizes = shown.groupby(FAMILY, sort=False).size()
    assert list(families["Comparisons"]) == [str(size) for size in sizes]
