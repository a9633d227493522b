"""Real files of other tools; how they were made stands in ``tests/data/exchange/README.md``."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey_analysis.exchange import (
    Document,
    Project,
    make_guid,
    read_refi_qda,
    read_taguette_codebook,
    read_taguette_highlights,
)
from survey_analysis.exchange.spreadsheets import read_table

FOLDER = Path(__file__).parent / "data" / "exchange"
NOTES = (FOLDER / "notes-on-deploying.txt").read_text(encoding="utf-8")
LINES = NOTES.splitlines(keepends=True)
TAGS = {"interesting", "infrastructure", "infrastructure.legacy", "monitoring.drift", "wish"}


def coded(project: Project) -> list[tuple[str, str, str]]:
    names = {code.guid: code.name for code in project.codes}
    texts = {document.guid: document.text for document in project.documents}
    found = [
        (s.coder, names[s.code], texts[s.document][s.start : s.end]) for s in project.selections
    ]
    return sorted(found)


def test_a_project_of_qualitative_coding_comes_in_line_by_line() -> None:
    found = read_refi_qda(FOLDER / "qc-1.7.8.qdpx")
    assert found.losses == found.remarks == ()
    assert found.project.coders == ("anna", "ben")
    lines = {
        "anna": {
            "legacy": [2, 3],
            "workaround": [3],
            "wish": [4],
            "drift": [6, 7],
            "monitoring": [7],
        },
        "ben": {
            "infrastructure": [0],
            "legacy": [2],
            "workaround": [3],
            "drift": [6],
            "monitoring": [7],
        },
    }
    expected = [
        (coder, code, LINES[n])
        for coder, codes in lines.items()
        for code, numbers in codes.items()
        for n in numbers
    ]
    assert coded(found.project) == sorted(expected)


def test_the_tree_of_qualitative_coding_stays_a_tree() -> None:
    codes = read_refi_qda(FOLDER / "qc-1.7.8.qdpx").project.codes
    names = {code.guid: code.name for code in codes} | {"": ""}
    assert {code.name: names[code.parent] for code in codes} == {
        "infrastructure": "",
        "legacy": "infrastructure",
        "workaround": "infrastructure",
        "monitoring": "",
        "drift": "monitoring",
        "wish": "",
    }


def test_taguettes_qdc_is_accepted_with_remarks() -> None:
    found = read_refi_qda(FOLDER / "taguette-1.5.2-codebook.qdc")
    assert {code.name for code in found.project.codes} == TAGS
    assert found.losses == ()
    assert found.remarks == (
        "2 names with dots, read as levels of a tree",
        "<Sets> is empty, which the schema does not allow",
    )
    parents = {code.name: code.parent for code in found.project.codes}
    assert parents["infrastructure.legacy"] == "2ef0d485-e453-5d18-b6a9-6fb7c1f998f4"
    assert parents["monitoring.drift"] == ""


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_taguettes_codebook_comes_in_with_its_descriptions(ending: str) -> None:
    table = read_table(FOLDER / f"taguette-1.5.2-codebook.{ending}")
    codes = read_taguette_codebook(table, name="notes").project.codes
    described = {code.name: code.description for code in codes}
    assert described.keys() == TAGS
    assert described["infrastructure.legacy"] == 'Old systems; "quoted", and commas'
    assert described["monitoring.drift"] == "Numbers drift; é, 模型"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_taguettes_highlights_are_found_again_in_the_text(ending: str) -> None:
    document = Document(make_guid("notes"), "notes-on-deploying", NOTES)
    table = read_table(FOLDER / f"taguette-1.5.2-highlights.{ending}")
    found = read_taguette_highlights(table, [document], name="notes", coder="anna")
    old = "the server in the depot spoke an old protocol"
    assert coded(found.project) == [
        ("anna", "infrastructure", old),
        ("anna", "infrastructure.legacy", old),
        ("anna", "monitoring.drift", "Nobody watched the inputs"),
        ("anna", "monitoring.drift", "The model was ready in June"),
        ("anna", "wish", "naïve baselines first – “simple things”, they said 🙂"),
    ]
    assert found.losses == ()
    second = NOTES.rindex("The model was ready in June")
    assert second in [selection.start for selection in found.project.selections]
