"""Ticks in one cell, in columns with their own text, and in the respondents' own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey_analysis import estimate, find_issues, load_study, read_responses
from survey_analysis.errors import DataError, StudyFileError
from survey_analysis.responses import CellState, Responses

EXPORT = """id,Tools,Git,Jira,Else,Asked,Why
1,"Git, Docker, or similar",Git,,,yes,speed
2,Git ,Git,,cvs,no,
3,"Docker, or similar, Emacs, vi",,Jira,,yes,
4,,,,,no,habit
5,git,,,,yes, speed
"""
STUDY = """
study: ticks
title: Ticks
kind: survey
about: Five invented respondents.
export: {id: id}
pages: [{id: all, label: All, questions: [T, S, A, W]}]
populations: {all: {label: All, default: true}}
questions:
  - id: T
    label: Tools
    kind: multiple
    column: Tools
    separator: ", "
    options:
      - {id: git, label: Git, aliases: [git]}
      - {id: docker, label: "Docker, or similar"}
      - {id: other, label: Other, other: true}
  - id: S
    label: Systems
    kind: multiple
    options:
      - {id: git, label: Git, column: Git}
      - {id: jira, label: Jira, column: Jira}
      - {id: other, label: Other, column: Else, other: true}
    asked_if: A = 'Yes'
  - id: A
    label: Asked
    kind: single
    column: Asked
    options: [{id: "yes", label: "Yes", value: "yes"}, {id: "no", label: "No", value: "no"}]
  - id: W
    label: Why
    kind: single
    column: Why
    options: [speed, {id: other, label: Other, other: true}]
"""

Read = Callable[..., Responses]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_five(*changes: tuple[str, str]) -> Responses:
        text = STUDY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "responses.csv").write_text(EXPORT, encoding="utf-8")
        return read_responses(load_study(tmp_path), tmp_path / "responses.csv")

    return read_five


def test_joined_ticks_are_told_by_whole_options_and_the_rest_is_other(read: Read) -> None:
    responses = read()
    assert responses.values["T"].astype(int).tolist() == [
        [1, 1, 0],
        [1, 0, 0],
        [0, 1, 1],
        [0, 0, 0],
        [1, 0, 0],
    ]
    assert responses.option_texts["Tools"].tolist() == ["", "", "Emacs, vi", "", ""]


def test_an_empty_joined_cell_says_as_little_as_columns_without_a_tick(read: Read) -> None:
    state = read().states["T"][3, 0]
    assert state == CellState.AMBIGUOUS
    answered = read(("{id: id}", "{id: id, nothing_ticked: answered}"))
    assert answered.states["T"][3, 0] == CellState.ANSWERED


def test_what_no_option_accounts_for_is_an_error_without_an_other_option(read: Read) -> None:
    with pytest.raises(DataError, match="row 4, column Tools: found 'Emacs, vi', which study"):
        read(("      - {id: other, label: Other, other: true}\n", ""))


def test_an_option_is_ticked_by_its_own_text_and_other_by_any(read: Read) -> None:
    responses = read()
    assert responses.values["S"].astype(int).tolist()[:3] == [[1, 0, 0], [1, 0, 1], [0, 1, 0]]
    assert responses.option_texts["Else"].tolist() == ["", "cvs", "", "", ""]


def test_write_ins_among_labels_are_kept_and_counted_as_other(read: Read) -> None:
    responses = read()
    assert responses.values["W"][:, 0].tolist() == [0, -1, -1, 1, 0]
    assert responses.option_texts["Why"].tolist() == ["", "", "", "habit", ""]


def test_only_a_tick_is_an_answer_against_a_filter(read: Read) -> None:
    responses = read(("{id: id}", "{id: id, nothing_ticked: answered}"))
    assert responses.states["S"][3].tolist() == [CellState.NOT_SHOWN] * 3
    (finding,) = [f for f in find_issues(responses) if f.check == "answered-against-filter"]
    assert responses.ids[finding.mask].tolist() == [2]


def test_counting_in_chunks_gives_the_same_bytes(read: Read, tmp_path: Path) -> None:
    scale = pytest.importorskip("survey_analysis.scale")
    table = estimate(read())
    found = scale.estimate_file(load_study(tmp_path), tmp_path / "responses.csv").table
    assert found.to_csv(index=False) == table.to_csv(index=False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('    separator: ", "\n', "", "'column' and 'separator' go together"),
        ("aliases: [git]", "column: Git", "T needs either 'column', or a 'column' on every option"),
    ],
)
def test_joined_ticks_that_contradict_themselves_are_refused(
    read: Read, old: str, new: str, said: str
) -> None:
    with pytest.raises(StudyFileError) as raised:
        read((old, new))
    assert said in str(raised.value)


def test_without_a_column_of_ids_rows_are_known_by_their_number(read: Read) -> None:
    responses = read(("{id: id}", "{metadata: [id]}"))
    assert responses.ids.tolist() == [2, 3, 4, 5, 6]
