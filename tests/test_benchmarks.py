"""What is timed is right, and the report says what was measured; nothing here is timed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import checks, ours, peers
from benchmarks.foreign import FOREIGN, check_foreign
from benchmarks.millions import (
    OPTIONS,
    QUESTIONS,
    count_and_estimate,
    draw_ticks,
    make_study,
    measure_ticks,
    write_csv,
)
from benchmarks.report import write_report
from benchmarks.run import Measured, _run_foreign, _run_size
from benchmarks.survey import CoreJob, load_core_job
from benchmarks.targets import Target, list_targets
from benchmarks.timing import run_fresh, time_interleaved
from survey_analysis.scale import count_file


@pytest.fixture(scope="module")
def job() -> CoreJob:
    return load_core_job()


@pytest.fixture
def measured() -> Measured:
    seconds = {
        "data frames": 200.0, "scipy": 1.5, "arch": 0.35, "monte carlo": 0.035, "exact": 0.004,
        "estimates": 0.013, "differences": 0.012, "help": 0.08, "cold estimate": 0.7,
        "run and figures": 14.0, "book, cold": 50.0, "book, prose changed": 12.0,
        "1 M from CSV": 5.0, "1 M from memory": 0.08, "1 M, LimeSurvey: new": 9.0,
    }  # fmt: skip
    return Measured(
        seconds, dict.fromkeys(seconds, 100.0), {"limits equal": 112}, "the replica", 0.5
    )


def test_the_core_job_is_that_of_the_targets(job: CoreJob) -> None:
    assert job.statistics == 121
    assert job.hits.shape == job.bases.shape == (len(job.numbers), 112)


def test_exact_limits_are_those_of_scipy(job: CoreJob) -> None:
    assert checks.check_exact(job) == np.sum(
        (job.hits.sum(axis=0) > 0) & (job.hits.sum(axis=0) < job.bases.sum(axis=0))
    )


def test_monte_carlo_limits_are_near_the_exact_ones(job: CoreJob) -> None:
    assert 0 < checks.check_monte_carlo(job, 4_000) <= 3


def test_wrong_exact_limits_are_refused(job: CoreJob) -> None:
    fewer = [type(block)(block.hits[:-30], block.base[:-30]) for block in job.blocks]
    other = CoreJob(job.responses, job.members, fewer, job.numbers)
    with pytest.raises(RuntimeError, match=r"differ from scipy\.stats\.binom"):
        checks.hold_against_binomial(ours.exact(job)[0], other)


def test_generated_counts_and_limits_are_right() -> None:
    assert checks.check_millions(2_000) == QUESTIONS * OPTIONS


def test_the_peers_estimate_what_we_estimate(job: CoreJob) -> None:
    limits = ours.monte_carlo(job, 2_000)[1]
    low, high = peers.arch_bootstrap(job, 2_000)
    defined = np.concatenate([job.hits.any(axis=0), np.ones(job.numbers.shape[1], dtype=bool)])
    close = np.isclose(limits.low[defined], low, rtol=0.1, atol=0.03)
    close &= np.isclose(limits.high[defined], high, rtol=0.1, atol=0.03)
    assert close[limits.method[defined] != ""].mean() > 0.9


def test_a_generated_csv_holds_the_drawn_ticks(tmp_path: Path) -> None:
    write_csv(tmp_path / "500.csv", 500)
    counted = count_file(make_study(tmp_path / "study"), tmp_path / "500.csv")
    ticks = draw_ticks(500, rng=np.random.default_rng(1))
    expected = count_and_estimate(measure_ticks(ticks), 500)
    assert counted.records == 500
    assert counted.tally.count.tolist() == expected.count.tolist()
    assert counted.tally.answered.tolist() == expected.answered.tolist()


def test_a_size_is_measured_from_csv_and_from_memory(tmp_path: Path) -> None:
    seconds, memory = _run_size(tmp_path, 1_000, repeats=1)
    assert set(seconds) == {"0.001 M from CSV", "0.001 M from memory"}
    assert set(memory) == {"0.001 M from CSV"}
    assert (tmp_path / "1000.csv").is_file()


@pytest.mark.parametrize("kind", FOREIGN)
def test_an_export_of_a_survey_tool_is_drafted_and_estimated(kind: str, tmp_path: Path) -> None:
    seconds, memory = _run_foreign(tmp_path, kind, 1_000)
    labels = {f"0.001 M, {kind}: {action}" for action in ("new", "estimate")}
    assert set(seconds) == set(memory) == labels
    (study,) = tmp_path.glob("study-*/study.yaml")
    kinds = {line.strip() for line in study.read_text(encoding="utf-8").splitlines()}
    assert {"kind: single", "kind: multiple", "kind: numeric", "kind: text"} <= kinds


def test_drafted_studies_have_the_same_estimates_in_chunks_and_in_memory(tmp_path: Path) -> None:
    assert check_foreign(tmp_path, 300) > 200


def test_interleaved_jobs_run_once_more_than_they_count() -> None:
    calls: list[str] = []
    jobs = {name: lambda name=name: calls.append(name) for name in ("a", "b")}
    assert set(time_interleaved(jobs, repeats=2)) == {"a", "b"}
    assert calls == ["a", "b"] * 3


def test_a_fresh_process_is_measured_with_its_memory() -> None:
    took, small = run_fresh("pass")
    _, large = run_fresh("held = bytearray(60_000_000); held[::4096] = b'1' * len(held[::4096])")
    assert took > 0
    assert large - small > 50


@pytest.mark.parametrize(
    ("measured", "at_least", "is_met"), [(4.0, False, True), (6.0, False, False), (6.0, True, True)]
)
def test_a_target_is_a_limit_from_one_side(measured: float, at_least: bool, is_met: bool) -> None:
    target = Target("Core job", measured, 5, "ms", at_least=at_least)
    assert target.is_met is is_met
    assert target.as_row()[-1] == ("met" if is_met else "**not met**")


def test_ten_millions_may_take_the_memory_of_one(measured: Measured) -> None:
    assert not [t for t in list_targets(measured.seconds, measured.memory) if "10 M" in t.name]
    memory = {**measured.memory, "10 M from CSV": 120.0}
    (target,) = [t for t in list_targets(measured.seconds, memory) if "10 M" in t.name]
    assert target.measured == pytest.approx(1.2)
    assert not target.is_met


def test_the_report_holds_every_target_and_every_job(measured: Measured, tmp_path: Path) -> None:
    write_report(measured, tmp_path)
    text = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    for target in list_targets(measured.seconds, measured.memory):
        assert f"| {' | '.join(target.as_row())} |" in text
    assert "| **ours, exact**, percentile, BCa and Wilson | 4.0 ms | 1 × | 100 MB |" in text
    assert "| 1 M from CSV | 5.00 s | 100 MB |" in text
    assert "| 1 M, LimeSurvey: new | 9.00 s | 100 MB |" in text
    facts = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert facts["seconds"] == measured.seconds
    assert [target["is_met"] for target in facts["targets"]] == [True] * len(facts["targets"])
    assert (tmp_path / "results.svg").read_text(encoding="utf-8").startswith("<?xml")
