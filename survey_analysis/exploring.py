"""Looking around: estimates of some respondents, ready for tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from survey_analysis.coded import CodedSettings
from survey_analysis.coded.cohort import form_cohort
from survey_analysis.coded.contrasts import contrast_codes
from survey_analysis.coded.frequencies import tabulate_codes
from survey_analysis.coded.reports import count_reports
from survey_analysis.coding.project import Coding
from survey_analysis.distributions import count_values
from survey_analysis.estimates import estimate
from survey_analysis.responses import Responses
from survey_analysis.results import Results, add_labels


def explore(
    responses: Responses,
    *,
    by: Sequence[str] | str = (),
    where: str | None = None,
    population: str | None = None,
) -> Results:
    """Estimate every closed question, and hold the tables together as results.

    Parameters
    ----------
    responses
        The responses.
    by
        Breakdowns beside the whole: segments of the study (``role``), or crossed ones
        (``role*country``).
    where
        A condition that narrows the population, such as ``"D6 >= 2"``.
    population
        A population of the study; its default if None.

    Returns
    -------
    Results
        With labels: `estimates` (the whole), `breakdowns` (its segments), and, of a whole
        population, `distributions`. They lie in no folder.

    Raises
    ------
    InvalidCallError
        If a segment, the population or the condition is not known.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> results = explore(load_responses("ml-deployment-monitoring"), by="experience")
    >>> results.question("Q13", "breakdowns")["segment"].unique().tolist()
    ['0–1', '2–4', '5–9', '10+']
    """
    study = responses.study
    table = add_labels(estimate(responses, by=by, where=where, population=population), study)
    is_whole = table["segment_by"] == ""
    tables = {"estimates": table[is_whole], "breakdowns": table[~is_whole]}
    if where is None:
        tables["distributions"] = add_labels(count_values(responses, population=population), study)
    data = {"kind": responses.source.kind, "respondents": int(table["eligible"].max())}
    return Results(study=study, tables=tables, manifest={"data": data}, folder=Path())


def explore_codes(
    responses: Responses,
    coding: Coding,
    *,
    by: Sequence[str] | str = (),
    where: str | None = None,
    population: str | None = None,
) -> Results:
    """Count every code of a survey's coding, and hold the tables together as results.

    Parameters
    ----------
    responses
        The responses.
    coding
        What was coded in them, from `survey_analysis.coding.project.open_coding`.
    by
        Breakdowns beside the whole: segments of the study (``role``), or crossed ones.
    where
        A condition that narrows the population, such as ``"D6 >= 2"``.
    population
        A population of the study; its default if None.

    Returns
    -------
    Results
        `codes` (of the whole and of each segment) and `code_contrasts` (segments against
        each other); `survey_analysis.tables.read_coded` adds labels. They lie in no folder.

    Raises
    ------
    InvalidCallError
        If a segment, the population or the condition is not known.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> from survey_analysis.coding.project import open_coding
    >>> from survey_analysis.study import find_study_folder
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> coding = open_coding(find_study_folder("ml-deployment-monitoring") / "coding", responses)
    >>> results = explore_codes(responses, coding, by="pipeline")
    >>> results.table("codes")["segment"].unique().tolist()
    ['', 'Yes', 'No']
    """
    chosen = (by,) if isinstance(by, str) else tuple(by)
    settings = CodedSettings(by=chosen, contrast_by=chosen, where=where, population=population)
    cohort = form_cohort(responses, [], by=chosen, settings=settings)
    counted, rng = count_reports(coding, cohort), np.random.default_rng(0)
    tables = {
        "codes": tabulate_codes(counted, cohort, settings=settings.for_estimates(rng)),
        "code_contrasts": contrast_codes(counted, cohort, rng=rng, settings=settings),
    }
    data = {"kind": responses.source.kind, "respondents": int(cohort.everybody.sum())}
    manifest = {"data": data, "settings": {"level": settings.level}}
    return Results(responses.study, tables, manifest, Path(), coding.codebook)
