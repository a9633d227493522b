from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from bundled_results import GROUPS, INTERVIEWS

from survey_analysis.results import Results
from survey_analysis.triangulated import Triangulated
from survey_analysis.values import name_conversations, name_triangulation


@pytest.fixture(scope="module")
def values(bundled_results: dict[str, Results]) -> dict[str, str]:
    named = (name_conversations(bundled_results[study]) for study in (INTERVIEWS, GROUPS))
    return {key: text for part in named for key, text in part.items()}


def test_every_theme_is_named_with_the_counts_of_its_results_file(
    values: dict[str, str], bundled_results: dict[str, Results]
) -> None:
    codes = pd.read_csv(bundled_results[INTERVIEWS].folder / "codes.csv")
    assert len(codes) == 48
    for row in codes.fillna({"code": ""}).itertuples():
        name = f"interviews.theme.{row.code or row.category}"
        assert values[name] == f"{row.respondents} of {row.answered} participants"
        assert values[f"{name}.turns"] == str(row.applications)


def test_few_people_have_no_percentages(values: dict[str, str]) -> None:
    themes = [text for key, text in values.items() if ".theme." in key or ".statement." in key]
    assert themes
    assert not [text for text in themes if "%" in text]


def test_statements_are_named_with_their_stances(
    values: dict[str, str], bundled_results: dict[str, Results]
) -> None:
    consensus = pd.read_csv(bundled_results[GROUPS].folder / "consensus.csv")
    overall = consensus[consensus["session"].isna()]
    for row in overall.itertuples():
        assert values[f"focus-groups.statement.{row.statement}.agree"] == str(row.agree)
    assert values["focus-groups.outcome.dissent"] == str((overall["outcome"] == "dissent").sum())


def test_conflicts_and_what_was_resolved_are_named(
    values: dict[str, str], bundled_results: dict[str, Results]
) -> None:
    units = pd.read_csv(bundled_results[INTERVIEWS].folder / "coded_units.csv")
    assert values["interviews.coded.resolved"] == str(units["resolved"].item())
    assert values["interviews.coded.open-conflicts"] == str(units["open_conflicts"].item()) == "0"


def test_judgements_are_counted(triangulated: Triangulated) -> None:
    named = name_triangulation(triangulated)
    counts = Counter(triangulated.views["judgement"])
    assert {name: named[f"triangulation.{name}"] for name in counts} == {
        name: str(count) for name, count in counts.items()
    }
    assert named["triangulation.difficulty.survey"] == "contradicts"
    assert named["triangulation.themes"] == "6"
