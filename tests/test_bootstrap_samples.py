import numpy as np
import pytest

from survey_analysis.bootstrap import count_values, join_samples, samples_from_counts
from survey_analysis.bootstrap.samples import drop_absent, take_samples
from survey_analysis.errors import InvalidCallError


def test_values_are_counted_by_column_without_missing_ones() -> None:
    samples = count_values([[1.0, np.nan], [3.0, 5.0], [1.0, np.nan]])
    assert len(samples) == 2
    assert samples.values.tolist() == [1, 3, 5]
    assert samples.counts.tolist() == [2, 1, 1]
    assert samples.sample.tolist() == [0, 0, 1]
    assert samples.answered.tolist() == [3, 1]


def test_a_column_without_values_is_an_empty_sample() -> None:
    samples = count_values([[np.nan, 1.0], [np.nan, 2.0]])
    assert samples.answered.tolist() == [0, 2]
    assert samples.start.tolist() == [0, 0, 2]


@pytest.mark.parametrize(("shape", "expected"), [((0, 3), 3), ((4, 0), 0), ((0,), 1)])
def test_empty_tables_are_allowed(shape: tuple[int, ...], expected: int) -> None:
    assert len(count_values(np.empty(shape))) == expected


def test_counts_give_the_same_samples_as_respondents() -> None:
    values = np.random.default_rng(1).integers(0, 5, (50, 3)).astype(float)
    counts = [np.bincount(column, minlength=6) for column in values.T.astype(int)]
    known, counted = count_values(values), samples_from_counts(np.arange(6.0), counts)
    for name in ("values", "counts", "start"):
        np.testing.assert_array_equal(getattr(known, name), getattr(counted, name))


def test_joined_and_selected_samples_are_the_old_ones() -> None:
    first, second = count_values([[1.0, 2.0], [4.0, 2.0]]), count_values([7.0, 7.0])
    joined = join_samples([first, second])
    assert joined.start.tolist() == [0, 2, 3, 4]
    kept = take_samples(joined, np.array([False, True, True]))
    assert kept.values.tolist() == [2, 7]
    assert kept.counts.tolist() == [2, 2]
    assert kept.start.tolist() == [0, 1, 2]
    assert len(join_samples([])) == 0


def test_accumulated_counts_start_anew_with_each_sample() -> None:
    samples = count_values([[1.0, 5.0], [2.0, 5.0], [2.0, 9.0]])
    assert samples.accumulate().tolist() == [1, 3, 2, 3]


def test_infinite_values_and_cubes_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="values must be finite, or nan"):
        count_values([1.0, np.inf])
    with pytest.raises(InvalidCallError, match=r"values have shape \(1, 1, 1\)"):
        count_values([[[1.0]]])


def test_wrong_counts_of_values_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="strictly ascending"):
        samples_from_counts([1.0, 1.0], [1, 2])
    with pytest.raises(InvalidCallError, match=r"shape \(1, 3\); 2 values need \(k, 2\)"):
        samples_from_counts([1.0, 2.0], [1, 2, 3])
    with pytest.raises(InvalidCallError, match="counts has type float64"):
        samples_from_counts([1.0, 2.0], [1.0, 2.0])
    with pytest.raises(InvalidCallError, match="counts must not be negative"):
        samples_from_counts([1.0, 2.0], [1, -2])


def test_values_that_differ_by_rounding_only_do_not_vary() -> None:
    columns = [[0.3, 0.1 + 0.2], [1e6, 1e6 + 1e-4], [0.0, 0.0], [0.0, 1e-300], [1e6, 1e6 + 0.01]]
    samples = count_values(np.transpose(columns))
    assert samples.varies().tolist() == [False, False, False, True, True]


def test_samples_can_be_taken_in_any_order_and_more_than_once() -> None:
    samples = count_values([[1.0, 5.0, np.nan], [2.0, 5.0, np.nan], [2.0, 6.0, np.nan]])
    taken = take_samples(samples, np.array([1, 2, 0, 1]))
    assert taken.values.tolist() == [5, 6, 1, 2, 5, 6]
    assert taken.counts.tolist() == [2, 1, 1, 2, 2, 1]
    assert taken.start.tolist() == [0, 2, 2, 4, 6]


def test_values_that_do_not_occur_are_dropped() -> None:
    values, counts = np.array([1.0, 2.0, 1.0, 2.0, 3.0]), np.array([0, 0, 4, 0, 1])
    samples = drop_absent(values, counts, np.array([2, 0, 3]))
    assert samples.values.tolist() == [1, 3]
    assert samples.start.tolist() == [0, 0, 0, 2]


def test_the_number_at_a_rank_is_that_of_the_sorted_sample() -> None:
    values = np.random.default_rng(1).integers(0, 9, (40, 3)).astype(float)
    ranks = np.array([0, 17, 39])
    expected = np.sort(values, axis=0)[ranks, range(3)]
    np.testing.assert_array_equal(count_values(values).at(ranks), expected)
