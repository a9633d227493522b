"""The tables `quality.csv` and `dropout.csv`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.effects import measure_effect
from survey_analysis.findings import Finding
from survey_analysis.populations import name_population
from survey_analysis.responses import Responses, population_mask
from survey_analysis.study import Study

COLUMNS = ["check", "question_id", "severity", "respondents", "share", "effect", "note"]
DROPOUT_COLUMNS = ["page", "questions", "reached", "left_here", "share_of_started"]


def tabulate_quality(
    responses: Responses,
    findings: list[Finding],
    *,
    where: str | None = None,
    population: str | None = None,
) -> pd.DataFrame:
    """Make the table `quality.csv` of findings, each with its effect on the estimates.

    Parameters
    ----------
    responses
        The responses.
    findings
        From `find_issues` for the same respondents.
    where
        A condition that narrows the population.
    population
        The population; the study's default if None.

    Returns
    -------
    DataFrame
        `check`, `question_id` (several joined by ``|``, empty for all), `severity`,
        `respondents`, `share` (of the population), `effect` (how much it may move an
        estimate it touches, in the estimate's own unit, shares as fractions; empty if no
        estimate is touched; see `survey_analysis.effects`), `note` (what was found, and
        which estimate goes from what to what).

    Examples
    --------
    >>> from survey_analysis import find_issues, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = tabulate_quality(responses, find_issues(responses))
    >>> print(table.loc[0, "check"], table.loc[0, "respondents"])
    untouched-only 9
    """
    _, everybody = name_population(responses, where=where, population=population)
    size = int(everybody.sum())
    rows = []
    for finding in findings:
        concerned = int(finding.mask.sum())
        effect, change = measure_effect(responses, finding, everybody)
        about = "|".join(finding.questions)
        note = f"{finding.note}. {change}" if change else finding.note
        share = concerned / size
        rows.append((finding.check, about, finding.severity, concerned, share, effect, note))
    return pd.DataFrame(rows, columns=COLUMNS)


def tabulate_left_out(responses: Responses) -> pd.DataFrame:
    """List the records that were left out at reading, as findings of `quality.csv`.

    Parameters
    ----------
    responses
        The responses.

    Returns
    -------
    DataFrame
        The columns of `tabulate_quality`; the check is ``left-out``. They belong to no
        population, so `share` and `effect` are empty.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> len(tabulate_left_out(load_responses("ml-deployment-monitoring")))
    0
    """
    rows = [
        ("left-out", "", "note", left.records, np.nan, np.nan, f"At reading, {left}")
        for left in responses.source.left_out
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def count_dropout(responses: Responses) -> pd.DataFrame:
    """Count who reached each page and who left there, over all records.

    Parameters
    ----------
    responses
        The responses.

    Returns
    -------
    DataFrame
        `dropout.csv`: `page`, `questions` (joined by spaces), `reached`, `left_here` (of
        these, did not reach the next page; on the last page: are not in the default
        population), `share_of_started` (reached, of all records).

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> count_dropout(load_responses("ml-deployment-monitoring"))["reached"].tolist()
    [276, 206, 194, 190]
    """
    return tabulate_dropout(responses.study, count_reached(responses), len(responses))


def count_reached(responses: Responses) -> list[int]:
    """Count who reached each page, and at last who of the last is in the default population."""
    reached = [responses.reached[page.id] for page in responses.study.pages]
    finished = population_mask(responses, responses.study.default_population)
    return [int(mask.sum()) for mask in (*reached, finished & reached[-1])]


def tabulate_dropout(study: Study, reached: Sequence[int], records: int) -> pd.DataFrame:
    """Make `dropout.csv` of counts.

    Parameters
    ----------
    study
        The study file.
    reached
        From `count_reached`.
    records
        How many records there are.
    """
    rows = [
        (page.id, " ".join(page.questions), here, here - after, here / records)
        for page, here, after in zip(study.pages, reached, reached[1:], strict=False)
    ]
    return pd.DataFrame(rows, columns=DROPOUT_COLUMNS)
