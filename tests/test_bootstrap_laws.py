import numpy as np

from survey_analysis.bootstrap.laws import (
    Law,
    bracket,
    half_width,
    row_blocks,
    search_smallest,
)


def test_half_width_leaves_out_less_than_it_says() -> None:
    rng = np.random.default_rng(1)
    values = rng.gamma(0.3, size=40)  # skewed
    values /= values.sum()
    n, mean = 30, float(np.mean(values))
    reach = np.array([values.max() - mean])
    width = half_width(np.array([n * values.var()]), reach)[0]
    # Chernoff's bound of the same tail, which is sharper, must be met at least as well.
    slopes = np.linspace(0.01, 200, 4000)
    growth = n * np.log(np.mean(np.exp(slopes[:, None] * (values - mean)), axis=1))
    assert np.min(growth - slopes * width) < np.log(7e-13)


def test_row_blocks_hold_every_row_once_and_stay_small() -> None:
    width = np.random.default_rng(2).integers(1, 200_000, 300)
    blocks = list(row_blocks(width, np.arange(300)))
    assert sorted(np.concatenate(blocks).tolist()) == list(range(300))
    assert all(len(rows) * width[rows].max() <= 2**20 for rows in blocks)
    assert all(width[rows].max() < 4 * width[rows].min() for rows in blocks)


def test_no_rows_make_no_blocks() -> None:
    assert list(row_blocks(np.array([5]), np.array([], dtype=int))) == []


def test_a_law_is_0_before_its_window_and_full_after_it() -> None:
    law = Law(np.array([3]), np.array([[0.25, 0.75, 1.0]]))
    assert [law.at(np.array([x]))[0] for x in (2, 3, 4, 5, 99)] == [0.0, 0.25, 0.75, 1.0, 1.0]


def test_an_endpoint_that_meets_its_probability_exactly_reaches_it() -> None:
    law = Law(np.array([0]), np.array([[0.25 - 1e-15, 0.75, 1.0]]))
    assert law.smallest_reaching(np.array([0.25])).tolist() == [0]
    assert law.smallest_reaching(np.array([0.2500001])).tolist() == [1]


def test_bracket_and_search_find_the_smallest_from_any_guess() -> None:
    cumulative = np.cumsum(np.random.default_rng(3).dirichlet(np.ones(200)))

    def function(x: np.ndarray) -> np.ndarray:
        return np.where(x < 0, 0.0, cumulative[np.clip(x, 0, 199)])

    reaching = np.array([0.001, 0.3, 0.5, 0.999])
    expected = np.searchsorted(cumulative, reaching)
    for guess in (-50, 0, 100, 400):
        start = np.full(4, guess - 1), np.full(4, guess + 1)
        bounds = bracket(function, start, reaching=reaching)
        assert search_smallest(function, bounds, reaching=reaching).tolist() == expected.tolist()
