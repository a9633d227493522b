from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.errors import StudyFileError, TriangulationError
from survey_analysis.triangulation import (
    EVIDENCE_COLUMNS,
    VIEW_COLUMNS,
    load_triangulation,
    triangulate,
)

FILE = """\
title: Two views
themes:
  - id: no-monitoring
    label: No monitoring
    statement: Many models are not monitored.
    views:
      survey:
        judgement: converges
        by: An author
        date: 2026-11-21
        reason: The mean is below one half.
        evidence:
          - says: On average less than half is monitored.
            figure: {question: P1, statistic: mean, below: 50, expected: holds}
          - says: Some report that nobody monitors.
            figure: {question: P2.monitoring, code: none, above: 0.1, expected: holds}
      interviews:
        judgement: complements
        by: An author
        date: 2026-11-21
        reason: It says why.
        evidence:
          - {says: Effort is too high., published: "Section 4"}
          - {says: An invented voice., illustration: effort}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "triangulation.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def tables(mean: tuple[float, float, float]) -> dict[str, pd.DataFrame]:
    """Make the results of a survey: a mean with its interval, and one code."""
    shared = {"question_id": "P1", "item_id": "", "option_id": "", "segment_by": ""}
    columns = ("estimate", "ci_low", "ci_high")
    number = {**shared, "statistic": "mean", **dict(zip(columns, mean, strict=True))}
    code = {
        "question_id": "P2.monitoring", "category": "practice", "code": "none", "segment_by": "",
        "estimate": 0.2, "ci_low": 0.15, "ci_high": 0.3,
    }  # fmt: skip
    return {"estimates.csv": pd.DataFrame([number]), "codes.csv": pd.DataFrame([code])}


def results(mean: tuple[float, float, float]) -> dict[str, dict[str, pd.DataFrame]]:
    return {"survey": tables(mean), "interviews": {}}


def test_every_view_and_every_piece_of_evidence_has_a_row(tmp_path: Path) -> None:
    made = triangulate(load_triangulation(write(tmp_path, FILE)), results((38.7, 33.8, 44.0)))
    views, evidence = made["triangulation.csv"], made["evidence.csv"]
    assert list(views.columns) == VIEW_COLUMNS
    assert list(evidence.columns) == EVIDENCE_COLUMNS
    assert views[["study", "judgement", "evidence"]].to_numpy().tolist() == [
        ["survey", "converges", 2],
        ["interviews", "complements", 1],
    ]
    assert evidence["kind"].tolist() == ["figure", "figure", "published", "illustration"]
    assert evidence["counts"].tolist() == [True, True, True, False]
    assert evidence["check"].tolist()[:3] == [
        "P1 mean < 50",
        "P2.monitoring.none proportion > 0.1",
        "Section 4",
    ]
    assert evidence["value"].tolist()[:2] == [38.7, 0.2]


def test_a_judgement_that_its_figure_no_longer_supports_stops(tmp_path: Path) -> None:
    file = load_triangulation(write(tmp_path, FILE))
    with pytest.raises(TriangulationError) as stopped:
        triangulate(file, results((48.0, 44.0, 52.0)))
    message = str(stopped.value)
    assert "'converges' because The mean is below one half." in message
    assert "P1 mean < 50 is 48 (44 to 52) and undecided" in message
    assert "every figure behind 'converges' must hold" in message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("judgement: complements", "judgement: silent", r"line 18.*'silent' with 1 pieces"),
        ('published: "Section 4"', "illustration: effort", r"'complements' with 0 pieces"),
        ("below: 50, expected: holds", "below: 50, expected: fails", r"'converges' must hold"),
        ("judgement: converges", "judgement: contradicts", r"must be declared to fail"),
        ("judgement: converges", "judgement: agrees", r"must be .*'converges'.*found 'agrees'"),
        ("illustration: effort}", "illustration: effort, published: x}", r"evidence is one of"),
        ("      interviews:", "      interview:", r"interviews"),
        ("says: An invented voice., ", "", r"the key 'says' is missing"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in FILE
    second = FILE.split("themes:\n")[1].replace("id: no-monitoring", "id: another")
    text = (FILE + second).replace(old, new, 1)
    with pytest.raises(StudyFileError, match=message):
        load_triangulation(write(tmp_path, text))


def test_a_study_without_results_is_named(tmp_path: Path) -> None:
    file = load_triangulation(write(tmp_path, FILE))
    with pytest.raises(StudyFileError, match="studies without results: interviews"):
        triangulate(file, {"survey": tables((38.7, 33.8, 44.0))})
