"""Counting files of any size: batches are typed, measured and tallied, and tallies added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from survey_analysis.errors import DataError, describe_problems
from survey_analysis.estimates import Groups, form_groups
from survey_analysis.measures import measure_questions
from survey_analysis.responses.columns import find_column_problems, find_other_study
from survey_analysis.scale.batches import BatchReader
from survey_analysis.scale.chunks import Wanted, read_chunks
from survey_analysis.scale.files import DataFile, list_files, open_file
from survey_analysis.scale.identity import Keys, locate_repeated, open_ledger
from survey_analysis.scale.layout import EVERYBODY, Layout, Selection, plan_layout
from survey_analysis.scale.merging import drop_placeholders, merge_tallies, restore_placeholders
from survey_analysis.scale.problems import ProblemLog
from survey_analysis.scale.typed import BatchTyper
from survey_analysis.study import Study, account_for_columns
from survey_analysis.tallies import Tally, tally


@dataclass(frozen=True)
class CountPlan:
    """What is counted, and how; the same for every file of a study's export.

    Attributes
    ----------
    study
        The study file.
    selection
        Who is counted.
    files
        The files.
    file_format
        ``unipark`` or ``delimited``.
    """

    study: Study
    selection: Selection
    files: tuple[DataFile, ...]
    file_format: str

    @property
    def layout(self) -> Layout:
        """The columns that are read."""
        return plan_layout(self.study, self.selection, file_format=self.file_format)


@dataclass(frozen=True, eq=False)
class PartCount:
    """Counts of some of the respondents.

    Attributes
    ----------
    tally
        The counts.
    groups
        The groups that were counted, without their members.
    records
        Rows that were read, whoever is counted.
    is_replica
        Whether all of them bear the mark of a replica.
    """

    tally: Tally
    groups: Groups
    records: int
    is_replica: bool

    def add(self, other: PartCount) -> PartCount:
        """Add the counts of other respondents."""
        return replace(
            self,
            tally=merge_tallies([self.tally, other.tally]),
            records=self.records + other.records,
            is_replica=self.is_replica and other.is_replica,
        )


@dataclass(frozen=True, eq=False)
class FileCount:
    """Counts of a whole export.

    Attributes
    ----------
    tally, groups, records
        As in `PartCount`.
    study
        The study's name.
    kind
        ``original`` or ``replica``.
    file_format, separator
        How it was read.
    warnings
        For the person who runs the analysis; hold no answers.
    """

    tally: Tally
    groups: Groups
    records: int
    study: str
    kind: str
    file_format: str
    separator: str
    warnings: tuple[str, ...]


def count_file(study: Study, path: str | Path, *, selection: Selection = EVERYBODY) -> FileCount:
    """Count a file of any size, chunk by chunk; memory does not grow with the file.

    Parameters
    ----------
    study
        The study file.
    path
        CSV in UTF-8 or Parquet with columns of text, or a folder of such files, which
        count as one export.
    selection
        Who is counted.

    Raises
    ------
    DataError
        If the export does not fit the study; lists problems with file, row and column.
    InvalidCallError
        If a segment, the population or the condition is not known.

    Examples
    --------
    >>> from survey_analysis.study import find_study_folder, load_study
    >>> name = "ml-deployment-monitoring"
    >>> counted = count_file(load_study(name), find_study_folder(name) / "responses.csv")
    >>> counted.records, counted.tally.eligible.tolist()
    (276, [188])
    """
    plan = plan_count(study, path, selection=selection)
    return gather_counts(plan, Path(path), _count_locally(plan))


def plan_count(study: Study, path: str | Path, *, selection: Selection) -> CountPlan:
    """Look at the headers of all files, before any row is counted.

    Raises
    ------
    DataError
        If a file cannot be read, or its columns are not the study's.
    """
    files = tuple(open_file(file) for file in list_files(path))
    for file in files:
        found = find_other_study(study, file.columns, separator=file.separator)
        found = found or find_column_problems(study, [c for c in file.columns if c.strip()])
        if found:
            heading = f"{file.path.name} does not fit the study {study.study}"
            raise DataError(describe_problems(found, heading=heading))
    return CountPlan(study, selection, files, study.export.format or _detect_format(files))


def _detect_format(files: Sequence[DataFile]) -> str:
    """Know a Unipark export as `survey_analysis.readers.unipark` does: up to its first code."""
    code = pl.any_horizontal(pl.all().cast(pl.String).is_in(["-77", "not quoted"])).any()
    for file in files:
        for chunk in read_chunks(file, Wanted([code.alias("unipark")])):
            if chunk.table["unipark"].any():
                return "unipark"
    return "delimited"


def _count_locally(plan: CountPlan) -> Iterator[tuple[PartCount, Keys, ProblemLog]]:
    for file in plan.files:
        yield from count_batches(plan, file)


def count_batches(plan: CountPlan, file: DataFile) -> Iterator[tuple[PartCount, Keys, ProblemLog]]:
    """Count a file batch by batch.

    Yields
    ------
    tuple
        The counts of a batch, keys of its ids, shape (n,), and what is wrong in it.

    Raises
    ------
    InvalidCallError
        If a segment, the population or the condition is not known.
    """
    study, selection = plan.study, plan.selection
    name = file.path.name if len(plan.files) > 1 else ""
    typer = BatchTyper(study, plan.file_format, ProblemLog())
    for batch in BatchReader(study, plan.layout).read(file):
        typer.log = ProblemLog()
        responses = typer.type(batch, file=name)
        groups = form_groups(
            responses, by=selection.by, where=selection.where, population=selection.population
        )
        measures = measure_questions(responses)
        counted = drop_placeholders(tally(measures, groups.masks), measures)
        named = replace(groups, masks=groups.masks[:, :0])
        yield (
            PartCount(counted, named, len(batch), batch.is_replica),
            batch.id_keys,
            typer.log,
        )


def gather_counts(
    plan: CountPlan, path: Path, parts: Iterator[tuple[PartCount, Keys, ProblemLog]]
) -> FileCount:
    """Add up the counts of all parts, in any order, and check what only the whole shows.

    Raises
    ------
    DataError
        If there is no record, if ids are not unique, or if a part has problems.
    """
    total, log = None, ProblemLog()
    with open_ledger() as ledger:
        for part, keys, found in parts:
            total = part if total is None else total.add(part)
            log.merge(found)
            if log.is_full:
                break
            ledger.add(keys)
        repeated = ledger.find_repeated()
    if len(repeated):
        log.add(locate_repeated(plan.files, plan.layout.id, repeated))
    heading = f"{path.name} does not fit the study {plan.study.study}"
    log.refuse(heading=heading, columns=account_for_columns(plan.study))
    if total is None:
        msg = f"{path.name}: there is no record below the header"
        raise DataError(msg)
    return FileCount(
        tally=restore_placeholders(total.tally),
        groups=total.groups,
        records=total.records,
        study=plan.study.study,
        kind="replica" if total.is_replica else "original",
        file_format=plan.file_format,
        separator=plan.files[0].separator,
        warnings=log.list_warnings(),
    )


def count_whole_file(plan: CountPlan, number: int) -> tuple[PartCount, Keys, ProblemLog] | None:
    """Count one of a plan's files: what one task of a cluster does; None without a record.

    Parameters
    ----------
    plan
        What is counted.
    number
        Position of the file in the plan.
    """
    total, keys, log = None, [], ProblemLog()
    for part, ids, found in count_batches(plan, plan.files[number]):
        total = part if total is None else total.add(part)
        keys.append(ids)
        log.merge(found)
        if log.is_full:
            break
    return None if total is None else (total, np.concatenate(keys), log)
