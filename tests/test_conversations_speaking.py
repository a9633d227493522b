from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from talks import write_groups, write_interviews

from survey_analysis.conversations.sessions import compare_sessions
from survey_analysis.conversations.speaking import tabulate_participants, tabulate_speaking
from survey_analysis.conversations.themes import COLUMNS
from survey_analysis.documents import read_documents
from survey_analysis.documents.reading import Documents
from survey_analysis.study import load_qualitative_study


def read(folder: Path) -> Documents:
    return read_documents(folder, load_qualitative_study(folder))


def test_participants_stand_in_the_order_of_the_study_file(tmp_path: Path) -> None:
    table = tabulate_participants(read(write_interviews(tmp_path)))
    said = table[["participant", "role", "consent_to_quote", "documents", "turns", "words"]]
    assert said.to_numpy().tolist() == [
        ["P01", "Developer", True, 1, 2, 10],
        ["P02", "Lead", False, 1, 1, 6],
    ]


def test_who_never_speaks_has_counts_of_zero(tmp_path: Path) -> None:
    folder = write_interviews(tmp_path)
    (folder / "documents" / "P02.md").unlink()
    table = tabulate_participants(read(folder))
    assert table.loc[1, ["documents", "turns", "words"]].tolist() == [0, 0, 0]


def test_shares_of_speech_add_up_in_each_document(tmp_path: Path) -> None:
    table = tabulate_speaking(read(write_groups(tmp_path)))
    first = table[table["document_id"] == "first"].set_index("speaker")
    assert first["turns"].to_dict() == {"Moderator": 1, "D1": 2, "D2": 1}
    assert first["words"].to_dict() == {"Moderator": 4, "D1": 5, "D2": 6}
    assert first.loc["D1", "word_share"] == 5 / 15
    assert first.loc["D1", "turn_share"] == 2 / 4
    assert first.loc["D1", "words_per_turn"] == 2.5
    assert table.groupby("document_id")["word_share"].sum().tolist() == [1, 1]


def test_sessions_are_compared(tmp_path: Path) -> None:
    documents = read(write_groups(tmp_path))
    themes = pd.DataFrame(
        {
            "code": ["a", "a", "b", "b", ""],
            "session": ["first", "second", "first", "second", "first"],
            "own_units": [1, 2, 3, 0, 0],
        }
    )
    table = compare_sessions(documents, tabulate_speaking(documents), themes)
    assert table["session"].tolist() == ["first", "second"]
    assert table["minutes"].tolist() == [4, 3]
    assert table["moderator_share"].tolist() == pytest.approx([4 / 15, 2 / 5])
    assert table["largest_share"].tolist() == pytest.approx([6 / 11, 1])
    assert table["smallest_share"].tolist() == pytest.approx([5 / 11, 1])
    assert table["codes"].tolist() == [2, 1]
    assert table["codes_only_here"].tolist() == [1, 0]


def test_sessions_are_compared_before_anything_is_coded(tmp_path: Path) -> None:
    documents = read(write_groups(tmp_path))
    themes = pd.DataFrame(columns=COLUMNS)
    table = compare_sessions(documents, tabulate_speaking(documents), themes)
    assert table["codes"].tolist() == [0, 0]
