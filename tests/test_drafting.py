from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_analysis import estimate, load_study, read_responses
from survey_analysis.drafting import (
    draft_study,
    replace_complete,
    replace_drop,
    replace_id,
    suggest_segments,
    suggest_settings,
    write_study_file,
)
from survey_analysis.drafting.joined import find_joined
from survey_analysis.drafting.labels import order_by_number
from survey_analysis.drafting.ladders import find_ladder
from survey_analysis.drafting.shapes import DraftedQuestion
from survey_analysis.errors import DataError, InvalidCallError
from survey_analysis.readers import read_table
from survey_analysis.readers.questionnaire import read_questionnaire
from survey_analysis.responses import Responses
from survey_analysis.study import Study, find_study_folder

EXPORTS = Path(__file__).parent / "data" / "exports"
FILES = sorted(
    p.name
    for p in EXPORTS.iterdir()
    if p.suffix in (".csv", ".tsv", ".xlsx", ".sav", ".parquet", ".gz")
)
ROLES = ["Developer"] * 12 + ["Tester"] * 8

Drafted = tuple[Study, Responses, str]
Draft = Callable[..., Drafted]


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """Draft a study from columns, or from a file; returns study, responses and YAML."""

    def from_export(columns: dict[str, list[str]] | Path, questionnaire: str = "") -> Drafted:
        path = columns if isinstance(columns, Path) else tmp_path / "export.csv"
        if not isinstance(columns, Path):
            pd.DataFrame(columns).to_csv(path, index=False)
        asked = read_questionnaire(EXPORTS / questionnaire) if questionnaire else None
        drafted = draft_study(read_table(path), name="Drafted", questionnaire=asked)
        text = write_study_file(drafted)
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        study = load_study(tmp_path)
        assert isinstance(study, Study)
        return study, read_responses(study, path), text

    return from_export


def kinds(study: Study) -> dict[str, str]:
    return {question.id: question.kind for question in study.questions}


@pytest.mark.parametrize("name", FILES)
def test_a_draft_of_every_format_reads_every_record(draft: Draft, name: str) -> None:
    if name.endswith(".sav"):
        pytest.importorskip("pyreadstat")
    study, responses, _ = draft(EXPORTS / name)
    assert len(responses) == 8
    found = set(kinds(study).values())
    numeric_codes = name in ("qualtrics_numeric.csv", "qualtrics_legacy.csv")
    assert found >= ({"multiple", "numeric", "text"} if numeric_codes else {"single", "multiple"})
    assert len(estimate(responses)) > 10


def test_the_questionnaire_gives_codes_their_labels_and_questions_their_filters(
    draft: Draft,
) -> None:
    study, responses, _ = draft(EXPORTS / "qualtrics_numeric.csv", "qualtrics.qsf")
    expected = {"Q1": "single", "Q2": "multiple", "Q3": "scale", "Q4": "numeric", "Q5": "text"}
    assert kinds(study) == expected
    assert study.question("Q3").asked_if == "Q2 != 'None of these'"
    assert [page.questions for page in study.pages] == [["Q1", "Q2"], ["Q3", "Q4", "Q5"]]
    text_study, texts, _ = draft(EXPORTS / "qualtrics_text.csv", "qualtrics.qsf")
    assert kinds(text_study) == expected
    for question in ("Q1", "Q3"):
        assert responses.values[question].tolist() == texts.values[question].tolist()


def test_the_flagship_s_export_is_understood_as_by_hand(
    draft: Draft, flagship_study: Study
) -> None:
    study, responses, _ = draft(find_study_folder(flagship_study.study) / "responses.csv")
    by_hand = {q: k for q, k in kinds(flagship_study).items() if k != "text"}
    by_hand["Q6"] = "scale"  # Never … Always, a known scale
    assert {q: k for q, k in kinds(study).items() if q in by_hand} == by_hand
    assert study.export.drop == ["Origin"]
    assert study.populations["complete"].where == "Status starts 'Completed'"
    table = estimate(responses).set_index("source")
    assert table.loc["Q13_Model_Deploy_Approach_Service", ["count", "answered"]].tolist() == [
        100,
        168,
    ]


def test_the_original_is_read_without_error(draft: Draft, original: Path) -> None:
    study, responses, text = draft(original)
    assert len(responses) == 276
    assert kinds(study)["D2"] == "single"
    assert kinds(study)["D1"] == "text"  # what respondents studied is not in the draft
    assert "Origin" in text


