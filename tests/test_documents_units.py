from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from talks import INTERVIEWS, P01, write_groups, write_interviews, write_study

from survey_analysis.coding.units import UNIT_COLUMNS
from survey_analysis.documents import (
    describe_before,
    list_document_units,
    read_documents,
    split_sentences,
)
from survey_analysis.documents.reading import Documents
from survey_analysis.errors import DataError
from survey_analysis.study import load_qualitative_study


def read(folder: Path) -> Documents:
    return read_documents(folder, load_qualitative_study(folder))


def test_turns_of_participants_are_units(tmp_path: Path) -> None:
    units = list_document_units(read(write_interviews(tmp_path)))
    assert units.columns.tolist() == UNIT_COLUMNS
    assert units["unit_id"].tolist() == ["P01:002", "P01:004", "P02:002"]
    assert units["respondent"].tolist() == ["P01", "P01", "P02"]
    assert set(units["group"]) == {"interviews"}
    assert units["text"].iloc[1] == "Then we wait."
    assert units["text_sha256"].iloc[1][:16] == "78071dca73b5ffa8"


def test_a_moderator_is_coded_only_when_asked_for(tmp_path: Path) -> None:
    documents = read(write_interviews(tmp_path))
    units = list_document_units(documents, with_moderators=True)
    assert units["respondent"].tolist().count("Interviewer") == 3


def test_units_of_a_focus_group_are_grouped_by_session(tmp_path: Path) -> None:
    units = list_document_units(read(write_groups(tmp_path)))
    assert units["group"].tolist() == ["first", "first", "first", "second"]


def test_sentences_are_units_where_the_study_says_so(tmp_path: Path) -> None:
    study = INTERVIEWS.replace("{moderators", "{unit: sentence, moderators")
    folder = write_study(tmp_path, study, {"P01.md": P01})
    units = list_document_units(read(folder))
    assert units["unit_id"].tolist() == ["P01:002.1", "P01:002.2", "P01:004.1"]
    assert units["text"].tolist()[:2] == ["Every Monday.", "Unless the data are late."]


def test_spans_are_units_when_given(tmp_path: Path) -> None:
    documents = read(write_interviews(tmp_path))
    spans = pd.DataFrame({"document_id": ["P01"], "turn": [2], "start": [6], "end": [12]})
    units = list_document_units(documents, spans=spans)
    assert units[["unit_id", "text"]].to_numpy().tolist() == [["P01:002.6-12", "Monday"]]


@pytest.mark.parametrize(
    ("document", "turn", "start", "end"),
    [("P01", 2, 6, 99), ("P01", 2, 6, 6), ("P01", 1, 0, 3), ("P03", 2, 0, 3)],
)
def test_a_span_outside_coded_turns_is_an_error(
    tmp_path: Path, document: str, turn: int, start: int, end: int
) -> None:
    rows = {"document_id": [document], "turn": [turn], "start": [start], "end": [end]}
    with pytest.raises(DataError, match=f"{document}, turn {turn}: no span {start} to {end}"):
        list_document_units(read(write_interviews(tmp_path)), spans=pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("One", ["One"]),
        ("Why? Drift! Well... 3 days.", ["Why?", "Drift!", "Well...", "3 days."]),
        ('He said "No." Then left.', ['He said "No."', "Then left."]),
        ("Use Dr. A. Smith, e.g. On Monday.", ["Use Dr. A. Smith, e.g. On Monday."]),
        ("version 2.5 is out. ok then", ["version 2.5 is out. ok then"]),
        ("Eins. Über zwei.", ["Eins.", "Über zwei."]),
    ],
)
def test_sentences_end_where_a_reader_expects(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_what_was_said_before_a_unit_is_the_turn_before_it_by_whomever(tmp_path: Path) -> None:
    documents = read(write_groups(tmp_path))
    units = list_document_units(documents)
    assert describe_before(documents, units) == [
        "Moderator: Does it help you?",
        "D1: It does.",
        "D2: It does not, and it costs.",
        "Moderator: Does it?",
    ]
    assert describe_before(documents, units[:0]) == []


def test_nothing_was_said_before_the_first_turn(tmp_path: Path) -> None:
    documents = read(write_interviews(tmp_path))
    first = list_document_units(documents, with_moderators=True)[:1]
    assert describe_before(documents, first) == [""]
