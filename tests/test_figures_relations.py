from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from code_rows import make_pair, make_relation
from legible import overlapping
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import (
    describe_cooccurrence,
    describe_relations,
    plot_cooccurrence,
    plot_relations,
)
from survey_analysis.figures.relations import level_codes
from survey_analysis.figures.style import BLUE, GREEN, VERMILLION
from survey_analysis.tables import relations_table

CHAIN = pd.DataFrame(
    [
        make_relation("zeal", "causes", "mess", 5),
        make_relation("mess", "causes", "alarm"),
        make_relation("doubt", "part-of", "alarm"),
        make_relation("calm", "contradicts", "alarm", 2),
    ]
)
PAIRS = pd.DataFrame([make_pair("a", "b", 7), make_pair("a", "c", 2), make_pair("b", "d", 1)])


def arcs_of(table: pd.DataFrame) -> list[FancyArrowPatch]:
    return [patch for patch in plot_relations(table).patches if isinstance(patch, FancyArrowPatch)]


def test_causes_stand_above_what_they_cause() -> None:
    labels = [label.get_text() for label in plot_relations(CHAIN).get_yticklabels()]
    assert labels.index("ZEAL") < labels.index("MESS") < labels.index("ALARM")


def test_levels_of_a_chain_are_one_apart_and_a_circle_has_none() -> None:
    circle = level_codes(np.array([[0, 1, 2], [1, 2, 0]]), np.ones(3), np.ones(3))
    np.testing.assert_allclose(circle, 0, atol=1e-12)
    chain = level_codes(np.array([[0, 1], [1, 2]]), np.ones(2), np.array([1.0, 9.0]))
    np.testing.assert_allclose(np.diff(chain), 1)


def test_kinds_of_relations_differ_in_colour_and_in_stroke() -> None:
    arcs = arcs_of(CHAIN)
    assert [to_hex(arc.get_edgecolor()).upper() for arc in arcs] == [BLUE, BLUE, GREEN, VERMILLION]
    assert len({str(arc.get_linestyle()) for arc in arcs}) == 3


def test_an_arc_is_thicker_the_more_respondents_report_it() -> None:
    widths = [arc.get_linewidth() for arc in arcs_of(CHAIN)]
    assert widths[0] > widths[3] > widths[1] == widths[2]


def test_the_base_and_the_counts_stand_below() -> None:
    text = plot_relations(CHAIN).get_xlabel().replace("\n", " ")
    assert "1 (thin) to 5 (thick)" in text
    assert "n = 96" in text


def test_thirty_codes_are_legible() -> None:
    names = [f"a rather long name of a code, number {i}" for i in range(30)]
    table = pd.DataFrame([make_relation(one, "causes", other) for one, other in pairwise(names)])
    ax = plot_relations(table)
    assert len(ax.get_yticklabels()) == 30
    assert overlapping(ax) == []


def test_no_relation_is_an_error() -> None:
    with pytest.raises(InvalidCallError, match="there is no relation to show"):
        plot_relations(CHAIN.iloc[:0])


def test_words_name_the_most_reported_relation_first() -> None:
    text = describe_relations(CHAIN)
    assert "4 relations between 5 codes. Release, n = 96. Most reported: ZEAL causes MESS" in text


def test_the_table_writes_relations_as_sentences() -> None:
    table = relations_table(CHAIN)
    assert table["Relation"].tolist()[2:] == ["DOUBT is part of ALARM", "CALM contradicts ALARM"]
    assert table["Respondents"].tolist() == ["5", "1", "1", "2"]


def test_the_code_with_most_pairs_stands_on_top() -> None:
    labels = plot_cooccurrence(PAIRS).get_yticklabels()
    assert [label.get_text().replace("\u00a0", " ") for label in labels] == [
        "A  1",
        "B  2",
        "C  3",
        "D  4",
    ]


def test_cells_below_the_diagonal_hold_the_counts() -> None:
    ax = plot_cooccurrence(PAIRS)
    cells = ax.collections[0].get_array()
    assert cells[1, 0] == 7
    assert cells[2, 0] == 2
    assert cells[3, 1] == 1
    assert cells[2, 1] == 0
    assert bool(np.ma.getmaskarray(cells)[0, 1])
    assert {text.get_text() for text in ax.texts} >= {"7", "2", "1"}


def test_what_is_left_out_of_the_heat_map_is_counted() -> None:
    ax = plot_cooccurrence(PAIRS, most=2)
    assert len(ax.get_yticklabels()) == 2
    assert "2 codes with fewer pairs are left out" in ax.get_xlabel()


def test_reports_are_named_where_pairs_are_counted_within_them() -> None:
    table = pd.DataFrame([make_pair("a", "b", 3, within="unit")])
    assert plot_cooccurrence(table).get_xlabel() == "Release: reports with both codes, n = 96"


def test_respondents_and_reports_are_not_mixed() -> None:
    mixed = pd.DataFrame([make_pair("a", "b", 3), make_pair("a", "b", 3, within="unit")])
    with pytest.raises(InvalidCallError, match="one within is shown at a time, found 2"):
        plot_cooccurrence(mixed)


def test_no_pair_is_an_error() -> None:
    with pytest.raises(InvalidCallError, match="no two codes occur together"):
        plot_cooccurrence(PAIRS.iloc[:0])


def test_words_name_the_commonest_pair_first() -> None:
    assert "n = 96: A with B 7, A with C 2, B with D 1." in describe_cooccurrence(PAIRS)
