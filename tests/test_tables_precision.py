import pandas as pd
import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.planning import coverage_table, plan_base, plan_power
from survey_analysis.tables import bases_table, coverage_display, power_table


def test_coverage_has_a_column_for_each_method_and_a_group_for_each_base() -> None:
    table = coverage_display(coverage_table([20, 170], [0.01, 0.3]))
    assert list(table["Group"]) == ["Base of 20"] * 2 + ["Base of 170"] * 2
    assert list(table.columns[1:6]) == ["True share", "Percentile", "BCa", "Wilson", "As shown"]
    assert list(table["True share"][:2]) == ["1\u00a0%", "30\u00a0%"]


def test_coverage_is_that_of_the_planning_table() -> None:
    found = coverage_table([20], [0.01])
    row = coverage_display(found).iloc[0]
    coverage = found.set_index("method")["coverage"]
    for method, heading in (("bca", "BCa"), ("wilson", "Wilson"), ("shown", "As shown")):
        assert row[heading] == f"{100 * coverage[method]:.1f}\u00a0%"


def test_a_rare_option_often_has_no_interval_and_is_flagged() -> None:
    row = coverage_display(coverage_table([20], [0.01])).iloc[0]
    assert row["Without an interval"] == f"{100 * 0.99**20:.1f}\u00a0%"
    assert row["Note"] == "few expected"


def test_needed_answers_stand_below_the_share_and_beside_the_width() -> None:
    table = bases_table(plan_base([0.15, 0.3], [0.3, 0.5]))
    assert list(table["Interval"]) == ["±15\u00a0points", "±7.5\u00a0points"]
    assert list(table["If the share is 50\u00a0%"]) == ["40", "160"]


def test_power_keeps_the_order_of_the_groups() -> None:
    table = power_table(plan_power([(100, 100), (20, 20)], [(0.3, 0.4), (0.3, 0.5)]))
    assert list(table["Groups"]) == ["100 and 100", "20 and 20"]
    assert list(table["30\u00a0% against 50\u00a0%"]) == ["79\u00a0%", "16\u00a0%"]


@pytest.mark.parametrize("tabulate", [coverage_display, bases_table, power_table])
def test_other_tables_are_refused(tabulate: object) -> None:
    assert callable(tabulate)
    with pytest.raises(InvalidCallError, match="the table lacks the columns"):
        tabulate(pd.DataFrame({"share": [0.5]}))
