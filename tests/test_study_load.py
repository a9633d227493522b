from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from survey_analysis.errors import InvalidCallError, StudyFileError
from survey_analysis.study import bundled_studies, find_study_folder, load_study, study_schema

SCHEMA = Path(__file__).parents[1] / "data" / "study.schema.json"


def test_a_bundled_study_is_found_by_its_name() -> None:
    folder = find_study_folder("ml-deployment-monitoring")
    assert folder == bundled_studies()["ml-deployment-monitoring"]
    assert load_study("ml-deployment-monitoring").study == folder.name


def test_a_study_is_found_by_its_folder(tiny_folder: Path) -> None:
    assert load_study(tiny_folder).study == load_study(str(tiny_folder)).study == "tiny"


def test_an_unknown_study_is_named_with_the_nearest() -> None:
    with pytest.raises(InvalidCallError, match=r"'ml-deployment' .*nearest is"):
        load_study("ml-deployment")


def test_a_folder_without_a_study_file_is_no_study(tmp_path: Path) -> None:
    with pytest.raises(InvalidCallError, match=r"nor a folder with a study\.yaml"):
        load_study(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sensitivity:", "sensitivty:", "line 146, sensitivty: unknown key 'sensitivty'; nearest "),
        (
            "untouched_default",
            "untouched_defalt",
            "line 68, questions[B3].untouched_defalt: unknown key 'untouched_defalt'; nearest is "
            "'untouched_default'; allowed: id, label, text, research_question, note, missing, "
            "asked_if, hidden, kind, column, options, ordered, untouched_default",
        ),
        (
            "exclusive: true",
            "exclusiv: true",
            "line 84, questions[P1].options[none].exclusiv: unknown key 'exclusiv'; nearest is "
            "'exclusive'; allowed: id, label, value, aliases, column, text, exclusive, other",
        ),
        (
            "bands:",
            "band:",
            "line 36, segments.experience.band: unknown key 'band'; nearest is 'bands'; "
            "allowed: label, from, bands, groups, without, reason",
        ),
        (
            "default: true",
            "defaut: true",
            "line 29, populations.complete.defaut: unknown key 'defaut'; nearest is 'default'; "
            "allowed: label, default, of, where, without",
        ),
        ("  drop:", "  drops:", "line 13, export.drops: unknown key 'drops'; nearest is 'drop'"),
        ("not_shown", "not_show", "export.missing.not_show: unknown key 'not_show'; nearest is '"),
        (
            "kind: numeric",
            "kind: number",
            "line 57, questions[B2].kind: 'number' is not a kind; nearest is 'numeric'; "
            "allowed: single, multiple, scale, numeric, allocation, ranking, text",
        ),
        ("    kind: numeric\n", "", "line 55, questions[B2]: the key 'kind' is missing"),
        ("    unit: years\n", "", "line 55, questions[B2]: the key 'unit' is missing"),
        (
            "kind: survey",
            "kind: interview",
            "line 5, kind: 'interview' is not a kind; nearest is 'interviews'; allowed: su",
        ),
        ("id: data-scientist", "id: Data Scientist", "must be lower-case letters, digits and hyp"),
        ("- id: B2", "- id: 2B", "line 55, questions[2B].id: must be a letter, then letters and "),
        ('not_answered: ["0"]', "not_answered: [0]", "must be text (write a number, true or false"),
        ("title: A survey", "title: A survey: one", "line 4: not valid YAML: mapping values are"),
    ],
)
def test_a_wrong_study_file_is_explained_with_line_key_and_nearest_key(
    edited_study: Callable[..., Path], old: str, new: str, said: str
) -> None:
    folder = edited_study((old, new))
    with pytest.raises(StudyFileError, match=r"study\.yaml") as raised:
        load_study(folder)
    assert said in str(raised.value)


def test_a_plain_no_is_a_label(edited_study: Callable[..., Path]) -> None:
    study = load_study(edited_study(('label: "No"', "label: No")))
    question = study.question("P2")
    assert question.kind == "single"
    assert [option.label for option in question.options] == ["Yes", "No"]


def test_the_committed_schema_is_the_one_that_the_models_make() -> None:
    committed = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert committed == study_schema(), (
        "write json.dumps(study_schema(), indent=2, ensure_ascii=False) to data/study.schema.json"
    )


@pytest.mark.parametrize("study", [*bundled_studies(), "tiny"])
def test_every_study_file_fits_the_schema(study: str, tiny_folder: Path) -> None:
    folder = tiny_folder if study == "tiny" else find_study_folder(study)
    document = YAML(typ="safe").load(folder / "study.yaml")
    schema = study_schema()
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


def test_the_schema_refuses_what_the_models_refuse(tiny_folder: Path) -> None:
    document = YAML(typ="safe").load(tiny_folder / "study.yaml")
    document["questions"][0]["colunm"] = "x"
    assert not Draft202012Validator(study_schema()).is_valid(document)
