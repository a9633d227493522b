import numpy as np
import pytest

from survey_analysis.bootstrap.counts import counts_within, refuse_rows, whole_numbers
from survey_analysis.errors import InvalidCallError


def test_counts_that_are_not_integers_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="count has type float64; allowed are integers"):
        counts_within([1.0], [2])


def test_a_table_of_counts_is_refused() -> None:
    with pytest.raises(InvalidCallError, match=r"answered has shape \(1, 2\)"):
        counts_within([1, 2], [[3, 4]])


def test_negative_counts_are_refused_by_row() -> None:
    with pytest.raises(InvalidCallError, match=r"count must not be negative.*row 1$"):
        counts_within([1, -2], [3, 4])


def test_counts_above_their_base_are_all_named() -> None:
    with pytest.raises(InvalidCallError, match=r"count must not be above answered.*row 0, 2$"):
        counts_within([5, 1, 9], [4, 4, 4])


def test_different_lengths_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="count has 2 rows and answered 3"):
        counts_within([1, 2], [3, 4, 5])


def test_many_wrong_rows_are_counted_not_listed() -> None:
    with pytest.raises(InvalidCallError, match="row 0, 1, 2, 3, 4, 5, 6, 7 and 12 more"):
        refuse_rows(np.ones(20, dtype=bool), "rule")


@pytest.mark.parametrize("kind", [np.int8, np.uint16, np.int64])
def test_every_type_of_integer_becomes_a_long_one(kind: type) -> None:
    assert whole_numbers(np.array([1, 2], dtype=kind), name="count").dtype == np.int64


def test_no_rows_are_allowed() -> None:
    count, answered = counts_within([], [])
    assert len(count) == len(answered) == 0
