"""Measuring: interleaved repeats in this process, and fresh processes for memory and starts."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""BLAS on one thread; has to be set before numpy is loaded."""


def time_interleaved(jobs: Mapping[str, Callable[[], object]], *, repeats: int) -> dict[str, float]:
    """Run all jobs in turn, again and again; return each one's median in seconds.

    Interleaving lets whatever else the machine does meet all jobs alike. A first round
    warms up and does not count.
    """
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for round_number in range(repeats + 1):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            if round_number:
                seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in seconds.items()}


def run_fresh(code: str, *, repeats: int = 1) -> tuple[float, float]:
    """Run Python code in fresh processes; return median seconds and the peak memory in MB.

    Modules are loaded from bytecode, as from the second run on anywhere: with more than one
    run, a first one that may have to compile them does not count.
    """
    command = [sys.executable, "-c", code]
    environment = {**os.environ, **ONE_THREAD}
    if repeats > 1:
        subprocess.run(command, check=True, capture_output=True, env=environment)
    seconds, memory = [], 0.0
    for _ in range(repeats):
        measured = subprocess.run(
            [sys.executable, "-c", _MEASURE, json.dumps(command)],
            check=True, capture_output=True, text=True, env=environment,
        )  # fmt: skip
        took, peak = json.loads(measured.stdout.splitlines()[-1])
        seconds.append(took)
        memory = max(memory, peak)
    return statistics.median(seconds), memory


_MEASURE = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(json.loads(sys.argv[1]), check=True, stdout=subprocess.DEVNULL)
took = time.perf_counter() - started
print(json.dumps([took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))
"""


def describe_machine() -> dict[str, str | int]:
    """Describe the machine by processor, cores and memory; not by name."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": models[0], "cores": len(models), "memory_gb": round(memory)}


def load_average() -> float:
    """Return how many processes have been running in the last minute."""
    return os.getloadavg()[0]
