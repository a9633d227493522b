"""The reference of the study file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from survey_analysis.pages.study_file import write_study_reference
from survey_analysis.study import study_schema

PAGE = Path(__file__).parents[1] / "book" / "study-file.md"
BLOCKS: dict[str, Any] = study_schema()["$defs"]


def read_section(page: str, block: str) -> str:
    """Read what stands below a block's anchor, up to the next anchor."""
    return page.split(f"(sf-{block.lower()})=\n")[1].split("\n(sf-")[0]


@pytest.mark.parametrize("block", BLOCKS)
def test_the_reference_names_every_key_of_a_block_once(block: str) -> None:
    section = read_section(write_study_reference(), block)
    named = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert named == list(BLOCKS[block]["properties"])


def test_keys_that_must_be_there_are_marked() -> None:
    section = read_section(write_study_reference(), "Segment")
    required = re.findall(r"^\| `(\w+)` \|.*\| required \|$", section, re.MULTILINE)
    assert required == ["label", "from"]


def test_every_link_within_the_reference_has_its_place() -> None:
    page = write_study_reference()
    linked = set(re.findall(r"\(#(sf-\w+)\)", page))
    assert linked
    assert linked <= set(re.findall(r"^\((sf-\w+)\)=$", page, re.MULTILINE))


def test_the_book_has_the_reference_of_the_present_models() -> None:
    command = "python -m survey_analysis.pages.study_file > book/study-file.md"
    assert PAGE.read_text(encoding="utf-8") == write_study_reference(), f"write it anew: {command}"
