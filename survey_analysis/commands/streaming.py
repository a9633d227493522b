"""The command `run` with another engine than memory: what counts give, and what they do not."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from survey_analysis.commands.call import (
    output_folder,
    run_settings,
    say_what_a_replica_is,
    write_command,
)
from survey_analysis.commands.holding import hold_against_record, report_verdicts
from survey_analysis.loading import declare_format, find_export
from survey_analysis.progress import say, step
from survey_analysis.publish import write_results
from survey_analysis.record import ONE_QUESTION_TABLES
from survey_analysis.study import Study, find_study_folder, load_survey
from survey_analysis.summaries import Summary, describe_tables

if TYPE_CHECKING:
    from survey_analysis.scale.running import FileRun


def run_in_chunks(
    options: argparse.Namespace, study: str
) -> tuple[int, tuple[Summary, dict[str, pd.DataFrame]]]:
    """Analyse an export that need not fit in memory, and write what its counts give.

    Says what it does not write.
    """
    from survey_analysis.scale.running import run_with_engine

    folder, settings = find_study_folder(study), run_settings(options)
    loaded = declare_format(load_survey(study), options.data_format)
    path = options.data or find_export(study)
    with step(f"{folder.name}: counting"):
        found = run_with_engine(
            loaded, path, folder,
            settings=settings, engine=options.engine, scheduler=options.scheduler,
        )  # fmt: skip
    for warning in found.counted.warnings:
        say(f"warning: {warning}")
    for name, reason in found.not_written.items():
        say(f"{folder.name}: not written by the engine {options.engine!r}: {name}: {reason}")
    if found.counted.kind == "replica":
        say_what_a_replica_is(loaded.study)
        names = [name for name in ONE_QUESTION_TABLES if name in found.tables]
        hold_against_record(found.tables, folder, study=loaded, settings=settings, names=names)
    out = _write(found, options, study)
    return report_verdicts(found.tables, loaded, settings=settings), (
        _summarise(found, loaded, out),
        found.tables,
    )


def _write(found: FileRun, options: argparse.Namespace, study: str) -> Path:
    from survey_analysis.scale.running import describe_file_run

    folder, path = find_study_folder(study), options.data or find_export(study)
    settings, command = run_settings(options), write_command(options, study)
    manifest = describe_file_run(found.counted, path, folder, settings=settings, command=command)
    manifest["not_written"] = found.not_written
    out = output_folder(options, found.counted.study)
    return write_results(found.tables, out, manifest=manifest)


def _summarise(found: FileRun, study: Study, out: Path) -> Summary:
    return Summary(
        study=study,
        data=found.counted.kind,
        population=found.counted.groups.populations[0],
        respondents=int(found.counted.tally.eligible[0]),
        records=found.counted.records,
        results=out,
        **describe_tables(found.tables, study),
    )
