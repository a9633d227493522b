"""What a draft decides for somebody who knows nothing: pages, consent, words, order, numbers."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from survey_analysis import count_dropout, find_issues, load_study, read_responses
from survey_analysis.analysis import RunSettings, analyse, describe_run
from survey_analysis.drafting import draft_study, write_study_file
from survey_analysis.errors import DataError
from survey_analysis.publish import write_results
from survey_analysis.readers import read_table
from survey_analysis.responses import CellState, Responses
from survey_analysis.study import MultipleQuestion, Study, question_options

Drafted = tuple[Study, Responses, str]
Draft = Callable[[dict[str, list[str]]], Drafted]

WORDINGS = {
    "ResponseId": "Response ID", "Status": "Response Type", "Progress": "Progress",
    "Finished": "Finished", "Q1": "Do you agree to take part?",
    "Q2": "How many years have you worked?", "Q3": "Which tools? (select all that apply)",
    "Q4": "Please describe what happened.",
}  # fmt: skip
AGREED = ["IP Address", "100", "True", "I agree"]
RECORDS = [
    ["Survey Preview", "100", "True", "I agree", "9", "Git,Jira", "=1+1 oh"],
    *([[*AGREED, f"{n} years", "Git,Jira" if n < 6 else "Jira", "It broke."] for n in range(3, 9)]),
    *([[*AGREED, f"{n}", "None of these" if n < 12 else "Git", "=1+1 oh"] for n in range(9, 15)]),
    [*AGREED, "5", "", ""],  # finished, and left the last page empty
    ["IP Address", "100", "True", "I do not agree", "", "", ""],
    ["IP Address", "100", "True", "I do not agree", "", "", ""],
    ["IP Address", "25", "False", "I agree", "", "", ""],
    ["IP Address", "50", "False", "I agree", "4", "", ""],
    ["IP Address", "50", "False", "I agree", "", "", ""],  # skipped the question, saw the page
]


def write_export(path: Path) -> Path:
    """Write an export of Qualtrics whose import ids are the names of the questions."""
    ids = [json.dumps({"ImportId": name[0].lower() + name[1:]}) for name in WORDINGS]
    ids[4:] = [json.dumps({"ImportId": name}) for name in list(WORDINGS)[4:]]
    rows = [[f"R_{n}", *record] for n, record in enumerate(RECORDS)]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([list(WORDINGS), list(WORDINGS.values()), ids, *rows])
    return path


def draft_from(path: Path, folder: Path) -> Drafted:
    text = write_study_file(draft_study(read_table(path), name="Drafted"))
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    study = load_study(folder)
    assert isinstance(study, Study)
    return study, read_responses(study, path), text


@pytest.fixture
def qualtrics(tmp_path: Path) -> Drafted:
    return draft_from(write_export(tmp_path / "export.csv"), tmp_path)


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    def from_columns(columns: dict[str, list[str]]) -> Drafted:
        ids = [str(number) for number in range(1, len(next(iter(columns.values()))) + 1)]
        pd.DataFrame({"id": ids, **columns}).to_csv(tmp_path / "export.csv", index=False)
        return draft_from(tmp_path / "export.csv", tmp_path)

    return from_columns


def head(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith("#"))


def test_pages_and_dropout_of_an_export_without_a_mark_for_what_was_not_shown(
    qualtrics: Drafted,
) -> None:
    study, responses, text = qualtrics
    assert study.export.finished == "Finished = 'True'"
    assert [page.questions for page in study.pages] == [["Q1"], ["Q2"], ["Q3", "Q4"]]
    assert count_dropout(responses)["reached"].tolist() == [18, 14, 13]
    by_id = dict(zip(responses.ids, responses.states["Q4"][:, 0], strict=True))
    assert by_id["R_13"] == CellState.EMPTY  # saw the last page
    assert by_id["R_14"] == by_id["R_17"] == CellState.NOT_SHOWN
    assert "pages: a page ends where unfinished records stop, by Progress" in head(text)


def test_who_does_not_consent_is_left_out_by_a_population(qualtrics: Drafted) -> None:
    study, responses, text = qualtrics
    assert study.populations["consented"].where == "Q1 = 'I agree'"
    assert study.populations["complete"].of == "consented"
    assert study.question("Q1").hidden
    assert "2 records say 'I do not agree' and answer nothing after it" in head(text)
    assert "lone-answer" not in [finding.check for finding in find_issues(responses)]


def test_records_with_one_answer_are_no_duplicates(qualtrics: Drafted) -> None:
    _, responses, _ = qualtrics
    found = find_issues(responses, population="started", where="Finished = 'True'")
    lone = next(finding for finding in found if finding.check == "lone-answer")
    assert (lone.questions, int(lone.mask.sum())) == (("Q1",), 2)
    assert lone.note == "Records that have no answer but to Q1"
    assert "duplicates" not in [finding.check for finding in found]


def test_words_that_recur_are_not_published_by_a_guess(qualtrics: Drafted) -> None:
    study, _, text = qualtrics
    assert study.question("Q4").kind == "text"
    assert "It broke" not in text
    assert "Q4: whether its texts are options (kind: single): they recur" in head(text)


def test_a_unit_behind_some_numbers_leaves_them_numbers(qualtrics: Drafted) -> None:
    study, responses, _ = qualtrics
    assert study.question("Q2").kind == "numeric"
    values = dict(zip(responses.ids, responses.values["Q2"][:, 0], strict=True))
    assert (values["R_1"], values["R_7"]) == (3, 9)


def test_an_option_that_denies_the_others_excludes_them(qualtrics: Drafted) -> None:
    study, _, _ = qualtrics
    question = study.question("Q3")
    assert isinstance(question, MultipleQuestion)
    assert [o.label for o in question.options if o.exclusive] == ["None of these"]


def test_records_left_out_are_in_the_manifest_and_among_the_findings(
    qualtrics: Drafted, tmp_path: Path
) -> None:
    _, responses, _ = qualtrics
    quality = analyse(responses, tmp_path)["quality.csv"].set_index("check")
    said = "1 preview record was left out: Status = Survey Preview"
    assert quality.loc["left-out", ["respondents", "note"]].tolist() == [1, f"At reading, {said}"]
    described = describe_run(responses, tmp_path, settings=RunSettings(), command="run drafted")
    assert described["data"]["left_out"] == [
        {"what": "preview record", "why": "Status = Survey Preview", "records": 1}
    ]


def test_a_first_question_that_ends_nothing_is_no_consent(draft: Draft) -> None:
    study, _, _ = draft({
        "Finished": ["True"] * 6, "Q1": ["Yes"] * 4 + ["No"] * 2,
        "Q2": ["7", "8", "9", "7", "8", ""],
    })  # fmt: skip
    assert "consented" not in study.populations


def test_without_progress_a_page_ends_where_a_record_stops(draft: Draft) -> None:
    study, _, text = draft({
        "Finished": ["True", "True", "True", "False", "False"],
        "Q1": ["A", "B", "A", "B", "A"], "Q2": ["A", "B", "A", "", "B"],
        "Q3": ["A", "B", "B", "", ""],
    })  # fmt: skip
    assert [page.questions for page in study.pages] == [["Q1"], ["Q2"], ["Q3"]]
    assert "unfinished records stop; the export has no mark" in head(text)


def test_options_without_an_order_end_with_other_none_and_do_not_know(draft: Draft) -> None:
    study, _, _ = draft({
        "Q1": ["I don't know", "None of these", "Other", "Jira", "Git"] * 3,
        "Q2": ["No", "I don't know", "Yes", "Yes", "No"] * 3,
    })  # fmt: skip
    labels = {q.id: [o.label for o in question_options(q)] for q in study.questions}
    assert labels["Q1"] == ["Jira", "Git", "Other", "None of these", "I don't know"]
    assert labels["Q2"] == ["Yes", "No", "I don't know"]


@pytest.mark.parametrize(
    ("wording", "texts", "kind"),
    [
        ("Q1_Why_not", ["Too slow", "No time"], "text"),
        ("Q1_role", ["Too slow", "No time"], "single"),
        ("Q1", ["It took us far too long", "Nobody knew how to do it"], "text"),
        ("Q1", ["11 to 50 people in all", "1 to 10 people in all"], "single"),
    ],
)
def test_what_texts_that_recur_are_depends_on_wording_and_length(
    draft: Draft, wording: str, texts: list[str], kind: str
) -> None:
    study, _, _ = draft({wording: texts * 4})
    assert study.questions[0].kind == kind


def test_sentences_that_everybody_chooses_from_are_options(draft: Draft) -> None:
    texts = ["It took us far too long", "Nobody knew how to do it"]
    study, _, _ = draft({"Q1": texts * 12})
    assert study.questions[0].kind == "single"


def test_a_few_answers_that_are_no_number_are_left_out_as_a_finding(draft: Draft) -> None:
    study, responses, text = draft({"Q1_years": [*map(str, range(1, 13)), "~10", "a lot"]})
    question: Any = study.question("Q1")
    assert (question.kind, question.unreadable) == ("numeric", "leave-out")
    assert "2 answers that are no number" in head(text)
    (finding,) = [f for f in find_issues(responses) if f.check == "sentinel"]
    assert int(finding.mask.sum()) == 2
    assert "a lot" not in finding.note
    assert "a lot" not in text


def test_numbers_that_cannot_be_read_say_which_key_helps(draft: Draft, tmp_path: Path) -> None:
    _, _, text = draft({"Q1_years": [*map(str, range(1, 13)), "~10", "3,5,1"]})
    (tmp_path / "study.yaml").write_text(text.replace("leave-out", "error"), encoding="utf-8")
    study = load_study(tmp_path)
    assert isinstance(study, Study)
    with pytest.raises(DataError, match=r"'~10', which is not a number; declare unreadable: leave"):
        read_responses(study, tmp_path / "export.csv")


def test_nothing_left_to_ask_says_where_every_column_went(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,email,status\n1,a@example.org,x\n2,b@example.org,y\n")
    with pytest.raises(DataError, match="no column is left that may hold answers") as raised:
        draft_study(read_table(tmp_path / "a.csv"), name="empty")
    for said in ("identify people: email", "by name: status", "ids and durations: id", "--format"):
        assert said in str(raised.value)


def test_labels_of_an_export_are_no_formulas_in_results(draft: Draft, tmp_path: Path) -> None:
    study, responses, _ = draft({"Q1": ["=1+1", "Git", "Git", "=1+1"] * 3, "Q2": ["A", "B"] * 6})
    tables = analyse(responses, tmp_path, settings=RunSettings(by=("q1",)))
    assert "=1+1" in tables["estimates.csv"]["segment"].tolist()
    out = write_results(tables, tmp_path / "out", manifest={"study": study.study})
    written = (out / "estimates.csv").read_text(encoding="utf-8")
    assert ",'=1+1" in written
    assert ",=1+1" not in written
