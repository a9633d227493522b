from __future__ import annotations

import json
from pathlib import Path

import pytest

from survey_analysis.errors import DataError
from survey_analysis.readers.questionnaire import Questionnaire, read_questionnaire
from survey_analysis.readers.questionnaire.limesurvey import parse_lss
from survey_analysis.readers.questionnaire.limesurvey_types import read_relevance
from survey_analysis.readers.questionnaire.qualtrics import parse_qsf
from survey_analysis.readers.questionnaire.qualtrics_filters import read_filter

EXPORTS = Path(__file__).parent / "data" / "exports"
FILES = ["qualtrics.qsf", "limesurvey.lss"]
ROLE, USED = "What is your role?", "Which tools do you use?"
TOOLS = ["Git", "Docker, or similar containers", "Notebooks", "None of these"]


@pytest.fixture(params=FILES)
def asked(request: pytest.FixtureRequest) -> Questionnaire:
    return read_questionnaire(EXPORTS / request.param)


def test_title_and_base_language_are_read(asked: Questionnaire) -> None:
    assert (asked.title, asked.language) == ("Tools at work", "en")


def test_questions_come_in_the_order_asked_with_kind_and_plain_wording(
    asked: Questionnaire,
) -> None:
    assert [(q.id, q.kind) for q in asked.questions] == [
        ("Q1", "single"),
        ("Q2", "multiple"),
        ("Q3", "scale"),
        ("Q4", "numeric"),
        ("Q5", "text"),
        ("Q6", "unknown"),
    ]
    assert [q.text for q in asked.questions[:2]] == [ROLE, USED]
    assert [q.is_required for q in asked.questions[:2]] == [True, False]


def test_a_type_without_a_kind_is_named_in_a_warning(asked: Questionnaire) -> None:
    assert [warning.split(":")[0] for warning in asked.warnings] == ["Q6"]


def test_options_carry_codes_write_ins_and_exclusiveness(asked: Questionnaire) -> None:
    role, used = asked.questions[:2]
    assert [o.text for o in role.options] == ["Developer", "Data scientist", "Other"]
    assert [o.other for o in role.options] == [False, False, True]
    assert sorted(o.text for o in used.options) == sorted([*TOOLS, "Other"])
    assert [o.text for o in used.options if o.exclusive] == ["None of these"]
    assert [o.text for o in used.options if o.other] == ["Other"]


def test_a_grid_has_points_items_and_a_readable_filter(asked: Questionnaire) -> None:
    grid = asked.find("Q3")
    assert grid is not None
    assert [option.text for option in grid.options] == ["Never", "Sometimes", "Often"]
    assert [item.text for item in grid.items] == ["Deploying", "Monitoring"]
    assert grid.asked_if == "Q2 != 'None of these'"


def test_every_question_stands_on_one_page_in_order(asked: Questionnaire) -> None:
    assert [page.questions for page in asked.pages] == [("Q1", "Q2"), ("Q3", "Q4", "Q5", "Q6")]


def test_what_is_unused_in_qualtrics_is_not_asked() -> None:
    assert read_questionnaire(EXPORTS / "qualtrics.qsf").find("Q9") is None


def qsf(*payloads: dict[str, object], flow: list[object] | None = None) -> bytes:
    blocks = [
        {
            "ID": "BL_1",
            "Type": "Default",
            "BlockElements": [
                {"Type": "Question", "QuestionID": f"QID{i}"} for i in range(len(payloads))
            ],
        }
    ]
    elements: list[dict[str, object]] = [
        {"Element": "BL", "PrimaryAttribute": "", "Payload": blocks}
    ]
    if flow is not None:
        elements.append({"Element": "FL", "PrimaryAttribute": "", "Payload": {"Flow": flow}})
    for i, payload in enumerate(payloads):
        held = {"DataExportTag": f"Q{i}", "QuestionID": f"QID{i}", "QuestionText": "", **payload}
        elements.append({"Element": "SQ", "PrimaryAttribute": f"QID{i}", "Payload": held})
    return json.dumps({"SurveyEntry": {}, "SurveyElements": elements}).encode()