def test_a_ranking_is_told_from_a_grid_of_numbers(draft: Draft) -> None:
    study, responses, _ = draft({
        "R_speed": ["1", "2", "3", "1"], "R_cost": ["2", "1", "1", ""],
        "R_fun": ["3", "3", "2", ""], "G_one": ["1", "5", "5", "4"],
        "G_two": ["1", "5", "3", "4"], "G_three": ["2", "4", "5", ""],
        "P_a": ["50", "20", "0", "100"], "P_b": ["50", "80", "100", "0"],
    })  # fmt: skip
    assert kinds(study) == {"R": "ranking", "G": "scale", "P": "allocation"}
    firsts = estimate(responses).query("statistic == 'first_share'")
    assert firsts["count"].tolist() == [2, 2, 0]


def test_choices_by_place_are_a_ranking(draft: Draft) -> None:
    study, _, _ = draft({
        "best_1": ["Git", "Jira", "Git", "Slack", "Git"],
        "best_2": ["Jira", "Git", "Slack", "Git", ""],
    })  # fmt: skip
    assert kinds(study) == {"best": "ranking"}


def test_known_scales_are_ordered_and_off_scale_answers_apart(draft: Draft) -> None:
    study, _, _ = draft({
        "F_one": ["oft", "nie", "weiß nicht", "immer"], "F_two": ["selten", "nie", "oft", "oft"],
    })  # fmt: skip
    (question,) = study.questions
    assert question.kind == "scale"
    points = [point.label for point in question.points]
    assert points == ["nie", "selten", "manchmal", "oft", "immer"]
    assert [option.label for option in question.off_scale] == ["weiß nicht"]


@pytest.mark.parametrize(
    ("labels", "topic"),
    [
        (["Strongly agree", "Disagree", "Neither agree nor disagree"], "agreement"),
        (["Stimme voll und ganz zu", "Teils, teils"], "agreement"),
        (["Concordo totalmente", "Discordo"], "agreement"),
        (["Siempre", "A veces", "Nunca"], "frequency"),
        (["Toujours", "Jamais"], "frequency"),
        (["Very satisfied", "Dissatisfied"], "satisfaction"),
        (["Muito importante", "Pouco importante"], "importance"),
        (["Very complex", "Easy"], "difficulty"),
    ],
)
def test_ladders_are_known_in_five_languages(labels: list[str], topic: str) -> None:
    found = find_ladder(labels)
    assert found is not None
    assert found[0].topic == topic


def test_labels_that_are_on_no_ladder_make_no_scale() -> None:
    assert find_ladder(["Never", "Green"]) is None
    assert find_ladder(["Never"]) is None


def test_an_option_that_holds_the_separator_stays_whole() -> None:
    cells = {"Git, Docker, or similar": 3, "Docker, or similar, Jira": 2, "Git, Jira": 3, "Git": 2}
    assert find_joined(cells) == (", ", {"Git": 8, "Docker, or similar": 5, "Jira": 5}, 0)


def test_sentences_with_commas_are_not_joined_options() -> None:
    assert find_joined({f"First, thing {i}": 1 for i in range(20)}) is None


def test_bands_are_ordered_by_their_numbers(draft: Draft) -> None:
    assert order_by_number(["1,001-2,000", "11-50", "1-10"]) == ["1-10", "11-50", "1,001-2,000"]
    assert order_by_number(["A2", "A1"]) is None
    study, _, _ = draft({"size": ["11-50", "1-10"] * 6, "Role": ROLES[4:16]})
    (size,) = [q for q in study.questions if q.id == "size"]
    assert size.kind == "single"
    assert size.ordered
    assert [option.label for option in size.options] == ["1-10", "11-50"]


def test_what_is_written_once_by_each_is_not_copied_into_the_draft(draft: Draft) -> None:
    words = [f"my own words, number {i}" for i in range(20)]
    study, _, text = draft({"Problem": words, "Role": ROLES})
    assert kinds(study) == {"Problem": "text", "Role": "single"}
    assert "my own words" not in text


def test_personal_data_is_dropped_and_named_on_top(draft: Draft) -> None:
    mails = [f"person{i}@example.org" for i in range(20)]
    study, responses, text = draft({"E-mail": mails, "Role": ROLES})
    assert study.export.drop == ["E-mail"]
    assert "dropped are E-mail" in text.split("study:")[0]
    assert "example.org" not in text
    assert "E-mail" not in responses.metadata


def test_a_code_for_no_answer_is_declared_where_it_stands(draft: Draft) -> None:
    study, responses, _ = draft({"years": ["3", "-99", "5", "12"], "Role": ROLES[9:13]})
    question = study.question("years")
    assert question.missing is not None
    assert "-99" in question.missing.not_answered
    assert estimate(responses).query("statistic == 'mean'")["answered"].tolist() == [3]


