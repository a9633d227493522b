"""What `run` and `report` do once all studies of a triangulation are analysed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from survey_analysis.progress import say, step
from survey_analysis.results import load_results
from survey_analysis.triangulated import (
    TRIANGULATION,
    Triangulated,
    find_triangulation,
    write_triangulation,
)


def triangulate_results(shown: Mapping[str, Path], out: Path) -> Triangulated | None:
    """Hold the declared judgements against the results of several studies.

    Parameters
    ----------
    shown
        The folder of each study's results, by the study's name or folder.
    out
        The folder that gets the folder ``triangulation``.

    Returns
    -------
    Triangulated or None
        None if no file names these studies.

    Raises
    ------
    TriangulationError
        If the figures of a judgement no longer support it.
    """
    path = find_triangulation(shown)
    if path is None:
        return None
    with step("triangulation"):
        results = [load_results(study, folder) for study, folder in shown.items()]
        made = write_triangulation(path, results, out / TRIANGULATION)
    figures = (made.evidence["kind"] == "figure").sum()
    say(
        f"triangulation: {len(made.views)} judgements on {made.views['theme'].nunique()} themes, "
        f"{figures} figures as declared; results: {made.folder}"
    )
    return made
