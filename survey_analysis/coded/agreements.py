"""How far coders agree, by code and over sets of codes: the table `agreement.csv`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from survey_analysis.agreement import (
    Agreement,
    Resamples,
    measure_code_agreement,
    measure_set_agreement,
    resample_clusters,
)
from survey_analysis.bootstrap import IntervalSettings
from survey_analysis.coded.cohort import CodedSettings, Cohort
from survey_analysis.coded.reports import list_questions, name_questions
from survey_analysis.coding.agreeing import list_sets, without_excluded
from survey_analysis.coding.codebook import NOT_CODABLE
from survey_analysis.coding.project import Coding, coders

COLUMNS = [
    "question_id", "code", "coders", "coefficient", "weights", "n_units", "n_excluded",
    "estimate", "ci_low", "ci_high", "method", "note",
]  # fmt: skip

Sets = Sequence[Sequence[frozenset[str] | None]]
"""One row per coder: the codes of each unit, None where the coder did not code it."""


def tabulate_agreement(
    coding: Coding, cohort: Cohort, *, rng: np.random.Generator, settings: CodedSettings
) -> pd.DataFrame:
    """Measure agreement in each question, and in all together.

    Every coder's own codings are compared, not what was resolved afterwards. Units that
    fewer than two coders coded are excluded. Where a coder finds a unit not codable, that
    coder has no codes to compare; whether coders agree on that is the row of the code
    ``NOT-CODABLE``.

    Parameters
    ----------
    coding
        The codings.
    cohort
        Whose units are compared.
    rng
        Random numbers; respondents are resampled, each with all of their units.
    settings
        Level, kind of interval, number of resamples.

    Returns
    -------
    DataFrame
        The table `agreement.csv`. `question_id` is empty where all questions are pooled
        (if there are several), `code` for sets of codes. `n_units` were compared,
        `n_excluded` of the question not. What is undefined is missing, `note` says why.
    """
    units = _list_units(coding, cohort)
    named = list_questions(coding)
    parts = [(name, part) for name in named if len(part := units[units["question_id"] == name])]
    pooled = [("", units)] if len(parts) > 1 else []
    codes = [code.id for code in coding.codebook.codes]
    tables = []
    generators = rng.spawn(len(parts) + len(pooled))
    for (question_id, part), generator in zip([*parts, *pooled], generators, strict=True):
        sets = list_sets(coding, part["unit_id"])
        table = _compare(sets, part["respondent"].tolist(), codes, (generator, settings))
        tables.append(table.assign(question_id=question_id, coders=", ".join(coders(coding))))
    return pd.concat(tables, ignore_index=True)[COLUMNS] if tables else _nothing()


def _nothing() -> pd.DataFrame:
    return pd.DataFrame(columns=COLUMNS)


def _list_units(coding: Coding, cohort: Cohort) -> pd.DataFrame:
    units = coding.units.assign(question_id=name_questions(coding))
    is_coded = units["unit_id"].isin(coding.applications["unit_id"])
    return units[is_coded & (cohort.locate(units) >= 0)]


def _compare(
    sets: Sets,
    respondents: Sequence[str],
    codes: Sequence[str],
    drawing: tuple[np.random.Generator, CodedSettings],
) -> pd.DataFrame:
    """Measure agreement over sets of codes, by code, and on what is codable."""
    twice = [sum(one is not None for one in column) > 1 for column in zip(*sets, strict=True)]
    compared = [[one for one, kept in zip(row, twice, strict=True) if kept] for row in sets]
    owners = [one for one, kept in zip(respondents, twice, strict=True) if kept]
    resamples = _draw(owners, *drawing) if owners else None
    total = len(respondents)
    rows = [
        (code, one.coefficient, one.weights, one.n_units, total - one.n_units, one.estimate,
         one.low, one.high, one.method, one.note)
        for code, one in _measure(compared, codes, resamples)
    ]  # fmt: skip
    columns = [column for column in COLUMNS if column not in ("question_id", "coders")]
    numbers = {"estimate": float, "ci_low": float, "ci_high": float}
    return pd.DataFrame(rows, columns=columns).astype(numbers)


def _draw(owners: Sequence[str], rng: np.random.Generator, settings: CodedSettings) -> Resamples:
    intervals = IntervalSettings(settings.level, settings.interval)
    return resample_clusters(owners, rng=rng, n_resamples=settings.resamples, settings=intervals)


def _measure(
    sets: Sets, codes: Sequence[str], resamples: Resamples | None
) -> Iterator[tuple[str, Agreement]]:
    """Yield each coefficient with its code; no code for sets of codes."""
    known = without_excluded(sets)
    yield "", measure_set_agreement(known, distance="masi", resamples=resamples)
    yield "", measure_set_agreement(known, distance="jaccard", resamples=resamples)
    for code in codes:
        if any(one and code in one for row in known for one in row):
            yield from _measure_code(known, code, resamples)
    if any(one and NOT_CODABLE in one for row in sets for one in row):
        yield from _measure_code(sets, NOT_CODABLE, resamples)


def _measure_code(
    sets: Sets, code: str, resamples: Resamples | None
) -> Iterator[tuple[str, Agreement]]:
    codings = [[np.nan if one is None else float(code in one) for one in row] for row in sets]
    for found in measure_code_agreement(codings, resamples=resamples):
        yield code, found
