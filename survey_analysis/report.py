"""The whole report: results, figures and the site, from one call."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.gallery import write_figures
from survey_analysis.results import RESULTS_VARIABLE, load_results
from survey_analysis.site import build_site, stage_site
from survey_analysis.study import Study
from survey_analysis.triangulated import TRIANGULATION, Triangulated
from survey_analysis.values import name_conversations, name_triangulation, name_values

_ROOT = Path(__file__).resolve().parents[1]
BOOK, NOTEBOOKS, BENCHMARKS = _ROOT / "book", _ROOT / "notebooks", _ROOT / "benchmarks"
DATA_VARIABLE = "SURVEY_ANALYSIS_DATA"
"""Environment variable: the export that exploring notebooks read, if not the bundled one."""


def build_report(
    shown: Mapping[str, Path],
    *,
    site: Path,
    data: Path | None = None,
    triangulated: Triangulated | None = None,
    progress: Callable[[str], object] | None = None,
) -> Path:
    """Build the site that shows some studies' results.

    Parameters
    ----------
    shown
        The results folder of each study, by the study's name or folder: of a run on the
        original, or the record.
    site
        The folder of the site; an earlier site is replaced.
    data
        The export for the exploring notebooks; the bundled replica if None.
    triangulated
        What these studies say on the same themes.
    progress
        Called with each line of the build.

    Returns
    -------
    Path
        The site's first page.

    Raises
    ------
    SiteError
        If pages name numbers that there are not, or the build fails or warns.
    """
    if not BOOK.is_dir():
        msg = f"the report needs the project's own checkout; there is no {BOOK}"
        raise InvalidCallError(msg)
    work = Path(tempfile.mkdtemp(prefix="survey-analysis-"))
    values: dict[str, str] = {}
    for study, folder in shown.items():
        results = load_results(study, folder)
        is_survey = isinstance(results.study, Study)
        values |= name_values(results) if is_survey else name_conversations(results)
        copied = work / "results" / results.study.study
        shutil.copytree(folder, copied)
        write_figures(results, copied / "figures", workers=os.cpu_count() or 1)
    if triangulated is not None:
        values |= name_triangulation(triangulated)
        shutil.copytree(triangulated.folder, work / "results" / TRIANGULATION)
    stage = stage_site(
        BOOK,
        folders={
            "notebooks": NOTEBOOKS,
            "benchmarks": BENCHMARKS,
            "_public/results": work / "results",
        },
        values=values,
        stage=work / "stage",
    )
    environment = {RESULTS_VARIABLE: str(work / "results")}
    if data is not None:
        environment[DATA_VARIABLE] = str(data.resolve())
    page = build_site(stage, destination=site, environment=environment, progress=progress)
    shutil.rmtree(work)  # a failed build stays, for its log
    return page
