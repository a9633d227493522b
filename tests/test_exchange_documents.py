from __future__ import annotations

import pandas as pd
import pytest
from exchange_study import TEXTS, units
from hypothesis import given
from hypothesis import strategies as st

from survey_analysis.exchange.documents import find_units, lay_out
from survey_analysis.exchange.project import Document
from survey_analysis.exchange.texts import position_in_lf, position_in_original, to_lf


def test_a_group_is_a_document_with_each_unit_below_its_id() -> None:
    documents, places = lay_out(units(), title="Problems")
    assert [document.name for document in documents] == [
        "Q4 model-deployment",
        "Q4 model-monitoring",
    ]
    assert documents[1].text == (
        "[9:Q4.model-monitoring-1]\n=two\nlines & <more>\nend\n\n"
        "[12:Q4.model-monitoring-1]\n[note] the inputs drift\n"
    )
    texts = {document.guid: document.text for document in documents}
    assert {unit: texts[s.document][s.start : s.end] for unit, s in places.items()} == {
        unit: to_lf(text) for unit, text in TEXTS.items()
    }


def test_units_are_found_where_they_were_laid_out() -> None:
    documents, places = lay_out(units(), title="Problems")
    found = dict(pair for document in documents for pair in find_units(document, units()))
    assert found == places


def test_a_transcript_is_a_document_of_its_own_name() -> None:
    turns = units().assign(question_id="P07", group="P07")
    assert [document.name for document in lay_out(turns, title="t")[0]] == ["P07"]


def test_names_of_documents_can_be_names_of_files() -> None:
    named = units().assign(question_id='a/b:c*"', group="..\\d")
    assert [document.name for document in lay_out(named, title="t")[0]] == ["a-b-c- ..-d"]


def test_text_above_the_first_id_moves_units_and_loses_none() -> None:
    documents, places = lay_out(units(), title="Problems")
    moved = Document(documents[0].guid, "x", f"A heading\n\n{documents[0].text}")
    for unit, span in find_units(moved, units()):
        assert span is not None
        assert span.start == places[unit].start + len("A heading\n\n")


def test_an_edited_unit_has_no_place_and_the_others_keep_theirs() -> None:
    documents, _ = lay_out(units(), title="Problems")
    edited = Document("d", "x", documents[0].text.replace("servidor", "server"))
    found = dict(find_units(edited, units()))
    assert [unit for unit, span in found.items() if span is None] == ["7:Q4.model-deployment-1"]
    assert len(found) == 3


def test_a_document_that_is_one_unit_is_told_by_its_name() -> None:
    unit = "7:Q4.model-deployment-2"
    found = list(find_units(Document("d", unit, "Old thing\n"), units()))
    assert [(name, span and (span.start, span.end)) for name, span in found] == [(unit, (0, 9))]


def test_a_foreign_document_holds_no_units() -> None:
    assert list(find_units(Document("d", "x", "[what]\nOld thing\n"), units())) == []


@given(st.text(alphabet="a\r\n🙂", max_size=12), st.data())
def test_places_survive_the_change_of_line_ends(text: str, data: st.DataObject) -> None:
    cuts = [n for n in range(len(text) + 1) if text[n - 1 : n + 1] != "\r\n"]
    place = data.draw(st.sampled_from(cuts))
    assert position_in_original(text, position_in_lf(text, place)) == place


@given(st.lists(st.text(min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=4))
def test_any_text_is_found_again(texts: list[str]) -> None:
    table = pd.DataFrame(
        {
            "unit_id": [f"{n}:Q4.a-1" for n in range(len(texts))],
            "question_id": "Q4",
            "group": "a",
            "text": texts,
        }
    )
    documents, places = lay_out(table, title="t")
    assert dict(find_units(documents[0], table)) == places


@pytest.mark.parametrize("text", ["ends in a line\n\n", " begins with space", "[0:Q4.a-1]?"])
def test_texts_that_look_like_the_layout_are_found_again(text: str) -> None:
    row = {"unit_id": "0:Q4.a-1", "question_id": "Q4", "group": "a", "text": text}
    table = pd.DataFrame([row, {**row, "unit_id": "1:Q4.a-1"}])
    documents, places = lay_out(table, title="t")
    assert dict(find_units(documents[0], table)) == places
