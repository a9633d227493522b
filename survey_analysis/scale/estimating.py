"""The table `estimates.csv` from counts of files of any size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import DEFAULT_SETTINGS, EstimateSettings, tabulate_counts
from survey_analysis.intervals import exact_intervals
from survey_analysis.scale.counting import FileCount, count_file
from survey_analysis.scale.distributed import count_on_cluster
from survey_analysis.scale.layout import EVERYBODY, Selection
from survey_analysis.study import Study

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True, eq=False)
class FileEstimates:
    """Estimates of an export of any size.

    Attributes
    ----------
    table
        The table `estimates.csv`, the same bytes as from memory.
    counted
        The counts that it was made of.
    """

    table: pd.DataFrame
    counted: FileCount


def estimate_file(
    study: Study,
    path: str | Path,
    *,
    selection: Selection = EVERYBODY,
    settings: EstimateSettings = DEFAULT_SETTINGS,
    client: Client | None = None,
) -> FileEstimates:
    """Estimate every closed question of an export that need not fit in memory.

    Parameters
    ----------
    study
        The study file.
    path
        CSV in UTF-8, Parquet, or a folder of such files.
    selection
        Who is counted.
    settings
        Level and kind of interval; intervals are exact.
    client
        Of a Dask cluster, on which to count; on this machine alone if None.

    Raises
    ------
    DataError
        If the export does not fit the study.
    InvalidCallError
        If a segment, the population or the condition is not known, or resamples are
        wanted.

    Examples
    --------
    >>> from survey_analysis.study import find_study_folder, load_study
    >>> name = "ml-deployment-monitoring"
    >>> found = estimate_file(load_study(name), find_study_folder(name) / "responses.csv")
    >>> found.table.query("question_id == 'Q14'")["count"].tolist()
    [49, 119]
    """
    refuse_resamples(settings)
    if client is None:
        counted = count_file(study, path, selection=selection)
    else:
        counted = count_on_cluster(study, path, client=client, selection=selection)
    return FileEstimates(tabulate_estimates(counted, settings), counted)


def refuse_resamples(settings: EstimateSettings) -> None:
    """Refuse what counts do not give, before anything is counted.

    Raises
    ------
    InvalidCallError
        If resamples are wanted.
    """
    if settings.n_resamples is not None:
        msg = (
            "resampling needs the respondents in memory: leave the number of resamples out "
            "for exact intervals, or use the engine 'memory'"
        )
        raise InvalidCallError(msg)


def tabulate_estimates(counted: FileCount, settings: EstimateSettings) -> pd.DataFrame:
    """Make the table `estimates.csv` of counts."""
    intervals = exact_intervals(counted.tally, settings=settings.limits)
    return tabulate_counts(counted.tally, counted.groups, intervals, level=settings.level)
