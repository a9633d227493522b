from __future__ import annotations

import pandas as pd
import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_speaking, plot_speaking

ROWS = pd.DataFrame(
    {
        "document_id": ["first"] * 3 + ["second"] * 2,
        "speaker": ["Moderator", "D2", "D1", "Moderator", "D3"],
        "is_moderator": [True, False, False, True, False],
        "words": [20, 30, 50, 5, 95],
        "word_share": [0.2, 0.3, 0.5, 0.05, 0.95],
    }
)


def test_each_bar_is_divided_by_speakers_with_the_moderator_last() -> None:
    patches = [patch for patch in plot_speaking(ROWS).patches if patch.get_width() > 0]
    assert [round(patch.get_width(), 2) for patch in patches] == [0.5, 0.3, 0.2, 0.95, 0.05]
    assert [bool(patch.get_hatch()) for patch in patches] == [False, False, True, False, True]


def test_names_stand_where_several_participants_speak_and_slivers_have_no_text() -> None:
    texts = [text.get_text().replace("\xa0", " ") for text in plot_speaking(ROWS).texts]
    assert texts == ["D1 50 %", "D2 30 %", "20 %", "95 %", "100 words", "100 words"]


def test_the_words_say_the_same() -> None:
    assert describe_speaking(ROWS) == (
        "Bars of shares of words. first: D1 50 %, D2 30 %, Moderator 20 %; "
        "second: D3 95 %, Moderator 5 %."
    )


def test_missing_columns_are_named() -> None:
    with pytest.raises(InvalidCallError, match="word_share"):
        plot_speaking(ROWS.drop(columns="word_share"))
