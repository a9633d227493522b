"""The site of one survey: figures, generated pages and the authors' own prose, built."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from survey_analysis.drawing_pool import DrawingPool, open_drawing_pool
from survey_analysis.errors import InvalidCallError
from survey_analysis.figures.gallery import write_figures
from survey_analysis.pages import (
    Material,
    count_missing,
    generate_pages,
    list_figures,
    merge_pages,
    read_own_pages,
    tabulate_missing,
    write_book,
)
from survey_analysis.pages.own import FOLDER
from survey_analysis.pages.timing import describe_timing
from survey_analysis.publish import file_sha256, neutralise_texts, write_csv
from survey_analysis.responses import Responses
from survey_analysis.results import Results, load_results
from survey_analysis.site import build_site, stage_site
from survey_analysis.study import find_study_folder
from survey_analysis.values import name_values
from survey_analysis.withholding import drop_suppressed, drop_unanswered


def build_study_report(
    responses: Responses,
    *,
    study: str | Path,
    shown: Path,
    site: Path,
    theme: Path,
    progress: Callable[[str], object] | None = None,
) -> Path:
    """Build the site of one survey from its results, without a notebook.

    Parameters
    ----------
    responses
        The responses, for the reasons why answers are missing.
    study
        The study's folder.
    shown
        The folder of its results, small bases suppressed.
    site
        The folder of the site; an earlier site is replaced.
    theme
        The folder of the book whose configuration, templates and style are used.
    progress
        Called with each line of the build.

    Returns
    -------
    Path
        The site's first page.

    Raises
    ------
    InvalidCallError
        If there is no such book.
    SiteError
        If the study's own pages name numbers that there are not, or the build fails or warns.
    """
    if not theme.is_dir():
        msg = f"the report needs the project's own checkout; there is no {theme}"
        raise InvalidCallError(msg)
    folder = find_study_folder(study)
    results = load_results(study, shown)
    work = Path(tempfile.mkdtemp(prefix="survey-analysis-"))
    copied = work / "results" / responses.study.study
    shutil.copytree(shown, copied)
    with open_drawing_pool() as pool:
        material = gather_material(results, responses=responses, folder=copied, pool=pool)
        values = name_values(material.results)
        own = read_own_pages(folder, values=values)
        prose = {f"{FOLDER}/{name}.md": file_sha256(folder / FOLDER / f"{name}.md") for name in own}
        material = replace(material, prose=prose)
        book = write_book(
            merge_pages(generate_pages(material), own),
            title=responses.study.title,
            theme=theme,
            own=folder,
            folder=work / "book",
        )
    folders = {"_public/results": work / "results"}
    stage = stage_site(book, folders=folders, values=values, stage=work / "stage")
    page = build_site(stage, destination=site, environment={}, progress=progress)
    shutil.rmtree(work)  # a failed build stays, for its log
    return page


def gather_material(
    results: Results, *, responses: Responses, folder: Path, pool: DrawingPool
) -> Material:
    """Gather what the generated pages show, and write what they offer for download.

    Parameters
    ----------
    results
        The results of a survey, small bases suppressed.
    responses
        The responses, for the reasons why answers are missing.
    folder
        The folder of the results on the site. Into it go all figures, the figures of each
        question as a table of its own, and how many answered each question.
    pool
        Where the figures are drawn.

    Returns
    -------
    Material
        What `survey_analysis.pages` writes pages of.
    """
    shown, states = drop_suppressed(results), count_missing(responses)
    write_csv(neutralise_texts(tabulate_missing(states)), folder / "missing.csv")
    _write_questions(shown, folder / "questions")
    drawn = drop_unanswered(shown)
    index = write_figures(drawn, folder / "figures", pool=pool)
    return Material(
        results=shown,
        study=responses.study,
        figures=list_figures(index),
        states=states,
        timing=describe_timing(responses),
    )


def _write_questions(results: Results, folder: Path) -> None:
    """Write the figures of each question as a CSV of its own, with labels."""
    folder.mkdir()
    table = results.table("estimates")
    for question, rows in table.groupby("question_id", sort=False):
        write_csv(neutralise_texts(rows), folder / f"{question}.csv")
