from __future__ import annotations

import re

import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.results import ILLUSTRATION_LABEL, Results
from survey_analysis.triangulated import Triangulated
from survey_analysis.viewing import show_evidence, show_matrix

ILLUSTRATED = f">{ILLUSTRATION_LABEL}</td>"


def show_all(triangulated: Triangulated, results: dict[str, Results]) -> str:
    themes = triangulated.views["theme"].unique()
    shown = (show_evidence(triangulated, theme=t, results=results.values()) for t in themes)
    return "\n".join(one.html for one in shown)


def test_every_judgement_of_the_matrix_leads_to_its_evidence(
    triangulated: Triangulated, bundled_results: dict[str, Results]
) -> None:
    links = re.findall(
        r'<a href="#([^"]+)"><span class="sa-verdict', show_matrix(triangulated).html
    )
    anchors = re.findall(r'id="([^"]+)"', show_all(triangulated, bundled_results))
    assert len(links) == len(triangulated.views)
    assert links == anchors


def test_every_judgement_has_its_reason_and_author(
    triangulated: Triangulated, bundled_results: dict[str, Results]
) -> None:
    html = show_all(triangulated, bundled_results)
    for view in triangulated.views.itertuples():
        assert view.reason in html
        assert f"Judged by {view.by}, {view.date}." in html


def test_every_table_with_an_illustration_says_that_it_never_counts(
    triangulated: Triangulated, bundled_results: dict[str, Results]
) -> None:
    html = show_all(triangulated, bundled_results)
    tables = [part for part in html.split('<div class="sa-view"') if ILLUSTRATED in part]
    assert len(tables) == html.count(ILLUSTRATED) == 11
    assert all(f"{ILLUSTRATION_LABEL} are shown and never count." in part for part in tables)


def test_columns_are_the_kinds_of_studies(triangulated: Triangulated) -> None:
    heads = re.findall(r'<th scope="col">([^<]+)</th>', show_matrix(triangulated).html)
    assert heads == ["Theme", "Survey", "Interviews", "Focus groups"]


def test_an_unknown_theme_names_the_nearest(triangulated: Triangulated) -> None:
    with pytest.raises(InvalidCallError, match=r"'efort'.*'effort'"):
        show_evidence(triangulated, theme="efort", results=[])
