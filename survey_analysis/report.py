"""The whole report: results, figures and the site, from one call."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.gallery import write_figures
from survey_analysis.loading import load_responses
from survey_analysis.pages import (
    Page,
    generate_question_pages,
    merge_pages,
    read_own_pages,
    write_pages,
)
from survey_analysis.results import RESULTS_VARIABLE, Results, load_results
from survey_analysis.site import build_site, fingerprint, stage_site
from survey_analysis.study import Study, find_study_folder
from survey_analysis.study_report import gather_material
from survey_analysis.triangulated import TRIANGULATION, Triangulated
from survey_analysis.values import name_conversations, name_triangulation, name_values

_ROOT = Path(__file__).resolve().parents[1]
BOOK, NOTEBOOKS, BENCHMARKS = _ROOT / "book", _ROOT / "notebooks", _ROOT / "benchmarks"
DATA, _KEPT = _ROOT / "data", _ROOT / ".cache" / "notebooks"
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
    book = work / "book"
    shutil.copytree(BOOK, book)
    values: dict[str, str] = {}
    for study, folder in shown.items():
        results = load_results(study, folder)
        copied = work / "results" / results.study.study
        shutil.copytree(folder, copied)
        if isinstance(results.study, Study):
            values |= name_values(results)
            write_pages(_generate_pages(study, results, data=data, folder=copied), book)
        else:
            values |= name_conversations(results)
            write_figures(results, copied / "figures", workers=os.cpu_count() or 1)
    if triangulated is not None:
        values |= name_triangulation(triangulated)
        shutil.copytree(triangulated.folder, work / "results" / TRIANGULATION)
    stage = stage_site(
        book,
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
    read = [DATA, stage / "_public", stage / "benchmarks", *([data] if data else [])]
    page = build_site(
        stage,
        destination=site,
        environment=environment,
        kept=_KEPT / fingerprint(read),
        progress=progress,
    )
    shutil.rmtree(work)  # a failed build stays, for its log
    return page


def _generate_pages(study: str, results: Results, *, data: Path | None, folder: Path) -> list[Page]:
    """Draw a survey's figures and generate the pages of its questions, with its own prose."""
    responses = load_responses(study, data)
    material = gather_material(results, responses=responses, folder=folder)
    own = read_own_pages(find_study_folder(study), values=name_values(material.results))
    return merge_pages(generate_question_pages(material), own)
