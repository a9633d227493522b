"""The triangulation as results: written beside those of the studies, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from survey_analysis.errors import PublishError
from survey_analysis.publish import MANIFEST, file_sha256, read_manifest, write_results
from survey_analysis.results import Results, results_root
from survey_analysis.study import AnyStudy, find_study_folder, load_study
from survey_analysis.triangulation import load_triangulation, triangulate

TRIANGULATION = "triangulation"
_FILE = "triangulation.yaml"


@dataclass(frozen=True, eq=False)
class Triangulated:
    """What several studies say on the same themes.

    Attributes
    ----------
    views
        The table `triangulation.csv`: a row a theme and study.
    evidence
        The table `evidence.csv`: a row a piece of evidence.
    manifest
        What it was made of: the file, and of each study its `title`, `kind`, `data` (kind of
        the data), `reference` and the SHA-256 of its results' manifest.
    folder
        Where it lies.
    """

    views: pd.DataFrame
    evidence: pd.DataFrame
    manifest: Mapping[str, Any]
    folder: Path

    @property
    def studies(self) -> Mapping[str, Mapping[str, str]]:
        """What is known of each study, by its name."""
        found: Mapping[str, Mapping[str, str]] = self.manifest["studies"]
        return found


def find_triangulation(studies: Iterable[str | Path]) -> Path | None:
    """Find the file that holds some studies against each other.

    Parameters
    ----------
    studies
        Names or folders of studies. The file lies beside their folders.

    Returns
    -------
    Path or None
        The first file all of whose studies are among these; None if there is none.

    Raises
    ------
    StudyFileError
        If such a file does not fit.

    Examples
    --------
    >>> find_triangulation(["ml-deployment-monitoring"]) is None
    True
    """
    folders = [find_study_folder(study) for study in studies]
    present = {load_study(folder).study for folder in folders}
    for parent in dict.fromkeys(folder.resolve().parent for folder in folders):
        path = parent / _FILE
        if path.is_file() and present.issuperset(_name_studies(path)):
            return path
    return None


def _name_studies(path: Path) -> list[str]:
    """List the studies that a file names, in its order."""
    themes = load_triangulation(path).themes
    return list(dict.fromkeys(study for theme in themes for study in theme.views))


def write_triangulation(path: Path, shown: Iterable[Results], out: Path) -> Triangulated:
    """Hold the declared judgements against results, and write what came out.

    Parameters
    ----------
    path
        The file ``triangulation.yaml``.
    shown
        The results of every study that the file names; others are left alone.
    out
        The folder to write; earlier results in it are replaced.

    Raises
    ------
    TriangulationError
        If the figures of a judgement no longer support it.
    StudyFileError
        If the file does not fit, or a figure is not among the results.
    PublishError
        If `out` cannot be written.
    """
    given = {one.study.study: one for one in shown}
    results = {study: given[study] for study in _name_studies(path) if study in given}
    tables = triangulate(
        load_triangulation(path),
        {
            study: {f"{name}.csv": table for name, table in one.tables.items()}
            for study, one in results.items()
        },
    )
    manifest = {
        TRIANGULATION: file_sha256(path),
        "studies": {study: _describe(one) for study, one in results.items()},
    }
    write_results(tables, out, manifest=manifest)
    return load_triangulated(out)


def _describe(results: Results) -> dict[str, str]:
    return {
        "title": results.study.title,
        "kind": results.study.kind,
        "data": results.kind,
        "reference": _refer(results.study),
        MANIFEST: file_sha256(results.folder / MANIFEST),
    }


def _refer(study: AnyStudy) -> str:
    """Name a study's publication in short: ``Shankar and others (2022)``."""
    if study.citation is None:
        return study.title
    first, *more = (author.split()[-1] for author in study.citation.authors)
    others = "" if not more else f" and {more[0]}" if len(more) == 1 else " and others"
    return f"{first}{others} ({study.citation.year})"


def load_triangulated(folder: Path | None = None) -> Triangulated:
    """Read a triangulation.

    Parameters
    ----------
    folder
        Where it lies; if None ``triangulation`` beside the results of the studies, see
        `survey_analysis.load_results`.

    Raises
    ------
    PublishError
        If there is none there; says how to make it.
    """
    place = folder if folder is not None else results_root() / TRIANGULATION
    manifest = read_manifest(place)
    if TRIANGULATION not in manifest:
        msg = f"{place}: holds no triangulation"
        raise PublishError(msg)
    views, evidence = (
        pd.read_csv(place / name, keep_default_na=False, na_values=_numbers(place / name))
        for name in ("triangulation.csv", "evidence.csv")
    )
    return Triangulated(views, evidence, manifest, place)


def _numbers(path: Path) -> dict[str, list[str]]:
    """Say in which columns nothing is an unknown number."""
    header = pd.read_csv(path, nrows=0).columns
    numbers = ("value", "ci_low", "ci_high", "threshold")
    return {name: [""] for name in header if name in numbers}
