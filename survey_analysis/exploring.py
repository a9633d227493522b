"""Looking around: estimates of some respondents, ready for tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from survey_analysis.analysis import count_values
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
