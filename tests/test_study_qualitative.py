from __future__ import annotations

from pathlib import Path

import pytest
from talks import GROUPS, INTERVIEWS, write_groups, write_interviews, write_study

from survey_analysis.errors import InvalidCallError, StudyFileError
from survey_analysis.study import (
    QualitativeStudy,
    load_qualitative_study,
    load_study,
    load_survey,
)


def test_a_study_file_of_interviews_is_read(tmp_path: Path) -> None:
    study = load_study(write_interviews(tmp_path))
    assert isinstance(study, QualitativeStudy)
    assert study.participant("P02").role == "Lead"
    assert not study.participant("P02").consent_to_quote
    assert study.documents.illustration


def test_consent_is_never_taken_for_granted(tmp_path: Path) -> None:
    text = INTERVIEWS.replace(", consent_to_quote: true", "")
    study = load_qualitative_study(write_study(tmp_path, text, {}))
    assert not study.participant("P01").consent_to_quote


def test_an_unknown_participant_is_named_with_the_nearest(tmp_path: Path) -> None:
    study = load_qualitative_study(write_interviews(tmp_path))
    with pytest.raises(InvalidCallError, match="'p1' is not a participant of talks; nearest is"):
        study.participant("p1")


@pytest.mark.parametrize(
    ("study", "old", "new", "said"),
    [
        (INTERVIEWS, "employers:", "employer:", "line 9, employer: unknown key 'employer'; nearest "
         "is 'employers'; allowed: study, title, kind, about"),
        (INTERVIEWS, "role: Lead", "rle: Lead", "line 8, participants[P02].rle: unknown key 'rle'; "
         "nearest is 'role'"),
        (INTERVIEWS, "moderators", "moderator", "line 5, documents.moderator: unknown key "
         "'moderator'; nearest is 'moderators'"),
        (INTERVIEWS, "kind: interviews", "kind: interview", "line 3, kind: 'interview' is not a "
         "kind; nearest is 'interviews'; allowed: survey, interviews, focus-groups"),
        (INTERVIEWS, "id: P02", "id: P01", "line 8, participants[P01].id: the id 'P01' is declared "
         "twice"),
        (INTERVIEWS, "id: P02", "id: 2", "line 8, participants[2].id: must be text"),
        (INTERVIEWS, "Interviewer]", "P01]", "line 5, documents.moderators[1]: 'P01' is a "
         "participant, too"),
        (INTERVIEWS, "kind: interviews", "kind: focus-groups\nstatements: 3", "line 4, statements: "
         "must be a list"),
        (GROUPS, "kind: focus-groups", "kind: interviews", "line 10, statements: only focus groups "
         "have statements"),
        (GROUPS, "session: second, ", "", "line 9, participants[D3]: D3 needs a 'session'"),
        (GROUPS, "kind: when", "kind: then", "statements[S3].kind: must be 'benefit', "
         "'limitation' or 'when', found 'then'"),
    ],
)  # fmt: skip
def test_a_wrong_study_file_is_explained_with_line_key_and_nearest_key(
    tmp_path: Path, study: str, old: str, new: str, said: str
) -> None:
    assert old in study
    folder = write_study(tmp_path, study.replace(old, new, 1), {})
    with pytest.raises(StudyFileError, match=r"study\.yaml") as raised:
        load_study(folder)
    assert said in str(raised.value)


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    text = GROUPS.replace("id: D2, session: first", "id: D1").replace("id: S2", "id: S1")
    with pytest.raises(StudyFileError, match=r"\(3 problems\)"):
        load_study(write_study(tmp_path, text, {}))


def test_what_needs_a_survey_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidCallError, match="talks consists of interviews; this needs a survey"):
        load_survey(write_interviews(tmp_path / "one"))
    with pytest.raises(InvalidCallError, match="boards consists of focus groups; this needs a"):
        load_survey(write_groups(tmp_path / "two"))


def test_what_needs_documents_says_so(tiny_folder: Path) -> None:
    with pytest.raises(InvalidCallError, match="tiny is a survey; this needs interviews or focus"):
        load_qualitative_study(tiny_folder)