CHOICES = {"1": {"Display": "a"}, "2": {"Display": "b"}}


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ({"QuestionType": "MC", "Selector": "MSB", "Choices": CHOICES}, "multiple"),
        ({"QuestionType": "MC", "Selector": "NPS", "Choices": [{"Display": "0"}]}, "single"),
        ({"QuestionType": "RO", "Selector": "DND", "Choices": CHOICES}, "ranking"),
        ({"QuestionType": "CS", "Selector": "VRTL", "Choices": CHOICES}, "allocation"),
        ({"QuestionType": "Slider", "Selector": "HSLIDER", "Choices": CHOICES}, "numeric"),
        ({"QuestionType": "TE", "Selector": "FORM", "Choices": CHOICES}, "text"),
        ({"QuestionType": "DB", "Selector": "TB"}, "display"),
        ({"QuestionType": "Matrix", "Selector": "MaxDiff", "Choices": CHOICES}, "unknown"),
        ({"QuestionType": "SBS", "Selector": "SBSMatrix"}, "unknown"),
    ],
)
def test_qualtrics_types_have_their_kind(payload: dict[str, object], kind: str) -> None:
    (question,) = parse_qsf(qsf(payload), file="a.qsf").questions
    assert question.kind == kind
    assert bool(question.items) == (
        kind in ("ranking", "allocation", "numeric", "text") or payload["Selector"] == "MaxDiff"
    )


def test_recoded_choices_carry_the_code_that_the_export_writes() -> None:
    payload = {"QuestionType": "MC", "Selector": "SAVR", "Choices": CHOICES,
               "ChoiceOrder": ["2", "1"], "RecodeValues": {"2": "77"}}  # fmt: skip
    (question,) = parse_qsf(qsf(payload), file="a.qsf").questions
    assert [(option.code, option.text) for option in question.options] == [("77", "b"), ("1", "a")]


def test_a_grid_with_several_answers_a_row_becomes_a_question_a_row() -> None:
    payload = {"QuestionType": "Matrix", "Selector": "Likert", "SubSelector": "MultipleAnswer",
               "Choices": CHOICES, "Answers": {"1": {"Display": "x"}}}  # fmt: skip
    questions = parse_qsf(qsf(payload), file="a.qsf").questions
    assert [(q.id, q.kind, len(q.options)) for q in questions] == [
        ("Q0_1", "multiple", 1),
        ("Q0_2", "multiple", 1),
    ]


def test_a_branch_of_the_flow_filters_its_pages() -> None:
    single = {"QuestionType": "MC", "Selector": "SAVR", "Choices": CHOICES}
    logic = {"0": {"0": {"QuestionID": "QID0", "Operator": "Selected",
                         "ChoiceLocator": "q://QID0/SelectableChoice/2"}}}  # fmt: skip
    branch = {"Type": "Branch", "BranchLogic": logic, "Flow": [{"Type": "Standard", "ID": "BL_1"}]}
    (page,) = parse_qsf(qsf(single, flow=[branch]), file="a.qsf").pages
    assert page.asked_if == "Q0 = 'b'"


def test_filters_join_and_keep_the_words_of_what_has_no_form() -> None:
    payloads = {"QID1": {"DataExportTag": "Q1", "Choices": CHOICES}}
    chosen = {"QuestionID": "QID1", "Operator": "Selected",
              "ChoiceLocator": "q://QID1/SelectableChoice/1"}  # fmt: skip
    embedded = {"Conjuction": "Or", "Operator": "Is", "Description": "<b>If</b> panel Is x"}
    assert read_filter({"0": {"0": chosen, "1": embedded}}, payloads) == "Q1 = 'a' or If panel Is x"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        ("1", ""),
        ('((Q1.NAOK == "A1"))', "Q1 = 'Yes'"),
        ('Q1.NAOK != "A1" && Q2_SQ1.NAOK == "Y"', "Q1 != 'Yes' and Q2 = 'Git'"),
        ("count(Q2.NAOK) > 2", "count(Q2.NAOK) > 2"),
    ],
)
def test_relevance_equations_are_made_readable(written: str, read: str) -> None:
    assert read_relevance(written, {"Q1": {"A1": "Yes"}, "Q2": {"SQ1": "Git"}}) == read


