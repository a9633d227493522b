from __future__ import annotations

import pandas as pd
import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_stances, plot_stances
from survey_analysis.figures.stances import MARKS

STANCES = pd.DataFrame(
    [
        ("S1", "benefit", "D1", "first", "agree"),
        ("S1", "benefit", "D2", "second", "disagree"),
        ("S2", "limitation", "D1", "first", "mixed"),
        ("S2", "limitation", "D2", "second", ""),
        ("S3", "benefit", "D1", "first", "silent"),
        ("S3", "benefit", "D2", "second", "agree"),
    ],
    columns=["statement", "kind", "participant", "session", "stance"],
)
CONSENSUS = pd.DataFrame(
    [
        ("S1", "benefit", "", "dissent", "It helps."),
        ("S1", "benefit", "first", "too few", "It helps."),
        ("S2", "limitation", "", "too few", "It costs."),
        ("S3", "benefit", "", "too few", "It lasts."),
    ],
    columns=["statement", "kind", "session", "outcome", "text"],
)


def test_statements_stand_below_their_kind_with_outcomes_of_all_sessions() -> None:
    ax = plot_stances(STANCES, consensus=CONSENSUS)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "It helps.", "It lasts.", "It costs.",
    ]  # fmt: skip
    assert [text.get_text() for text in ax.texts] == [
        "Benefits", "Limitations", "dissent", "too few", "too few", "first", "second",
    ]  # fmt: skip


def test_each_stance_has_a_shape_of_its_own() -> None:
    looks = {(marker, filling) for _, marker, _, filling in MARKS.values()}
    assert len(looks) == len(MARKS)


def test_what_is_not_coded_has_no_mark() -> None:
    ax = plot_stances(STANCES, consensus=CONSENSUS)
    marks = [line for line in ax.lines if line.get_marker() != "None"]
    assert sorted(line.get_marker() for line in marks) == ["X", "o", "o", "o", "o"]
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "Agree", "Mixed", "Disagree", "Silent",
    ]  # fmt: skip


def test_the_words_count_the_stances_of_each_statement() -> None:
    assert describe_stances(STANCES, consensus=CONSENSUS) == (
        "Matrix of stances of 2 participants. It helps: 1 agree, 1 disagree, dissent; "
        "It lasts: 1 agree, 1 silent, too few; It costs: 1 mixed, too few."
    )


def test_a_board_without_statements_is_an_error() -> None:
    with pytest.raises(InvalidCallError, match="there is no statement to draw stances on"):
        plot_stances(STANCES.iloc[:0], consensus=CONSENSUS)
