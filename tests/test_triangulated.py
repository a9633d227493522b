from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from talks import write_interviews

from survey_analysis.cli import main
from survey_analysis.errors import PublishError
from survey_analysis.study import bundled_studies
from survey_analysis.triangulated import (
    Triangulated,
    find_triangulation,
    load_triangulated,
)

FILE = """\
title: Two views
themes:
  - id: not-monitored
    label: Models without monitoring
    statement: Many models are monitored little.
    views:
      tiny:
        judgement: converges
        by: An author
        date: 2026-11-21
        reason: Less than half is monitored.
        evidence:
          - says: On average less than half is monitored.
            figure: {question: P5, statistic: mean, below: 50, expected: holds}
      talks:
        judgement: complements
        by: An author
        date: 2026-11-21
        reason: It says why.
        evidence:
          - {says: Effort is too high., published: Section 4}
"""


@pytest.fixture
def data(tmp_path: Path, tiny_folder: Path) -> Path:
    """A folder with a survey, interviews, and a file that holds them against each other."""
    folder = tmp_path / "data"
    shutil.copytree(tiny_folder, folder / "tiny")
    write_interviews(folder / "talks")
    (folder / "triangulation.yaml").write_text(FILE, encoding="utf-8")
    return folder


def run(data: Path) -> int:
    studies = [str(data / "tiny"), str(data / "talks")]
    return main(["run", *studies, "--out", str(data.parent / "results")])


def change_an_answer(data: Path) -> None:
    """Let the one respondent who monitors 40 % of the models monitor all of them."""
    file = data / "tiny" / "responses.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count('50,30,20,40,"Slow') == 1
    file.write_text(text.replace('50,30,20,40,"Slow', '50,30,20,100,"Slow'), encoding="utf-8")


def test_a_run_on_every_named_study_writes_the_triangulation(data: Path) -> None:
    assert run(data) == 0
    made = load_triangulated(data.parent / "results" / "triangulation")
    assert made.views[["study", "judgement"]].to_numpy().tolist() == [
        ["tiny", "converges"],
        ["talks", "complements"],
    ]
    assert made.evidence["value"].iloc[0] == 20
    assert made.evidence["verdict"].tolist() == ["holds", ""]
    assert made.studies["tiny"]["kind"] == "survey"
    assert made.studies["talks"]["data"] == "illustration"


def test_one_changed_answer_stops_with_the_sentence_the_figure_and_the_rule(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data) == 0
    change_an_answer(data)
    assert run(data) == 3
    message = capsys.readouterr().err
    assert "'converges' because Less than half is monitored." in message
    assert "P5 mean < 50 is 50 (0 to 100) and undecided, declared was 'holds'" in message
    assert "The rule: every figure behind 'converges' must hold" in message


def test_what_was_triangulated_before_stays_when_a_judgement_fails(data: Path) -> None:
    run(data)
    change_an_answer(data)
    run(data)
    made = load_triangulated(data.parent / "results" / "triangulation")
    assert made.evidence["value"].iloc[0] == 20


def test_a_run_on_one_of_the_studies_holds_nothing_against_each_other(data: Path) -> None:
    out = data.parent / "results"
    assert main(["run", str(data / "tiny"), "--out", str(out)]) == 0
    assert not (out / "triangulation").exists()


def test_the_file_is_found_only_when_all_its_studies_are_there(data: Path) -> None:
    assert find_triangulation([data / "tiny", data / "talks"]) == data / "triangulation.yaml"
    assert find_triangulation([data / "tiny"]) is None
    assert find_triangulation(bundled_studies()) is not None


def test_a_folder_without_a_triangulation_is_refused(data: Path) -> None:
    run(data)
    with pytest.raises(PublishError, match="holds no triangulation"):
        load_triangulated(data.parent / "results" / "tiny")
    with pytest.raises(PublishError, match=r"holds no results \(no manifest.json\)"):
        load_triangulated(data)


def test_equal_results_give_equal_files(data: Path) -> None:
    def contents() -> dict[str, bytes]:
        folder = data.parent / "results" / "triangulation"
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    run(data)
    before = contents()
    run(data)
    assert contents() == before
    assert sorted(before) == ["evidence.csv", "manifest.json", "triangulation.csv"]


def test_a_publication_is_named_in_short(triangulated: Triangulated) -> None:
    references = {name: one["reference"] for name, one in triangulated.studies.items()}
    assert references == {
        "ml-deployment-monitoring": "Zimelewicz and others (2024)",
        "operationalizing-ml": "Shankar and others (2022)",
        "mlops-focus-groups": "Araujo and others (2024)",
    }
