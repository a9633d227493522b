from __future__ import annotations

import pandas as pd
import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_themes, plot_themes


def themes(people: int = 2) -> pd.DataFrame:
    rows = [
        ("pace", "", "Pace", [3, 0]),
        ("pace", "rhythm", "Rhythm of retraining", [3, 0]),
        ("watch", "", "Watching", [12, 1]),
        ("watch", "alarms", "Alarms", [12, 1]),
    ]
    names = [f"P{i + 1:02d}" for i in range(people)]
    return pd.DataFrame(
        {"category": category, "code": code, "label": label, "participant": name, "units": count}
        for category, code, label, counts in rows
        for name, count in zip(names, (counts * people)[:people], strict=True)
    )


def test_every_cell_with_turns_and_every_row_total_is_written() -> None:
    ax = plot_themes(themes())
    assert [text.get_text() for text in ax.texts] == [
        "3", "3", "12", "1", "12", "1", "1 of 2", "1 of 2", "2 of 2", "2 of 2",
    ]  # fmt: skip


def test_categories_are_bold_and_codes_are_not() -> None:
    labels = plot_themes(themes()).get_yticklabels()
    weights = {label.get_text(): label.get_fontweight() for label in labels}
    assert weights == {
        "Pace": "bold", "Rhythm of retraining": "normal", "Watching": "bold", "Alarms": "normal",
    }  # fmt: skip


def test_participants_are_named_above_and_counted_below() -> None:
    ax = plot_themes(themes())
    (above,) = ax.child_axes
    assert [label.get_text() for label in above.get_xticklabels()] == ["P01", "P02"]
    assert "n = 2 participants" in ax.get_xlabel()


@pytest.mark.parametrize("people", [2, 18])
def test_many_participants_fit(people: int) -> None:
    ax = plot_themes(themes(people))
    (above,) = ax.child_axes
    assert {label.get_rotation() for label in above.get_xticklabels()} == {0 if people < 9 else 90}


def test_the_words_name_what_most_participants_raise_first() -> None:
    assert describe_themes(themes()) == (
        "Matrix of 2 themes and 2 participants. Raised by most: Alarms 2 of 2 participants, 13 "
        "turns; Rhythm of retraining 1 of 2 participants, 3 turns."
    )


def test_nothing_coded_is_an_error() -> None:
    with pytest.raises(InvalidCallError, match="there is no theme to draw; nothing is coded"):
        plot_themes(themes().iloc[:0])


def test_missing_columns_are_named() -> None:
    with pytest.raises(InvalidCallError, match="units"):
        plot_themes(themes().drop(columns="units"))
