from __future__ import annotations

import pytest

from survey_analysis.conditions import Comparison, Reference, parse_condition
from survey_analysis.errors import InvalidCallError


@pytest.mark.parametrize("operator", ["=", "!=", "<", "<=", ">", ">="])
def test_every_operator_compares_with_or_without_spaces(operator: str) -> None:
    spaced, dense = parse_condition(f"D6 {operator} 2"), parse_condition(f"D6{operator}2")
    assert spaced == dense
    assert (spaced[0].operator, spaced[0].right) == (operator, 2.0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("D2 = 'Brazil'", "Brazil"),
        ('D2 = "Brazil"', "Brazil"),
        ("D2 = 'I don''t know'", "I don't know"),
        ('D2 = "I don\'t know"', "I don't know"),
        ('D2 = "a ""quoted"" word"', 'a "quoted" word'),
        ("D2 = 'this and that'", "this and that"),
        ("D2 = ''", ""),
        ("D6 = -1.5", -1.5),
        ("D6 = D5", Reference("D5")),
        ("Q1.a = Q1.model-deployment", Reference("Q1", "model-deployment")),
    ],
)
def test_a_value_is_a_label_a_number_or_another_question(text: str, value: object) -> None:
    assert parse_condition(text)[0].right == value


def test_an_item_stands_behind_a_dot() -> None:
    assert parse_condition("Q1.model-deployment answered") == [
        Comparison(Reference("Q1", "model-deployment"), "answered")
    ]


def test_presence_needs_no_value() -> None:
    assert [c.operator for c in parse_condition("D6 answered and D5 not answered")] == [
        "answered",
        "not answered",
    ]


def test_starts_compares_with_a_beginning() -> None:
    assert parse_condition("Status starts 'Completed'") == [
        Comparison(Reference("Status"), "starts", "Completed")
    ]


def test_and_joins_comparisons_in_their_order() -> None:
    found = parse_condition("D6 >= 2 and D2 = 'Brazil' and Q1 answered")
    assert [c.left.question for c in found] == ["D6", "D2", "Q1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "expected a question, found nothing"),
        ("D6", "expected an operator after 'D6', found nothing"),
        ("D6 2", "expected an operator after 'D6', found '2'"),
        ("D6 >=", "expected a value after '>=', found nothing"),
        ("D6 == 2", "expected a value after '=', found '='"),
        ("2 <= D6", "expected a question, found '2'"),
        ("D6 >= 2 and", "expected a question, found nothing"),
        ("D6 >= 2 or D5 > 1", "expected 'and', found 'or'"),
        ("D6 >= 2 D5 > 1", "expected 'and', found 'D5'"),
        ("(D6 >= 2)", r"cannot read '\(D6 >= 2\)'"),
        ("D6 >= 5years", "cannot read '5years'"),
        ("D2 = 'Brazil", 'cannot read "\'Brazil"'),
        ("D2 = “Brazil”", "cannot read '“Brazil”'"),
        ("D6 not 5", "expected an operator after 'D6', found 'not'"),
        ("__import__('os')", "cannot read"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(InvalidCallError, match=f"{said}.*Allowed: comparisons joined by 'and'"):
        parse_condition(text)
