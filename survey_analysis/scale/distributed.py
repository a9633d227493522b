"""Counting on several machines with Dask: a task a file, and counts that add up."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from survey_analysis.errors import InvalidCallError
from survey_analysis.scale.counting import (
    FileCount,
    PartCount,
    count_whole_file,
    gather_counts,
)
from survey_analysis.scale.identity import Keys
from survey_analysis.scale.layout import EVERYBODY, Selection
from survey_analysis.scale.planning import CountPlan, plan_count
from survey_analysis.scale.problems import ProblemLog
from survey_analysis.study import Study

if TYPE_CHECKING:
    from distributed import Client

_SECONDS = 30


@contextmanager
def connect_cluster(scheduler: str | None = None, *, workers: int = 2) -> Iterator[Client]:
    """Connect to a Dask cluster, or start one on this machine for as long as the block runs.

    Nothing but the scheduler's address, or this machine's loopback, is contacted. The status
    page of a cluster started here takes a free port of the loopback.

    Parameters
    ----------
    scheduler
        Address of a running scheduler, such as ``tcp://10.0.0.5:8786``; its workers need
        this package and the same paths. None starts worker processes here.
    workers
        How many to start here.

    Raises
    ------
    InvalidCallError
        If Dask is not installed, or no scheduler answers at the address.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        msg = "the engine 'dask' needs Dask: pip install 'survey-analysis[dask]'"
        raise InvalidCallError(msg) from None
    if scheduler is None:
        with (
            LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",  # None would take a fixed port
                silence_logs=logging.ERROR,
            ) as cluster,
            Client(cluster) as client,  # type: ignore[no-untyped-call]
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout=_SECONDS)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        msg = f"no Dask scheduler answers at {scheduler!r}: {error}"
        raise InvalidCallError(msg) from None
    with client:
        yield client


def count_on_cluster(
    study: Study,
    path: str | Path,
    *,
    client: Client,
    selection: Selection = EVERYBODY,
    is_run: bool = False,
) -> FileCount:
    """Count an export on a Dask cluster, a task a file; the counts are those of one machine.

    A task whose worker is lost is done again by another.

    Parameters
    ----------
    study
        The study file.
    path
        A folder of Parquet or CSV files, or one file, which all workers can read.
    client
        Of the cluster.
    selection
        Who is counted.
    is_run
        Whether to count what a whole run needs beside the estimates.

    Raises
    ------
    DataError, InvalidCallError
        As for `count_file`.
    """
    path = Path(path).resolve()
    plan = replace(plan_count(study, path, selection=selection), is_run=is_run)
    return gather_counts(plan, path, _count_remotely(plan, client))


def _count_remotely(
    plan: CountPlan, client: Client
) -> Iterator[tuple[PartCount, Keys, ProblemLog]]:
    from distributed import as_completed

    shared = client.scatter(plan, broadcast=True)  # type: ignore[no-untyped-call]
    tasks = [
        client.submit(count_whole_file, shared, number, pure=False)
        for number in range(len(plan.files))
    ]
    for task, counted in as_completed(tasks, with_results=True):  # type: ignore[no-untyped-call]
        if counted is not None:
            yield counted
        task.release()