def lss(**tables: list[dict[str, str]]) -> bytes:
    written = "".join(
        f"<{name}><rows>"
        + "".join(
            "<row>" + "".join(f"<{k}>{v}</{k}>" for k, v in row.items()) + "</row>" for row in rows
        )
        + f"</rows></{name}>"
        for name, rows in tables.items()
    )
    kind = "<LimeSurveyDocType>Survey</LimeSurveyDocType>"
    return f"<document>{kind}{written}</document>".encode()


def test_an_older_survey_file_has_its_wordings_in_the_rows() -> None:
    content = lss(
        surveys=[{"language": "de"}],
        groups=[{"gid": "1", "group_name": "Seite", "language": "de", "group_order": "0"}],
        questions=[
            {
                "qid": "1",
                "parent_qid": "0",
                "gid": "1",
                "type": "L",
                "title": "Q1",
                "question": text,
                "language": language,
            }
            for language, text in (("en", "Role?"), ("de", "Rolle?"))
        ],
        answers=[
            {"qid": "1", "code": "A1", "answer": text, "language": language, "sortorder": "1"}
            for language, text in (("en", "Tester"), ("de", "Prüfer"))
        ],
    )
    asked = parse_lss(content, file="a.lss")
    assert [q.text for q in asked.questions] == ["Rolle?"]
    assert [o.text for o in asked.questions[0].options] == ["Prüfer"]
    assert asked.pages[0].title == "Seite"


def test_a_ranking_lists_what_is_ranked_and_numbers_that_sum_are_an_allocation() -> None:
    content = lss(
        groups=[{"gid": "1"}],
        questions=[
            {"qid": "1", "gid": "1", "type": "R", "title": "R1", "question_order": "1"},
            {"qid": "2", "gid": "1", "type": "K", "title": "K1", "question_order": "2"},
        ],
        subquestions=[{"qid": "3", "parent_qid": "2", "title": "SQ1", "question": "Build"}],
        answers=[{"qid": "1", "code": "A1", "answer": "Speed"}],
        question_attributes=[{"qid": "2", "attribute": "equals_num_value", "value": "100"}],
    )
    ranking, allocation = parse_lss(content, file="a.lss").questions
    assert ranking.kind == "ranking"
    assert [item.text for item in ranking.items] == ["Speed"]
    assert (allocation.kind, allocation.total) == ("allocation", 100.0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "neither a Qualtrics .qsf"),
        (b"id,a\n1,2\n", "neither a Qualtrics .qsf"),
        (b"{", "damaged, or no Qualtrics survey"),
        (b'{"SurveyElements": 3}', "damaged, or no Qualtrics survey"),
        (b'{"SurveyEntry": {}, "SurveyElements": [{"Element": "SQ"}]}', "damaged, or no Qualtrics"),
        (b"{" + b'"a":[' * 100_000, "damaged, or no Qualtrics survey"),
        (b"<document>", "not well-formed XML"),
        (b"<document/>", "no LimeSurvey survey"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><document/>", "a document type"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><document/>".encode("utf-16-le"), "a document type"),
        (lss(groups=[{"gid": "1"}], questions=[{"qid": "x"}]), "damaged, or no LimeSurvey survey"),
    ],
)
def test_damaged_questionnaires_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "asked.file").write_bytes(content)
    with pytest.raises(DataError, match=f"asked.file(:| is refused:) .*{said}"):
        read_questionnaire(tmp_path / "asked.file")


def test_a_missing_questionnaire_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"asked\.qsf: there is no such file"):
        read_questionnaire(tmp_path / "asked.qsf")
