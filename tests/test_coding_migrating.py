from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from coding_folder import (
    RELATION_HEADER,
    RESOLVED_HEADER,
    applied,
    read_folder,
    write_folder,
    write_rows,
    write_steps,
)

from survey_analysis.coding.migrating import (
    MigrationPlan,
    diff_migration,
    plan_migration,
    summarise_migration,
    write_migration,
)
from survey_analysis.coding.project import open_coding
from survey_analysis.errors import InvalidCallError, PublishError, StudyFileError
from survey_analysis.responses import Responses

COST = "{id: cost, label: Cost, category: watching, definition: Dear., since: 2}"
Plan = Callable[..., MigrationPlan]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_folder(tmp_path / "coding")
    write_rows(folder / "resolved.csv", ["5:T1.second,blind,,,,coder-a,read again"],
               header=RESOLVED_HEADER)  # fmt: skip
    write_rows(folder / "relations.csv", ["drift,causes,blind,11:T1.first,coder-a,"],
               header=RELATION_HEADER)  # fmt: skip
    return folder


@pytest.fixture
def plan(folder: Path, tiny_responses: Responses) -> Plan:
    """Plan changes of the folder as it is now."""

    def make(*changes: str, version: int = 2) -> MigrationPlan:
        steps = write_steps(folder.parent / "step.yaml", *changes, version=version)
        return plan_migration(open_coding(folder, tiny_responses), steps)

    return make


def test_a_step_reaches_every_file(folder: Path, plan: Plan, tiny_responses: Responses) -> None:
    written = write_migration(plan("{rename: blind, to: unwatched}"))
    assert sorted(path.name for path in written) == [
        "codebook.yaml", "coder-a.csv", "migrations.yaml", "relations.csv", "resolved.csv",
    ]  # fmt: skip
    coding = open_coding(folder, tiny_responses)
    assert coding.codebook.version == 2
    assert "a 5:T1.second unwatched" in applied(coding.applications)
    assert coding.resolved["code"].tolist() == ["unwatched"]
    assert coding.relations["to_code"].tolist() == ["unwatched"]
    for path in written[:-1]:
        assert "blind" not in path.read_text().replace("(blind)", "")


def test_planning_writes_nothing_and_shows_what_would_change(folder: Path, plan: Plan) -> None:
    before = read_folder(folder)
    planned = plan("{drop: slow-release, reason: Vague}")
    assert read_folder(folder) == before
    table = summarise_migration(planned).set_index("file")
    assert table.loc["coder-a.csv"].tolist() == [1, 1]
    assert table.loc["coder-b.csv"].tolist() == [1, 1]
    assert table.loc["migrations.yaml"].tolist() == [0, 7]
    shown = diff_migration(planned)
    assert "-3:T1.first,slow-release,,0,13,,\n" in shown
    assert "+3:T1.first,,,,,,dropped code slow-release at 0 to 13\n" in shown
    assert "+3:T1.first,,,,,,dropped code slow-release\n" in shown


def test_the_log_grows_below_what_stands_there(folder: Path, plan: Plan) -> None:
    write_migration(plan("{rename: blind, to: unwatched}"))
    log = folder / "migrations.yaml"
    commented = "# why we changed\n" + log.read_text(encoding="utf-8")
    log.write_text(commented, encoding="utf-8")
    write_migration(plan("{rename: unwatched, to: blind}", version=3))
    assert log.read_text(encoding="utf-8").startswith(commented + "- version: 3\n")


def test_the_first_codebook_is_kept_when_the_first_step_is_taken(folder: Path, plan: Plan) -> None:
    first = (folder / "codebook-v1.yaml").read_bytes()
    (folder / "codebook-v1.yaml").unlink()
    write_migration(plan("{rename: blind, to: unwatched}"))
    assert (folder / "codebook-v1.yaml").read_bytes() == first


