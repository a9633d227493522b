"""Answers that leave: nothing is lost on the way but what must stay."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest

from survey_analysis.cli import main
from survey_analysis.errors import PublishError
from survey_analysis.leaving import list_out_columns, write_answers
from survey_analysis.responses import Responses, read_responses
from survey_analysis.study import Study

_TEXTS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_LABELLED = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["value"],
        "properties": {"value": {"type": "string"}, "label": {"type": "string"}},
    },
}
_FIELD = {
    "type": "object",
    "required": ["name", "type"],
    "properties": {
        "name": {"type": "string"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "type": {"enum": ["string", "number", "integer", "boolean"]},
        "missingValues": {"anyOf": [_TEXTS, _LABELLED]},
        "categories": {"anyOf": [_TEXTS, _LABELLED]},
        "categoriesOrdered": {"type": "boolean"},
    },
    "additionalProperties": False,
    # The profile knows categories of strings and integers alone.
    "if": {"required": ["categories"]},
    "then": {"properties": {"type": {"enum": ["string", "integer"]}}},
}
_RESOURCE = {
    "type": "object",
    "required": ["name", "path", "schema"],
    "properties": {
        "name": {"pattern": r"^([-a-z0-9._/])+$"},
        "path": {"type": "string", "pattern": r"^(?!\.\.|/)"},
        "type": {"const": "table"},
        "bytes": {"type": "integer"},
        "hash": {"pattern": r"^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}|)$"},
        "schema": {
            "type": "object",
            "required": ["fields"],
            "properties": {
                "fields": {"type": "array", "minItems": 1, "items": _FIELD},
                "primaryKey": {"type": "array", "items": {"type": "string"}},
            },
        },
    },
}
PROFILE: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["resources"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": {"type": "string"},
        "title": {"type": "string"},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {"properties": {"name": {"pattern": r"^([-a-zA-Z0-9._])+$"}}},
        },
        "resources": {"type": "array", "minItems": 1, "items": _RESOURCE},
    },
}
"""What the Data Package profile, version 2.0, says of the properties that are written here."""
OFFICIAL = jsonschema.Draft7Validator(
    json.loads((Path(__file__).parent / "data/datapackage-2.0/datapackage.json").read_text())
)
"""The profile itself, which lets other properties pass."""


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, index_col="respondent")


@pytest.fixture
def package(tiny_responses: Responses, tmp_path: Path) -> Path:
    write_answers(tiny_responses, tmp_path / "out", form="datapackage")
    return tmp_path / "out"


def fields(package: Path) -> dict[str, dict[str, Any]]:
    descriptor = json.loads((package / "datapackage.json").read_text())
    return {field["name"]: field for field in descriptor["resources"][0]["schema"]["fields"]}


def test_the_descriptor_fits_the_profile_and_the_files(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text())
    jsonschema.validate(descriptor, PROFILE, cls=jsonschema.Draft7Validator)
    for resource in descriptor["resources"]:
        content = (package / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = content.decode().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_the_descriptor_of_the_bundled_survey_names_source_and_licence(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["export", "ml-deployment-monitoring", "--out", str(out)]) == 0
    descriptor = json.loads((out / "datapackage.json").read_text())
    jsonschema.validate(descriptor, PROFILE, cls=jsonschema.Draft7Validator)
    assert descriptor["licenses"] == [{"name": "ODC-By-1.0"}]
    assert descriptor["sources"][0]["path"].startswith("https://")
    assert "Synthetic replica" in descriptor["description"]


@pytest.mark.parametrize("texts", [[], ["--texts"]])
def test_the_official_profile_finds_nothing_wrong(tmp_path: Path, texts: list[str]) -> None:
    assert main(["export", "ml-deployment-monitoring", "--out", str(tmp_path / "out"), *texts]) == 0
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert [error.message for error in OFFICIAL.iter_errors(descriptor)] == []
    resource = descriptor["resources"][0]
    resource["schema"]["fields"] = resource["schema"]["fields"][:2]
    for wrong in ({"type": "category"}, {"missingValues": "none"}, {"name": 7}):
        resource["schema"]["fields"][1] |= wrong
        (error,) = OFFICIAL.iter_errors(descriptor)
        assert list(error.absolute_path) == ["resources", 0, "schema", "fields", 1]


def test_the_official_profile_finds_nothing_wrong_with_the_original(
    original: Path, tmp_path: Path
) -> None:
    call = ["export", "ml-deployment-monitoring", "--data", str(original)]
    assert main([*call, "--out", str(tmp_path / "out")]) == 0
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert [error.message for error in OFFICIAL.iter_errors(descriptor)] == []


def test_cells_hold_a_value_or_the_reason_why_there_is_none(package: Path) -> None:
    answers = read(package / "answers.csv")
    # Sorted by id: 3, 5, 8, 11, 12, 20, 21, 30.
    assert answers["B1"].tolist() == [
        "developer", "data-scientist", "developer", "other", "developer", "[not answered]",
        "data-scientist", "developer",
    ]  # fmt: skip
    assert answers["B2"].tolist() == [
        "2", "10", "5", "[sentinel]", "0", "[not answered]", "3", "7",
    ]  # fmt: skip
    assert answers["P1.manual"].tolist() == [
        "true", "false", "false", "true", "[ambiguous]", "[ambiguous]", "false", "[not shown]",
    ]  # fmt: skip
    assert answers["population.complete"].tolist() == ["true"] * 7 + ["false"]


def test_every_value_is_declared(package: Path) -> None:
    answers, declared = read(package / "answers.csv"), fields(package)
    for name, column in answers.items():
        field = declared[str(name)]
        known = {missing["value"] for missing in field["missingValues"]}
        values = set(column) - known
        if "categories" in field:
            assert values <= {category["value"] for category in field["categories"]}
        elif field["type"] == "boolean":
            assert values <= {"true", "false"}
        else:
            assert all(float(value) >= 0 for value in values)
    assert declared["B1"]["categories"][1] == {"value": "data-scientist", "label": "Data scientist"}
    assert declared["P3.deployment"]["categoriesOrdered"] is False
    assert declared["B2"]["description"] == "Unit: years"


def test_presets_that_nobody_touched_are_told_by_the_states(package: Path) -> None:
    assert read(package / "answers.csv").loc["6", "B3"] == "never"
    assert read(package / "states.csv").loc["6", "B3"] == "untouched default"


@pytest.mark.parametrize("form", ["datapackage", "csv"])
@pytest.mark.parametrize("texts", [True, False])
def test_ids_origins_and_write_ins_never_leave(
    tiny_responses: Responses, tmp_path: Path, form: Any, texts: bool
) -> None:
    stays = write_answers(tiny_responses, tmp_path / "out", form=form, texts=texts)
    written = "".join(p.read_text() for p in (tmp_path / "out").iterdir())
    assert "s-21" not in written
    assert "By courier" not in written
    assert ("Slow releases" in written) is texts
    assert {"B1_Role_Other", "P1_Other_Free"} <= set(stays)
    assert ("T1_First" in stays) is not texts


def make_texts(tiny_study: Study, table: pd.DataFrame, folder: Path, text: str) -> Responses:
    table["T1_First"] = text
    table.to_csv(folder / "responses.csv", index=False)
    return read_responses(tiny_study, folder / "responses.csv")


def test_texts_that_look_like_personal_data_stay(
    tiny_study: Study, tiny_table: pd.DataFrame, tmp_path: Path
) -> None:
    responses = make_texts(tiny_study, tiny_table, tmp_path, "ann@example.org")
    columns, stays = list_out_columns(responses, texts=True)
    assert "T1_First" in stays
    assert [column.name for column in columns if column.kind == "text"] == ["T1.second"]


@pytest.mark.parametrize("form", ["datapackage", "csv"])
def test_formulas_are_made_harmless(
    tiny_study: Study, tiny_table: pd.DataFrame, tmp_path: Path, form: Any
) -> None:
    responses = make_texts(tiny_study, tiny_table, tmp_path, "=HYPERLINK(A1)")
    write_answers(responses, tmp_path / "out", form=form, texts=True)
    assert read(tmp_path / "out" / "answers.csv").loc["1", "T1.first"] == "'=HYPERLINK(A1)"


def test_a_labelled_table_is_explained_by_its_columns(
    tiny_responses: Responses, tmp_path: Path
) -> None:
    write_answers(tiny_responses, tmp_path / "out", form="csv")
    answers = read(tmp_path / "out" / "answers.csv")
    assert answers["B1"].tolist()[:2] == ["Developer", "Data scientist"]
    columns = pd.read_csv(tmp_path / "out" / "columns.csv", keep_default_na=False)
    assert columns["column"].tolist() == answers.columns.tolist()
    row = columns.set_index("column").loc["P3.monitoring"]
    assert row.tolist() == [
        "Importance: Monitoring", "category", "", "Low | Middle | High | I don't know",
    ]  # fmt: skip


def test_parquet_keeps_types_labels_and_states(tiny_responses: Responses, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    write_answers(tiny_responses, tmp_path / "out", form="parquet")
    answers = polars.read_parquet(tmp_path / "out" / "answers.parquet")
    assert answers["B1"].to_list()[4:6] == ["Developer", None]
    assert answers["P1.manual"].to_list()[3:5] == [True, None]
    assert answers["B2"].to_list()[:4] == [2.0, 10.0, 5.0, None]
    states = polars.read_parquet(tmp_path / "out" / "states.parquet")
    assert states["B2"].to_list()[3] == "sentinel"


def test_the_same_answers_give_the_same_bytes_and_replace_what_was_there(
    tiny_responses: Responses, package: Path
) -> None:
    before = {path.name: path.read_bytes() for path in package.iterdir()}
    write_answers(tiny_responses, package, form="datapackage")
    assert {path.name: path.read_bytes() for path in package.iterdir()} == before
    write_answers(tiny_responses, package, form="csv")
    assert not (package / "datapackage.json").exists()


def test_a_folder_with_anything_else_is_left_alone(
    tiny_responses: Responses, tmp_path: Path
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(PublishError, match=r"holds files that are not results \(thesis\.txt\)"):
        write_answers(tiny_responses, tmp_path, form="csv")


def test_the_command_says_what_stays(
    tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["export", str(tiny_folder), "--format", "csv", "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert printed.out.strip() == str(out)
    assert "columns of free text or personal data are left out: T1_First, T1_Second" in printed.err
    assert "a row a respondent" in printed.err
