from __future__ import annotations

import numpy as np
import pytest

from survey_analysis.agreement import (
    SetDistance,
    jaccard_distance,
    masi_distance,
    measure_agreement,
    measure_set_agreement,
    resample_clusters,
)
from survey_analysis.errors import InvalidCallError

Coding = frozenset[str] | None


def generate(seed: int, *, coders: int) -> list[list[Coding]]:
    """Draw sets of up to four codes for 25 units, some empty, some codings missing."""
    rng = np.random.default_rng(seed)
    truth = rng.random((25, 4)) < 0.3
    rows: list[list[Coding]] = []
    for _ in range(coders):
        applied = np.where(rng.random((25, 4)) < 0.8, truth, rng.random((25, 4)) < 0.3)
        coded = rng.random(25) > 0.15
        rows.append(
            [
                frozenset(np.array(list("abcd"))[unit].tolist()) if is_coded else None
                for unit, is_coded in zip(applied, coded, strict=True)
            ]
        )
    return rows


@pytest.mark.parametrize("distance", ["masi", "jaccard"])
@pytest.mark.parametrize(("seed", "coders"), [(1, 2), (2, 2), (3, 3), (4, 5)])
def test_alpha_is_that_of_nltk(distance: SetDistance, seed: int, coders: int) -> None:
    agreement = pytest.importorskip("nltk.metrics.agreement")
    codings = generate(seed, coders=coders)
    assert any(one == frozenset() for row in codings for one in row)
    triples = [
        (coder, unit, one)
        for coder, row in enumerate(codings)
        for unit, one in enumerate(row)
        if one is not None
    ]
    measure = {"masi": masi_distance, "jaccard": jaccard_distance}[distance]
    theirs = agreement.AnnotationTask(data=triples, distance=measure).alpha()
    found = measure_set_agreement(codings, distance=distance)
    assert found.estimate == pytest.approx(theirs, abs=1e-9)
    assert (found.coefficient, found.weights) == ("alpha", distance)


def test_sets_of_one_code_agree_as_categories_do() -> None:
    numbers = [[0, 1, 2, 2, 1], [0, 1, 2, 1, 1]]
    sets = [[frozenset("abc"[i]) for i in row] for row in numbers]
    nominal = measure_agreement(numbers, coefficient="alpha").estimate
    assert measure_set_agreement(sets).estimate == pytest.approx(nominal)


def test_missing_is_not_empty() -> None:
    a, none = frozenset("a"), frozenset[str]()
    missing = measure_set_agreement([[a, none, a], [a, none, None]])
    empty = measure_set_agreement([[a, none, a], [a, none, none]])
    assert (missing.estimate, missing.n_units, missing.n_excluded) == (1, 2, 1)
    assert empty.estimate == pytest.approx(1 - 5 * 2 / 18)


def test_only_empty_sets_are_undefined() -> None:
    empty = [frozenset[str]()] * 3
    assert measure_set_agreement([empty, empty]).note.startswith("undefined, because all")
    assert measure_set_agreement([empty]).note.startswith("undefined, because no unit")


def test_intervals_of_sets_do_not_depend_on_the_names_of_codes_or_the_order_of_units() -> None:
    codings = generate(5, coders=2)
    clusters = np.arange(25) // 2
    turned = [[one and frozenset("zyxw"["abcd".index(c)] for c in one) for one in row[::-1]]
              for row in codings]  # fmt: skip
    found, other = (
        measure_set_agreement(
            sets, resamples=resample_clusters(ids, rng=np.random.default_rng(1), n_resamples=400)
        )
        for sets, ids in ((codings, clusters), (turned, clusters[::-1]))
    )
    assert found.low is not None
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=1e-12)


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(InvalidCallError, match="'massi' is not a distance; nearest is 'masi'"):
        measure_set_agreement([[None]], distance="massi")  # type: ignore[arg-type]
    with pytest.raises(InvalidCallError, match=r"coders have \[1, 2\] units"):
        measure_set_agreement([[None], [None, None]])
    with pytest.raises(InvalidCallError, match=r"coders have \[\] units"):
        measure_set_agreement([])