def test_several_changes_see_each_other(folder: Path, plan: Plan) -> None:
    changes = [
        f"{{add: {COST}}}",
        "{split: blind, into: [cost, drift], units: {'5:T1.second': cost}, otherwise: cost}",
        "{merge: [cost], into: drift}",
    ]
    (folder / "relations.csv").unlink()
    after = plan(*changes).after
    assert after.codebook.code_ids == ["drift", "slow-release"]
    assert set(after.applications["code"]) == {"drift", "slow-release", "NOT-CODABLE", ""}


def test_every_problem_is_named_with_its_line_and_nothing_is_written(
    folder: Path, plan: Plan
) -> None:
    before = read_folder(folder)
    changes = [
        "{rename: drit, to: shift}",
        "{drop: blind, reason: Vague}",
        "{split: slow-release, into: [drift, blind], units: {'3:T1.frst': drift}}",
        "{split: slow-release, into: [drift, blind]}",
    ]
    with pytest.raises(StudyFileError, match=r"step.yaml \(4 problems\)") as caught:
        plan(*changes)
    lines = str(caught.value).splitlines()
    assert "line 6, [1].changes[1]" in lines[1]
    assert "'drit' is not a code; nearest is 'drift'" in lines[1]
    assert "line 7" in lines[2]
    assert "relations of 11:T1.first name the dropped code 'blind'" in lines[2]
    assert (
        "'3:T1.frst' is not a unit that carries 'slow-release'; nearest is '3:T1.first'" in lines[3]
    )
    assert "does not decide on 3:T1.first" in lines[4]
    assert read_folder(folder) == before


def test_a_step_of_another_version_is_refused(plan: Plan) -> None:
    with pytest.raises(StudyFileError, match="must be 2, found 3"):
        plan("{rename: blind, to: unwatched}", version=3)


def test_when_one_file_cannot_be_written_none_is(folder: Path, plan: Plan) -> None:
    planned = plan("{rename: blind, to: unwatched}")
    before = read_folder(folder)
    (folder / "migrations.yaml").mkdir()
    with pytest.raises(PublishError, match="nothing was changed"):
        write_migration(planned)
    (folder / "migrations.yaml").rmdir()
    assert read_folder(folder) == before


def test_a_file_that_changed_since_the_plan_is_not_overwritten(folder: Path, plan: Plan) -> None:
    planned = plan("{rename: blind, to: unwatched}")
    write_rows(folder / "coder-a.csv", ["3:T1.first,drift,,,,,late work"])
    before = read_folder(folder)
    with pytest.raises(StudyFileError, match=r"coder-a.csv: changed in the meantime; nothing was"):
        write_migration(planned)
    assert read_folder(folder) == before


def test_a_codebook_that_its_log_does_not_make_is_not_migrated(folder: Path, plan: Plan) -> None:
    path = folder / "codebook.yaml"
    path.write_text(path.read_text().replace("Data change.", "Data differ."), encoding="utf-8")
    with pytest.raises(StudyFileError, match=r"is not what .* make of it; differing: drift\. Take"):
        plan("{rename: blind, to: unwatched}")


def test_comments_of_the_codebook_are_not_lost(folder: Path, plan: Plan) -> None:
    path = folder / "codebook.yaml"
    path.write_text(path.read_text() + "# to be discussed\n", encoding="utf-8")
    with pytest.raises(StudyFileError, match="line 41: comments would be lost when the codebook"):
        plan("{rename: blind, to: unwatched}")


def test_a_log_that_cannot_take_the_step_is_left_alone(folder: Path, plan: Plan) -> None:
    write_migration(plan("{rename: blind, to: unwatched}"))
    log = folder / "migrations.yaml"
    lines = log.read_text(encoding="utf-8").splitlines()
    log.write_text("".join(f"  {line}\n" for line in lines), encoding="utf-8")
    with pytest.raises(StudyFileError, match="let each step begin with '- ' at the margin"):
        plan("{rename: unwatched, to: blind}", version=3)


def test_a_coding_in_memory_has_no_files(folder: Path, tiny_responses: Responses) -> None:
    coding = replace(open_coding(folder, tiny_responses), folder=None)
    with pytest.raises(InvalidCallError, match="made in memory has no files to migrate"):
        plan_migration(coding, folder / "step.yaml")
