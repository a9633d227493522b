from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_analysis.exchange.project import CodeNode
from survey_analysis.exchange.taguette import is_codebook, is_highlights, nest_dotted_names
from survey_analysis.exchange.taguette_places import place_highlights
from survey_analysis.exchange.taguette_writing import codebook_csv

TEXT = "[1:Q4.cost-1]\ncost\n\n[2:Q4.cost-1]\ntime and\nmoney\n\n[3:Q4.cost-1]\ncost\n"


def found(*contents: str) -> list[str | None]:
    """Say in which unit (the digit of its id) each highlight was placed."""
    places = place_highlights(TEXT, contents)
    return [None if p is None else TEXT[: p[0]].rpartition(":Q4")[0][-1] for p in places]


def test_neighbours_tell_which_of_several_places_is_meant() -> None:
    assert found("cost", "time") == ["1", "2"]
    assert found("time", "cost") == ["2", "3"]
    assert found("cost", "time", "cost") == ["1", "2", "3"]
    assert found("cost", "cost") == [None, None]


def test_ids_of_units_are_not_what_a_highlight_means() -> None:
    assert place_highlights("[1:Q4.cost-1]\nthe cost\n", ["cost"]) == [(18, 22)]


def test_a_highlight_over_an_id_is_found() -> None:
    assert found("money [3:Q4.cost-1] cost") == ["2"]


def test_line_ends_are_white_space() -> None:
    assert place_highlights(TEXT, ["time and money"]) == [(34, 48)]


def test_a_file_in_another_order_is_not_used_to_tell_places_apart() -> None:
    assert found("money", "time", "cost") == ["2", "2", None]


@pytest.mark.parametrize("content", ["nowhere", "", "  "])
def test_what_is_not_there_has_no_place(content: str) -> None:
    assert found(content) == [None]


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=8), st.data())
def test_a_place_that_is_given_is_the_right_one(words: list[str], data: st.DataObject) -> None:
    chosen = sorted(data.draw(st.sets(st.integers(0, len(words) - 1))))
    text = " ".join(words)
    places = place_highlights(text, [words[n] for n in chosen])
    assert all(place in (None, (2 * n, 2 * n + 1)) for n, place in zip(chosen, places, strict=True))


def test_dots_are_levels_where_the_level_above_is_there() -> None:
    flat = [CodeNode(name, name) for name in ("a.b.c", "a", "x.y")]
    nested, remarks = nest_dotted_names(flat)
    assert {code.name: code.parent for code in nested} == {"a": "", "x.y": "", "a.b.c": "a"}
    assert remarks == ["2 names with dots, read as levels of a tree"]


def test_dots_in_our_own_names_make_no_levels() -> None:
    codes = [CodeNode("1", "e.g. old"), CodeNode("2", "new", "two\n\nlines", parent="1")]
    assert codebook_csv(codes).decode("utf-8-sig").splitlines() == [
        "tag,description",
        "e·g· old,",
        "e·g· old.new,two lines",
    ]


def test_tables_are_told_by_their_columns() -> None:
    highlights = ["id", "document", "tag", "content"]
    assert is_highlights(highlights)
    assert not is_codebook(highlights)
    assert is_codebook(["Path", "Description"])
    assert not is_codebook(["description"])
