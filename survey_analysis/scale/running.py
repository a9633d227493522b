"""What the command line needs of files of any size: an engine by name, and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from survey_analysis.analysis import RunSettings, describe_call
from survey_analysis.errors import InvalidCallError
from survey_analysis.publish import file_sha256
from survey_analysis.scale.counting import FileCount, count_file
from survey_analysis.scale.distributed import connect_cluster, count_on_cluster
from survey_analysis.scale.estimating import FileEstimates, refuse_resamples, tabulate_estimates
from survey_analysis.scale.files import list_files
from survey_analysis.scale.groups import Counted
from survey_analysis.scale.layout import Selection
from survey_analysis.scale.whole_runs import (
    check_claims_on_counts,
    list_not_written,
    tabulate_run,
)
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
    wanted = settings.for_estimates()
    refuse_resamples(wanted)
    with _counting(settings, engine=engine, scheduler=scheduler) as count:
        counted = count(study, path)
    return FileEstimates(tabulate_estimates(counted, wanted), counted)


@dataclass(frozen=True, eq=False)
class FileRun:
    """A whole run on an export of any size, as far as counts give it.

    Attributes
    ----------
    tables
        The tables by file name, in the order of a run in memory.
    counted
        What they were made of.
    not_written
        Why other results of a run are not among them, by their names.
    """

    tables: dict[str, pd.DataFrame]
    counted: FileCount
    not_written: dict[str, str]


def run_with_engine(
    study: Study,
    path: Path,
    folder: Path,
    *,
    settings: RunSettings,
    engine: Engine,
    scheduler: str | None = None,
) -> FileRun:
    """Make the tables of a run from counts, on this machine or on a Dask cluster.

    Parameters
    ----------
    study, path, settings, engine, scheduler
        As for `estimate_with_engine`.
    folder
        The study's folder, for its claims.

    Raises
    ------
    InvalidCallError, DataError
        As for `estimate_with_engine`.
    StudyFileError
        If the claims are wrong.
    """
    wanted, not_written = settings.for_estimates(), list_not_written(folder)
    refuse_resamples(wanted)
    with _counting(settings, engine=engine, scheduler=scheduler) as count:
        counted = count(study, path, is_run=True)
    tables = {"estimates.csv": tabulate_estimates(counted, wanted)}
    if counted.run is not None:
        estimated = Counted(counted.tally, counted.groups)
        tables |= tabulate_run(
            study, estimated, counted.run, records=counted.records, settings=settings
        )
    claims = check_claims_on_counts(folder, tables["estimates.csv"])
    if claims is not None:
        tables["claims.csv"] = claims
    return FileRun(tables, counted, not_written)


@contextmanager
def _counting(
    settings: RunSettings, *, engine: Engine, scheduler: str | None
) -> Iterator[Callable[..., FileCount]]:
    """Give what counts a file for the settings of a run.

    Raises
    ------
    InvalidCallError
        If a scheduler is named for another engine than ``dask``, or cannot be reached.
    """
    selection = Selection(settings.by, settings.where, settings.population)
    if engine == "dask":
        with connect_cluster(scheduler) as client:
            yield partial(count_on_cluster, client=client, selection=selection)
        return
    if scheduler is not None:
        msg = "--scheduler goes with --engine dask"
        raise InvalidCallError(msg)
    yield partial(count_file, selection=selection)


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
            "encoding": counted.encoding,
            "separator": counted.separator,
            "records": counted.records,
            "population": counted.groups.populations[0],
            "respondents": int(counted.tally.eligible[0]),
        },
        **describe_call(folder, settings=settings, command=command),
    }
