"""The files of a replica: counts and slots, recipe, and the replica itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from survey_analysis.errors import StudyFileError
from survey_analysis.replica.generate import make_replica
from survey_analysis.replica.margins import Margins
from survey_analysis.replica.recipe import read_recipe
from survey_analysis.study import find_study_folder, load_survey
from survey_analysis.whole_files import write_files

SEED = 20240205
"""The committed replicas are drawn with this seed."""

REPLICA = "responses.csv"
_FOLDER = "replica"


def write_margins(margins: Margins, study_folder: str | Path) -> list[Path]:
    """Write ``replica/counts.csv`` and ``replica/slots.csv`` in a study's folder.

    Parameters
    ----------
    margins
        What `extract_margins` counted in the original.
    study_folder
        The name of a bundled study, or the path of a study folder.

    Returns
    -------
    list of Path
        The two files.
    """
    folder = find_study_folder(study_folder) / _FOLDER
    tables = {folder / "counts.csv": margins.counts, folder / "slots.csv": margins.slots}
    write_files(
        {path: table.to_csv(index=False, lineterminator="\n") for path, table in tables.items()}
    )
    return list(tables)


def read_margins(study_folder: str | Path) -> Margins:
    """Read the counts and slots that a study's replica is made from.

    Raises
    ------
    StudyFileError
        If a file is missing.

    Examples
    --------
    >>> counts = read_margins("ml-deployment-monitoring").counts
    >>> int(counts["count"][counts["column"] == "ID"].sum())
    276
    """
    folder = find_study_folder(study_folder) / _FOLDER
    counts, slots = (_read(folder / name) for name in ("counts.csv", "slots.csv"))
    return Margins(counts.astype({"count": "int64"}), slots)


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        msg = f"{path}: there is no such file; `survey-analysis record` writes it from the original"
        raise StudyFileError(msg) from None


def render_replica(study_folder: str | Path, *, seed: int = SEED) -> bytes:
    """Make a study's replica from its committed counts, slots and recipe, as a CSV.

    Parameters
    ----------
    study_folder
        The name of a bundled study, or the path of a study folder.
    seed
        The same seed gives the same bytes.

    Returns
    -------
    bytes
        CSV as the export writes it: UTF-8, CRLF, commas.

    Raises
    ------
    StudyFileError
        If a file of the replica is missing or wrong.

    Examples
    --------
    >>> render_replica("ml-deployment-monitoring")[:18]
    b'ID,Status,Duration'
    """
    folder = find_study_folder(study_folder)
    study = load_survey(folder)
    recipe = read_recipe(folder / _FOLDER, study)
    rng = np.random.default_rng(seed)
    replica = make_replica(study, read_margins(folder), recipe, rng=rng)
    return replica.to_csv(index=False, lineterminator="\r\n").encode()


def build_replica(study_folder: str | Path, *, seed: int = SEED) -> Path:
    """Write a study's replica to ``responses.csv`` in its folder; see `render_replica`."""
    content = render_replica(study_folder, seed=seed)
    path = find_study_folder(study_folder) / REPLICA
    write_files({path: content})
    return path
