"""The whole report: results, figures and the site, from one call."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from survey_analysis.drawing_pool import open_drawing_pool
from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.gallery import write_figures
from survey_analysis.loading import load_responses
from survey_analysis.pages import (
    Material,
    Page,
    generate_question_pages,
    merge_pages,
    read_own_pages,
    write_pages,
)
from survey_analysis.results import RESULTS_VARIABLE, load_results
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
    stage = stage_report(shown, work=work, data=data, triangulated=triangulated)
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


def stage_report(
    shown: Mapping[str, Path],
    *,
    work: Path,
    data: Path | None = None,
    triangulated: Triangulated | None = None,
) -> Path:
    """Draw all figures and stage the site; the first half of `build_report`.

    Parameters
    ----------
    shown, data, triangulated
        As for `build_report`.
    work
        An empty folder to work in. The notebooks find the results in its ``results``.

    Returns
    -------
    Path
        The folder that `survey_analysis.site.build_site` builds.

    Raises
    ------
    SiteError
        If pages name numbers that there are not.
    """
    shutil.copytree(BOOK, work / "book")
    values = _show_studies(shown, work, data=data)
    if triangulated is not None:
        values |= name_triangulation(triangulated)
        shutil.copytree(triangulated.folder, work / "results" / TRIANGULATION)
    folders = {
        "notebooks": NOTEBOOKS,
        "benchmarks": BENCHMARKS,
        "_public/results": work / "results",
    }
    return stage_site(work / "book", folders=folders, values=values, stage=work / "stage")


def _show_studies(shown: Mapping[str, Path], work: Path, *, data: Path | None) -> dict[str, str]:
    """Copy each study's results, draw its figures, generate its pages; return all values."""
    values: dict[str, str] = {}
    with open_drawing_pool() as pool:
        found = {study: load_results(study, folder) for study, folder in shown.items()}
        for study in sorted(found, key=lambda study: isinstance(found[study].study, Study)):
            results, folder = found[study], shown[study]
            copied = work / "results" / results.study.study
            shutil.copytree(folder, copied)
            if isinstance(results.study, Study):
                responses = load_responses(study, data)
                material = gather_material(results, responses=responses, folder=copied, pool=pool)
                named = name_values(material.results)
                write_pages(_generate_pages(study, material, values=named), work / "book")
                values |= named
            else:
                write_figures(results, copied / "figures", pool=pool)
                values |= name_conversations(results)
    return values


def _generate_pages(study: str, material: Material, *, values: Mapping[str, str]) -> list[Page]:
    """Generate the pages of a survey's questions, with its own prose."""
    own = read_own_pages(find_study_folder(study), values=values)
    return merge_pages(generate_question_pages(material), own)
