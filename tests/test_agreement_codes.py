from __future__ import annotations

import numpy as np
import pytest

from survey_analysis.agreement import measure_code_agreement, resample_clusters
from survey_analysis.errors import InvalidCallError

NAN = float("nan")


def test_two_coders_get_cohens_kappa_and_both_indices() -> None:
    names = [one.coefficient for one in measure_code_agreement([[1, 0], [1, 0]])]
    assert names == ["percent", "cohen", "alpha", "ac", "pabak", "prevalence", "bias"]


def test_three_coders_get_fleiss_kappa_and_no_index() -> None:
    names = [one.coefficient for one in measure_code_agreement([[1, 0], [1, 0], [0, NAN]])]
    assert names == ["percent", "fleiss", "alpha", "ac", "pabak"]


def test_kappa_and_ac1_carry_a_note_where_they_part() -> None:
    rare = [[0] * 18 + [1, 0], [0] * 18 + [0, 1]]
    notes = {one.coefficient: one.note for one in measure_code_agreement(rare)}
    expected = (
        "kappa (-0.05) and AC1 (0.89) part: 5% of codings apply the code, and the two expect "
        "different agreement by chance (prevalence paradox)"
    )
    assert notes.pop("cohen") == notes.pop("ac") == expected
    assert set(notes.values()) == {""}


def test_an_even_code_carries_no_note() -> None:
    found = measure_code_agreement([[1, 1, 0, 0, 1, 0], [1, 1, 0, 0, 0, 1]])
    assert {one.note for one in found} == {""}


def test_a_code_nobody_applied_has_ac1_and_no_kappa() -> None:
    found = {one.coefficient: one for one in measure_code_agreement(np.zeros((2, 5)))}
    assert found["ac"].estimate == 1
    assert found["cohen"].note == "undefined, because all codings are the same"


def test_every_coefficient_gets_an_interval_around_it() -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 2, 60)
    codings = np.where(rng.random((2, 60)) < 0.8, truth, 1 - truth)
    drawn = resample_clusters(np.repeat(np.arange(30), 2), rng=rng, n_resamples=500)
    for one in measure_code_agreement(codings, resamples=drawn):
        assert one.low is not None
        assert one.high is not None
        assert one.estimate is not None
        assert one.low < one.estimate < one.high


def test_other_numbers_than_0_and_1_are_refused() -> None:
    with pytest.raises(InvalidCallError, match=r"codings hold \[2.0\]"):
        measure_code_agreement([[1, 2], [1, 0]])
