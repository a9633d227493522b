"""The results as Markdown, JSON and a figure."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from benchmarks.run import Measured
from benchmarks.targets import list_targets
from benchmarks.timing import describe_machine

LIBRARIES = ("numpy", "scipy", "pandas", "arch", "polars")
CORE = {
    "data frames": "resampling data frames in a loop (extrapolated)",
    "scipy": "scipy.stats.bootstrap, a call per question, BCa",
    "arch": "arch IIDBootstrap, one vector statistic, BCa",
    "monte carlo": "ours, Monte Carlo, percentile and BCa",
    "exact": "**ours, exact**, percentile, BCa and Wilson",
}


def write_report(measured: Measured, folder: Path) -> None:
    """Write `RESULTS.md`, `results.json` and `results.svg`."""
    targets = list_targets(measured.seconds, measured.memory)
    facts = {
        "machine": describe_machine(),
        "load_average": round(measured.load, 2),
        "versions": {name: version(name) for name in LIBRARIES},
        "data": measured.data,
        "seconds": measured.seconds,
        "memory_mb": measured.memory,
        "checked": measured.checked,
        "targets": [{**vars(target), "is_met": target.is_met} for target in targets],
    }
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    (folder / "results.json").write_text(text, encoding="utf-8")
    (folder / "RESULTS.md").write_text(_write_markdown(measured, facts), encoding="utf-8")
    _draw(measured, folder / "results.svg")


def _write_markdown(measured: Measured, facts: dict[str, object]) -> str:
    targets = [target.as_row() for target in list_targets(measured.seconds, measured.memory)]
    return "\n".join(
        [
            "# How fast",
            "",
            *_describe_run(measured, facts),
            "",
            "## Targets",
            "",
            *_table(["target", "measured", "wanted", ""], targets),
            "",
            "## The core job: 121 statistics, B = 10,000",
            "",
            "Memory is the peak of a whole process, libraries included.",
            "",
            *_table(["", "time", "of ours", "memory"], _core_rows(measured)),
            "",
            "![Seconds of the core job](results.svg)",
            "",
            "## Generated respondents, 130 options",
            "",
            "From CSV: a fresh process from file to all intervals. From memory: counting and "
            "exact intervals of answers that are in memory.",
            "",
            *_table(["", "time", "memory"], _size_rows(measured)),
            "",
            "## Exports of survey tools, and studies drafted from them",
            "",
            "Labels, ticks (joined in a cell, or a column an option), numbers, open texts. New: "
            "`survey-analysis new --yes`, which drafts a study file and reads every record under "
            "it. Estimate: `survey-analysis estimate --engine stream` with that file. Fresh "
            "processes, once.",
            "",
            *_table(["", "time", "memory"], _draft_rows(measured)),
            "",
        ]
    )


def _describe_run(measured: Measured, facts: dict[str, object]) -> list[str]:
    """Say on what machine and data, and what was checked."""
    machine = describe_machine()
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    checked = "; ".join(f"{name}: {value:g}" for name, value in measured.checked.items())
    return [
        "Written by `make bench`; do not edit. Medians of interleaved repeats, BLAS on one "
        f"thread, bytecode in place, on {machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory_gb']} GB; {versions}. Load average before: "
        f"{facts['load_average']} (above 1, something else was running).",
        "",
        f"Data: {measured.data}, complete responses. Checked before timing: {checked}.",
    ]


def _core_rows(measured: Measured) -> list[list[str]]:
    seconds, memory = measured.seconds, measured.memory
    return [
        [
            text,
            _seconds(seconds[name]),
            f"{seconds[name] / seconds['exact']:.0f} ×",
            f"{memory[name]:.0f} MB",
        ]
        for name, text in CORE.items()
    ]


def _size_rows(measured: Measured) -> list[list[str]]:
    return _rows([name for name in measured.seconds if " M from " in name], measured)


def _draft_rows(measured: Measured) -> list[list[str]]:
    return _rows([name for name in measured.seconds if " M, " in name], measured)


def _rows(names: list[str], measured: Measured) -> list[list[str]]:
    """Write seconds, and megabytes where a process was measured."""
    memory = {name: f"{peak:.0f} MB" for name, peak in measured.memory.items()}
    return [[name, _seconds(measured.seconds[name]), memory.get(name, "")] for name in names]


def _seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def _table(header: list[str], rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in [header, ["---"] * len(header), *rows]]


def _draw(measured: Measured, path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "survey-analysis"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 2.6), layout="constrained")
    names = list(CORE)
    seconds = [measured.seconds[name] for name in names]
    colours = ["#0072B2" if name in ("exact", "monte carlo") else "#999999" for name in names]
    bars = axes.barh(names, seconds, color=colours)
    axes.bar_label(bars, [_seconds(value) for value in seconds], padding=3)
    axes.set(xscale="log", xlabel="seconds (logarithmic)", xlim=(None, max(seconds) * 8))
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
