"""Run every benchmark once, interleaved, and check what was timed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import checks, ours, peers
from benchmarks.foreign import FOREIGN, check_foreign, write_foreign
from benchmarks.millions import (
    count_and_estimate,
    draw_ticks,
    make_study,
    measure_ticks,
    write_csv,
)
from benchmarks.reports import measure_report
from benchmarks.survey import STUDY, CoreJob, find_export, load_core_job
from benchmarks.timing import load_average, run_fresh, time_interleaved

RESAMPLES = 10_000
FRAMES = 20  # resamples of the slow loop over data frames, from which 10,000 are extrapolated
MILLION = 1_000_000


@dataclass(frozen=True)
class Measured:
    """Seconds and megabytes by job, what the checks found, and what else was running before."""

    seconds: dict[str, float]
    memory: dict[str, float]
    checked: dict[str, float]
    data: str
    load: float


def run_all(folder: Path, *, respondents: list[int], repeats: int) -> Measured:
    """Run all benchmarks.

    Parameters
    ----------
    folder
        Where generated files go.
    respondents
        Sizes of the generated surveys.
    repeats
        Of the jobs in this process.
    """
    load = load_average()
    job = load_core_job()
    checked: dict[str, float] = {
        "limits equal to scipy.stats.binom": checks.check_exact(job),
        "Monte Carlo from exact, respondents": checks.check_monte_carlo(job, RESAMPLES),
        "generated counts and limits equal": checks.check_millions(),
        "rows of drafted studies equal in chunks and in memory": check_foreign(folder),
    }
    seconds = _time_core_job(job, repeats=repeats)
    seconds["data frames"] *= RESAMPLES / FRAMES
    memory = _peak_memory()
    for name, code in _STARTS.items():
        took, peak = run_fresh(code.format(study=STUDY, data=str(find_export())), repeats=5)
        seconds[name], memory[name] = took, peak
    for n in respondents:
        found = _run_size(folder, n, repeats=repeats)
        seconds.update(found[0])
        memory.update(found[1])
    for kind in FOREIGN:
        found = _run_foreign(folder, kind, MILLION)
        seconds.update(found[0])
        memory.update(found[1])
    seconds.update(measure_report(folder / "report"))
    data = "the replica" if job.responses.source.kind == "replica" else "the real export"
    return Measured(seconds, memory, checked, data, load)


_STARTS = {
    "python": "pass",
    "help": "import sys; from survey_analysis.cli import main; main(['run', '--help'])",
    "cold estimate": "from survey_analysis import estimate, load_responses; "
    "estimate(load_responses({study!r}, {data!r})); "
    "import os; os._exit(0)",  # to the intervals: without taking the interpreter down
}


def _time_core_job(job: CoreJob, *, repeats: int) -> dict[str, float]:
    def differences() -> None:
        ours.option_differences(job)
        ours.segment_differences(job)

    quick = {
        "exact": partial(ours.exact, job),
        "estimates": partial(ours.all_estimates, job),
        "differences": differences,
        "monte carlo": partial(ours.monte_carlo, job, RESAMPLES),
        "arch": partial(peers.arch_bootstrap, job, RESAMPLES),
    }
    slow = {
        "scipy": partial(peers.scipy_bootstrap, job, RESAMPLES),
        "data frames": partial(peers.resample_frames, job, FRAMES),
    }
    return time_interleaved({**quick, **slow}, repeats=repeats)


_IN_A_PROCESS = {
    "exact": "ours.exact(job)",
    "estimates": "ours.all_estimates(job)",
    "monte carlo": f"ours.monte_carlo(job, {RESAMPLES})",
    "arch": f"peers.arch_bootstrap(job, {RESAMPLES})",
    "scipy": f"peers.scipy_bootstrap(job, {RESAMPLES})",
    "data frames": f"peers.resample_frames(job, {FRAMES})",
}


def _peak_memory() -> dict[str, float]:
    """Measure the peak memory of each job in a process of its own."""
    start = "from benchmarks import ours, peers, survey; job = survey.load_core_job(); "
    return {name: run_fresh(start + code)[1] for name, code in _IN_A_PROCESS.items()}


def _run_size(folder: Path, n: int, *, repeats: int) -> tuple[dict[str, float], dict[str, float]]:
    """Count and estimate n generated respondents, from memory and from a CSV."""
    study, export = folder / "millions", folder / f"{n}.csv"
    make_study(study)
    if not export.is_file():
        write_csv(export, n)
    code = (
        "from survey_analysis.scale import estimate_file; "
        "from survey_analysis.study import load_study; "
        f"found = estimate_file(load_study({str(study)!r}), {str(export)!r}); "
        f"assert found.counted.records == {n}"
    )
    took, peak = run_fresh(code, repeats=3 if n <= MILLION else 1)
    label = f"{n / MILLION:g} M"
    seconds, memory = {f"{label} from CSV": took}, {f"{label} from CSV": peak}
    if n <= MILLION:
        measures = measure_ticks(draw_ticks(n, rng=np.random.default_rng(1)))
        jobs = {f"{label} from memory": partial(count_and_estimate, measures, n)}
        seconds.update(time_interleaved(jobs, repeats=repeats))
    return seconds, memory


def _run_foreign(folder: Path, kind: str, n: int) -> tuple[dict[str, float], dict[str, float]]:
    """Draft a study from an export of n respondents, and estimate it in chunks."""
    name = kind.replace(" ", "-")
    export, study = folder / f"{name}-{n}.csv", folder / f"study-{name}-{n}"
    if not export.is_file():
        write_foreign(kind, export, n)
    shutil.rmtree(study, ignore_errors=True)
    calls = {
        "new": ["new", str(study), "--from", str(export), "--yes"],
        "estimate": ["estimate", str(study), "--engine", "stream"],
    }
    seconds, memory = {}, {}
    for action, call in calls.items():
        code = f"from survey_analysis.cli import main; assert main({call!r}) == 0"
        label = f"{n / MILLION:g} M, {kind}: {action}"
        seconds[label], memory[label] = run_fresh(code)
    return seconds, memory
