"""Comparisons with intervals and tests: the table `contrasts.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import IntArray, Interval, IntervalSettings
from survey_analysis.contrasts.compared import (
    Compared,
    Side,
    distinct_columns,
    list_compared,
    pair_within,
)
from survey_analysis.contrasts.method import Method, choose_method
from survey_analysis.contrasts.paired import compare_paired
from survey_analysis.contrasts.segments import SegmentPair, pair_segments
from survey_analysis.contrasts.unpaired import compare_segments
from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import Groups, form_groups
from survey_analysis.responses import Responses
from survey_analysis.significance import adjust_benjamini_yekutieli, adjust_holm
from survey_analysis.study import Study

COLUMNS = [
    "question_id", "item_id", "option_id", "versus_question_id", "versus_item_id",
    "versus_option_id", "segment_by", "segment", "versus_segment", "paired", "n", "estimate",
    "ci_low", "ci_high", "method", "p_value", "test", "p_holm", "p_by", "effect",
    "effect_name", "flag",
]  # fmt: skip

FAMILY = ["question_id", "versus_question_id", "segment_by"]
"""Contrasts that agree in these columns are one family: p-values are adjusted together."""


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
        below 5; paired shares: fewer than 5 differ from the commonest answer; numbers:
        fewer than 10), ``degenerate`` (no interval), ``test-interval-disagree``.

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
    groups = form_groups(
        responses, by=breakdowns, where=settings.where, population=settings.population
    )
    _refuse_nobody(groups, breakdowns, settings)
    compared = list_compared(responses, groups.masks[0], questions=chosen)
    method = choose_method(
        IntervalSettings(settings.level, settings.interval),
        n=len(compared.values),
        n_resamples=settings.n_resamples,
        rng=rng,
    )
    if not breakdowns:
        return _adjust(_contrast_within(compared, responses.study, method))
    pairs = pair_segments(groups, only=settings.segments)
    return _adjust(_contrast_segments(compared, responses.study, pairs, method))


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


def _contrast_within(compared: Compared, study: Study, method: Method) -> pd.DataFrame:
    pairs = pair_within(compared, study)
    if not pairs:
        found = ", ".join(sorted({side.question_id for side in compared.sides})) or "no question"
        message = f"nothing to compare within {found}: it needs two options or items, or segments"
        raise InvalidCallError(message)
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    differences = compared.values[:, first] - compared.values[:, second]
    table = _name_sides(compared, first, second)
    table[["segment_by", "segment", "versus_segment"]] = ""
    table["paired"] = True
    return table.join(compare_paired(differences, compared.is_share[first], method=method))


def _contrast_segments(
    compared: Compared, study: Study, pairs: Sequence[SegmentPair], method: Method
) -> pd.DataFrame:
    figures = compared.take(distinct_columns(compared, study))
    place = np.repeat(np.arange(len(figures.sides)), len(pairs))
    table = _name_sides(figures, place, place)
    named = pd.DataFrame(
        [(pair.by, *pair.labels) for pair in pairs],
        columns=["segment_by", "segment", "versus_segment"],
    )
    repeated = pd.concat([named] * len(figures.sides), ignore_index=True)
    table = table.join(repeated).assign(paired=False)
    return table.join(compare_segments(figures, pairs, method=method))


def _name_sides(compared: Compared, first: IntArray, second: IntArray) -> pd.DataFrame:
    rows = [
        (*compared.sides[i], *compared.sides[j])
        for i, j in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS[: 2 * len(Side._fields)])


def _adjust(table: pd.DataFrame) -> pd.DataFrame:
    """Adjust the p-values of each family."""
    families = table.groupby(FAMILY, sort=False)["p_value"]
    table["p_holm"] = families.transform(adjust_holm)
    table["p_by"] = families.transform(adjust_benjamini_yekutieli)
    return table[COLUMNS]
