"""Counting files of any size: batches are typed, measured and tallied, and tallies added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from survey_analysis.errors import DataError
from survey_analysis.estimates import Groups, form_groups
from survey_analysis.measures import measure_questions
from survey_analysis.responses import Responses
from survey_analysis.scale.batches import BatchReader
from survey_analysis.scale.files import DataFile
from survey_analysis.scale.groups import count_in_groups
from survey_analysis.scale.identity import Keys, locate_repeated, open_ledger
from survey_analysis.scale.layout import EVERYBODY, Selection
from survey_analysis.scale.merging import merge_tallies, restore_placeholders
from survey_analysis.scale.planning import CountPlan, plan_count
from survey_analysis.scale.problems import ProblemLog
from survey_analysis.scale.typed import BatchTyper
from survey_analysis.study import Study, account_for_columns
from survey_analysis.tallies import Tally

if TYPE_CHECKING:
    from survey_analysis.scale.whole_runs import RunCount


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
    run
        What a whole run needs beside the estimates, if that is counted.
    """

    tally: Tally
    groups: Groups
    records: int
    is_replica: bool
    run: RunCount | None = None

    def add(self, other: PartCount) -> PartCount:
        """Add the counts of other respondents."""
        return replace(
            self,
            tally=merge_tallies([self.tally, other.tally]),
            records=self.records + other.records,
            is_replica=self.is_replica and other.is_replica,
            run=self.run and other.run and self.run.add(other.run),
        )


@dataclass(frozen=True, eq=False)
class FileCount:
    """Counts of a whole export.

    Attributes
    ----------
    tally, groups, records, run
        As in `PartCount`.
    study
        The study's name.
    kind
        ``original`` or ``replica``.
    file_format, encoding, separator
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
    encoding: str
    separator: str
    warnings: tuple[str, ...]
    run: RunCount | None = None


def count_file(
    study: Study, path: str | Path, *, selection: Selection = EVERYBODY, is_run: bool = False
) -> FileCount:
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
    is_run
        Whether to count what a whole run needs beside the estimates.

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
    plan = replace(plan_count(study, path, selection=selection), is_run=is_run)
    return gather_counts(plan, Path(path), _count_locally(plan))


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
        typer.log.warn(f"{file.path.name}: preview records left out", batch.previews, "records")
        responses = typer.type(batch, file=name)
        groups = form_groups(
            responses, by=selection.by, where=selection.where, population=selection.population
        )
        counted = count_in_groups(measure_questions(responses), groups)
        run = _count_run(plan, responses)
        yield (
            PartCount(counted.tally, counted.groups, len(batch), batch.is_replica, run),
            batch.id_keys,
            typer.log,
        )


def _count_run(plan: CountPlan, responses: Responses) -> RunCount | None:
    """Count what a whole run needs; what that takes is loaded only then."""
    if not plan.is_run:
        return None
    from survey_analysis.scale.whole_runs import count_run

    return count_run(responses, plan.selection)


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
        encoding=plan.files[0].encoding,
        separator=plan.files[0].separator,
        warnings=(*plan.warnings, *log.list_warnings()),
        run=total.run,
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
