"""Which option is first, and how surely: the table `ranks.csv`."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.bootstrap.limits import (
    IntArray,
    check_level,
    nominal_tails,
)
from survey_analysis.bootstrap.weights import Weights, resample_weights
from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import FEW
from survey_analysis.measures import Shares, measure_questions
from survey_analysis.responses import BoolArray, Responses, population_mask

COLUMNS = [
    "question_id", "option_id", "share_first", "share_top3", "rank_low", "rank_high",
    "n_resamples", "flag",
]  # fmt: skip

_TOP = 3
_RANKED = ("proportion", "first_share")

_WHOLE = 1e-9


def rank_options(
    responses: Responses,
    *,
    rng: np.random.Generator,
    n_resamples: int = 10_000,
    everybody: BoolArray | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Rank the options of every choice by adoption, and of every ranking by first places.

    The respondents are resampled once for all questions, so a further question changes no
    other number.

    Parameters
    ----------
    responses
        The responses.
    rng
        Random numbers.
    n_resamples
        Number of resamples.
    everybody
        Who is counted, shape (n,); the study's default population if None.
    level
        Level of the interval of ranks.

    Returns
    -------
    DataFrame
        The table `ranks.csv`: `question_id`, `option_id`; `share_first` and `share_top3`,
        the shares of resamples in which the option is first, or among the first three;
        `rank_low` and `rank_high`, between which its rank lies with probability `level`
        (percentile interval); `n_resamples`; `flag` (``few``, ``degenerate``). Options
        with equal counts share their places: of two that are first, each counts half, and
        the interval takes the best of the places at its low end and the worst at its
        high end. Missing where nobody answered.

    Raises
    ------
    InvalidCallError
        If nobody is counted, or a number is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> ranks = rank_options(responses, rng=np.random.default_rng(1), n_resamples=1000)
    >>> ranks.query("question_id == 'Q13' and rank_high == 1")["option_id"].tolist()
    ['service']
    """
    check_level(level)
    if everybody is None:
        everybody = population_mask(responses, responses.study.default_population)
    if not everybody.any():
        message = "there is nobody to count; choose a wider population or condition"
        raise InvalidCallError(message)
    choices = _list_choices(responses)
    if not choices:
        return pd.DataFrame(columns=COLUMNS)
    hits = [part.hits[everybody] & part.base[everybody, None] for part in choices]
    blocks = resample_weights(int(everybody.sum()), n_resamples, rng=rng)
    counted = _count_places(hits, blocks)
    answered = [int(part.base[everybody].sum()) for part in choices]
    rows = zip(choices, answered, counted, strict=True)
    return pd.concat([_tabulate(*row, level=level) for row in rows], ignore_index=True)


def _list_choices(responses: Responses) -> list[Shares]:
    """List the shares of options that are ranked against each other."""
    return [
        part
        for question in measure_questions(responses)
        for part in question.parts
        if isinstance(part, Shares)
        and part.keys[0].item_id == ""
        and part.keys[0].statistic in _RANKED
    ]


def _count_places(hits: list[BoolArray], blocks: Iterable[Weights]) -> list[_Places]:
    """Count the places of each choice's options, ticks of shape (n, k), in every resample."""
    counted = [_Places(ticks.sum(axis=0)) for ticks in hits]
    ends = np.cumsum([ticks.shape[1] for ticks in hits])[:-1]
    columns = np.concatenate(hits, axis=1).astype(np.float32)
    for block in blocks:
        drawn = np.ascontiguousarray((block.astype(np.float32) @ columns).T)
        for places, counts in zip(counted, np.split(drawn, ends), strict=True):
            places.add(counts)
    return counted


class _Places:
    """In how many resamples each of k options has which place.

    Attributes
    ----------
    count
        Adopters of each option, shape (k,).
    n_resamples
        Resamples added so far.
    tops
        In how many an option is first, and in the top, ties counted in part, shape (2, k).
    histograms
        In how many it has each place, shape (2, k, k): the best of those it shares, and
        the worst.
    """

    def __init__(self, count: IntArray) -> None:
        self.count, k = count, len(count)
        self.n_resamples = 0
        self.tops = np.zeros((2, k))
        self.histograms = np.zeros((2, k, k), dtype=np.int64)

    def add(self, counts: npt.NDArray[np.float32]) -> None:
        """Add resamples, by the options' counts in each, shape (k, b)."""
        k = len(counts)
        self.n_resamples += counts.shape[1]
        ahead, tied = (
            compare(counts[:, None], counts).sum(axis=0, dtype=np.int16)
            for compare in (np.greater, np.equal)
        )
        for top, places in zip(self.tops, (1, _TOP), strict=True):
            top += (np.clip(places - ahead, 0, tied) / tied).sum(axis=1)
        for histogram, place in zip(self.histograms, (ahead, ahead + tied - 1), strict=True):
            cells = np.arange(k)[:, None] * k + place
            histogram += np.bincount(cells.ravel(), minlength=k * k).reshape(k, k)

    def rank_limits(self, level: float) -> IntArray:
        """Return the percentile limits of the ranks, shape (2, k)."""
        reaching = np.array(nominal_tails(level)) * self.n_resamples - _WHOLE
        cumulative = np.cumsum(self.histograms, axis=2)
        return np.asarray(1 + np.argmax(cumulative >= reaching[:, None, None], axis=2))


def _tabulate(part: Shares, answered: int, places: _Places, *, level: float) -> pd.DataFrame:
    low, high = places.rank_limits(level)
    first, top = places.tops / places.n_resamples
    table = pd.DataFrame(
        {
            "question_id": part.keys[0].question_id,
            "option_id": [key.option_id for key in part.keys],
            "share_first": first,
            "share_top3": top,
            "rank_low": pd.array(low, dtype="Int64"),
            "rank_high": pd.array(high, dtype="Int64"),
            "n_resamples": places.n_resamples,
            "flag": [_flag(count, answered) for count in places.count.tolist()],
        }
    )
    if not answered:
        table[COLUMNS[2:6]] = pd.NA
    return table


def _flag(count: int, answered: int) -> str:
    few = ["few"] if min(count, answered - count) < FEW else []
    return ";".join([*few, *(["degenerate"] if count in (0, answered) else [])])
