import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import norm

from survey_analysis.bootstrap import IntervalSettings
from survey_analysis.bootstrap.limits import (
    FARTHEST_TAIL,
    form_limits,
    nominal_tails,
    normal_probability,
    normal_quantile,
    tail_probabilities,
)
from survey_analysis.errors import InvalidCallError


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, float("nan")])
def test_a_level_that_is_not_between_0_and_1_is_refused(level: float) -> None:
    with pytest.raises(InvalidCallError, match=r"level is .*between 0 and 1"):
        IntervalSettings(level=level)


def test_an_unknown_interval_is_refused_and_the_allowed_ones_are_named() -> None:
    with pytest.raises(InvalidCallError, match="'basic'; allowed is 'bca' or 'percentile'"):
        IntervalSettings(interval="basic")  # type: ignore[arg-type]


def test_normal_quantiles_and_probabilities_are_scipys() -> None:
    p = np.array([[1e-12, 0.025, 0.5], [0.6, 0.975, 1 - 1e-9]])
    np.testing.assert_allclose(normal_quantile(p), norm.ppf(p), rtol=1e-12, atol=1e-15)
    z = np.array([-30.0, -6.0, 0.0, 1.0, 9.0])
    np.testing.assert_allclose(normal_probability(z), norm.cdf(z), rtol=1e-13)


def test_normal_quantiles_are_infinite_at_the_ends() -> None:
    assert normal_quantile([0.0, 1.0]).tolist() == [-np.inf, np.inf]


def test_bca_without_bias_and_acceleration_is_percentile() -> None:
    bca = tail_probabilities(np.array([0.5]), np.zeros(1), settings=IntervalSettings())
    percentile = IntervalSettings(interval="percentile")
    plain = tail_probabilities(np.array([0.5]), np.zeros(1), settings=percentile)
    np.testing.assert_allclose(bca, plain, rtol=1e-12)


def test_bca_probabilities_follow_efrons_formula() -> None:
    below, a = np.array([0.55, 0.47]), np.array([0.05, -0.1])
    found = tail_probabilities(below, a, settings=IntervalSettings(level=0.9))
    z0 = norm.ppf(below)
    for row, z in zip(found, norm.ppf([0.05, 0.95]), strict=True):
        np.testing.assert_allclose(row, norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z))), rtol=1e-10)


def test_beyond_the_pole_a_limit_is_the_end_of_the_distribution() -> None:
    settings = IntervalSettings(level=1 - 1e-12)
    found = tail_probabilities(np.array([0.5, 0.5]), np.array([0.17, -0.17]), settings=settings)
    assert found[1, 0] == 1 - FARTHEST_TAIL
    assert found[0, 1] == FARTHEST_TAIL


def test_all_replicates_on_one_side_leave_bca_undefined() -> None:
    found = tail_probabilities(np.array([0.0, 1.0]), np.zeros(2), settings=IntervalSettings())
    assert np.isnan(found).all()


def test_tails_are_never_farther_out_than_the_farthest() -> None:
    assert nominal_tails(1 - 1e-15) == (FARTHEST_TAIL, 1 - FARTHEST_TAIL)


def test_one_undefined_end_makes_both_undefined_and_the_method_empty() -> None:
    limits = form_limits(np.array([[0.1, 0.2], [np.nan, 0.4]]), method="bca-exact")
    assert np.isnan(limits.low[0])
    assert np.isnan(limits.high[0])
    assert limits.method.tolist() == ["", "bca-exact"]
    assert limits.n_resamples.tolist() == [0, 0]


def test_importing_the_room_loads_neither_scipy_nor_pandas() -> None:
    code = (
        "import sys, survey_analysis.bootstrap; "
        "print(sorted({'scipy', 'pandas', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
