"""Measuring rankings: who has an option first, or among the top, and the mean of its places."""

from __future__ import annotations

from collections.abc import Iterator

from survey_analysis.measures.shapes import FloatArray, Key, Numbers, Shares, collect_numbers
from survey_analysis.responses import BoolArray
from survey_analysis.responses.rankings import count_ahead
from survey_analysis.study import RankingQuestion


def measure_ranking(
    question: RankingQuestion, places: FloatArray, answered: BoolArray
) -> Iterator[Shares | Numbers]:
    """Measure options: who has them first and among the top, and the mean of their places.

    Shares are of those who gave any place; the mean is of those who gave the option one.
    Options that share places count as having the best of these.

    Parameters
    ----------
    question
        The question.
    places
        The place of each option, NaN without one, shape (n, options).
    answered
        Who gave any place, shape (n,).
    """
    _, tied = count_ahead(places)
    options, best = question.options, places - (tied - 1) / 2
    for statistic, k in (("first_share", 1), ("top_k_share", question.top_places)):
        keys = [
            Key(question.id, "", option.id, _rank_source(question, i, k), statistic)
            for i, option in enumerate(options)
        ]
        yield Shares(keys, best <= k, answered)
    for i, option in enumerate(options):
        source = option.column or "|".join(question.ranks)
        yield collect_numbers([Key(question.id, "", option.id, source, "mean_rank")], places[:, i])


def _rank_source(question: RankingQuestion, number: int, k: int) -> str:
    """Say where the first `k` places of an option are counted."""
    option = question.options[number]
    if option.column:
        return "|".join(f"{option.column}={place}" for place in range(1, k + 1))
    return "|".join(f"{rank}={text}" for rank in question.ranks[:k] for text in option.labels)
