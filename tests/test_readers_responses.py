"""What the readers give, `read_responses` types: the same answers whatever the tool."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from make_exports import FOLDER, POINTS, RESPONDENTS, ROLES, TOOLS
from ruamel.yaml import YAML

from survey_analysis.responses import CellState, Responses, read_responses
from survey_analysis.study import load_study

GIVEN, SKIPPED = CellState.ANSWERED, CellState.NOT_ANSWERED


def coded(labels: list[str], codes: list[str]) -> list[dict[str, str]]:
    return [
        {"id": f"o{i}", "label": label, "value": code}
        for i, (label, code) in enumerate(zip(labels, codes, strict=True))
    ]


def study_of(
    columns: dict[str, list[str]], roles: list[str], points: list[str], ignored: list[str]
) -> dict[str, Any]:
    ticks = [
        {"id": f"t{i}", "label": label, "value": label, "column": column}
        for i, (label, column) in enumerate(zip(TOOLS, columns["tools"], strict=True))
    ]
    items = [
        {"id": f"i{i}", "label": f"Stage {i}", "column": column}
        for i, column in enumerate(columns["often"])
    ]
    questions = [
        {"id": "role", "label": "Role", "kind": "single", "column": columns["role"][0],
         "options": coded(ROLES, roles)},
        {"id": "tools", "label": "Tools", "kind": "multiple", "options": ticks},
        {"id": "often", "label": "How often", "kind": "scale", "points": coded(POINTS, points),
         "items": items},
        {"id": "years", "label": "Years", "kind": "numeric", "unit": "years",
         "column": columns["years"][0]},
        {"id": "problem", "label": "Problem", "kind": "text",
         "items": [{"id": "p", "label": "Problem", "column": columns["problem"][0]}]},
    ]  # fmt: skip
    return {
        "study": "tools",
        "title": "Tools",
        "kind": "survey",
        "about": "Invented.",
        "export": {"id": columns["id"][0], "metadata": ignored},
        "pages": [{"id": "all", "label": "All", "questions": [q["id"] for q in questions]}],
        "populations": {"everybody": {"label": "Everybody", "default": True}},
        "questions": questions,
    }


QUALTRICS = {
    "id": ["ResponseId"], "role": ["Q1"], "tools": [f"Q2_{i}" for i in range(1, 5)],
    "often": ["Q3_1", "Q3_2"], "years": ["Q4"], "problem": ["Q5"],
}  # fmt: skip
QUALTRICS_IGNORED = [
    "StartDate", "EndDate", "Status", "Progress", "Duration (in seconds)", "Finished",
    "RecordedDate", "DistributionChannel", "UserLanguage", "Q1_3_TEXT", "Q2_5", "Q2_5_TEXT",
]  # fmt: skip
LIMESURVEY = {
    "id": ["id"], "role": ["Q1"], "tools": [f"Q2[SQ00{i}]" for i in range(1, 5)],
    "often": ["Q3[SQ001]", "Q3[SQ002]"], "years": ["Q4"], "problem": ["Q5"],
}  # fmt: skip
LIMESURVEY_IGNORED = [
    "submitdate", "lastpage", "startlanguage", "seed", "Q1[other]", "Q2[other]",
]  # fmt: skip
SPSS = {
    "id": ["id"], "role": ["q1"], "tools": [f"q2_{i}" for i in range(1, 5)],
    "often": ["q3_1", "q3_2"], "years": ["q4"], "problem": ["q5"],
}  # fmt: skip
NUMBERS = ["1", "2", "3"]
CASES = {
    "qualtrics_text.csv": (QUALTRICS, ROLES, POINTS, QUALTRICS_IGNORED),
    "qualtrics_text.tsv": (QUALTRICS, ROLES, POINTS, QUALTRICS_IGNORED),
    "qualtrics_numeric.csv": (QUALTRICS, NUMBERS, NUMBERS, QUALTRICS_IGNORED),
    "limesurvey_code_short.csv": (
        LIMESURVEY, ["A1", "A2", "-oth-"], ["A1", "A2", "A3"], LIMESURVEY_IGNORED,
    ),
    "limesurvey_mixed_long.csv": (LIMESURVEY, ROLES, POINTS, LIMESURVEY_IGNORED),
    "spss.sav": (SPSS, ROLES, POINTS, []),
}  # fmt: skip


@pytest.fixture(params=CASES)
def responses(request: pytest.FixtureRequest, tmp_path: Path) -> Responses:
    if request.param == "spss.sav":
        pytest.importorskip("pyreadstat")
    study = study_of(*CASES[request.param])
    if request.param == "spss.sav":  # the label is not declared as missing in the file
        study["export"]["missing"] = {"not_answered": ["", "not shown"]}
    with (tmp_path / "study.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(study, file)
    return read_responses(load_study(tmp_path), FOLDER / request.param)


def test_single_choices_are_typed_whatever_the_codes(responses: Responses) -> None:
    values, states = responses.values["role"][:, 0], responses.states["role"][:, 0]
    assert values.tolist() == [ROLES.index(p.role) if p.role else -1 for p in RESPONDENTS]
    assert states.tolist() == [GIVEN if p.role else SKIPPED for p in RESPONDENTS]


def test_ticks_are_typed_and_a_question_without_one_is_ambiguous(responses: Responses) -> None:
    ticked = [[tool in p.tools for tool in TOOLS] for p in RESPONDENTS]
    assert responses.values["tools"].tolist() == ticked
    states = responses.states["tools"]
    assert (states[3] == CellState.AMBIGUOUS).all()
    assert (states[[0, 1, 2, 4, 5, 6, 7]] == GIVEN).all()


def test_gaps_in_a_grid_are_not_answered(responses: Responses) -> None:
    given = [[bool(text) for text in p.often] for p in RESPONDENTS]
    assert (responses.states["often"] == GIVEN).tolist() == given
    expected = [[POINTS.index(text) if text else -1 for text in p.often] for p in RESPONDENTS]
    assert responses.values["often"].tolist() == expected


def test_numbers_and_texts_are_read_and_empty_ones_are_none(responses: Responses) -> None:
    years = responses.values["years"][:, 0]
    assert years[[0, 1, 5]].tolist() == [7.0, 0.0, 2.5]
    assert responses.states["years"][:, 0].tolist() == [
        GIVEN if p.years else SKIPPED for p in RESPONDENTS
    ]
    assert responses.values["problem"][:, 0].tolist() == [p.problem for p in RESPONDENTS]


def test_personal_data_never_reaches_the_responses(responses: Responses) -> None:
    assert not set(responses.metadata.columns) & {"IPAddress", "RecipientEmail", "ipaddr", "token"}


def test_what_an_spss_file_declares_missing_is_not_answered_unless_the_study_says_so(
    tmp_path: Path,
) -> None:
    pytest.importorskip("pyreadstat")
    study = study_of(SPSS, ROLES, POINTS, [])
    study["export"]["missing"] = {"not_shown": ["not shown"]}
    study["questions"][0]["options"].append({"id": "none", "label": "no answer"})
    with (tmp_path / "study.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(study, file)
    responses = read_responses(load_study(tmp_path), FOLDER / "spss.sav")
    assert responses.values["role"][-1, 0] == len(ROLES)
    assert responses.states["role"][-1, 0] == GIVEN
