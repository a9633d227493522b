"""Comparing: what a user asks for, and what a study declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import Interval, IntervalSettings
from survey_analysis.contrasts.compared import list_compared
from survey_analysis.contrasts.method import Method, choose_method
from survey_analysis.contrasts.segments import disjoint_pairs, pair_segments
from survey_analysis.contrasts.table import COLUMNS, contrast_segments, contrast_within
from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import Groups, form_groups
from survey_analysis.responses import Responses


@dataclass(frozen=True)
class ContrastSettings:
    """Who is compared, and how.

    Attributes
    ----------
    level
        Confidence level, between 0 and 1.
    interval
        ``bca`` or ``percentile``.
    n_resamples
        None for exact intervals, and 10,000 permutations where a test needs them; a
        number of resamples and permutations otherwise.
    where
        A condition that narrows the population, such as ``"D6 >= 2"``.
    population
        A population of the study; its default if None.
    segments
        Labels of the segments to compare; all of a breakdown if empty.
    """

    level: float = 0.95
    interval: Interval = "bca"
    n_resamples: int | None = None
    where: str | None = None
    population: str | None = None
    segments: tuple[str, ...] = ()


DEFAULT_SETTINGS = ContrastSettings()


def contrast(
    responses: Responses,
    *,
    rng: np.random.Generator,
    questions: Sequence[str] | str = (),
    by: Sequence[str] | str = (),
    settings: ContrastSettings = DEFAULT_SETTINGS,
) -> pd.DataFrame:
    """Compare options and items within respondents, or segments with each other.

    Without `by`, every pair of options of a question, every pair of items of a grid or an
    allocation, and the same item of two scales with the same items (relevance against
    difficulty), on the respondents who answered both: paired. With `by`, every option and
    item between every pair of disjoint segments of each breakdown.

    Parameters
    ----------
    responses
        The responses.
    rng
        Random numbers of permutation tests; exact intervals and tests do not depend on them.
    questions
        Question ids; if empty, those with a research question or a headline.
    by
        Breakdowns: segments of the study (``role``), or crossed ones (``role*country``).
    settings
        Who is compared, and how.

    Returns
    -------
    DataFrame
        The table `contrasts.csv`, one row a contrast. `question_id`, `item_id`, `option_id`
        and `segment` name the first side, `versus_…` the second. `estimate` is first minus
        second: of shares as a fraction (of scales the top share), of numbers in their unit;
        `n` the base, of segments both together. `test` and `effect_name` say what
        `p_value` and `effect` are: paired shares ``mcnemar-exact`` and
        ``discordant-odds-ratio``; paired numbers ``permutation-10000`` (of signs) and
        ``cliffs-delta-within``; shares of segments ``fisher-exact`` and ``cohens-h``; scales
        (the whole scale, not just its top) and numbers ``permutation-10000`` and
        ``cliffs-delta``. `p_holm` and `p_by` (Benjamini and Yekutieli) are adjusted within
        a question and a breakdown. `flag`: ``few`` (shares of segments: a count or its rest
        below 5; paired shares: fewer than 5 differ from the commonest answer; numbers: a
        base below 10), ``degenerate`` (no interval), ``test-interval-disagree``.

    Raises
    ------
    InvalidCallError
        If a question, a breakdown, a segment, the population or the condition is not
        known; segments overlap; a group is empty; nothing is left to compare; or the
        settings are out of range.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = contrast(responses, questions="Q14", rng=np.random.default_rng(1))
    >>> table[["option_id", "versus_option_id", "n"]].to_numpy().tolist()
    [['yes', 'no', 168]]
    """
    breakdowns = [by] if isinstance(by, str) else list(by)
    chosen = [questions] if isinstance(questions, str) else list(questions)
    groups = _form_groups(responses, breakdowns, settings)
    _refuse_nobody(groups, breakdowns, settings)
    compared = list_compared(responses, groups.masks[0], questions=chosen)
    pairs = pair_segments(groups, only=settings.segments)
    method = _choose_method(groups, settings, rng)
    if breakdowns:
        return contrast_segments(compared, responses.study, pairs, method)
    table = contrast_within(compared, responses.study, method)
    if table.empty:
        found = ", ".join(dict.fromkeys(side.question_id for side in compared.sides))
        message = f"{found} has no two options or items to compare; compare segments with by"
        raise InvalidCallError(message)
    return table


def contrast_declared(
    responses: Responses,
    *,
    rng: np.random.Generator,
    settings: ContrastSettings = DEFAULT_SETTINGS,
) -> pd.DataFrame:
    """Make the contrasts of a report: the table `contrasts.csv` of a run.

    Within respondents, all of `contrast`; then the questions that the study file breaks
    down, between the segments of each of its breakdowns. Where segments overlap (they come
    from a multiple choice) their pair is left out; empty segments have rows without figures.

    Parameters
    ----------
    responses
        The responses.
    rng
        Random numbers of permutation tests.
    settings
        Who is compared, and how.

    Returns
    -------
    DataFrame
        The columns of `contrast`; no rows where nobody belongs to the population.

    Raises
    ------
    InvalidCallError
        If the population or the condition is not known, or the settings are out of range.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = contrast_declared(responses, rng=np.random.default_rng(1))
    >>> table["paired"].value_counts().to_dict()
    {False: 990, True: 87}
    """
    study = responses.study
    declared = study.breakdowns
    groups = _form_groups(responses, declared.by if declared else [], settings)
    if not groups.masks[0].any():
        return pd.DataFrame(columns=COLUMNS)
    method = _choose_method(groups, settings, rng)
    leading = list_compared(responses, groups.masks[0])
    tables = [contrast_within(leading, study, method)]
    if declared is not None:
        compared = list_compared(responses, groups.masks[0], questions=declared.questions)
        tables.append(contrast_segments(compared, study, disjoint_pairs(groups), method))
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else tables[0]


def _form_groups(
    responses: Responses, breakdowns: Sequence[str], settings: ContrastSettings
) -> Groups:
    return form_groups(
        responses, by=breakdowns, where=settings.where, population=settings.population
    )


def _choose_method(groups: Groups, settings: ContrastSettings, rng: np.random.Generator) -> Method:
    return choose_method(
        IntervalSettings(settings.level, settings.interval),
        n=int(groups.masks[0].sum()),
        n_resamples=settings.n_resamples,
        rng=rng,
    )


def _refuse_nobody(groups: Groups, breakdowns: Sequence[str], settings: ContrastSettings) -> None:
    if not groups.masks[0].any():
        message = (
            f"nobody belongs to {groups.populations[0]}; choose a wider population or condition"
        )
        raise InvalidCallError(message)
    if settings.segments and not breakdowns:
        named = ", ".join(map(repr, settings.segments))
        message = f"segments are named ({named}) and no breakdown; name theirs with by"
        raise InvalidCallError(message)
