"""What the command line needs of files of any size: an engine by name, and the manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from survey_analysis.analysis import RunSettings, describe_call
from survey_analysis.errors import InvalidCallError
from survey_analysis.publish import file_sha256
from survey_analysis.scale.counting import FileCount
from survey_analysis.scale.distributed import connect_cluster
from survey_analysis.scale.estimating import FileEstimates, estimate_file
from survey_analysis.scale.files import list_files
from survey_analysis.scale.layout import Selection
from survey_analysis.study import Study

Engine = Literal["stream", "dask"]


def estimate_with_engine(
    study: Study,
    path: Path,
    *,
    settings: RunSettings,
    engine: Engine,
    scheduler: str | None = None,
) -> FileEstimates:
    """Estimate an export in chunks on this machine, or on a Dask cluster.

    Parameters
    ----------
    study
        The study file.
    path
        The export: a file, or a folder of files.
    settings
        Settings of the run.
    engine
        ``stream`` or ``dask``.
    scheduler
        Address of a Dask scheduler; with ``dask`` two workers are started here if None.

    Raises
    ------
    InvalidCallError
        If a scheduler is named for another engine, or as for `estimate_file`.
    DataError
        If the export does not fit the study.
    """
    selection = Selection(settings.by, settings.where, settings.population)
    wanted = settings.for_estimates()
    if engine == "dask":
        with connect_cluster(scheduler) as client:
            return estimate_file(study, path, selection=selection, settings=wanted, client=client)
    if scheduler is not None:
        msg = "--scheduler goes with --engine dask"
        raise InvalidCallError(msg)
    return estimate_file(study, path, selection=selection, settings=wanted)


def describe_file_run(
    counted: FileCount, path: Path, folder: Path, *, settings: RunSettings, command: str
) -> dict[str, Any]:
    """Describe what results were made of, as `survey_analysis.analysis.describe_run` does.

    The SHA-256 of a folder is that of each of its files.

    Parameters
    ----------
    counted
        The counts.
    path
        The export.
    folder
        The study's folder.
    settings
        How it was analysed.
    command
        The command as somebody else would type it.
    """
    sums = {file.name: file_sha256(file) for file in list_files(path)}
    return {
        "study": counted.study,
        "data": {
            "kind": counted.kind,
            "file": path.name,
            "sha256": sums[path.name] if path.is_file() else sums,
            "format": counted.file_format,
            "encoding": "utf-8",
            "separator": counted.separator,
            "records": counted.records,
            "population": counted.groups.populations[0],
            "respondents": int(counted.tally.eligible[0]),
        },
        **describe_call(folder, settings=settings, command=command),
    }
