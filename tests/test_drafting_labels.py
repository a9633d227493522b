from __future__ import annotations

import pandas as pd
import pytest

from survey_analysis.drafting.labels import guess_labels
from survey_analysis.drafting.profiles import Profile
from survey_analysis.readers import Column, FormatCodes


def guessed(counts: dict[str, int], *, beside: bool = False) -> list[str]:
    def profile(name: str, counts: dict[str, int]) -> Profile:
        return Profile(Column(name, "Q1"), pd.Series(dtype=str), (), counts)

    words = [profile("Q1_other", {"own": 1})] if beside else []
    guesses = guess_labels(profile("Q1", counts), words, FormatCodes(in_words=True))
    return [str(guess.question["kind"]) for guess in guesses]


WRITTEN = {f"written by number {i}": 1 for i in range(6)}


def test_a_few_labels_and_more_texts_that_occur_once_are_a_choice() -> None:
    assert guessed({"Developer": 20, "Tester": 15, "Lead": 9, **WRITTEN}) == ["single"]


def test_many_texts_that_recur_and_more_that_do_not_are_words_of_their_own() -> None:
    often = {f"Degree {i}": 5 for i in range(21)}
    once = {f"Degree of my own {i}": 1 for i in range(22)}
    assert guessed({**often, **once}) == []


@pytest.mark.parametrize(("beside", "options"), [(True, 3), (False, 2)])
def test_what_is_joined_once_is_an_option_where_words_have_a_column(
    beside: bool, options: int
) -> None:
    counts = {"Git,Jira": 8, "Git": 8, "Jira": 8, "Git,Slack": 1}

    def profile(name: str, counts: dict[str, int]) -> Profile:
        return Profile(Column(name, "Q1"), pd.Series(dtype=str), (), counts)

    words = [profile("Q1_other", {"own": 1})] if beside else []
    guess = next(iter(guess_labels(profile("Q1", counts), words, FormatCodes())))
    declared = [option for option in guess.question["options"] if not option.get("other")]
    assert len(declared) == options
