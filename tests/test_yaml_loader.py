from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML

from survey_analysis.yaml_loader import load_quickly, load_with_lines

ROOT = Path(__file__).parents[1]

SCALARS = [
    "No", "yes", "on", "y", "~", "", "null", "Null", "nULL", "true", "TRUE", "tRue", "1", "-1",
    "+1", "010", "0o10", "0x1F", "0b11", "1_000", "_1", "1.5", "1e3", ".5", "-.Inf", "1:30",
    "2001-01-02", "2001-1-2", "2001-1-2 10:00:00", "12e03", "1.", "+.5", ".5e3", "0777", "08",
    "0xG", "-", "1e", "'1'", "a: b", "a#b", "a #b", "[a, 1]", "{b: No}",
]  # fmt: skip


@pytest.mark.parametrize("text", SCALARS)
def test_plain_values_are_those_of_the_careful_reader(text: str, tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(f"key:\n  - {text}\n", encoding="utf-8")
    assert repr(load_quickly(file)) == repr(YAML(typ="safe", pure=True).load(file))


@pytest.mark.parametrize("file", sorted(ROOT.glob("data/**/*.yaml")), ids=lambda f: f.name)
def test_every_bundled_file_is_what_the_careful_reader_reads(file: Path) -> None:
    assert repr(load_quickly(file)) == repr(YAML(typ="safe", pure=True).load(file))


def test_merged_keys_may_be_overruled(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_text("base: &base {a: 1, b: 2}\nother:\n  <<: *base\n  b: 3\n", encoding="utf-8")
    assert load_quickly(file)["other"] == {"a": 1, "b": 3}


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a:\n  b: 1\n  c: 2\n  b: 3\n", "{a: 1, a: 1}\n"])
def test_a_key_that_stands_twice_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(yaml.YAMLError, match="a key stands twice"):
        load_quickly(file)


def test_the_lines_of_the_outermost_keys_are_told() -> None:
    text = "# who\nid: P07\nabout:\n  role: Lead\n\n2024: 010\n"
    document, lines = load_with_lines(text)
    assert document == {"id": "P07", "about": {"role": "Lead"}, 2024: 10}
    assert lines == {"id": 1, "about": 2, "2024": 5}


@pytest.mark.parametrize(("text", "expected"), [("", None), ("- a\n- b", ["a", "b"])])
def test_what_is_no_block_of_keys_has_no_lines(text: str, expected: object) -> None:
    assert load_with_lines(text) == (expected, {})


def test_a_key_that_stands_twice_is_refused_in_a_text_too() -> None:
    with pytest.raises(yaml.YAMLError, match="a key stands twice"):
        load_with_lines("role: Lead\nrole: Developer\n")
