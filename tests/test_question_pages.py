"""The generated pages of the bundled survey, which stand beside its chapters."""

from __future__ import annotations

from pathlib import Path

import pytest
from result_rows import load_record
from ruamel.yaml import YAML

from survey_analysis.loading import load_responses
from survey_analysis.pages import (
    Material,
    Page,
    count_missing,
    generate_question_pages,
    merge_pages,
    read_own_pages,
)
from survey_analysis.study import find_study_folder
from survey_analysis.values import name_values
from survey_analysis.withholding import drop_suppressed

FLAGSHIP = "ml-deployment-monitoring"
CONTENTS = Path(__file__).parents[1] / "book" / "_toc.yml"


@pytest.fixture(scope="module")
def material() -> Material:
    responses = load_responses(FLAGSHIP)
    results = drop_suppressed(load_record())
    return Material(
        results=results, study=responses.study, figures={}, states=count_missing(responses)
    )


@pytest.fixture(scope="module")
def pages(material: Material) -> list[Page]:
    own = read_own_pages(find_study_folder(FLAGSHIP), values=name_values(material.results))
    return merge_pages(generate_question_pages(material), own)


def test_every_generated_page_stands_in_the_contents(pages: list[Page]) -> None:
    parts = YAML(typ="safe", pure=True).load(CONTENTS)["parts"]
    files = [one["file"] for part in parts for one in part["chapters"]]
    assert [name for name in files if name in {page.name for page in pages}] == [
        page.name for page in pages
    ]


def test_every_closed_question_has_its_table(material: Material, pages: list[Page]) -> None:
    body = "".join(page.body for page in pages)
    closed = [question for question in material.study.questions if question.kind != "text"]
    assert len(closed) == 29
    for question in closed:
        assert f"questions/{question.id}.csv" in body


def test_the_overview_leads_to_every_closed_question(material: Material, pages: list[Page]) -> None:
    lines = [line for line in pages[0].body.splitlines() if line.startswith("- [")]
    assert len(lines) == 29
    assert "- [Application domains](#question-12): most often *Other domain*, {{ survey.D12" in (
        pages[0].body
    )
    assert "of the named ones *Banking*, {{ survey.D12.banking.full }}" in pages[0].body


def test_own_prose_comes_before_what_is_generated(pages: list[Page]) -> None:
    assert len(pages) == 6
    for page in pages[1:]:
        prose, _, _ = page.body.partition("- [")
        assert prose.startswith("{.sa-lead}\n")
        assert "{{ survey." in prose


def test_reasons_for_missing_answers_are_those_of_the_original(original: Path) -> None:
    assert count_missing(load_responses(FLAGSHIP)) == count_missing(
        load_responses(FLAGSHIP, original)
    )
