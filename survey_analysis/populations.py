"""Who is counted: a population of the study, narrowed by a condition."""

from __future__ import annotations

from survey_analysis.responses import BoolArray, Responses, population_mask, select


def name_population(
    responses: Responses, *, where: str | None = None, population: str | None = None
) -> tuple[str, BoolArray]:
    """Say who is counted: the text of the column `population`, and the mask, shape (n,).

    Parameters
    ----------
    responses
        The responses.
    where
        A condition that narrows the population.
    population
        A population of the study; its default if None.

    Raises
    ------
    InvalidCallError
        If the population or the condition is not known.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> name, mask = name_population(load_responses("ml-deployment-monitoring"), where="D6 >= 2")
    >>> name
    'complete where D6 >= 2'
    """
    name = population or responses.study.default_population
    mask = population_mask(responses, name)
    if where is None:
        return name, mask
    return f"{name} where {where}", mask & select(responses, where)
