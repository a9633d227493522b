from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from survey_analysis import count_dropout, load_study, read_responses
from survey_analysis.analysis import RunSettings
from survey_analysis.errors import StudyFileError
from survey_analysis.responses import CellState, Responses
from survey_analysis.responses.reaching import extend_reached
from survey_analysis.study import Study

STUDY = """study: reached
title: Who reached what
kind: survey
about: Six invented records without a mark for what was not shown.
export: {id: id, metadata: [Finished], format: delimited, finished: "Finished = 'True'"}
pages:
  - {id: consent, label: Consent, questions: [Q1]}
  - {id: person, label: Person, questions: [Q2]}
  - {id: use, label: Use, questions: [Q3]}
  - {id: end, label: End, questions: [Q4]}
populations:
  all: {label: All}
  complete: {label: Complete, default: true, of: all, where: "Finished = 'True'"}
questions:
  - {id: Q1, label: Consent, kind: single, column: Q1, options: ["Agree", "Refuse"]}
  - {id: Q2, label: Role, kind: single, column: Q2, options: [Developer, Tester]}
  - {id: Q3, label: Use, kind: single, column: Q3, options: [Daily, Weekly]}
  - {id: Q4, label: Words, kind: text, items: [{id: words, label: Words, column: Q4}]}
"""
EXPORT = """id,Finished,Q1,Q2,Q3,Q4
1,True,Agree,Developer,Daily,good
2,True,Agree,Developer,,
3,True,Refuse,,,
4,False,Agree,Tester,,
5,False,Agree,,Weekly,
6,False,,,,
"""


@pytest.fixture
def responses(tmp_path: Path) -> Responses:
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "responses.csv").write_text(EXPORT, encoding="utf-8")
    study = load_study(tmp_path)
    assert isinstance(study, Study)
    return read_responses(study, tmp_path / "responses.csv")


def test_a_page_is_reached_by_who_answers_there_or_later_or_finishes(responses: Responses) -> None:
    reached = {page: responses.ids[mask].tolist() for page, mask in responses.reached.items()}
    assert reached == {
        "consent": [1, 2, 3, 4, 5],  # 6 left before anything
        "person": [1, 2, 4, 5],  # 3 was screened out; 5 skipped it
        "use": [1, 2, 5],
        "end": [1, 2],  # 2 finished and left the end empty
    }


def test_empty_cells_on_pages_that_were_not_reached_are_not_shown(responses: Responses) -> None:
    shown, skipped = CellState.NOT_SHOWN, CellState.NOT_ANSWERED
    assert responses.states["Q3"][:, 0].tolist() == [0, skipped, shown, shown, 0, shown]
    empty = CellState.EMPTY
    assert responses.states["Q4"][:, 0].tolist() == [0, empty, shown, shown, shown, shown]
    assert responses.states["Q2"][4, 0] == skipped


def test_who_left_on_the_last_page_is_never_fewer_than_nobody(responses: Responses) -> None:
    assert count_dropout(responses)["left_here"].tolist() == [1, 1, 1, 0]


def test_a_file_read_in_chunks_has_the_same_dropout(responses: Responses, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    from survey_analysis.scale.running import run_with_engine

    path, settings = tmp_path / "responses.csv", RunSettings()
    found = run_with_engine(
        responses.study, path, tmp_path, settings=settings, engine="stream", scheduler=None
    )
    assert found.tables["dropout.csv"].equals(count_dropout(responses))


def test_who_finished_is_told_by_metadata_alone(tmp_path: Path) -> None:
    wrong = STUDY.replace("\"Finished = 'True'\"}\npages", "\"Q1 = 'Agree'\"}\npages")
    (tmp_path / "study.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(StudyFileError, match=r"export\.finished: 'Q1' is not a metadata column"):
        load_study(tmp_path)


def test_a_survey_of_one_page_is_reached_by_who_answers() -> None:
    seen = {"all": np.array([True, False])}
    reached = extend_reached(seen, finished=np.array([True, True]))
    assert reached["all"].tolist() == [True, False]
