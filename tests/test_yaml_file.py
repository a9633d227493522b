from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from survey_analysis.errors import StudyFileError
from survey_analysis.yaml_file import located_error, read_model, read_yaml


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    weight: float = 1


class Red(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["red"]
    shade: str


class Blue(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["blue"]
    depth: int


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    origin: str = Field("here", alias="from")
    parts: list[Part] = []
    named: dict[str, Part] = {}
    colours: list[Annotated[Red | Blue, Field(discriminator="kind")]] = []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "whole.yaml"


def message(file: Path, text: str) -> str:
    """Return what is said about a file with this text, without its folder."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyFileError, match=r"whole\.yaml") as raised:
        read_model(file, Whole)
    return str(raised.value).replace(f"{file.parent}/", "")


def test_a_file_becomes_a_model(file: Path) -> None:
    file.write_text("name: x\nfrom: there\nparts: [{id: a}]\n", encoding="utf-8")
    whole = read_model(file, Whole)
    assert (whole.name, whole.origin, whole.parts[0].weight) == ("x", "there", 1)


@pytest.mark.parametrize("word", ["No", "yes", "on", "off", "None"])
def test_words_that_older_yaml_reads_as_truth_values_stay_text(file: Path, word: str) -> None:
    file.write_text(f"name: {word}\n", encoding="utf-8")
    assert read_model(file, Whole).name == word


def test_an_unknown_key_is_named_with_line_nearest_and_allowed_keys(file: Path) -> None:
    assert message(file, "name: x\n\nform: there\n") == (
        "whole.yaml (1 problem):\n"
        "  line 3, form: unknown key 'form'; nearest is 'from'; "
        "allowed: name, from, parts, named, colours"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "name: x\nparts:\n  - id: a\n    wieght: 2\n",
            "line 4, parts[a].wieght: unknown key 'wieght'; nearest is 'weight'; "
            "allowed: id, weight",
        ),
        (
            "name: x\nnamed:\n  a: {id: a, wieght: 2}\n",
            "line 3, named.a.wieght: unknown key 'wieght'; nearest is 'weight'; "
            "allowed: id, weight",
        ),
        (
            "name: x\ncolours:\n  - {kind: blue, depht: 2, depth: 1}\n",
            "line 3, colours[1].depht: unknown key 'depht'; nearest is 'depth'; "
            "allowed: kind, depth",
        ),
        (
            "name: x\ncolours:\n  - {kind: bleu}\n",
            "line 3, colours[1].kind: 'bleu' is not a kind; nearest is 'blue'; allowed: red, blue",
        ),
        ("name: x\ncolours:\n  - {depth: 1}\n", "line 3, colours[1]: the key 'kind' is missing"),
        ("from: x\n", "line 1: the key 'name' is missing"),
        ("name: x\nparts:\n  - weight: 1\n", "line 3, parts[1]: the key 'id' is missing"),
        ("name: 5\n", "line 1, name: must be text (write a number, true or false in quotes), fou"),
        ("name:\n", "line 1, name: must not be empty"),
        ("name: x\nparts: no\n", "line 2, parts: must be a list, found 'no'"),
        ("name: x\nnamed: no\n", "line 2, named: must be a block of keys and values, found 'no'"),
        ("name: x\nparts: [a]\n", "line 2, parts[1]: must be a block of keys and values, found 'a"),
        ("", "line 1: must not be empty"),
    ],
)
def test_a_problem_is_named_with_its_place(file: Path, text: str, said: str) -> None:
    assert said in message(file, text)


def test_all_problems_are_named_in_the_order_of_the_lines(file: Path) -> None:
    lines = message(file, "parts:\n  - {id: a, x: 1}\n  - {}\nform: y\n").splitlines()
    assert lines[0] == "whole.yaml (4 problems):"
    assert [line.split(",")[0].split(":")[0].strip() for line in lines[1:]] == [
        "line 1",
        "line 2",
        "line 3",
        "line 4",
    ]


def test_a_long_text_is_not_repeated_in_a_message(file: Path) -> None:
    words = "somebody's own words " * 5
    assert "own words" not in message(file, f"name: x\nparts: {words}\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [x\nfrom: y\n", r"line 2: not valid YAML: .*flow sequence \(line 1\)"),
        ("name: a: b\n", "line 1: not valid YAML: .*a text with a colon in it needs quotes"),
        ("name: x\nfrom:\n\t- y\n", "line 3: not valid YAML: .*indent with spaces"),
        ("name: x\nname: y\n", 'line 2: not valid YAML: .*duplicate key "name"'),
    ],
)
def test_a_syntax_error_is_named_with_its_line(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyFileError, match=said):
        read_yaml(file)


def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(StudyFileError, match=r"whole\.yaml: there is no such file"):
        read_yaml(file)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match="cannot be read"):
        read_yaml(tmp_path)


def test_a_file_that_is_not_utf8_is_no_yaml(file: Path) -> None:
    file.write_bytes(b"name: \xff\xfe\xff\n")
    with pytest.raises(StudyFileError, match=r"whole\.yaml.*not valid YAML"):
        read_yaml(file)


def test_a_place_that_does_not_exist_gets_the_line_of_what_holds_it(file: Path) -> None:
    file.write_text("name: x\nparts:\n  - {id: a}\n", encoding="utf-8")
    error = located_error(file, [(("parts", 0, "nothing"), "is wrong"), ((), "is all wrong")])
    lines = str(error).splitlines()
    assert lines[1:] == ["  line 1: is all wrong", "  line 3, parts[a].nothing: is wrong"]
