from __future__ import annotations

import pytest

from survey_analysis.study import Study
from survey_analysis.study.condition_rules import condition_problems


@pytest.mark.parametrize(
    "condition",
    [
        "B1 = 'Developer' and B2 >= 2",
        "B2 = 3",
        "B4.deployed <= B4.begun",
        "B4.begun > B2",
        "P1 = 'None'",
        "P1 != 'By hand'",
        "P2 = 'Yes'",
        "P3.deployment >= 'Middle'",
        "P3.deployment > P3.monitoring",
        'P3.monitoring = "I don\'t know"',
        "P4.build < 50",
        "P4 answered",
        "P3.monitoring not answered",
        "T1.first answered",
        "T1 not answered",
        "Status = 'Completed (31)'",
        "Status != 'Suspended (22)'",
        "Status starts 'Completed'",
    ],
)
def test_what_can_be_computed_has_no_problem(tiny_study: Study, condition: str) -> None:
    assert condition_problems(tiny_study, condition) == []


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("B9 = 3", "'B9' is not a question; allowed: 'B1', 'B2', 'B3', 'B4'"),
        ("Statu = 'x'", "'Statu' is not a question; nearest is 'Status'"),
        ("B1 = 'Develper'", "'Develper' is not a label of B1; nearest is 'Developer'; allowed: "),
        ("B1 = 2", "B1 takes a label in quotes, such as 'Developer'"),
        ("B1 > 'Developer'", "B1 is a choice, its options have no order: allowed are = and !="),
        ("P1 < 'None'", "P1 is a choice, its options have no order: allowed are = and !="),
        ("P1 = 'nona'", "'nona' is not a label of P1; nearest is 'None'"),
        ("P1.manual = 'Yes'", "'manual' is not an item of P1; allowed: none"),
        ("B2 = 'two'", "B2 holds numbers, and 'two' is a text"),
        ("B2.years = 2", "'years' is not an item of B2; allowed: none"),
        ("B4 = 2", "B4 has several items: name one, such as 'B4.begun'"),
        ("B4.begn = 2", "'begn' is not an item of B4; nearest is 'begun'"),
        ("B2 > B4", "B4 has several items: name one, such as 'B4.begun'"),
        ("B2 > B9", "'B9' is not a question"),
        ('P3.deployment > "I don\'t know"', "\"I don't know\" is not a label of P3; allowed: 'Lo"),
        ("P3.deployment > 2", "P3 takes a label in quotes, such as 'Low'"),
        ("P3.deployment > B2", "P3 and B2 cannot be compared: allowed are two numbers, or two "),
        ("B1 = B3", "B1 and B3 cannot be compared"),
        ("T1.first = 'Drift'", "T1 is open text: allowed are 'answered' and 'not answered'"),
        ("B1 starts 'Dev'", "'starts' compares metadata, and B1 is a single question"),
        ("Status > 'a'", "Status is metadata: allowed are = != starts and a quoted text"),
        ("Status = 31", "Status is metadata: allowed are = != starts and a quoted text"),
        ("Status answered", "Status is metadata: allowed are = != starts and a quoted text"),
        ("B2 = Status", "'Status' is not a question"),
        ("B2 >", "condition 'B2 >': expected a value after '>', found nothing"),
    ],
)
def test_what_cannot_be_computed_is_explained(tiny_study: Study, condition: str, said: str) -> None:
    problems = condition_problems(tiny_study, condition)
    assert len(problems) == 1
    assert problems[0].startswith(said)


def test_every_comparison_of_a_condition_is_checked(tiny_study: Study) -> None:
    assert len(condition_problems(tiny_study, "B9 = 3 and B2 = 3 and B1 = 'x'")) == 2
