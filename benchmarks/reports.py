"""The whole report of the bundled studies: analysis, figures, and the book."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from survey_analysis.cli import main
from survey_analysis.commands.triangulating import triangulate_results
from survey_analysis.drawing_pool import prepare_drawing
from survey_analysis.report import stage_report
from survey_analysis.results import RESULTS_VARIABLE
from survey_analysis.site import build_site
from survey_analysis.study import bundled_studies

T = TypeVar("T")


def measure_report(folder: Path) -> dict[str, float]:
    """Run all bundled studies, draw all figures, and build the book twice, once each.

    Parameters
    ----------
    folder
        An empty folder to work in.

    Returns
    -------
    dict of str to float
        Seconds: `run and figures`; `book, cold`, with nothing kept; `book, prose changed`,
        with the outputs of the notebooks kept and a sentence added to a page.
    """
    results, work = folder / "results", folder / "work"
    work.mkdir(parents=True)
    prepare_drawing()  # as the command `report` does
    running, status = _timed(lambda: _run(results))
    if status:
        msg = f"the run ended with exit code {status}"
        raise RuntimeError(msg)
    shown = {
        name: place / "record" if (place / "record").is_dir() else results / name
        for name, place in bundled_studies().items()
    }
    made = triangulate_results(shown, folder / "triangulated")
    staging, stage = _timed(lambda: stage_report(shown, work=work, triangulated=made))

    def build() -> Path:
        environment = {RESULTS_VARIABLE: str(work / "results")}
        return build_site(
            stage, destination=folder / "site", environment=environment, kept=folder / "kept" / "a"
        )

    cold, _ = _timed(build)
    with (stage / "limitations.md").open("a", encoding="utf-8") as page:
        page.write("\nOne more sentence.\n")
    again, _ = _timed(build)
    return {"run and figures": running + staging, "book, cold": cold, "book, prose changed": again}


def _run(results: Path) -> int:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main(["run", "--out", str(results)])


def _timed(job: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    made = job()
    return time.perf_counter() - started, made
