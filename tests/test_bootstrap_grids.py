import numpy as np
import pytest

from survey_analysis.bootstrap import count_values
from survey_analysis.bootstrap.grids import LONGEST_LAW, choose_grid, find_lattice
from survey_analysis.bootstrap.moments import compute_moments


@pytest.mark.parametrize(
    ("values", "scale", "step"),
    [
        ([0.0, 50.0, 100.0], 1, 50),
        ([-3.0, 1.0, 7.0], 1, 2),
        ([0.1, 0.4, 0.7 + 1e-16], 10, 3),
        ([1 / 3, 0.5, 2.0], 12, 2),
        ([0.25, 1.0], 12, 9),
        ([0.01, 0.03], 100, 2),
        ([1.2345, 1.2347], 10000, 2),
        ([np.pi, 1.0], 0, 1),
        ([0.3 - 0.2 - 0.1, 0.1, 0.7], 10, 1),
        ([0.0, 1e-7], 0, 1),
        ([1e6, 1e6 + 0.002], 1000, 2),
        ([0.0, 1e15, 3e15], 1, 10**15),
        ([4.0], 1, 1),
    ],
)
def test_the_coarsest_lattice_is_found(values: list[float], scale: int, step: int) -> None:
    lattice = find_lattice(count_values(values), group=np.array([0]))
    assert (lattice.scale[0], lattice.step[0]) == (scale, step)


def test_samples_of_a_group_share_a_lattice() -> None:
    samples = count_values([[0.0, 0.0], [4.0, 0.6]])
    lattice = find_lattice(samples, group=np.array([0, 0]))
    assert lattice.scale.tolist() == [10, 10]
    assert lattice.step.tolist() == [2, 2]


def test_a_grid_is_binned_where_the_total_has_too_many_points() -> None:
    values = np.random.default_rng(1).integers(0, 1001, (170, 1))
    coarse, fine = (count_values(values / scale) for scale in (1, 1000))
    wide = count_values(values * 1.0 + np.arange(170)[:, None] * 1000)
    grids = [choose_grid(x, compute_moments(x), group=np.array([0])) for x in (coarse, fine, wide)]
    assert [bool(grid.binned[0]) for grid in grids] == [False, False, True]
    assert [grid.window.sum() <= LONGEST_LAW for grid in grids] == [True, True, True]
    assert (grids[0].step[0], grids[0].scale[0]) == (1, 1)
    assert (grids[1].step[0], grids[1].scale[0]) == (1, 1000)


def test_one_sample_too_fine_bins_its_whole_group() -> None:
    samples = count_values([[1.0, np.pi], [2.0, 7.0]])
    together = choose_grid(samples, compute_moments(samples), group=np.array([0, 0]))
    assert together.binned.tolist() == [True, True]
    assert together.step[0] == together.step[1]
    apart = choose_grid(samples, compute_moments(samples), group=np.array([0, 1]))
    assert apart.binned.tolist() == [False, True]