def test_a_guess_that_some_record_does_not_fit_gives_way(draft: Draft) -> None:
    study, _, text = draft({"Q1_yes": ["1", "1", "0"], "Q1_no": ["0", "1", "1"]})
    assert kinds(study)["Q1"] != "single"  # one record says both yes and no
    assert "which some record does not fit" in text


def test_odd_headers_and_empty_columns_are_drafted_too(draft: Draft) -> None:
    study, responses, _ = draft({
        "": ["", "", ""], "هل؟": ["نعم", "لا", "نعم"], "a: [b]": ["x", "", ""],
        "#": ["1", "2", "3"], "no": ["", "", ""], "'q\"": ["null", "~", "null"],
    })  # fmt: skip
    assert len(responses) == 3
    assert len(study.questions) == 5


def test_an_export_without_answers_is_no_survey(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("ID,Status\n1,Completed\n", encoding="utf-8")
    with pytest.raises(DataError, match="no column is left that may hold answers"):
        draft_study(read_table(path), name="nothing")


def test_settings_can_be_chosen_instead_of_guessed(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    columns = {"Nr": ["1", "2"], "Key": ["a", "b"], "Done": ["yes", "no"]}
    columns |= {"Mail": ["", ""], "Why": ["a", "b"]}
    pd.DataFrame(columns).to_csv(path, index=False)
    table = read_table(path)
    chosen = replace_id(suggest_settings(table), table, "Key")
    assert chosen.id.value == "Key"
    chosen = replace_complete(chosen, table, "Done = 'yes'")
    chosen = replace_drop(chosen, table, ["Mail"])
    assert set(chosen.columns) == {"Nr", "Key", "Done", "Mail"}
    text = write_study_file(draft_study(table, name="chosen", settings=chosen))
    assert """where: "Done = 'yes'\"""" in text


def test_choices_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    pd.DataFrame({"Nr": ["1", "2"], "Done": ["yes", "yes"]}).to_csv(path, index=False)
    table = read_table(path)
    guessed = suggest_settings(table)
    with pytest.raises(InvalidCallError, match="Done does not tell records apart"):
        replace_id(guessed, table, "Done")
    with pytest.raises(InvalidCallError, match="'Dnoe' is not a column of the export; nearest"):
        replace_complete(guessed, table, "Dnoe = 'yes'")
    with pytest.raises(InvalidCallError, match="allowed are = != starts and a text in quotes"):
        replace_complete(guessed, table, "Done > 3")
    with pytest.raises(InvalidCallError, match="Nr is the column of ids"):
        replace_drop(guessed, table, ["Nr"])


NAMES = st.text(alphabet="ab1_ .[]:#-é؟'\"\n", max_size=8) | st.sampled_from(
    ["ID", "Q1_a", "Q1_b", "Q1_c", "Q1_other", "Status", "submitdate", "duration", "IP", "Country"]
)
CELLS = st.text(alphabet="abAB01 ,;-.é؟\"'#", max_size=6) | st.sampled_from(
    ["", "", "1", "2", "3", "100", "-99", "-77", "0", "Yes", "No", "quoted", "not quoted", "Agree",
     "Disagree", "I don't know", "Git, Jira", "Git", "Jira", "null", "~", "2024-01-01", "1e5",
     "nan", "Completed (31)", "Other", "=1+1", "½", "Infinity"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_draft_of_any_table_reads_every_record(data: st.DataObject) -> None:
    names = data.draw(st.lists(NAMES, min_size=1, max_size=7))
    pool = data.draw(st.lists(CELLS, min_size=1, max_size=4))
    row = st.lists(st.sampled_from(pool), min_size=len(names), max_size=len(names))
    rows = data.draw(st.lists(row, min_size=1, max_size=9))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(
                [[*names, "last"], *([*r, ""] for r in rows)]
            )
        try:
            table = read_table(path)
        except DataError:
            return  # no export at all
        draft = draft_study(table, name="any")
        (Path(folder) / "study.yaml").write_text(write_study_file(draft), encoding="utf-8")
        study = load_study(folder)
        assert isinstance(study, Study)
        assert len(read_responses(study, path)) == len(table.cells)


def test_drafted_segments_are_called_like_their_questions() -> None:
    keys = {"id": "Q2", "label": "Role", "kind": "single", "options": ["Developer", "Tester"]}
    drafted = suggest_segments([DraftedQuestion(keys, reason="one label each", decide="")])
    assert [(name, question) for name, question, _ in drafted] == [("q2", "Q2")]
